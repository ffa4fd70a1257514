"""Customers from the machine on which the server runs: listed, entered, owned; a second person decides."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.people.signin.keys import make_id
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


def test_unknown_customer_is_named_with_the_way_on(served: OneDoor, tmp_path: Path) -> None:
    assert "tianlu customer list" in run(tmp_path, "release", "nobody", code=2)
