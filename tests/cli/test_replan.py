"""`tianlu replan`."""

from pathlib import Path

import pytest

from tests.cli.command import tianlu
from tests.cli.conftest import OnDisk
from tianlu.cli.moments import read_day, read_moment
from tianlu.cli.plain_words import CannotGoOn

QUICK = ("--iterations", "300")
CLOSED = ("--at", "Wed 10:00", "--closed", "V3=Thu 00:00..Fri 00:00")


def test_a_closure_is_mended_and_the_mended_plan_passes_the_check(on_disk: OnDisk, tmp_path: Path) -> None:
    mended = tmp_path / "mended.json"
    said = tianlu("replan", on_disk.package, on_disk.good, *CLOSED, *QUICK, "--json", mended)
    assert said.code == 0, said.err
    assert "Three" in said.out
    assert "Every floor is kept" in said.out
    assert tianlu("check", on_disk.package, mended).code == 0


def test_a_mended_plan_is_mended_again(on_disk: OnDisk, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.json", tmp_path / "twice.json"
    assert tianlu("replan", on_disk.package, on_disk.good, *CLOSED, *QUICK, "--json", once).code == 0
    again = ("--at", "Thu 09:00", "--surge", "V1=50")
    assert tianlu("replan", on_disk.package, once, *again, *QUICK, "--json", twice).code == 0
    assert tianlu("check", on_disk.package, twice).code == 0


def test_the_tables_speak_chinese(on_disk: OnDisk) -> None:
    said = tianlu("replan", on_disk.package, on_disk.good, *CLOSED, *QUICK, "--language", "zh")
    assert "改排" in said.out
    assert "兜底标准全部守住" in said.out


def test_a_floor_that_cannot_be_kept_is_named_with_its_clause(on_disk: OnDisk) -> None:
    closed = ("--at", "Mon 06:00", "--closed", "V3")
    said = tianlu("replan", on_disk.package, on_disk.good, *closed, *QUICK)
    assert said.code == 1
    assert "no choice of the days left keeps it" in said.out
    assert "YZ/T 0129-2016" in said.out


def test_what_was_typed_wrongly_is_said(on_disk: OnDisk) -> None:
    for options, words in (
        (("--at", "noon"), "no moment of the week"),
        (("--at", "Wed 10:00", "--closed", "nowhere"), "nowhere"),
        (("--at", "Wed 10:00", "--away", "Z9"), "Z9"),
        (("--at", "Wed 10:00", "--trip-cancelled", "T9"), "T9"),
        (("--at", "Wed 10:00", "--surge", "V3=much"), "per cent"),
        (("--at", "Wed 10:00", "--hand-over", "van"), "VEHICLE=OTHER@Thu"),
    ):
        said = tianlu("replan", on_disk.package, on_disk.good, *options, *QUICK)
        assert said.code == 2
        assert words in said.err


def test_a_whole_round_is_handed_over_in_order(on_disk: OnDisk) -> None:
    order = ("--at", "Wed 10:00", "--hand-over", "A1=A2@Thu")
    said = tianlu("replan", on_disk.package, on_disk.good, *order)
    assert said.code == 0
    assert "A2" in said.out


def test_a_handover_that_breaks_a_rule_is_refused_with_the_rule(on_disk: OnDisk) -> None:
    order = ("--at", "Wed 10:00", "--hand-over", "A1=B1@Thu")
    said = tianlu("replan", on_disk.package, on_disk.good, *order, "--language", "zh")
    assert said.code == 2
    assert "不能服务" in said.err


@pytest.mark.parametrize(("text", "minute"), [("Wed 10:00", 3480), ("周三 10:00", 3480), ("sun 24:00", 10080)])
def test_moments_are_read_in_both_languages(text: str, minute: int) -> None:
    assert read_moment(text) == minute


def test_what_is_no_day_is_refused() -> None:
    for text in ("Someday", ""):
        with pytest.raises(CannotGoOn):
            read_day(text)
    for text in ("Wed 25:00", "Wed 10:75", "Wed"):
        with pytest.raises(CannotGoOn):
            read_moment(text)


def test_the_moment_and_the_rules_are_named_in_the_language_spoken(on_disk: OnDisk) -> None:
    closed = ("--at", "Mon 06:00", "--closed", "V3", *QUICK)
    said = tianlu("replan", on_disk.package, on_disk.good, *closed, "--language", "zh")
    assert "周一 06:00 起改排" in said.out
    assert "每周到访天数" in said.out
    assert "visits_a_week" not in said.out


def test_a_difference_of_money_has_its_sign(on_disk: OnDisk) -> None:
    said = tianlu("replan", on_disk.package, on_disk.good, "--at", "Mon 06:00", *QUICK)
    cost = next(line for line in said.out.splitlines() if line.startswith("cost a week"))
    assert cost.split()[-1][0] in "+-"
