"""`tianlu conflict`, and what `plan` and `check` say of a week that cannot be planned."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command import tianlu
from tests.cli.conftest import OnDisk
from tests.small_county import WEEK, small_county
from tianlu.core.calendar import DayPattern
from tianlu.files.write_package import write_package


@pytest.fixture(scope="module")
def without_weekdays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small county, its vehicles at work on Mondays alone."""
    county = small_county()
    mondays = tuple(replace(vehicle, days=DayPattern.of([0])) for vehicle in county.vehicles)
    folder = tmp_path_factory.mktemp("mondays") / "package"
    write_package(replace(county, vehicles=mondays), folder)
    return folder


def test_week_that_can_be_planned_has_no_conflict_and_exits_with_0(on_disk: OnDisk) -> None:
    said = tianlu("conflict", on_disk.package, "--week", WEEK.monday, "--seconds", "0.5")
    assert said.code == 0
    assert "No conflict" in said.out


def test_conflict_and_ways_out_are_said_with_their_cost(without_weekdays: Path) -> None:
    said = tianlu("conflict", without_weekdays, "--week", WEEK.monday, "--seconds", "0.3")
    assert said.code == 1
    assert "cannot all be kept" in said.out
    assert "Monday, no longer" in said.out
    assert "¥" in said.out


def test_conflict_speaks_chinese(without_weekdays: Path) -> None:
    said = tianlu("conflict", without_weekdays, "--week", WEEK.monday, "--seconds", "0.3", "--language", "zh")
    assert "不能同时守住" in said.out
    assert "出路" in said.out


def test_plan_that_cannot_be_says_which_rules_conflict(without_weekdays: Path) -> None:
    said = tianlu("plan", without_weekdays, "--week", WEEK.monday, "--iterations", "50")
    assert said.code == 1
    assert "Conflict 1" in said.out
    assert "tianlu conflict" in said.out


def test_check_of_a_poor_plan_does_not_call_the_week_impossible(on_disk: OnDisk) -> None:
    short = on_disk.write("poor.json", replace(on_disk.plan, rounds=on_disk.plan.rounds[:1]))
    said = tianlu("check", on_disk.package, short)
    assert said.code == 1
    assert "Not proven impossible" in said.out
