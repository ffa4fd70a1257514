"""A row is the same after it was a line."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Numeric, Text, Time

from tianlu.db.backup.row_line import line_of, row_of

COLUMNS: list[Column[Any]] = [
    Column("text", Text),
    Column("count", Integer),
    Column("is_so", Boolean),
    Column("share", Float),
    Column("at", DateTime),
    Column("day", Date),
    Column("hour", Time),
    Column("bytes", LargeBinary),
    Column("sum", Numeric(20, 4)),
]
VALUES = st.tuples(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.binary(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12),
)


@given(VALUES)
def test_row_comes_back_from_its_line(row: tuple[Any, ...]) -> None:
    line = line_of(row, COLUMNS)
    assert line.count(b"\n") == 1
    assert tuple(row_of(line, COLUMNS).values()) == row


def test_nothing_stays_nothing() -> None:
    assert set(row_of(line_of([None] * len(COLUMNS), COLUMNS), COLUMNS).values()) == {None}


def test_values_are_plain_json() -> None:
    row = ["天路", 1, True, 0.5, datetime(2026, 1, 2, 3), date(2026, 1, 2), time(3), b"\x00", Decimal("1.5")]
    assert line_of(row, COLUMNS).decode() == (
        '["天路",1,true,0.5,"2026-01-02T03:00:00.000000","2026-01-02","03:00:00","AA==","1.5"]\n'
    )


@pytest.mark.parametrize("line", [b"{}", b"[1]", b"nonsense", b"", b'["a",1,true,0.5,"x",null,null,null,null]'])
def test_what_is_no_row_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        row_of(line, COLUMNS)
