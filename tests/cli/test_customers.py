"""Customers from the machine on which the server runs: listed, entered, owned; a second person decides."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.registry import Kind
from tianlu.command.store import list_newest_links
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.kinds import ACT_FOR, SERVER
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import OneDoor, open_one_door

TOP = "63"
ENTERED = ("--org", TOP, "--kind", "company", "--name", "雪域合作社", "--tier", "second", "--relation", "new")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    opened = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    yield opened
    opened.close()


def run(workspace: Path, *words: str, language: str = "en", code: int = 0) -> str:
    result = CliRunner().invoke(app, ["customer", *words, "--workspace", str(workspace), "--language", language])
    assert result.exit_code == code, result.output
    return result.output.strip()


def grant_by_first_person(served: OneDoor, customer: str) -> None:
    boss = next(iter(served.sign_in.gate.snapshot().persons))
    now = datetime.now(UTC)
    body = {"customer": customer, "grants": True}
    envelope = Envelope(CommandId(make_id(now)), "customer.decide", 1, OrgId(TOP), now, body)
    assert served.door.submit(ActorId(boss), [envelope])[0].standing == "accepted"


def test_customer_is_entered_decided_by_another_and_given_an_owner(served: OneDoor, tmp_path: Path) -> None:
    assert run(tmp_path, "enter", "c1", *ENTERED, "--reason", "新开户") == "c1 雪域合作社 waits for approval"
    assert "a second person must sign" in run(tmp_path, "decide", "c1", "--grant", code=2)
    grant_by_first_person(served, "c1")
    login = next(iter(served.sign_in.gate.snapshot().persons.values())).staff_number
    assert run(tmp_path, "list", "--unclaimed") == "c1  雪域合作社  63  second  on the list  unclaimed  ¥0.00"
    run(tmp_path, "assign", "c1", "--owner", login)
    assert run(tmp_path, "list", "--unclaimed") == ""
    assert "销号前尚缺：上门走访、方案报价、签约" in run(tmp_path, "show", "c1", language="zh")
    assert run(tmp_path, "funnel").split("\n")[1].split() == [TOP, "1", "1", "0", "0", "0"]
    run(tmp_path, "release", "c1")
    assert run(tmp_path, "exit", "c1", "--reason", "停业", language="zh") == "c1 待审批出单"


def test_two_who_may_be_one_are_listed_judged_and_parted(served: OneDoor, tmp_path: Path) -> None:
    for customer in ("c1", "c2"):
        run(tmp_path, "enter", customer, *ENTERED, "--reason", "新开户")
    boss, now = next(iter(served.sign_in.gate.snapshot().persons)), datetime.now(UTC)
    reasons = [{"said": "same brand", "said_zh": "字号相同", "centibits": None}]
    body = {"customer": "c1", "other": "c2", "permille": 613, "reasons": reasons}
    envelope = Envelope(CommandId(make_id(now)), "customer.doubt", 1, OrgId(TOP), now, body)
    assert served.door.submit(ActorId(boss), [envelope])[0].standing == "accepted"
    assert run(tmp_path, "doubts") == "c1 雪域合作社  c2 雪域合作社  61%  same brand"
    assert run(tmp_path, "judge", "c1", "c2", "--same", language="zh") == "c2 已并入 c1"
    assert run(tmp_path, "doubts", "--under", TOP) == ""
    assert run(tmp_path, "part", "c1", "c2") == "c2 is parted from c1"
    assert "nothing would change" in run(tmp_path, "judge", "c1", "c2", "--different", code=2)
    assert "was not made one" in run(tmp_path, "part", "c1", "c2", code=2)


def test_consent_is_put_on_record_and_shown_as_it_stands(served: OneDoor, tmp_path: Path) -> None:
    run(tmp_path, "enter", "c1", *ENTERED, "--reason", "新开户")
    contact = ("consent", "c1", "--purpose", "contact")
    assert "name the form" in run(tmp_path, *contact, "--given", code=2)
    assert run(tmp_path, *contact, "--given", "--day", "2026-01-05", "--documented", "118") == (
        "c1 consents on 2026-01-05"
    )
    assert "2026-01-05  已同意  电话联系  118" in run(tmp_path, "show", "c1", language="zh")
    run(tmp_path, *contact, "--withdrawn", "--day", "2026-02-01")
    shown = run(tmp_path, "show", "c1")
    assert "2026-02-01  refuses or withdraws  contact by phone" in shown
    assert "2026-01-05" not in shown


def test_unknown_customer_is_named_with_the_way_on(served: OneDoor, tmp_path: Path) -> None:
    assert "tianlu customer list" in run(tmp_path, "release", "nobody", code=2)


MANAGER, WORKER = "M1", "W1"


@pytest.fixture
def staffed(served: OneDoor, tmp_path: Path) -> OneDoor:
    """A manager and an account manager, and a customer who waits for entry."""
    for login, role in ((MANAGER, "manager"), (WORKER, "account_manager")):
        for words in (("person", "add", login, "--name", login, "--org", TOP), ("grant", "give", login, role, TOP)):
            result = CliRunner().invoke(app, [*words, "--workspace", str(tmp_path), "--language", "en"])
            assert result.exit_code == 0, result.output
    run(tmp_path, "enter", "c1", *ENTERED, "--reason", "新开户")
    return served


def test_two_named_people_take_a_customer_from_claim_to_strike_off(staffed: OneDoor, tmp_path: Path) -> None:
    worker, manager = ("--as", WORKER), ("--as", MANAGER)
    assert run(tmp_path, "decide", "c1", "--grant", *manager) == "c1 granted"
    assert run(tmp_path, "claim", "c1", *worker) == "c1 is claimed by W1"
    assert "claimed by" in run(tmp_path, "claim", "c1", *manager, code=2)
    for work, more in (("visit", ()), ("offer", ()), ("contract", ("--evidence", "示例-0001"))):
        run(tmp_path, "work", "c1", work, *worker, *more)
    assert "only the owner" in run(tmp_path, "strike-off", "c1", "--reason", "已签约", *manager, code=2)
    assert "second signature" in run(tmp_path, "strike-off", "c1", "--reason", "已签约", *worker)
    assert "list.approve" in run(tmp_path, "decide", "c1", "--grant", *worker, code=2)
    run(tmp_path, "decide", "c1", "--grant", *manager)
    assert "struck off" in run(tmp_path, "list")
    assert run(tmp_path, "reopen", "c1", "--reason", "回访", *manager) == "c1 is open again"


def test_chain_says_before_each_act_for_whom_the_command_line_acted(staffed: OneDoor, tmp_path: Path) -> None:
    run(tmp_path, "decide", "c1", "--grant", "--as", MANAGER)
    people = {person.staff_number: id_ for id_, person in staffed.sign_in.gate.snapshot().persons.items()}
    with staffed.workspace.engine.connect() as connection:
        after, before = list_newest_links(connection, TOP, before=None, kind=None, by=None, count=2)
    assert (before.actor, after.actor) == (SERVER, people[MANAGER])
    said, sent = json.loads(before.content), json.loads(after.content)
    assert said["kind"] == "signin.act_for"
    assert said["body"] == {"person": people[MANAGER], "commands": [sent["id"]]}


def test_several_are_decided_at_once_and_the_refused_are_named(staffed: OneDoor, tmp_path: Path) -> None:
    run(tmp_path, "enter", "c2", *ENTERED, "--reason", "新开户")
    run(tmp_path, "decide", "c1", "--turn-down", "--as", MANAGER)
    said = run(tmp_path, "decide", "c1", "c2", "--grant", "--as", MANAGER, code=1).split("\n")
    assert said[0].startswith("c1: customer c1 is off the list")
    assert said[1] == "1 granted"


def test_nobody_acts_for_who_has_left_or_for_a_program(staffed: OneDoor, tmp_path: Path) -> None:
    program = ["person", "add", "P1", "--name", "P1", "--org", TOP, "--service", "--workspace", str(tmp_path)]
    assert CliRunner().invoke(app, program).exit_code == 0
    assert "no program" in run(tmp_path, "claim", "c1", "--as", "P1", code=2)
    assert "tianlu person list" in run(tmp_path, "claim", "c1", "--as", "X9", code=2)


def test_no_route_takes_the_note_that_somebody_is_acted_for(staffed: OneDoor, tmp_path: Path) -> None:
    people = {person.staff_number: id_ for id_, person in staffed.sign_in.gate.snapshot().persons.items()}
    now = datetime.now(UTC)
    body = {"person": people[MANAGER], "commands": ["x"]}
    note = Envelope(CommandId(make_id(now)), ACT_FOR, 1, OrgId(TOP), now, body)
    kind = staffed.registry.find(note)
    assert isinstance(kind, Kind)
    assert not kind.is_open
    (receipt,) = staffed.door.submit(ActorId(people[MANAGER]), [note])
    assert receipt.refusal is not None
    assert receipt.refusal.code == "not_allowed"


def test_customer_is_graded_by_what_all_his_lists_bring(staffed: OneDoor, tmp_path: Path) -> None:
    run(tmp_path, "enter", "c2", *ENTERED, "--reason", "新开户", "--monthly-fen", "1200000")
    assert run(tmp_path, "grade", "--org", TOP, "--dry-run").split("\n")[-1] == "1 customers change tier"
    assert run(tmp_path, "grade", "--org", TOP, "--as", MANAGER).split("\n")[0] == "first: 1 customers more"
    assert run(tmp_path, "grade", "--org", TOP, language="zh") == "共调整 0 户"
    assert "second" in run(tmp_path, "list", "--tier", "second"), "who brings nothing keeps his tier"
