"""A campaign's effect is told apart from what customers do anyway."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.lists.value.uplift import fit_uplift

RNG = np.random.default_rng(8)
CUSTOMERS = pl.DataFrame({"loyal": RNG.integers(0, 2, 12_000), "near": RNG.integers(0, 2, 12_000)})
LOYAL, NEAR = (CUSTOMERS[name].to_numpy() for name in ("loyal", "near"))
TREATED = RNG.random(12_000) < 0.5
OUTCOME = (RNG.random(12_000) < 0.1 + 0.4 * LOYAL + 0.2 * NEAR * TREATED).astype(float)


def test_effect_lies_with_the_near_not_with_the_loyal() -> None:
    model = fit_uplift(CUSTOMERS, TREATED, OUTCOME, seed=1)
    effect = model.effect(CUSTOMERS)
    assert effect[NEAR == 1].mean() == pytest.approx(0.2, abs=0.04)
    assert effect[NEAR == 0].mean() == pytest.approx(0.0, abs=0.04)
    assert abs(effect[LOYAL == 1].mean() - effect[LOYAL == 0].mean()) < 0.05


def test_parts_add_up_to_the_effect() -> None:
    model = fit_uplift(CUSTOMERS, TREATED, OUTCOME, seed=1)
    assert model.mean_effect + model.parts(CUSTOMERS).sum(axis=1) == pytest.approx(model.effect(CUSTOMERS))


def test_campaign_that_changes_everybody_alike_is_shrunk_to_one_effect() -> None:
    rng = np.random.default_rng(9)
    outcome = (rng.random(12_000) < 0.1 + 0.4 * LOYAL + 0.1 * TREATED).astype(float)
    effect = fit_uplift(CUSTOMERS, TREATED, outcome, seed=1).effect(CUSTOMERS)
    assert effect.mean() == pytest.approx(0.1, abs=0.03)
    assert effect.std() < 0.02


def test_feature_that_never_differs_is_borne() -> None:
    model = fit_uplift(CUSTOMERS.with_columns(same=pl.lit(3)), TREATED, OUTCOME, seed=1)
    assert np.isfinite(model.effect(CUSTOMERS.with_columns(same=pl.lit(3)))).all()


def test_without_a_control_group_nothing_is_laid_to_the_campaign() -> None:
    with pytest.raises(ValueError, match="not"):
        fit_uplift(CUSTOMERS, np.ones(12_000, bool), OUTCOME, seed=1)
