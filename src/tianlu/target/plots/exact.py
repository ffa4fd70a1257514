"""Plots of a small county as a mixed-integer program for HiGHS, with proof.

A unit is in one plot, an edge is cut where its ends are in different ones, loads are within tolerance. Plots in several
pieces are forbidden as they appear: of two units apart, one of those that part them is in the plot too (separator cuts;
Oehrlein, Haunert 2017). A solver's word is not taken: the bound is its dual bound, rounded safely.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import ceil, isfinite
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from tianlu.core.highs import new_highs
from tianlu.target.plots.territory import Territory
from tianlu.target.progress import OnShare, go_on

SAFETY = 1e-4
"""HiGHS keeps rows and whole numbers to 1e-6 of a unit."""
TELL_S = 0.5
"""So far apart a search tells how far it is."""


@dataclass(frozen=True, eq=False)
class Exact:
    """The plots found, if they are the best ones, and the least number of edges that any cut; `is_impossible` where no
    plots keep the rules."""

    assigned: NDArray[np.int64] | None
    bound: int
    is_impossible: bool = False


def solve_exact(
    territory: Territory,
    plots: int,
    tolerance: float,
    locks: Mapping[int, int],
    *,
    seconds: float,
    on_share: OnShare = go_on,
) -> Exact:
    """The plots that cut the fewest edges, within so many seconds of the clock, of which `on_share` hears the share."""
    until = time.monotonic() + seconds
    model = _model(territory, plots, tolerance, locks)
    stops = _follow(model, seconds, on_share)
    bound = 0
    while (left := until - time.monotonic()) > 0:
        model.setOptionValue("time_limit", model.getRunTime() + left)
        model.run()
        if stops:
            raise stops[0]
        status, info = model.getModelStatus(), model.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Exact(None, bound, is_impossible=True)
        if isfinite(info.mip_dual_bound):
            bound = max(bound, ceil(info.mip_dual_bound - SAFETY))
        if status != highspy.HighsModelStatus.kOptimal:
            break
        chosen = np.array(model.getSolution().col_value[: territory.units * plots]).reshape(territory.units, plots)
        assigned = chosen.argmax(axis=1)
        cuts = [cut for plot in range(plots) for cut in _separators(territory, assigned, plot)]
        if not cuts:
            return Exact(assigned.astype(np.int64), bound)
        for one, other, between in cuts:
            _forbid_apart(model, plots, one, other, between)
    return Exact(None, bound)


def _follow(model: Any, seconds: float, on_share: OnShare) -> list[Exception]:
    """What `on_share` raises ends the solver, and is in the list by then."""
    began = told = time.monotonic()
    stops: list[Exception] = []

    def tell(_kind: Any, _message: str, _known: Any, answer: Any, _data: Any) -> None:
        nonlocal told
        now = time.monotonic()
        if not stops and now - told >= TELL_S:
            told = now
            try:
                on_share(min(1.0, (now - began) / seconds))
            except Exception as stop:
                stops.append(stop)
        answer.user_interrupt = bool(stops)

    model.setCallback(tell, None)
    model.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    return stops


def _model(territory: Territory, plots: int, tolerance: float, locks: Mapping[int, int]) -> Any:
    """Columns: unit by plot, then edges."""
    model = new_highs()
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.99)
    units, edges = territory.units, territory.edges
    for unit in range(units):
        for plot in range(plots):
            low, high = _range(unit, plot, locks)
            model.addVar(low, high)
            model.changeColIntegrality(unit * plots + plot, highspy.HighsVarType.kInteger)
    for k in range(len(edges)):
        model.addVar(0.0, 1.0)
        model.changeColCost(units * plots + k, 1.0)
    for unit in range(units):
        _row(model, 1.0, 1.0, [unit * plots + plot for plot in range(plots)], [1.0] * plots)
    for k, (here, there) in enumerate(edges.tolist()):
        for plot in range(plots):
            ends = [here * plots + plot, there * plots + plot, units * plots + k]
            _row(model, -highspy.kHighsInf, 0.0, ends, [1.0, -1.0, -1.0])
            _row(model, -highspy.kHighsInf, 0.0, ends, [-1.0, 1.0, -1.0])
    for plot in range(plots):
        columns = [unit * plots + plot for unit in range(units)]
        _row(model, 1.0, float(units), columns, [1.0] * units)
        for load in territory.activities.T:
            shares = load / load.sum() * plots
            _row(model, 1 - tolerance, 1 + tolerance, columns, shares.tolist())
    return model


def _range(unit: int, plot: int, locks: Mapping[int, int]) -> tuple[float, float]:
    """Where nothing is locked plots are alike: unit u is in one of the first u + 1."""
    if unit in locks:
        return (1.0, 1.0) if locks[unit] == plot else (0.0, 0.0)
    return 0.0, 0.0 if not locks and plot > unit else 1.0


def _separators(territory: Territory, assigned: NDArray[np.int64], plot: int) -> list[tuple[int, int, list[int]]]:
    """For each two pieces of a plot a unit of each, and the units about the first piece, which part them."""
    pieces = _pieces(territory, {int(unit) for unit in np.flatnonzero(assigned == plot)})
    return [
        (min(one), min(other), sorted({beside for unit in one for beside in _beside(territory, unit)} - one))
        for one, other in combinations(pieces, 2)
    ]


def _pieces(territory: Territory, units: set[int]) -> list[set[int]]:
    pieces = []
    while units:
        piece: set[int] = set()
        waiting = {min(units)}
        while waiting:
            piece |= waiting
            waiting = {beside for unit in waiting for beside in _beside(territory, unit)} & units - piece
        units = units - piece
        pieces.append(piece)
    return pieces


def _beside(territory: Territory, unit: int) -> list[int]:
    return [int(other) for other in territory.neighbours[territory.first[unit] : territory.first[unit + 1]]]


def _forbid_apart(model: Any, plots: int, one: int, other: int, between: list[int]) -> None:
    for plot in range(plots):
        columns = [one * plots + plot, other * plots + plot, *(unit * plots + plot for unit in between)]
        _row(model, -highspy.kHighsInf, 1.0, columns, [1.0, 1.0] + [-1.0] * len(between))


def _row(model: Any, low: float, high: float, columns: list[int], figures: list[float]) -> None:
    model.addRow(low, high, len(columns), np.array(columns, np.int32), np.array(figures))
