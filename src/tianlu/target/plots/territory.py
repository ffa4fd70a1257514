"""A territory: units on a map with what there is to do in each, and who borders whom."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Territory:
    """`xy` (units, 2) in metres of a named projection, `activities` (units, activities) of any unit each, not negative;
    the neighbours of unit u are `neighbours[first[u]:first[u + 1]]`, each pair twice, no unit its own."""

    xy: NDArray[np.float64]
    activities: NDArray[np.float64]
    first: NDArray[np.int64]
    neighbours: NDArray[np.int64]

    def __post_init__(self) -> None:
        units = len(self.xy)
        if not units or self.xy.shape != (units, 2) or not np.isfinite(self.xy).all():
            raise ValueError("a territory has units, each with two finite coordinates")
        if self.activities.ndim != 2 or len(self.activities) != units or not (self.activities >= 0).all():
            raise ValueError("a row of activities for every unit, none negative")
        if not (self.activities.sum(axis=0) > 0).all():
            raise ValueError("of each activity there is some")
        if len(self.first) != units + 1 or self.first[-1] != len(self.neighbours):
            raise ValueError("neighbours of every unit")

    @property
    def units(self) -> int:
        return len(self.xy)

    @property
    def edges(self) -> NDArray[np.int64]:
        """(edges, 2): each pair of neighbours once, the smaller unit first."""
        ends = np.stack([np.repeat(np.arange(self.units), np.diff(self.first)), self.neighbours], axis=1)
        return ends[ends[:, 0] < ends[:, 1]]


def make_territory(
    xy: NDArray[np.float64], activities: NDArray[np.float64], edges: Iterable[tuple[int, int]]
) -> Territory:
    """The territory of these units and pairs of neighbours, each named once or more, in any order."""
    pairs = np.array([(here, there) for here, there in edges if here != there], np.int64).reshape(-1, 2)
    if len(pairs) and not 0 <= pairs.min() <= pairs.max() < len(xy):
        raise ValueError("neighbours are units")
    ends = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    first = np.searchsorted(ends[:, 0], np.arange(len(xy) + 1)).astype(np.int64)
    return Territory(np.asarray(xy, np.float64), np.asarray(activities, np.float64), first, ends[:, 1].copy())


def cut_territory(territory: Territory, units: NDArray[np.int64]) -> Territory:
    """A part of a territory, its units in the order given; neighbours outside are forgotten."""
    place = np.full(territory.units, -1)
    place[units] = np.arange(len(units))
    ends = place[territory.edges]
    inside = ends[(ends >= 0).all(axis=1)]
    return make_territory(territory.xy[units], territory.activities[units], map(tuple, inside.tolist()))
