"""Responsibility plots (责任田): what is asked of them, how many each county has, and what was drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.territory import Territory, cut_territory


@dataclass(frozen=True, eq=False)
class PlotTask:
    """Cut `territory` into `plots`, numbered from 0, each in one piece and within one county.

    The workload (every activity) of a plot is off the mean of its county's plots by at most `tolerance` of it.
    `counties` is the county of every unit; `locks` are units that must be in a plot. `lattice` says that the units are
    cells of one regular grid and neighbours those that share a side, which gives a better bound.
    """

    territory: Territory
    plots: int
    tolerance: float
    counties: NDArray[np.int64]
    locks: Mapping[int, int] = field(default_factory=dict)
    lattice: Literal["squares", "hexagons"] | None = None

    def __post_init__(self) -> None:
        if len(self.counties) != self.territory.units:
            raise ValueError("a county of every unit")
        if not len(np.unique(self.counties)) <= self.plots <= self.territory.units:
            raise ValueError(f"{self.plots} plots: expected at least one a county, and no more than units")
        if any(not 0 <= u < self.territory.units or not 0 <= p < self.plots for u, p in self.locks.items()):
            raise ValueError("locks are of units in plots")
        homes: dict[int, int] = {}
        for unit, plot in self.locks.items():
            if homes.setdefault(plot, int(self.counties[unit])) != self.counties[unit]:
                raise ValueError(f"plot {plot} is locked in two counties")
        if not self.tolerance >= 0:
            raise ValueError("a tolerance is a share of the mean, 0 or more")


@dataclass(frozen=True, eq=False)
class CountyPart:
    """A county's units, in the order of `territory`, its part of the whole, and the numbers of its plots."""

    units: NDArray[np.int64]
    territory: Territory
    plots: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plots:
    """The plot of every unit; how many pairs of neighbours are in different plots, and the number that no plots that
    keep the rules go below."""

    assigned: NDArray[np.int64]
    cut_edges: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.bound >= self.cut_edges

    @property
    def gap(self) -> float:
        """How far the cut can be above the least possible, as a fraction of the bound."""
        return 0.0 if self.is_proven else self.cut_edges / self.bound - 1 if self.bound else float("inf")


def count_cut(territory: Territory, assigned: NDArray[np.int64]) -> int:
    """How many pairs of neighbours are in different plots."""
    here, there = territory.edges.T
    return int((assigned[here] != assigned[there]).sum())


def county_parts(task: PlotTask) -> tuple[CountyPart, ...]:
    """The counties, each with its plots: as many as it has locked, the rest by Webster's method (Sainte-Laguë) on the
    share of the workload, so that plots of different counties are about equal."""
    names, county = np.unique(task.counties, return_inverse=True)
    shares = (task.territory.activities / task.territory.activities.sum(axis=0)).mean(axis=1)
    loads = np.bincount(county, shares)
    sizes = np.bincount(county)
    locked: list[set[int]] = [set() for _ in names]
    for unit, plot in task.locks.items():
        locked[county[unit]].add(plot)
    counts = np.array([max(1, len(plots)) for plots in locked])
    while counts.sum() < task.plots:
        wanting = np.where(counts < sizes, loads / (2 * counts + 1), -1.0)
        counts[int(wanting.argmax())] += 1
    if counts.sum() > task.plots:
        raise ValueError("plots are locked so that a county is left without one")
    free = iter(sorted(set(range(task.plots)) - {plot for plots in locked for plot in plots}))
    parts = []
    for k, own in enumerate(locked):
        numbers = sorted([*own, *(next(free) for _ in range(counts[k] - len(own)))])
        parts.append(county_part(task.territory, np.flatnonzero(county == k), tuple(numbers)))
    return tuple(parts)


def part_locks(task: PlotTask, part: CountyPart) -> dict[int, int]:
    """A county's locks in its own numbers: the place of a unit, the place of its plot."""
    place = {int(unit): k for k, unit in enumerate(part.units)}
    return {place[unit]: part.plots.index(plot) for unit, plot in task.locks.items() if unit in place}


def county_part(territory: Territory, units: NDArray[np.int64], plots: tuple[int, ...]) -> CountyPart:
    return CountyPart(units, cut_territory(territory, units), plots)
