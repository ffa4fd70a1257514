"""Plots proposed for a county in place of those it has: drawn anew or mended, numbered so that little seems to change,
with what moves and why.

Locked places stay in their plots. Numbers are what people know their plots by, so that a new plot takes the number of
the old one whose work it shares most (assignment problem), and the rest are numbered from north to south.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from tianlu.core.ids import PlaceId
from tianlu.target.plots.check import broken_plot_rules
from tianlu.target.plots.county import CountyTerritory
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.mend import mend_plots
from tianlu.target.plots.plots import Plots, PlotTask, count_cut
from tianlu.target.progress import OnShare, go_on

NO_PLOT = 0
"""The number of a place that was in no plot: plots are numbered from 1."""


class WhyMoved(StrEnum):
    """Why a place is in another plot than before: it is new, its plot is vacant, work was uneven, or all was drawn
    anew."""

    NEW = "new"
    VACANT = "vacant"
    UNEVEN = "uneven"
    REDRAWN = "redrawn"


@dataclass(frozen=True)
class Standing:
    """The plots that a county has: the number of each place's plot, and the places that are locked."""

    plot_of: Mapping[PlaceId, int]
    locked: Collection[PlaceId] = ()


@dataclass(frozen=True)
class Moved:
    place: PlaceId
    was: int
    to: int
    because: WhyMoved


@dataclass(frozen=True, eq=False)
class Proposal:
    """The number of each place's plot, in the order of the county's places; what the cut and the shares of work are
    (1 is the mean), and were with today's minutes; which places moved."""

    county: CountyTerritory
    numbers: NDArray[np.int64]
    cut_edges: int
    bound: int
    shares: Mapping[int, float]
    shares_before: Mapping[int, float]
    moved: tuple[Moved, ...]


def propose_drawing(
    county: CountyTerritory,
    plots: int,
    tolerance: float,
    *,
    before: Standing | None = None,
    seed: int = 0,
    on_share: OnShare = go_on,
) -> Proposal | None:
    """`plots` plots drawn anew; None where none were found. Raises ValueError where more are asked than there are
    places, or fewer than have locked ones."""
    before = before or Standing({})
    locks = _locks(county, before)
    held = sorted(set(locks.values()))
    if len(held) > plots:
        raise ValueError(f"{len(held)} plots have locked places, {plots} are asked for")
    index = {number: k for k, number in enumerate(held)}
    task = _task(county, plots, tolerance, {unit: index[number] for unit, number in locks.items()})
    drawn = draw_plots(task, seed=seed, on_share=on_share)
    if drawn is None:
        return None
    numbers = _numbered(county, drawn.assigned, held, plots, before)
    return _proposal(county, drawn, numbers, before, lambda _: WhyMoved.REDRAWN)


def propose_mending(
    county: CountyTerritory,
    tolerance: float,
    before: Standing,
    *,
    vacant: frozenset[int] = frozenset(),
    seed: int = 0,
    on_share: OnShare = go_on,
) -> Proposal | None:
    """The plots that stand, without the vacant ones, with the places that came and by today's minutes; as few places
    move as balance allows. Locks of vacant plots are void. None where nothing was found that keeps the rules."""
    known = sorted({before.plot_of[place.id] for place in county.places if place.id in before.plot_of})
    index = {number: k for k, number in enumerate(known)}
    if not set(known) - vacant:
        raise ValueError("a county is left without a plot")
    previous = np.array([index.get(before.plot_of.get(place.id, NO_PLOT), -1) for place in county.places], np.int64)
    locks = {unit: index[number] for unit, number in _locks(county, before).items() if number not in vacant}
    task = _task(county, len(known), tolerance, locks)
    left_out = frozenset({-1} | {index[number] for number in vacant if number in index})
    mended = mend_plots(task, previous, vacant=left_out, seed=seed, on_share=on_share)
    if mended is None or broken_plot_rules(task, mended.plots.assigned):
        return None
    numbers = np.array(known)[mended.plots.assigned]
    because = lambda was: WhyMoved.VACANT if was in vacant else WhyMoved.UNEVEN  # noqa: E731
    return _proposal(county, mended.plots, numbers, before, because)


def _task(county: CountyTerritory, plots: int, tolerance: float, locks: Mapping[int, int]) -> PlotTask:
    return PlotTask(county.territory, plots, tolerance, np.zeros(county.territory.units, np.int64), locks)


def _locks(county: CountyTerritory, before: Standing) -> dict[int, int]:
    """By unit the number of the plot that it is locked to."""
    return {unit: before.plot_of[place.id] for unit, place in enumerate(county.places) if place.id in before.locked}


def _numbered(
    county: CountyTerritory, assigned: NDArray[np.int64], held: list[int], plots: int, before: Standing
) -> NDArray[np.int64]:
    """Plots that have locked places have their numbers; of the others those that share work with an old plot get its
    number, the rest the lowest that are free."""
    free = list(range(len(held), plots))
    old = sorted(set(before.plot_of.values()) - set(held))
    work = county.territory.activities[:, 0]
    was = np.array([before.plot_of.get(place.id, NO_PLOT) for place in county.places])
    shared = np.array([[work[(assigned == k) & (was == number)].sum() for number in old] for k in free])
    number_of = dict(enumerate(held))
    if old and free:
        for row, column in zip(*linear_sum_assignment(shared, maximize=True), strict=True):
            if shared[row, column] > 0:
                number_of[free[row]] = old[column]
    rest = [k for k in free if k not in number_of]
    unused = iter(sorted(set(range(1, plots + len(held) + len(old) + 1)) - set(number_of.values())))
    for k in sorted(rest, key=lambda k: _from_north(county, assigned == k)):
        number_of[k] = next(unused)
    return np.array([number_of[int(k)] for k in assigned], np.int64)


def _from_north(county: CountyTerritory, own: NDArray[np.bool_]) -> tuple[float, float]:
    east, north = county.territory.xy[own].mean(axis=0)
    return -float(north), float(east)


def _proposal(
    county: CountyTerritory,
    plots: Plots,
    numbers: NDArray[np.int64],
    before: Standing,
    because: Callable[[int], WhyMoved],
) -> Proposal:
    count = len(np.unique(numbers))
    was = np.array([before.plot_of.get(place.id, NO_PLOT) for place in county.places], np.int64)
    moved = tuple(
        Moved(place.id, int(then), int(now), WhyMoved.NEW if then == NO_PLOT else because(int(then)))
        for place, then, now in zip(county.places, was, numbers, strict=True)
        if before.plot_of and then != now
    )
    return Proposal(
        county=county,
        numbers=numbers,
        cut_edges=count_cut(county.territory, numbers),
        bound=plots.bound,
        shares=_shares(county, numbers, count),
        shares_before={number: share for number, share in _shares(county, was, count).items() if number != NO_PLOT},
        moved=moved,
    )


def _shares(county: CountyTerritory, numbers: NDArray[np.int64], plots: int) -> dict[int, float]:
    work = county.territory.activities[:, 0]
    mean = work.sum() / plots
    return {int(number): float(work[numbers == number].sum() / mean) for number in np.unique(numbers)}
