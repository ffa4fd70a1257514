"""The tempo of a market: how fast its customers buy in each stretch of the past, beside their own habits.

A customer who is quiet while everybody is quiet is not lost. So time is counted in weeks of mean tempo: a slow week
counts for less than one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAYS_A_STRETCH = 28
DAYS_A_WEEK = 7


@dataclass(frozen=True, eq=False)
class Tempo:
    """`edges` (stretches + 1) are days, from 0 to the last day known; `pace` (stretches) is 1 in the mean."""

    edges: NDArray[np.int64]
    pace: NDArray[np.float64]

    @property
    def clock(self) -> NDArray[np.float64]:
        """Weeks of mean tempo from day 0 to the end of each day, by day."""
        clock: NDArray[np.float64] = lengths_by_day(self.edges) @ self.pace
        return clock

    def pace_of_last(self, days: int) -> float:
        """Mean pace of the last days, the whole past if it is shorter: what a forecast of as many days goes on with."""
        since = max(0, int(self.edges[-1]) - days)
        spans = np.clip(self.edges[1:] - np.maximum(self.edges[:-1], since), 0, None)
        return float(spans @ self.pace / spans.sum()) if spans.sum() else 1.0


def stretches(end: int, days_each: int = DAYS_A_STRETCH) -> NDArray[np.int64]:
    """Edges of stretches of about so many days, all of them alike to a day."""
    count = max(1, round(end / days_each))
    return np.rint(np.linspace(0, max(end, 1), count + 1)).astype(np.int64)


def lengths_by_day(edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weeks of each stretch that lie before a day: (days + 1, stretches)."""
    days = np.arange(int(edges[-1]) + 1)
    before: NDArray[np.float64] = np.clip(days[:, None] - edges[None, :-1], 0, np.diff(edges)[None, :]) / DAYS_A_WEEK
    return before


def stretch_of(days: NDArray[np.int64], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """The stretch of each day; a day that ends a stretch belongs to it."""
    found: NDArray[np.int64] = np.clip(np.searchsorted(edges, days, side="left") - 1, 0, len(edges) - 2)
    return found
