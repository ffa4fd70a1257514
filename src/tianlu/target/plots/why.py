"""Why a plot is so: its load, its neighbours, and what it would cost to give a unit away or to swap two."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.check import broken_plot_rules
from tianlu.target.plots.plots import PlotTask, count_cut


@dataclass(frozen=True)
class PlotReason:
    """A plot's units, its share of each activity (1 is the mean of its county's plots), its largest and least allowed
    share, edges to other plots by plot, edges across the county line, and units that are locked to it."""

    plot: int
    units: int
    shares: tuple[float, ...]
    least: float
    most: float
    neighbours: Mapping[int, int]
    edges_at_county_line: int
    locked: tuple[int, ...]


@dataclass(frozen=True)
class MoveReason:
    """What follows when units go to other plots: edges cut more than now (less where negative), the shares of the plots
    that are touched, and the rules that would be broken."""

    goes_to: Mapping[int, int]
    more_cut: int
    shares: Mapping[int, tuple[float, ...]]
    broken: tuple[str, ...]


def explain_plot(task: PlotTask, assigned: NDArray[np.int64], plot: int) -> PlotReason:
    """The figures of a plot as it is drawn; ValueError where it has no unit."""
    territory = task.territory
    if not (assigned == plot).any():
        raise ValueError(f"plot {plot} has no unit")
    here, there = np.concatenate([territory.edges, territory.edges[:, ::-1]]).T
    leaves = (assigned[here] == plot) & (assigned[there] != plot)
    is_line = task.counties[here] != task.counties[there]
    return PlotReason(
        plot=plot,
        units=int((assigned == plot).sum()),
        shares=_shares(task, assigned, plot),
        least=1 - task.tolerance,
        most=1 + task.tolerance,
        neighbours=dict(Counter(int(other) for other in assigned[there[leaves & ~is_line]]).most_common()),
        edges_at_county_line=int((leaves & is_line).sum()),
        locked=tuple(sorted(unit for unit, where in task.locks.items() if where == plot)),
    )


def price_move(task: PlotTask, assigned: NDArray[np.int64], goes_to: Mapping[int, int]) -> MoveReason:
    """What it costs when each of these units goes to its plot: one to give it away, two to swap them."""
    moved = assigned.copy()
    for unit, plot in goes_to.items():
        moved[unit] = plot
    touched = sorted({*goes_to.values(), *(int(assigned[unit]) for unit in goes_to)})
    before = set(broken_plot_rules(task, assigned))
    return MoveReason(
        goes_to=dict(goes_to),
        more_cut=count_cut(task.territory, moved) - count_cut(task.territory, assigned),
        shares={plot: _shares(task, moved, plot) for plot in touched if (moved == plot).any()},
        broken=tuple(rule for rule in broken_plot_rules(task, moved) if rule not in before),
    )


def _shares(task: PlotTask, assigned: NDArray[np.int64], plot: int) -> tuple[float, ...]:
    own = assigned == plot
    county = task.counties == task.counties[own][0]
    activities = task.territory.activities
    mean = activities[county].sum(axis=0) / len(np.unique(assigned[county]))
    return tuple(float(share) for share in activities[own].sum(axis=0) / mean)
