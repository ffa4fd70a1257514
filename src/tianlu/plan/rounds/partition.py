"""The best week that can be put together from a pool of rounds: set partitioning with day patterns, by HiGHS.

A round chosen on a day covers its stops on that day; a place is covered on exactly the days of the one pattern chosen
for it; no day has more rounds than vehicles. Route pools with set partitioning as in Subramanian, Uchoa and Ochi
(Computers & Operations Research 40(10), 2013), with patterns as in Cacchiani, Hemmelmayr and Tricoire (Discrete
Applied Mathematics 163, 2014).
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from tianlu.core.highs import new_highs
from tianlu.plan.rounds.arrays import State, Week
from tianlu.plan.rounds.plain import plain_state
from tianlu.plan.rounds.pool import Seen

NODES_MAX = 200
"""Nodes of the search tree at most: what bounds the work where no clock does."""


@dataclass(frozen=True)
class _Columns:
    """Rounds on days, then patterns of places, as columns of a matrix kept by column."""

    start: list[int]
    row: list[int]
    value: list[float]
    cost: list[float]
    rounds: list[tuple[int, Seen]]
    patterns: list[tuple[int, int]]


def partition(
    week: Week, rounds: list[Seen], *, best: State | None, seconds: float | None, columns_max: int
) -> tuple[State, float] | None:
    """The cheapest week of `rounds` and its cost; None if none was found or it is not cheaper than `best`.

    HiGHS ends after `seconds` on the wall, if given; of the rounds the first are taken until `columns_max` is reached.
    """
    nodes = np.flatnonzero(week.site["pattern_count"] > 0).tolist()
    days = week.day.shape[1]
    columns = _columns(week, rounds, nodes, columns_max)
    model = _model(week, columns, nodes)
    best_cost = np.inf
    if best is not None:
        best_cost = float(best.vd["cost"].sum())
        model.setSolution(_as_solution(week, columns, best))
    if seconds is not None:
        model.setOptionValue("time_limit", seconds)
    model.run()
    if model.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    chosen = np.array(model.getSolution().col_value)[: len(columns.rounds)] > 0.5
    picked = [pair for pair, is_in in zip(columns.rounds, chosen, strict=True) if is_in]
    if sum(seen.cost for _, seen in picked) >= best_cost - 1e-7:
        return None
    state = plain_state(week, [[seen.stops.tolist() for day, seen in picked if day == d] for d in range(days)])
    return state, float(state.vd["cost"].sum())


def _columns(week: Week, rounds: list[Seen], nodes: list[int], columns_max: int) -> _Columns:
    days = week.day.shape[1]
    columns = _Columns([0], [], [], [], [], [])
    may = np.bitwise_or.reduce(week.patterns, axis=1)
    first = [int(np.flatnonzero(week.vd["day"] == d)[0]) if (week.vd["day"] == d).any() else -1 for d in range(days)]
    row_of = {x: k * days for k, x in enumerate(nodes)}
    vehicles = len(nodes) * (days + 1)
    for seen in rounds:
        if len(columns.cost) >= columns_max:
            break
        mask = int(np.bitwise_and.reduce(may[seen.stops]))
        load = float(week.load_guess[seen.stops, 0, 0].sum())
        minutes = _minutes(week, seen.stops)
        for d in range(days):
            if not mask >> d & 1 or first[d] < 0 or load > week.vd_cap[first[d], 0] + 1e-6:
                continue
            if minutes > week.vd["shift_to"][first[d]] - week.vd["shift_from"][first[d]] + 1e-6:
                continue
            columns.row.extend(row_of[int(x)] + d for x in seen.stops)
            columns.row.append(vehicles + d)
            columns.value.extend([1.0] * (len(seen.stops) + 1))
            columns.start.append(len(columns.row))
            columns.cost.append(seen.cost)
            columns.rounds.append((d, seen))
    for k, x in enumerate(nodes):
        for p in range(int(week.site["pattern_count"][x])):
            on = [d for d in range(days) if int(week.patterns[x, p]) >> d & 1]
            columns.row.extend(k * days + d for d in on)
            columns.row.append(len(nodes) * days + k)
            columns.value.extend([-1.0] * len(on) + [1.0])
            columns.start.append(len(columns.row))
            columns.cost.append(0.0)
            columns.patterns.append((x, p))
    return columns


def _minutes(week: Week, stops: np.ndarray) -> float:
    depot = week.vd["depot"][0]
    way = np.concatenate([[depot], stops, [depot]])
    return float(week.leg_min[way[:-1], way[1:]].sum() + week.site["service"][stops].sum())


def _model(week: Week, columns: _Columns, nodes: list[int]) -> Any:
    days = week.day.shape[1]
    count = len(columns.cost)
    vehicles = np.bincount(week.vd["day"], minlength=days).astype(np.float64)
    lp = highspy.HighsLp()
    lp.num_col_ = count
    lp.num_row_ = len(nodes) * (days + 1) + days
    lp.col_cost_ = np.array(columns.cost)
    lp.col_lower_ = np.zeros(count)
    lp.col_upper_ = np.ones(count)
    lp.row_lower_ = np.concatenate([np.zeros(len(nodes) * days), np.ones(len(nodes)), np.zeros(days)])
    lp.row_upper_ = np.concatenate([np.zeros(len(nodes) * days), np.ones(len(nodes)), vehicles])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.array(columns.start, np.int32)
    lp.a_matrix_.index_ = np.array(columns.row, np.int32)
    lp.a_matrix_.value_ = np.array(columns.value)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    model = new_highs()
    model.setOptionValue("random_seed", 0)
    model.setOptionValue("mip_detect_symmetry", False)
    model.setOptionValue("mip_max_nodes", NODES_MAX)
    model.passModel(lp)
    return model


def _as_solution(week: Week, columns: _Columns, state: State) -> highspy.HighsSolution:
    """The week `state` in terms of the columns; rounds that are not among them are left out."""
    lengths = state.slot["length"]
    driven = {
        (int(week.slot["day"][r]), np.sort(state.route[r, : lengths[r]]).tobytes()) for r in np.flatnonzero(lengths > 0)
    }
    solution = highspy.HighsSolution()
    solution.col_value = [
        *(float((d, np.sort(seen.stops).tobytes()) in driven) for d, seen in columns.rounds),
        *(float(state.node["pattern"][x] == p) for x, p in columns.patterns),
    ]
    return solution
