"""A periodic vehicle routing problem as arrays for the search: no buses, no feeds, no clocks, cost is length.

The reduction of MODEL.md that published instances test: what a stop loads does not depend on the pattern.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tianlu.plan.rounds.arrays import (
    DAY_OF_SITE,
    N_NUMBERS,
    PLAIN,
    SITE,
    SLOT,
    UNSERVED,
    VEHICLE_DAY,
    Float,
    Records,
    State,
    Week,
    empty_state,
    records,
)


@dataclass(frozen=True, eq=False)
class PlainProblem:
    """One depot, node 0; `distance` (n, n) is length and time at once.

    `patterns[i]` are the sets of days on which node i may be visited, empty for the depot. Each of `vehicles` a day
    carries `load_max[d]` and is back within `length_max[d]`, service included; 0 binds nothing.
    """

    distance: Float
    service: Float
    demand: Float
    patterns: tuple[tuple[tuple[int, ...], ...], ...]
    vehicles: int
    load_max: tuple[float, ...]
    length_max: tuple[float, ...]


def plain_week(problem: PlainProblem) -> Week:
    """The arrays of a plain problem; R = days × vehicles slots, one a vehicle-day."""
    n = len(problem.distance)
    days = len(problem.load_max)
    slots = days * problem.vehicles
    most = max(1, *(len(patterns) for patterns in problem.patterns))
    masks = np.zeros((n, most), np.int64)
    for i, patterns in enumerate(problem.patterns):
        for k, pattern in enumerate(patterns):
            masks[i, k] = sum(1 << day for day in pattern)
    day_of = np.repeat(np.arange(days), problem.vehicles)
    every_slot = np.arange(slots)
    guess = np.zeros((n, days, 4))
    guess[:, :, 0] = problem.demand[:, None]
    numbers = np.zeros(N_NUMBERS)
    numbers[PLAIN] = 1.0
    zeros = np.zeros(slots, np.int64)
    return Week(
        leg_cost=problem.distance[None].copy(),
        leg_cost_to=problem.distance.T[None].copy(),
        leg_min=problem.distance,
        minute_cost=np.zeros(1),
        site=records(
            SITE,
            service=problem.service,
            stop_cost=np.zeros(n),
            windowed=np.zeros(n),
            station=np.zeros(n),
            sends=np.zeros(n),
            pattern_count=[len(patterns) for patterns in problem.patterns],
            promise_deliver=np.full(n, -1.0),
            promise_collect=np.full(n, -1.0),
            frozen=np.zeros(n),
        ),
        day=_open_always(n, days, problem.vehicles),
        patterns=masks,
        pattern_cost=np.zeros(masks.shape),
        told=np.full((n, days), -1, np.int64),
        load_guess=guess,
        mail=np.zeros((n, days, 4)),
        near=nearest(problem.distance),
        slot=records(SLOT, vd=every_slot, day=day_of, depot=zeros, cls=zeros, twin=zeros, frozen=zeros),
        vd=records(
            VEHICLE_DAY,
            first=every_slot,
            slots=np.ones(slots),
            day=day_of,
            depot=zeros,
            cls=zeros,
            shift_from=zeros,
            shift_to=[problem.length_max[d] or 1e12 for d in day_of],
            fixed=zeros,
            reload=zeros,
            driver=zeros,
        ),
        vd_cap=np.array([(problem.load_max[d] or 1e12, 1e12) for d in day_of]),
        station_vds=np.zeros(0, np.int64),
        choice=np.tile(every_slot, n),
        lift_leg=np.zeros((0, 4), np.int64),
        lift_fee=np.zeros((0, 2, 2)),
        lift_min=np.zeros((0, 4)),
        hold=np.zeros((0, 2)),
        closure=np.zeros((0, 5)),
        hour_percent=np.full(24, 100.0),
        numbers=numbers,
    )


def _open_always(n: int, days: int, vehicles: int) -> Records:
    """Every day of every node is open, and any slot of a day may serve it."""
    day = np.zeros((n, days), DAY_OF_SITE)
    day["closes"] = 1e9
    day["gaps"] = 1 << 1
    day["choice_first"] = np.arange(n * days).reshape(n, days) * vehicles
    day["choice_end"] = day["choice_first"] + vehicles
    return day


def nearest(distance: Float) -> np.ndarray:
    """(n, n - 1) for every node the other nodes but node 0, nearest first; the last entry repeats."""
    n = len(distance)
    near = np.zeros((n, max(1, n - 1)), np.int64)
    for i in range(n):
        order = [int(j) for j in np.argsort(distance[i], kind="stable") if j not in (0, i)]
        near[i] = (order + [order[-1] if order else i] * (n - 1 - len(order)))[: n - 1]
    return near


def plain_state(week: Week, days: Sequence[Sequence[Sequence[int]]]) -> State:
    """A driven week of those routes, for each day its lists of nodes.

    Raises ValueError where a day has more routes than vehicles, or a node's days are none of its patterns.
    """
    state = empty_state(week)
    for d, routes in enumerate(days):
        slots = np.flatnonzero(week.slot["day"] == d)
        if len(routes) > len(slots):
            raise ValueError(f"day {d} has {len(routes)} routes, there are {len(slots)} vehicles")
        for r, route in zip(slots, routes, strict=False):
            _drive(week, state, int(r), list(route))
    for x in np.flatnonzero(week.site["pattern_count"] > 0):
        mask = sum(1 << d for d in range(len(days)) if state.visit["where"][x, d] != UNSERVED)
        fitting = np.flatnonzero(week.patterns[x, : week.site["pattern_count"][x]] == mask)
        if len(fitting) == 0:
            raise ValueError(f"node {x} is visited on the days of mask {mask}, which is none of its patterns")
        state.node["pattern"][x] = fitting[0]
    return state


def _drive(week: Week, state: State, r: int, route: list[int]) -> None:
    """Give slot r its route, with the cost, load and length of its vehicle-day, which has no other."""
    v, d, depot = (int(week.slot[name][r]) for name in ("vd", "day", "depot"))
    way = [depot, *route, depot]
    state.route[r, : len(route)] = route
    state.slot["length"][r] = len(route)
    state.visit["where"][route, d] = r
    load = float(week.load_guess[route, d, 0].sum())
    state.peak[r, 0] = load
    driven = state.vd[v : v + 1]
    driven["cost"] = week.vd["fixed"][v] + week.leg_cost[week.slot["cls"][r], way[:-1], way[1:]].sum()
    driven["end"] = week.vd["shift_from"][v] + week.leg_min[way[:-1], way[1:]].sum() + week.site["service"][route].sum()
    driven["stops"] = len(route)
    driven["late"] = max(0.0, driven["end"][0] - week.vd["shift_to"][v])
    driven["over"] = max(0.0, load / week.vd_cap[v, 0] - 1.0)


def routes_of(state: State, week: Week) -> list[list[list[int]]]:
    """For each day the routes as lists of nodes, the depot left out."""
    days: list[list[list[int]]] = [[] for _ in range(week.day.shape[1])]
    for r, day in enumerate(week.slot["day"]):
        if state.slot["length"][r] > 0:
            days[day].append([int(x) for x in state.route[r, : state.slot["length"][r]]])
    return days


def read_masks(codes: Sequence[int], days: int) -> tuple[tuple[int, ...], ...]:
    """Day sets from Cordeau's binary codes, in which the first day is the highest bit."""
    return tuple(tuple(d for d in range(days) if code >> (days - 1 - d) & 1) for code in codes)
