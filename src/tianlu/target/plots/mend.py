"""Plots mended after a change: an owner gone, or workloads that shifted. Few units change their plot.

A vacant plot's units go to the plots around it, which pass on what is too much for them. A unit that leaves its plot
costs as much as some edges, so that the search moves no more than balance asks for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.bound_cut import bound_cut
from tianlu.target.plots.districts import make_ground
from tianlu.target.plots.draw import SEARCH_SHARE, STRICTER, TRIES, anneal_plots, border_weights
from tianlu.target.plots.plots import CountyPart, Plots, PlotTask, count_cut, county_part, part_locks
from tianlu.target.plots.search.grow import grow
from tianlu.target.plots.search.state import NOWHERE, Ints
from tianlu.target.progress import OnShare, between, go_on, part_of

HOT = 0.5
"""Cooler than a drawing: plots keep their places."""
SWEEPS = 4_000
MOVED = 0.5
"""What a unit that leaves its plot costs, in edges."""


@dataclass(frozen=True, eq=False)
class Mended:
    """The plots, and the units whose plot is another than before, those of vacant plots among them."""

    plots: Plots
    moved: NDArray[np.int64]


def mend_plots(
    task: PlotTask,
    previous: NDArray[np.int64],
    *,
    vacant: frozenset[int] = frozenset(),
    seed: int = 0,
    sweeps: int = SWEEPS,
    moved: float = MOVED,
    on_share: OnShare = go_on,
) -> Mended | None:
    """Plots near `previous` (the plot of every unit, each contiguous and within its county) that keep the task's rules
    without the `vacant` plots; None where none were found. `task.plots` counts the vacant ones, and numbers stay."""
    if any(plot in vacant for plot in task.locks.values()):
        raise ValueError("a unit is locked to a vacant plot")
    parts = _parts_as_they_are(task, previous, vacant)
    assigned, searched = previous.copy(), between(on_share, 0.0, SEARCH_SHARE)
    for k, part in enumerate(parts):
        own = _mend_part(
            task,
            part,
            previous[part.units],
            seed=seed + k,
            sweeps=sweeps,
            moved=moved,
            on_share=part_of(searched, k, len(parts)),
        )
        if own is None:
            return None
        assigned[part.units] = np.array(part.plots)[own]
    bound = bound_cut(task, parts, assigned, on_share=between(on_share, SEARCH_SHARE, 1.0))
    plots = Plots(assigned, count_cut(task.territory, assigned), bound)
    return Mended(plots, np.flatnonzero(assigned != previous))


def _parts_as_they_are(task: PlotTask, previous: NDArray[np.int64], vacant: frozenset[int]) -> tuple[CountyPart, ...]:
    """The counties with the plots that they have."""
    parts = []
    for county in np.unique(task.counties):
        units = np.flatnonzero(task.counties == county)
        plots = sorted({int(plot) for plot in previous[units]} - vacant)
        if not plots:
            raise ValueError(f"county {county} is left without a plot")
        parts.append(county_part(task.territory, units, tuple(plots)))
    return tuple(parts)


def _mend_part(
    task: PlotTask,
    part: CountyPart,
    previous: NDArray[np.int64],
    *,
    seed: int,
    sweeps: int,
    moved: float,
    on_share: OnShare,
) -> Ints | None:
    """For each unit the place of its plot among the county's; each try prices balance higher and leaving home less."""
    territory, plots = part.territory, len(part.plots)
    place = {plot: k for k, plot in enumerate(part.plots)}
    home = np.array([place.get(int(plot), NOWHERE) for plot in previous], np.int64)
    locks = part_locks(task, part)
    if any(home[unit] != plot for unit, plot in locks.items()):
        raise ValueError("locks are of units in their plots; move a unit before it is locked elsewhere")
    start = home.copy()
    centres = np.stack([territory.xy[home == k].mean(axis=0) for k in range(plots)])
    grow(territory.first, territory.neighbours, territory.xy, centres, np.zeros(plots), start)
    if (start == NOWHERE).any():
        return None
    ground = make_ground(territory, plots, np.isin(np.arange(territory.units), list(locks)), home)
    for k in range(TRIES):
        weights = border_weights(task, part, moved=moved / 2**k, strictness=STRICTER**k)
        found = anneal_plots(ground, start, plots, weights, hot=HOT, sweeps=sweeps, seed=seed, on_share=on_share)
        if found is not None:
            return found
    return None
