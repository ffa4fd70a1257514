"""Qini: how much of a campaign's effect is had by asking first those whom a score puts first (Radcliffe 2007).

The area between the score's curve and the straight line of asking at random, over the same area of the best possible
order (Devriendt, Moldovan, Verbeke 2018): 1 is perfect, 0 is chance, below 0 is worse than chance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class QiniEstimate:
    """The area with the interval that holds it with `confidence`."""

    area: float
    low: float
    high: float
    confidence: float

    @property
    def is_within_noise(self) -> bool:
        """Whether chance would do as well, as far as these customers tell."""
        return self.low <= 0.0


def qini_area(score: Floats, treated: Flags, outcome: Flags) -> float:
    """The normalised area of a score, arrays of one length. Customers with equal scores are asked together.

    Raises ValueError where a group is empty or nobody's outcome could be told apart, for then there is no area.
    """
    if treated.all() or not treated.any():
        raise ValueError("a Qini needs customers who were asked and customers who were not")
    ideal = np.where(treated, 1.0, -1.0) * outcome
    best = _area(ideal, treated, outcome)
    if best <= 0:
        raise ValueError("every order of these customers has the same Qini: no outcome differs")
    return _area(score, treated, outcome) / best


def estimate_qini(
    score: Floats, treated: Flags, outcome: Flags, *, seed: int, draws: int = 200, confidence: float = 0.95
) -> QiniEstimate:
    """The area with its interval by drawing the customers anew, those asked and those not apart."""
    rng = np.random.default_rng(seed)
    asked, not_asked = np.flatnonzero(treated), np.flatnonzero(~treated)
    areas = []
    for _ in range(draws):
        rows = np.concatenate([rng.choice(asked, len(asked)), rng.choice(not_asked, len(not_asked))])
        areas.append(qini_area(score[rows], treated[rows], outcome[rows]))
    tail = (1 - confidence) / 2
    low, high = np.quantile(areas, [tail, 1 - tail])
    return QiniEstimate(qini_area(score, treated, outcome), float(low), float(high), confidence)


def _area(score: Floats, treated: Flags, outcome: Flags) -> float:
    """Area above the straight line of the curve: outcomes had by asking, less those of as many who were not asked."""
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[order])), len(order) - 1)
    asked = np.cumsum(treated[order])[ends]
    not_asked = ends + 1 - asked
    had = np.cumsum((outcome & treated)[order])[ends]
    had_anyway = np.cumsum((outcome & ~treated)[order])[ends]
    ratio = np.divide(asked, not_asked, out=np.zeros(len(ends)), where=not_asked > 0)
    gained = np.concatenate([[0.0], had - had_anyway * ratio])
    people = np.concatenate([[0], ends + 1])
    return float(np.trapezoid(gained, people) - people[-1] * gained[-1] / 2)
