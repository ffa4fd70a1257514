"""One county's row: figures that the check agrees with, or trouble in two languages; never an exception."""

import json
from pathlib import Path

import pytest

from tests.scale.packages import BROKEN, write_broken, write_province
from tests.small_county import WEEK, small_county
from tianlu.files.plan_file import read_plan_file
from tianlu.plan.rounds.check import check_plan
from tianlu.scale import plan_county as room
from tianlu.scale.county_order import CountyBudget, CountyOrder
from tianlu.scale.county_outcome import CountyOutcome, FloorState, without_measures
from tianlu.scale.plan_county import plan_county
from tianlu.week import pose


def order(package: str, *, key: str = "100001", iterations: int = 400) -> CountyOrder:
    return CountyOrder(key, package, WEEK, CountyBudget(iterations=iterations), seed=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_province(tmp_path_factory.mktemp("packages"), ("100001",))


def test_the_row_says_what_the_check_says_of_its_plan(folder: Path) -> None:
    row = plan_county(order(str(folder / "100001")))
    plan, made_for = read_plan_file(row.plan_json)
    report = check_plan(pose(small_county(), WEEK), plan)
    assert made_for is not None
    assert (row.code, row.name, made_for.county) == ("100001", "100001县", "100001")
    assert (row.stations, row.villages) == (2, 4)
    assert row.cost_fen == report.cost.total_fen
    assert (row.floors_met, row.floors_of) == (report.compliance.met, report.compliance.of)
    assert row.broken == len(report.violations)
    assert report.is_feasible
    assert row.state is FloorState.KEPT
    assert row.trouble == ""
    assert row.cpu_s > 0
    assert row.memory_bytes > 50e6


def test_equal_orders_give_equal_rows_but_for_what_is_measured(folder: Path) -> None:
    first, second = (plan_county(order(str(folder / "100001"))) for _ in range(2))
    assert without_measures(first) == without_measures(second)
    assert first.plan_json == second.plan_json


def test_a_row_is_the_same_after_a_journey(folder: Path) -> None:
    row = plan_county(order(str(folder / "100001")))
    assert CountyOutcome.from_row(json.loads(json.dumps(row.to_row()))) == row


def test_a_broken_package_is_a_row_with_its_trouble_in_both_languages(tmp_path: Path) -> None:
    row = plan_county(order(str(write_broken(tmp_path)), key=BROKEN))
    assert row.state is FloorState.TROUBLE
    assert row.cost_fen is None
    assert "places row" in row.trouble
    assert "places 第" in row.trouble_zh


def test_an_unknown_county_of_the_sample_names_near_ones() -> None:
    row = plan_county(order("sample:632520"))
    assert "632521" in row.trouble
    assert "最接近" in row.trouble_zh


def test_a_bug_is_a_row_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(room, "plan_week", break_down)
    row = plan_county(order(str(folder / "100001")))
    assert "ZeroDivisionError: by nought (break_down" in row.trouble
    assert "程序出错" in row.trouble_zh


def test_a_plan_that_misses_a_floor_is_told_from_one_that_breaks_another_rule() -> None:
    kept = CountyOutcome("a", cost_fen=1, floors_met=3, floors_of=3)
    broken = CountyOutcome("a", cost_fen=1, floors_met=3, floors_of=3, broken=2)
    missed = CountyOutcome("a", cost_fen=1, floors_met=2, floors_of=3, broken=2)
    assert [row.state for row in (kept, broken, missed)] == [FloorState.KEPT, FloorState.BROKEN, FloorState.MISSED]


def test_a_gap_needs_a_bound() -> None:
    assert CountyOutcome("a", cost_fen=110, bound_fen=100).gap == pytest.approx(0.1)
    assert CountyOutcome("a", cost_fen=110).gap is None
    assert CountyOutcome("a", bound_fen=100).gap is None
