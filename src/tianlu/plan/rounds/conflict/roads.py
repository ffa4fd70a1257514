"""The least minutes from place to place: the best way over any places, at the best hour, with and without closures."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem

NO_WAY_MIN = 1_000_000
"""Minutes of a way that there is not."""


@dataclass(frozen=True, eq=False)
class Roads:
    """Bounds from below on what driving takes, int64 arrays of shape (n, n) in the order of the sites."""

    problem: WeekProblem

    @cached_property
    def legs(self) -> NDArray[np.int64]:
        """Minutes of each leg at the hour at which it is shortest."""
        percent = min(self.problem.travel.slot_percent)
        return -(-self.problem.travel.minutes.astype(np.int64) * percent // 100)

    @cached_property
    def shortest(self) -> NDArray[np.int64]:
        """Minutes over any places in between, closures left aside."""
        return _shortest(self.legs)

    @cached_property
    def by_day(self) -> tuple[NDArray[np.int64], ...]:
        """The same for each day without the ways that are closed as long as anybody drives."""
        closed = [closure for closure in self.problem.closures if closure.origin is not None]
        if not closed:
            return (self.shortest,) * DAYS_A_WEEK
        return tuple(self._on_day(day, closed) for day in range(DAYS_A_WEEK))

    def _on_day(self, day: int, closed: list[WeekClosure]) -> NDArray[np.int64]:
        start = day * MINUTES_A_DAY + min((v.shift_from_min for v in self.problem.vehicles), default=0)
        end = day * MINUTES_A_DAY + max((v.shift_to_min for v in self.problem.vehicles), default=MINUTES_A_DAY)
        legs = self.legs.copy()
        for origin, destination in {(closure.origin, closure.destination) for closure in closed}:
            assert origin is not None
            assert destination is not None
            here, there = self.problem.index[origin], self.problem.index[destination]
            of_way = [each for each in closed if (each.origin, each.destination) == (origin, destination)]
            if longest_free_min(of_way, start=start, end=end + 1) < max(1, legs[here, there]):
                legs[here, there] = NO_WAY_MIN
        return self.shortest if (legs == self.legs).all() else _shortest(legs)


def longest_free_min(closures: list[WeekClosure], *, start: int, end: int) -> int:
    """The longest span without a closure between two minutes of the week."""
    longest, free_from = 0, start
    for closed_from, closed_to in sorted(_spans(closures)):
        longest = max(longest, min(closed_from, end) - free_from)
        free_from = max(free_from, closed_to)
    return max(longest, end - free_from)


def _spans(closures: list[WeekClosure]) -> list[tuple[int, int]]:
    shifts = (-MINUTES_A_WEEK, 0, MINUTES_A_WEEK)
    return [(closure.start_min + shift, closure.end_min + shift) for closure in closures for shift in shifts]


def _shortest(legs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Floyd and Warshall: every place once as the one in between."""
    least = legs.copy()
    for k in range(len(least)):
        np.minimum(least, least[:, k, None] + least[None, k, :], out=least)
    return least
