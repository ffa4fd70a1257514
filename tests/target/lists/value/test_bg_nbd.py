"""The repeat-buyer model agrees with the paper and with customers played one by one."""

import numpy as np
import pytest
from scipy.special import hyp2f1  # type: ignore[import-untyped]

from tianlu.target.lists.value.bg_nbd import BgNbd, Record, chance_alive, expected_purchases, log_likelihood

MODEL = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
"""The figures that the paper finds for the CDNOW sample."""


def record(*rows: tuple[float, float, float]) -> Record:
    return Record(*np.array(rows, float).T)


def test_customer_of_the_papers_spreadsheet_buys_so_often_in_the_next_39_weeks() -> None:
    # x = 2, recency 30.43, age 38.86: 1.226 (Fader, Hardie, Lee 2005b, "Implementing the BG/NBD model in Excel").
    assert expected_purchases(MODEL, record((2, 30.43, 38.86)), 39.0)[0] == pytest.approx(1.226, abs=5e-4)


def test_euler_transformation_gives_equation_10() -> None:
    known = record((0, 0, 30), (1, 10, 30), (7, 25, 30))
    r, alpha, a, b = MODEL.r, MODEL.alpha, MODEL.a, MODEL.b
    x, recency, age, t = known.repeats, known.recency, known.age, 20.0
    series = ((alpha + age) / (alpha + age + t)) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
    lost = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + x), 0.0)
    plain = (a + b + x - 1) / (a - 1) * (1 - series) / (1 + lost)
    assert expected_purchases(MODEL, known, t) == pytest.approx(plain)


def test_who_buys_a_thousand_times_has_a_finite_forecast() -> None:
    found = expected_purchases(MODEL, record((1_000, 100, 100)), 100.0)[0]
    assert 500 < found < 1_000


def test_slope_is_that_of_the_likelihood() -> None:
    known, step = record((0, 0, 30), (1, 10, 30), (4, 25, 30), (4, 5, 28)), 1e-6
    weights = np.array([5.0, 1.0, 2.0, 1.0])
    figures = np.array([MODEL.r, MODEL.alpha, MODEL.a, MODEL.b])
    slope = log_likelihood(MODEL, known, weights)
    for k in range(4):
        more, less = figures.copy(), figures.copy()
        more[k] += step
        less[k] -= step
        up = log_likelihood(BgNbd(*more), known, weights).log_likelihood
        down = log_likelihood(BgNbd(*less), known, weights).log_likelihood
        assert slope.by_figure[k] == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-4)
    older = Record(known.repeats, known.recency, known.age + np.array([0, 0, step, 0]))
    risen = log_likelihood(MODEL, older, weights).log_likelihood - slope.log_likelihood
    assert slope.by_age[2] == pytest.approx(risen / step, rel=1e-3)


def test_longer_silence_is_less_alive() -> None:
    alive = chance_alive(MODEL, record((0, 0, 30), (3, 28, 30), (3, 20, 30), (3, 5, 30)))
    assert alive[0] == 1.0
    assert (np.diff(alive) < 0).all()


def test_forecast_is_the_mean_of_customers_played_by_the_model() -> None:
    rng, model, ahead = np.random.default_rng(4), BgNbd(r=0.8, alpha=6.0, a=1.4, b=2.2), 20.0
    rate, lost = rng.gamma(0.8, 1 / 6.0, 60_000), rng.beta(1.4, 2.2, 60_000)
    day, alive, bought = np.zeros(60_000), np.ones(60_000, bool), np.zeros(60_000)
    while alive.any():
        day[alive] += rng.exponential(1 / rate[alive])
        alive &= day <= ahead
        bought[alive] += 1
        alive &= rng.random(60_000) >= lost
    assert expected_purchases(model, record((0, 0, 0)), ahead)[0] == pytest.approx(bought.mean(), rel=0.02)


def test_figures_are_above_zero() -> None:
    with pytest.raises(ValueError, match="above 0"):
        BgNbd(r=0.2, alpha=0.0, a=1.0, b=1.0)
