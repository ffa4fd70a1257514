"""Habits are counted as of a day."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from tianlu.target.lists.value.habits import HABITS, habits_of
from tianlu.target.lists.value.purchases import buying_days

DAYS = buying_days(
    pl.DataFrame(
        {
            "customer": [1, 1, 1, 2],
            "day": [date(2025, 1, d) for d in (1, 11, 15, 3)],
            "fen": [100, 400, 100, 50],
        }
    )
)


def habits(until: date) -> list[dict[str, float]]:
    rows = habits_of(DAYS, until, np.array([0.9, 0.8]), np.array([0.2, 0.1]))
    return [dict(zip(HABITS, row, strict=True)) for row in rows.tolist()]


def test_money_gaps_and_silence_of_a_customer() -> None:
    first = habits(date(2025, 1, 20))[0]
    assert (first["repeats"], first["mean_fen"], first["last_fen"], first["most_fen"]) == (2, 200, 100, 400)
    assert first["quiet_share"] == pytest.approx(5 / 20)
    assert first["quiet_gaps"] == pytest.approx(5 / 7)
    assert first["last_gap"] == pytest.approx(4 / 7)


def test_one_purchase_has_no_gap_not_even_to_the_customer_before() -> None:
    second = habits(date(2025, 1, 20))[1]
    assert np.isnan([second["gap_share"], second["last_gap"], second["shortest_gap_days"]]).all()


def test_later_purchases_are_not_known() -> None:
    assert habits(date(2025, 1, 12))[0]["repeats"] == 1
