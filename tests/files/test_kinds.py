"""Each kind of cell takes what people write, refuses what it cannot mean, and reads back what it writes."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.core.calendar import DayPattern
from tianlu.files import kinds
from tianlu.files.kinds import Choice, Kind, Unfit

KG = kinds.amount("0", 1_000_000, per_unit=1000)
COLOUR = kinds.one_of(Choice("red", "红", 1), Choice("green", "绿", 2))


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (kinds.whole(0, 2000), " 12 ", 12),
        (kinds.whole(0, 2000), "12.0", 12),
        (kinds.whole(0, 2000), "１２", 12),
        (kinds.whole(0, 2000), "1,200", 1200),
        (kinds.number(-180, 180), "1.005E2", 100.5),
        (KG, "0.0005", 1),
        (KG, "12.3456", 12346),
        (kinds.hour(), "8:30", 510),
        (kinds.hour(), "08：30", 510),
        (kinds.hour(), "08:30:00", 510),
        (kinds.hour(), "24:00", 1440),
        (kinds.moment(), "2026-11-25", datetime(2026, 11, 25)),
        (kinds.moment(), "2026-11-25T08:00", datetime(2026, 11, 25, 8)),
        (kinds.moment(), "2026年11月25日 8:05", datetime(2026, 11, 25, 8, 5)),
        (kinds.day(), "2026-11-25 00:00:00", date(2026, 11, 25)),
        (kinds.weekdays(), "1-5;7", DayPattern.of([0, 1, 2, 3, 4, 6])),
        (kinds.weekdays(), "6-1", DayPattern.of([5, 6, 0])),
        (kinds.weekdays(), "1、3、5", DayPattern.of([0, 2, 4])),
        (kinds.weekdays(), "none", DayPattern(0)),
        (kinds.months(), "11-2", frozenset({11, 12, 1, 2})),
        (kinds.yes_no(), "是", True),
        (kinds.yes_no(), "TRUE", True),
        (COLOUR, "Red", 1),
        (COLOUR, "绿", 2),
        (kinds.several(kinds.code()), "a; b；c;", ("a", "b", "c")),
        (kinds.code(), "632521.0", "632521"),
    ],
)
def test_what_people_write_is_understood(kind: Kind, written: str, value: object) -> None:
    assert kind.parse(written) == value


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        (kinds.whole(0, 10), "2.5", "not_a_whole_number"),
        (kinds.whole(0, 10), "-1", "negative"),
        (kinds.whole(0, 10), "11", "out_of_range"),
        (kinds.whole(0, 10), "1e999999999", "not_a_number"),
        (kinds.whole(0, 10), "٣x", "not_a_number"),
        (kinds.number(0, 10), "inf", "not_a_number"),
        (kinds.number(0, 10), "1,5", "not_a_number"),
        (kinds.hour(), "24:01", "not_an_hour"),
        (kinds.hour(), "8.30", "not_an_hour"),
        (kinds.moment(), "2026-13-01", "not_a_date"),
        (kinds.moment(), "25/11/2026", "not_a_date"),
        (kinds.day(), "2026-11-25 08:00", "not_a_date"),
        (kinds.weekdays(), "0", "not_weekdays"),
        (kinds.weekdays(), "Mon", "became_a_date"),
        (kinds.weekdays(), "5-Jan", "became_a_date"),
        (kinds.months(), "13", "not_months"),
        (kinds.months(), "9月11日", "became_a_date"),
        (COLOUR, "gren", "unknown_choice"),
        (kinds.code(), "6.3E+11", "code_became_a_number"),
        (kinds.code(), "a;b", "not_a_code"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: Kind, written: str, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        kind.parse(written)
    assert unfit.value.code == code
    assert unfit.value.how_to_fix
    assert unfit.value.how_to_fix_zh


@given(st.integers(0, 10**9))
def test_amounts_are_read_back_whole(grams: int) -> None:
    assert KG.parse(KG.write(grams)) == grams


@given(st.floats(-180, 180))
def test_numbers_are_read_back_exactly(degrees: float) -> None:
    kind = kinds.number(-180, 180)
    assert kind.parse(kind.write(degrees)) == degrees


@given(st.integers(0, 127).map(DayPattern))
def test_weekdays_are_read_back(pattern: DayPattern) -> None:
    assert kinds.weekdays().parse(kinds.weekdays().write(pattern)) == pattern


@given(st.datetimes().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_moments_are_read_back(moment: datetime) -> None:
    assert kinds.moment().parse(kinds.moment().write(moment)) == moment


@given(st.text())
def test_no_text_whatever_breaks_a_kind(text: str) -> None:
    every = (
        kinds.text(), kinds.code(), kinds.whole(0, 9), kinds.number(0, 9), KG, kinds.hour(), kinds.moment(),
        kinds.day(), kinds.yes_no(), COLOUR, kinds.several(COLOUR), kinds.weekdays(), kinds.months(),
    )  # fmt: skip
    for kind in every:
        with suppress(Unfit):
            kind.parse(text)
