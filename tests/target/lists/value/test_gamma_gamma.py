"""What the next purchase is worth is drawn towards everybody's mean."""

import numpy as np
import pytest

from tianlu.target.lists.value.gamma_gamma import GammaGamma, expected_money, fit_gamma_gamma


def test_expected_money_is_equation_5_a_mean_weighted_by_repeats() -> None:
    model, own, repeats = GammaGamma(p=6.25, q=3.74, scale=15.44, correlation=0.0), 22.35, 3.0
    weight = 6.25 * repeats / (6.25 * repeats + 2.74)
    everybodys = 6.25 * 15.44 / 2.74
    found = expected_money(model, np.array([repeats]), np.array([own]))[0]
    assert found == pytest.approx(weight * own + (1 - weight) * everybodys)


def test_more_repeats_are_trusted_more() -> None:
    model = GammaGamma(p=6.25, q=3.74, scale=15.44, correlation=0.0)
    found = expected_money(model, np.array([0.0, 1.0, 5.0, 500.0]), np.array([0.0, 100.0, 100.0, 100.0]))
    assert found[0] == pytest.approx(6.25 * 15.44 / 2.74)
    assert (np.diff(found) > 0).all()
    assert found[-1] == pytest.approx(100.0, rel=0.01)


def test_figures_of_made_money_are_found() -> None:
    rng = np.random.default_rng(3)
    repeats = rng.integers(1, 8, 6_000).astype(float)
    rate = rng.gamma(4.0, 1 / 2_000.0, 6_000)
    mean = rng.gamma(6.0 * repeats) / rate / repeats
    model = fit_gamma_gamma(repeats, mean)
    assert (model.p, model.q) == pytest.approx((6.0, 4.0), rel=0.1)
    assert model.scale == pytest.approx(2_000.0, rel=0.15)
    assert abs(model.correlation) < 0.05


def test_one_customer_is_too_few() -> None:
    with pytest.raises(ValueError, match="at least two"):
        fit_gamma_gamma(np.array([1.0, 0.0]), np.array([10.0, 0.0]))
