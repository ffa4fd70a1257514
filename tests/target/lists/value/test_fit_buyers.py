"""Figures and tempo are found again in made customers."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.target.lists.value.shoppers import START, shoppers
from tianlu.target.lists.value.fit_buyers import BuyerModel, FitParams, fit_buyers
from tianlu.target.lists.value.purchases import buying_days, days_from, histories_until


def fit(purchases: pl.DataFrame) -> BuyerModel:
    bought = buying_days(purchases)
    known = histories_until(bought, START + timedelta(days=400))
    again = bought.filter(pl.col("customer") == pl.col("customer").shift(1))
    return fit_buyers(known, days_from(again["day"], known.start))


def test_figures_of_made_customers_are_found() -> None:
    model = fit(shoppers(4_000, seed=1))
    assert model.is_sound
    assert model.figures.r == pytest.approx(0.5, rel=0.15)
    assert model.figures.alpha == pytest.approx(8.0, rel=0.2)
    assert model.figures.a / (model.figures.a + model.figures.b) == pytest.approx(0.8 / 3.3, rel=0.2)
    assert np.ptp(model.tempo.pace) < 0.5


def test_a_quiet_spell_of_all_customers_is_the_markets() -> None:
    model = fit(shoppers(4_000, seed=2, quiet=(196, 280)))
    edges, pace = model.tempo.edges, model.tempo.pace
    inside = (edges[:-1] >= 196) & (edges[1:] <= 280)
    outside = (edges[:-1] >= 84) & ~((edges[1:] > 196) & (edges[:-1] < 280))
    assert pace[inside].mean() == pytest.approx(0.5 * pace[outside].mean(), rel=0.2)


def test_nobody_who_came_back_teaches_nothing() -> None:
    days = buying_days(pl.DataFrame({"customer": [1, 2], "day": [START, START], "fen": [1, 1]}))
    with pytest.raises(ValueError, match="second time"):
        fit_buyers(histories_until(days, START), np.zeros(0, np.int64))


def test_one_stretch_for_all_the_past_has_no_tempo() -> None:
    purchases = shoppers(500, seed=3)
    bought = buying_days(purchases)
    known = histories_until(bought, START + timedelta(days=400))
    again = bought.filter(pl.col("customer") == pl.col("customer").shift(1))
    model = fit_buyers(known, days_from(again["day"], known.start), params=FitParams(days_a_stretch=10_000))
    assert model.tempo.pace.tolist() == [1.0]
