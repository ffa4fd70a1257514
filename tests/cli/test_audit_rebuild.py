"""`tianlu audit rebuild` makes the state anew from the chains, and names each row that is not as they tell."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update
from typer.testing import CliRunner

from tests.databases import new_database, postgresql
from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK
from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.command.tables import LINKS
from tianlu.db.engine import open_engine, open_file
from tianlu.people.model import EntityKind
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.keys import make_id
from tianlu.people.tables import GRANTS, PERSONS
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.plan.tables import PLANS
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.plan_shelf import open_shelf

__all__ = ["postgresql"]

UNIT = FirstUnit("邮政", EntityKind.POST.value, CODE, "玩具县", "Toy County", "李雪梅", "A1")
PASSWORD = "barley and butter tea"
Run = Callable[..., tuple[int, str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str | None:
    """None: the workspace's own file."""
    return None if request.param == "sqlite" else new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def lived(tmp_path: Path, address: str | None) -> Iterator[OneDoor]:
    """A server in which something of everything was done: units, people, sign-in, a plan, a letter played again."""
    one_door = open_one_door(tmp_path / "w", clock=lambda: datetime.now(UTC), database=address)
    boss = one_door.sign_in.first_run.found_without_password(UNIT)

    def send(kind: str, org: str = CODE, base: int | None = None, **body: object) -> Receipt:
        return send_as(one_door, boss.id, kind, org, body, base=base)

    send("org.add", id="s1", level="station", name="河卡", entity=boss.entity)
    send("person.add", "s1", id="p1", name="卓玛", staff_number="C1", entity=boss.entity, phone="13900001111")
    send("grant.give", "s1", id="g1", person="p1", role="courier", since="2026-11-23")
    send("grant.give", "s1", id="g2", person="p1", role="station_keeper")
    send("grant.end", "s1", id="g2")
    refused = send_as(one_door, boss.id, "org.move", "s1", {"to": "nowhere"}, device="phone", seq=1)
    send("command.play_letter", "s1", id=refused.id, reason="再试")
    accounts = one_door.sign_in.accounts
    person = accounts.find_person(ActorId("p1"))
    assert person is not None
    accounts.set_password(person, PASSWORD, by=person.id)
    accounts.issue_token(boss, name="月报", scopes=frozenset({"plan.read"}), days=1, by=boss.id)
    door = make_door(tmp_path / "w", shelf=open_shelf(one_door), jobs=open_jobs(one_door))
    door.desk.open()
    job = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.05, seed=1, asked_by=boss.id))
    plan = door.desk.wait(job.id, timeout_s=60).result
    assert send("plan.publish", plan=plan, knowingly=True).standing == "accepted"
    door.desk.close()
    yield one_door
    one_door.close()


def send_as(one_door: OneDoor, who: ActorId, kind: str, org: str, body: dict[str, object], **more: object) -> Receipt:
    now = datetime.now(UTC)
    envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(org), now, body, **more)  # type: ignore[arg-type]
    return one_door.door.submit(who, [envelope])[0]


@pytest.fixture
def run(tmp_path: Path, address: str | None) -> Run:
    def run_(*words: str, language: str = "zh") -> tuple[int, str]:
        where = ["--workspace", str(tmp_path / "w"), *([] if address is None else ["--database", address])]
        result = CliRunner().invoke(app, ["audit", "rebuild", *where, "--language", language, *words])
        return result.exit_code, result.output.strip()

    return run_


def owner(lived: OneDoor, address: str | None) -> Engine:
    """Who can write to the database past the door."""
    return lived.workspace.engine if address is None else open_engine(address)


def test_state_that_the_chains_tell_is_the_state_that_there_is(lived: OneDoor, run: Run) -> None:
    assert run() == (0, "重放 12 条命令，得到的状态与现状一致（21 张表）")
    assert run(language="en") == (0, "12 commands replayed: the state is the same (21 tables)")


def test_customers_made_one_and_parted_are_told_by_the_chains(lived: OneDoor, run: Run) -> None:
    boss = next(iter(lived.sign_in.gate.snapshot().persons))

    def send(kind: str, /, **body: object) -> None:
        receipt = send_as(lived, boss, kind, CODE, body)
        assert receipt.standing == "accepted", receipt

    send("source.keep", source="寄递", line="寄递", columns={"name": "收件人"}, months=12)
    for key in ("c1", "c2", "c3"):
        records = [{"source": "寄递", "key": key, "line": "寄递", "fen": 500, "before_fen": 900}]
        body = {"kind": "company", "name": key, "tier": "small", "relation": "existing", "reason": "导入"}
        send("customer.enter", customer=key, records=records, **body)
    send("customer.doubt", customer="c1", other="c2", permille=600)
    send("customer.judge", customer="c1", other="c2", is_same=True)
    send("customer.part", customer="c1", other="c2")
    send("customer.judge", customer="c1", other="c3", is_same=True)
    assert run() == (0, "重放 20 条命令，得到的状态与现状一致（21 张表）")


def test_rows_that_were_changed_past_the_door_are_named(lived: OneDoor, run: Run, address: str | None) -> None:
    engine = owner(lived, address)
    with engine.begin() as connection:
        connection.execute(update(PERSONS).where(PERSONS.c.id == "p1").values(phone="13911112222"))
        connection.execute(insert(GRANTS).values(id="g9", person="p1", role="administrator", org=CODE))
        connection.execute(delete(PLANS))
    code, said = run()
    assert code == 1
    assert "people_persons p1：现为 phone=13911112222，按链应为 phone=13900001111" in said
    assert "people_grants g9：现有此行，但链上没有" in said
    assert "：链上应有此行，现已不存在" in said
    assert "0 条命令结果不同，3 行数据不同" in said
    code, said = run(language="en")
    assert "people_persons p1: is phone=13911112222, by the chains phone=13900001111" in said
    assert "people_grants g9: stands here, but by no command" in said


def test_what_is_rebuilt_is_kept_where_it_is_asked_for(lived: OneDoor, run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "anew" / "state.sqlite"
    kept.parent.mkdir()
    assert run("--into", str(kept))[0] == 0
    engine = open_file(kept)
    with engine.connect() as connection:
        assert connection.execute(select(PERSONS.c.name).where(PERSONS.c.id == "p1")).scalar_one() == "卓玛"
    engine.dispose()
    code, said = run("--into", str(kept))
    assert code == 2
    assert "已有内容" in said
    assert "holds something already" in run("--into", str(kept), language="en")[1]


def test_rebuilding_into_postgresql_compares_alike(lived: OneDoor, run: Run, postgresql: str) -> None:
    assert run("--into", new_database(postgresql))[0] == 0
    assert run("--into", "mysql://a/b")[0] == 2


def test_command_that_answers_otherwise_is_named(lived: OneDoor, run: Run, address: str | None) -> None:
    with owner(lived, address).begin() as connection:
        tampered = update(LINKS).where(LINKS.c.kind == "org.add")
        connection.execute(
            tampered.values(content=func.replace(LINKS.c.content, '"level":"station"', '"level":"city"'))
        )
    code, said = run()
    assert code == 1
    assert f"{CODE} 第 2 行 org.add：当时结果为" in said
    assert "重放为 bad_body" in said
    assert "people_orgs s1：现有此行，但链上没有" in said
