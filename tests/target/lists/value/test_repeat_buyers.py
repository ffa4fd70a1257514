"""Forecasts of customers hold against what they then buy."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.target.lists.value.shoppers import START, shoppers
from tianlu.target.lists.value.purchases import buying_days, count_after
from tianlu.target.lists.value.repeat_buyers import ForecastParams, forecast_buyers

UNTIL = START + timedelta(days=270)
PURCHASES = shoppers(5_000, seed=7)


def test_sum_of_the_forecast_is_what_is_then_bought() -> None:
    found = forecast_buyers(PURCHASES, until=UNTIL, days_ahead=120, seed=1)
    later = count_after(buying_days(PURCHASES), found.table["customer"], after=UNTIL, until=UNTIL + timedelta(days=120))
    assert found.is_corrected
    assert found.table["expected"].sum() == pytest.approx(later.sum(), rel=0.15)
    assert np.corrcoef(found.table["expected"].to_numpy(), later)[0, 1] > 0.5


def test_nothing_after_the_last_day_known_is_looked_at() -> None:
    known = PURCHASES.filter(pl.col("day") <= UNTIL)
    with_future = forecast_buyers(PURCHASES, until=UNTIL, days_ahead=120, seed=1)
    assert with_future.table.equals(forecast_buyers(known, until=UNTIL, days_ahead=120, seed=1).table)


def test_order_of_the_rows_does_not_matter() -> None:
    shuffled = PURCHASES.sample(fraction=1.0, shuffle=True, seed=3)
    one, other = (forecast_buyers(each, until=UNTIL, days_ahead=60, seed=1) for each in (PURCHASES, shuffled))
    assert one.table.equals(other.table)


def test_short_past_leaves_the_model_as_it_is() -> None:
    found = forecast_buyers(PURCHASES, until=START + timedelta(days=60), days_ahead=30, seed=1)
    assert not found.is_corrected
    assert found.level == 1.0
    assert (found.table["correction"] == 1.0).all()


def test_habit_that_the_model_does_not_know_is_learnt() -> None:
    """Who pays much is never lost; the model knows no money."""
    purchases = shoppers(5_000, seed=8, loyal_from_fen=4_000)
    days = buying_days(purchases)
    errors = []
    for params in (ForecastParams(), ForecastParams(days_min=10_000)):
        found = forecast_buyers(purchases, until=UNTIL, days_ahead=120, seed=1, params=params)
        later = count_after(days, found.table["customer"], after=UNTIL, until=UNTIL + timedelta(days=120))
        errors.append(np.square(found.table["expected"].to_numpy() - later).mean())
    assert errors[0] < 0.97 * errors[1]
