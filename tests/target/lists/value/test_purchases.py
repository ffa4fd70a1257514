"""Days of purchase are counted from a table of purchases."""

from datetime import date

import polars as pl
import pytest

from tianlu.target.lists.value.purchases import buying_days, count_after, histories_until

PURCHASES = pl.DataFrame(
    {
        "customer": ["b", "a", "a", "a", "b", "c"],
        "day": [date(2025, 1, d) for d in (2, 1, 1, 9, 12, 20)],
        "fen": [500, 100, 200, 700, 900, 50],
    }
)


def test_purchases_of_one_day_are_one() -> None:
    days = buying_days(PURCHASES)
    assert days.rows()[0] == ("a", date(2025, 1, 1), 300)
    assert len(days) == 5


def test_history_counts_from_the_first_day_of_all() -> None:
    known = histories_until(buying_days(PURCHASES), date(2025, 1, 15))
    assert known.customers.to_list() == ["a", "b"]
    assert (known.first.tolist(), known.last.tolist(), known.end) == ([0, 1], [8, 11], 14)
    assert known.repeats.tolist() == [1, 1]
    assert known.repeat_fen.tolist() == [700.0, 900.0]


def test_what_came_after_is_counted_for_each_customer_in_order() -> None:
    days = buying_days(PURCHASES)
    found = count_after(days, pl.Series(["c", "a", "b"]), after=date(2025, 1, 1), until=date(2025, 1, 12))
    assert found.tolist() == [0, 1, 2]


def test_missing_column_and_empty_cell_are_named() -> None:
    with pytest.raises(ValueError, match="fen is missing"):
        buying_days(PURCHASES.drop("fen"))
    with pytest.raises(ValueError, match="day has empty cells"):
        buying_days(PURCHASES.with_columns(day=pl.lit(None, pl.Date)))


def test_nobody_before_the_first_day() -> None:
    with pytest.raises(ValueError, match="nobody bought"):
        histories_until(buying_days(PURCHASES), date(2024, 12, 31))
