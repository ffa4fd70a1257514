"""BG/NBD: how often a repeat buyer will buy, from how often and how lately it has (Fader, Hardie, Lee 2005).

While alive a customer buys as a Poisson process whose rate differs among customers by a gamma law (r, alpha); after
each purchase it is lost with a chance that differs by a beta law (a, b).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, hyp2f1, psi  # type: ignore[import-untyped]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BgNbd:
    """The four figures of the model; `alpha` in the unit of the times."""

    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        if min(self.r, self.alpha, self.a, self.b) <= 0:
            raise ValueError("the figures of a BG/NBD model are above 0")


@dataclass(frozen=True, eq=False)
class Record:
    """What the model looks at, arrays of one length: repeat purchases, when the last one was and how long the customer
    is known, both from its first purchase."""

    repeats: Floats
    recency: Floats
    age: Floats

    def __len__(self) -> int:
        return len(self.repeats)


@dataclass(frozen=True, eq=False)
class Slope:
    """The log-likelihood with its derivatives by each figure (summed) and by recency and age (each customer's)."""

    log_likelihood: float
    by_figure: Floats
    by_recency: Floats
    by_age: Floats


def log_likelihood(model: BgNbd, record: Record, weights: Floats | None = None) -> Slope:
    """Equation 6 of the paper and its derivatives; `weights` counts how many customers a row stands for."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, weights = record.repeats, np.ones(len(record)) if weights is None else weights
    count = np.arange(int(x.max()) + 1)
    often = x.astype(np.int64)
    bought = x > 0
    table = gammaln(r + count) - gammaln(r) + _beta_ratio(a, b, count)
    still = -(r + x) * np.log(alpha + record.age)
    gone = np.full(len(x), -np.inf)
    left = b + np.maximum(x, 1) - 1
    gone[bought] = (np.log(a) - np.log(left) - (r + x) * np.log(alpha + record.recency))[bought]
    either = np.logaddexp(still, gone)
    p_still, p_gone = np.exp(still - either), np.exp(gone - either)
    by_age = -p_still * (r + x) / (alpha + record.age)
    by_recency = -p_gone * (r + x) / (alpha + record.recency)
    both = psi(a + b) - psi(a + b + count)
    by_r = (psi(r + count) - psi(r) + np.log(alpha))[often]
    by_r -= p_still * np.log(alpha + record.age) + p_gone * np.log(alpha + record.recency)
    by_a = both[often] + p_gone / a
    by_b = (both + psi(b + count) - psi(b))[often] - p_gone / left
    by_alpha = r / alpha + by_age + by_recency
    total = float(weights @ (table[often] + r * np.log(alpha) + either))
    figures = np.array([weights @ each for each in (by_r, by_alpha, by_a, by_b)])
    return Slope(total, figures, weights * by_recency, weights * by_age)


def chance_alive(model: BgNbd, record: Record) -> Floats:
    """How likely each customer is not lost, 0 to 1; 1 for who has not come back yet, since the model loses customers
    at a purchase only."""
    alive: Floats = 1.0 / (1.0 + _lost_odds(model, record))
    return alive


def buying_rate(model: BgNbd, record: Record) -> Floats:
    """Purchases a unit of time that each customer would make if it were alive."""
    rate: Floats = (model.r + record.repeats) / (model.alpha + record.age)
    return rate


def expected_purchases(model: BgNbd, record: Record, ahead: float) -> Floats:
    """Purchases expected of each customer in the time `ahead` (equation 10).

    The hypergeometric function is taken after Euler's transformation, in which it neither overflows for who buys
    hundreds of times nor loses digits.
    """
    r, b = model.r, model.b
    a = model.a if abs(model.a - 1) > 1e-5 else 1 + 1e-5
    x = record.repeats
    share = ahead / (model.alpha + record.age + ahead)
    series = (1 - share) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, a + b + x - 1, share)
    expected: Floats = (a + b + x - 1) / (a - 1) * (1 - series) / (1 + _lost_odds(model, record))
    return np.maximum(expected, 0.0)


def _beta_ratio(a: float, b: float, count: NDArray[np.int64]) -> Floats:
    ratio: Floats = gammaln(a + b) + gammaln(b + count) - gammaln(b) - gammaln(a + b + count)
    return ratio


def _lost_odds(model: BgNbd, record: Record) -> Floats:
    x = record.repeats
    quiet = np.log(model.alpha + record.age) - np.log(model.alpha + record.recency)
    odds: Floats = np.where(x > 0, model.a / (model.b + np.maximum(x, 1) - 1), 0.0) * np.exp((model.r + x) * quiet)
    return odds
