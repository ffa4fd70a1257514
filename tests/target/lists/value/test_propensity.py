"""Chances of taking a product rank, can be held to, and give their reasons."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.lists.value.propensity import PropensityParams, fit_propensity

RNG = np.random.default_rng(5)
CUSTOMERS = pl.DataFrame(
    {"parcels": RNG.poisson(8.0, 4_000), "age_years": RNG.integers(1, 20, 4_000), "noise": RNG.normal(size=4_000)}
)
TRUTH = 1 / (1 + np.exp(3.0 - 0.4 * (CUSTOMERS["parcels"].to_numpy() - 8)))
TOOK = RNG.random(4_000) < TRUTH
MODEL = fit_propensity("insurance", CUSTOMERS, TOOK, seed=1)


def test_chance_is_near_the_true_one() -> None:
    assert np.abs(MODEL.chance(CUSTOMERS) - TRUTH).mean() < 0.03
    assert MODEL.held_back.off < 0.02
    assert MODEL.held_back.brier < 0.95 * MODEL.held_back.brier_of_share
    assert MODEL.held_back.area > 0.7


def test_reason_is_the_feature_that_makes_the_chance() -> None:
    many = CUSTOMERS.filter(pl.col("parcels") >= 16)
    first = [reasons[0] for reasons in MODEL.reasons(many)]
    assert all(reason.feature == "parcels" and reason.log_odds > 0 and reason.figure >= 16 for reason in first)


def test_product_that_nothing_tells_has_everybodys_share() -> None:
    took = np.random.default_rng(6).random(4_000) < 0.3
    model = fit_propensity("lottery", CUSTOMERS, took, seed=1)
    assert np.abs(model.chance(CUSTOMERS) - 0.3).mean() < 0.05
    assert abs(model.held_back.area - 0.5) < 0.05


def test_too_few_takers_are_refused() -> None:
    with pytest.raises(ValueError, match="3 takers"):
        fit_propensity("boat", CUSTOMERS, np.arange(4_000) < 3, seed=1, params=PropensityParams(takers_min=50))
