"""Lists of two business lines are taken in from files: one customer a person, at his village, as often as they come."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.core.calendar import Week
from tianlu.people.signin.keys import make_id
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.plan.service import PlanMeta
from tianlu.sample import open_county
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.plan_shelf import open_shelf
from tianlu.target.lists.customers.tables import CUSTOMERS, RECORDS
from tianlu.week import pose

COUNTY = "632521"
WEEK = Week(date(2026, 11, 23))
SURNAMES, GIVEN = "李王马张刘陈杨赵黄周", "才让多杰卓玛扎西尼桑吉毛加措"
POST = ("客户编号", "收件人", "手机", "收件地址", "月均（元）")
BANK = ("姓名", "联系电话", "住址")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    opened = open_one_door(tmp_path / "work", clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    yield opened
    opened.close()


@pytest.fixture
def lists(served: OneDoor, tmp_path: Path) -> tuple[Path, Path]:
    """300 people on the post's list, the first 100 on the bank's too, and a company."""
    run(tmp_path, "org", "plant-sample", "--county", COUNTY)
    drawn = random.Random(1)
    places = {place.id: place for place in open_county(COUNTY).places}
    villages = [place for place in places.values() if place.kind is PlaceKind.VILLAGE and place.parent in places]
    people = []
    for _ in range(300):
        village = drawn.choice(villages)
        name = drawn.choice(SURNAMES) + "".join(drawn.sample(GIVEN, 2))
        end = f"{village.name}{drawn.randrange(1, 9)}组{drawn.randrange(1, 200)}号"
        people.append((name, f"139{drawn.randrange(10**8):08d}", f"{places[village.parent or ''].name}{end}"))
    post = [(f"K{k}", *person, f"{2 * (10 + k)}.5") for k, person in enumerate(people)]
    post.append(("K900", "共和县雪域牦牛肉专业合作社", "0974-8512345", villages[0].name, "66000"))
    bank = [(name, phone, f"共和县{address}") for name, phone, address in people[:100]]
    return (
        written(tmp_path / "post.csv", POST, post, "utf-8-sig"),
        written(tmp_path / "bank.csv", BANK, bank, "gb18030"),
    )


def written(path: Path, heads: tuple[str, ...], rows: list[tuple[str, ...]], encoding: str) -> Path:
    out = StringIO()
    csv.writer(out).writerows([heads, *rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def run(folder: Path, *words: str, language: str = "en", code: int = 0) -> str:
    result = CliRunner().invoke(app, [*words, "--workspace", str(folder / "work"), "--language", language])
    assert result.exit_code == code, result.output
    return result.output.strip()


def take(folder: Path, file: Path, source: str, *more: str, **how: str) -> str:
    return run(
        folder, "customer", "take-in", str(file), "--org", COUNTY, "--source", source, "--line", source, *more, **how
    )


def test_two_lists_become_one_customer_a_person(served: OneDoor, lists: tuple[Path, Path], tmp_path: Path) -> None:
    post, bank = lists
    assert "301 records: 301 new customers" in take(tmp_path, post, "寄递", "--dry-run")
    with served.workspace.engine.connect() as connection:
        assert connection.execute(select(CUSTOMERS)).all() == []
    assert "301 commands accepted" in take(tmp_path, post, "寄递")
    said = take(tmp_path, bank, "金融", language="zh")
    assert "100 条记录：新客户" in said
    with served.workspace.engine.connect() as connection:
        customers = connection.execute(select(CUSTOMERS)).all()
        records = connection.execute(select(RECORDS)).all()
    assert len(records) == 401
    assert len(customers) <= 304, "at least 97 of 100 were found on the list"
    assert {customer.org for customer in customers} == {COUNTY}
    assert sum(bool(customer.division) for customer in customers) >= 0.9 * len(customers)
    assert max(customers, key=lambda each: each.monthly_fen)[:3][2] == "company"
    assert sum(each.lines == "寄递、金融" for each in customers) >= 97


def test_list_that_comes_again_changes_what_it_says_and_enters_nobody(
    served: OneDoor, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    post, _ = lists
    take(tmp_path, post, "寄递")
    assert "0 commands accepted" in take(tmp_path, post, "寄递")
    post.write_text(post.read_text("utf-8-sig").replace("K900,共和县", "K900,青海省共和县").replace(",66000", ",70000"))
    assert "0 new customers, 301 records known" in (said := take(tmp_path, post, "寄递"))
    assert "1 commands accepted" in said
    with served.workspace.engine.connect() as connection:
        rows = connection.execute(select(CUSTOMERS.c.monthly_fen).order_by(CUSTOMERS.c.monthly_fen.desc()))
        assert rows.scalars().first() == 7_000_000


def test_mapping_that_is_kept_reads_the_next_file_of_the_source(
    served: OneDoor, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    row = ("K1", "雪域牦牛肉专业合作社", "13900001111", "倒淌河镇", "660", "1000")
    file = written(tmp_path / "odd.csv", ("甲", "乙", "丙", "丁", "戊", "己"), [row], "utf-8")
    assert "names no column for name" in take(tmp_path, file, "寄递", code=2)
    said = ("name=乙", "key=甲", "phone=丙", "address=丁", "money=戊", "before=己")
    columns = [word for each in said for word in ("--column", each)]
    assert "1 commands accepted" in take(tmp_path, file, "寄递", *columns, "--keep-mapping")
    file.write_text(file.read_text().replace(",660,", ",700,"))
    assert "1 commands accepted" in take(tmp_path, file, "寄递")
    assert "names no column for name" in take(tmp_path, file, "另一来源", code=2)
    [line] = run(tmp_path, "customer", "list", "--falling").split("\n")
    assert line.endswith("¥700.00  30 % less on the year")
    file.write_text(file.read_text().replace(",700,", ",901,"))
    take(tmp_path, file, "寄递")
    assert run(tmp_path, "customer", "list", "--falling") == ""


def test_visits_of_the_week_hang_on_the_rounds_of_a_kept_plan(
    served: OneDoor, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    take(tmp_path, lists[0], "寄递")
    boss, now = next(iter(served.sign_in.gate.snapshot().persons)), datetime.now(UTC)
    with served.workspace.engine.connect() as connection:
        entered = connection.execute(select(CUSTOMERS.c.id).where(CUSTOMERS.c.tier != "small")).scalars().all()
    for customer in entered:
        body = {"customer": customer, "grants": True}
        envelope = Envelope(CommandId(make_id(now)), "customer.decide", 1, OrgId(COUNTY), now, body)
        assert served.door.submit(ActorId(boss), [envelope])[0].standing == "accepted"
    share_out(served, tmp_path, len(entered))
    keep_plan(served)
    said = run(tmp_path, "customer", "visits", "--plan", "p1")
    assert f"{len(entered)} visits" in said or "left out" in said
    assert "on their own" in said
    assert run(tmp_path, "customer", "visits", "--plan", "p1") == said
    drawn = run(tmp_path, "plot", "draw", "--plan", "p1", "--plots", "4", "--tolerance", "0.1").split("\n")
    assert [line.split()[0] for line in drawn[:4]] == ["1", "2", "3", "4"]
    shares = [int(line.split("(")[1].split("%")[0]) for line in drawn[:4]]
    assert all(90 <= share <= 110 for share in shares)
    assert "no less than" in drawn[4]
    assert "每周" in run(tmp_path, "plot", "draw", "--plan", "p1", "--plots", "2", "--visits", language="zh")
    assert "400 plots" in run(tmp_path, "plot", "draw", "--plan", "p1", "--plots", "400", code=2)
    assert "no plan p9" in run(tmp_path, "customer", "visits", "--plan", "p9", code=2)


def share_out(served: OneDoor, folder: Path, count: int) -> None:
    """Two account managers, one at a station; who has no room left says so."""
    station = next(place.id for place in open_county(COUNTY).places if place.kind is PlaceKind.STATION)
    for login, home in (("M1", COUNTY), ("M2", station)):
        run(folder, "person", "add", login, "--name", login, "--org", home)
        run(folder, "grant", "give", login, "account_manager", COUNTY)
    dry = run(folder, "customer", "share-out", "--county", COUNTY, "--dry-run")
    assert f"{count} customers given, 0 left" in dry
    assert run(folder, "customer", "share-out", "--county", COUNTY) == dry
    assert "0 customers given, 0 left" in run(folder, "customer", "share-out", "--county", COUNTY)
    owners = {row.split()[-2] for row in run(folder, "customer", "list", "--stage", "open").split("\n")}
    assert len(owners) == 2, "each has those nearer to him"
    assert "works no customers" in run(folder, "customer", "share-out", "--county", COUNTY, "--role", "auditor", code=2)


def keep_plan(served: OneDoor) -> None:
    problem = pose(open_county(COUNTY), WEEK)
    plan = solve(problem, budget=Budget(iterations=2_000), seed=1).plan
    meta = PlanMeta(
        id="p1",
        county=COUNTY,
        county_name="共和县",
        week=WEEK,
        seconds=1,
        seed=1,
        made_at=datetime.now(UTC),
        cost_fen=0,
        bound_fen=None,
        is_feasible=True,
        was_cancelled=False,
        iterations=2_000,
        cpu_s=1,
        problem_hash="",
        version="",
    )
    open_shelf(served).keep(meta, plan)


def test_rows_that_cannot_be_used_and_columns_that_are_missing_are_named(
    served: OneDoor, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    rows = [("K1", "", "13900001111", "x", "1"), ("K2", "才让", "13900001111", "x", "很多")]
    file = written(tmp_path / "bad.csv", POST, rows, "utf-8")
    said = take(tmp_path, file, "寄递", "--dry-run")
    assert "row 2" in said
    assert "row 3" in said
    assert "2 rows left out" in said
    assert "no column 编号" in take(tmp_path, file, "寄递", "--column", "key=编号", code=2)
    assert "SAYS=HEADING" in take(tmp_path, file, "寄递", "--column", "colour=红", code=2)
