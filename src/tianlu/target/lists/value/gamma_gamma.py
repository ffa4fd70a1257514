"""Gamma-gamma: what a customer's next purchase is worth, its own mean drawn towards everybody's (Fader, Hardie 2013).

Money of a purchase varies around the customer's own mean, which varies among customers and is held to be independent of
how often it buys: look at `correlation` before relying on it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import gammaln  # type: ignore[import-untyped]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GammaGamma:
    """The three figures of the model, `scale` (the paper's v) in the unit of the money; `correlation` is that of mean
    money and repeats among who came back."""

    p: float
    q: float
    scale: float
    correlation: float

    def __post_init__(self) -> None:
        if min(self.p, self.q, self.scale) <= 0:
            raise ValueError("the figures of a gamma-gamma model are above 0")


def fit_gamma_gamma(repeats: Floats, mean_money: Floats) -> GammaGamma:
    """Fit to customers with repeats above 0 and money above 0; the others say nothing.

    Raises ValueError where fewer than two are left.
    """
    kept = (repeats > 0) & (mean_money > 0)
    x, m = repeats[kept], mean_money[kept]
    if len(x) < 2:
        raise ValueError("gamma-gamma needs at least two customers who came back and paid")
    unit = float(m.mean())

    def downhill(point: Floats) -> float:
        p, q, scale = np.exp(point)
        return -float(_log_likelihood(p, q, scale, x, m / unit).mean())

    found = minimize(downhill, np.log([5.0, 4.0, 3.0]), method="L-BFGS-B", bounds=[(-7.0, 9.0)] * 3)
    p, q, scale = np.exp(found.x)
    related = float(np.corrcoef(x, m)[0, 1]) if x.std() > 0 and m.std() > 0 else 0.0
    return GammaGamma(float(p), float(q), float(scale) * unit, related)


def expected_money(model: GammaGamma, repeats: Floats, mean_money: Floats) -> Floats:
    """Money of the next purchase of each customer; everybody's mean for who has not come back (equation 5).

    Where q is at most 1 everybody's mean does not exist; the weight is then the customer's own wherever there is any.
    """
    px = model.p * np.where(mean_money > 0, repeats, 0.0)
    expected: Floats = model.p * (model.scale + px / model.p * mean_money) / np.maximum(px + model.q - 1, 1e-9)
    return expected


def _log_likelihood(p: float, q: float, scale: float, x: Floats, m: Floats) -> Floats:
    px = p * x
    value: Floats = (
        gammaln(px + q)
        - gammaln(px)
        - gammaln(q)
        + q * np.log(scale)
        + (px - 1) * np.log(m)
        + px * np.log(x)
        - (px + q) * np.log(scale + x * m)
    )
    return value
