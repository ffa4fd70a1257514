"""A plain week laid out for speed: the problem, the week's rounds, and what is known of them.

Slots of a day lie side by side; a slot is a vehicle-day with one round. All lengths are in the problem's own unit.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tianlu.plan.rounds.arrays import TOLD, UNSERVED, Float, Int, Records, State, Week
from tianlu.plan.rounds.pool import can_pool

RULER = np.dtype(
    [
        ("stamp", np.int64),
        ("more", np.float64),
        ("position", np.int64),
    ]
)
"""What putting a node into a round adds to its length at the cheapest position; true of the round with that stamp."""


class Task(NamedTuple):
    """The problem: n nodes, node 0 the depot, T days, R slots, P patterns at most.

    to, of        (n, n) length from i to j; its transpose
    near          (n, n - 1) other nodes, nearest first
    nodes         those to be served
    service, demand  (n,) of a visit
    patterns      (n, P) bit masks of days; pattern_count (n,) how many; may (n,) their union
    first         (T + 1,) first slot of a day
    day           (R,) day of a slot
    load_max, length_max  (T,)
    """

    to: Float
    of: Float
    near: Int
    nodes: Int
    service: Float
    demand: Float
    patterns: Int
    pattern_count: Int
    may: Int
    first: Int
    day: Int
    load_max: Float
    length_max: Float


class Rounds(NamedTuple):
    """A week's rounds.

    stops    (R, n + 1) nodes of a slot in order; visits (R,) how many
    leg      (R, n + 2) length of the leg to each stop, and of the last one home
    load     (R,); length (R,) without service; busy (R,) with it
    where    (n, T) slot or UNSERVED
    pattern  (n,) or -1
    """

    stops: NDArray[np.uint32]
    leg: Float
    visits: Int
    load: Float
    length: Float
    busy: Float
    where: Int
    pattern: Int


class Memory(NamedTuple):
    """What the search remembers from one iteration to the next, and of the iteration it is in.

    stamp     (R,) changes whenever a round does: the same stamp is the same round; stamp_before (R,) of a touched slot
    clock     (1,) the last stamp given
    ruler     (n, R) RULER
    touched   slots copied to the spare week before a change; noted: nodes so copied; absent: nodes lifted out, in the
              order in which they go back; ruined: slots that lost a string
    counts    (3,) how many are touched, noted, absent; is_touched (R,), is_noted, is_absent (n,) whether they are
    lifted    (n,) mask of the days an absent node left
    keys      (n,) scratch to order absent nodes by
    way_cost, way_slot, way_position  (T,) the cheapest way to serve a node on a day
    """

    stamp: Int
    stamp_before: Int
    clock: Int
    ruler: Records
    touched: Int
    noted: Int
    absent: Int
    ruined: Int
    counts: Int
    is_touched: Int
    is_noted: Int
    is_absent: Int
    lifted: Int
    keys: Float
    way_cost: Float
    way_slot: Int
    way_position: Int


def fits(week: Week) -> bool:
    """True if nothing but lengths, loads and patterns binds and costs, and vehicles of a day are alike."""
    free = not (week.vd["fixed"].any() or week.vd["depot"].any() or week.pattern_cost.any() or week.numbers[TOLD])
    return can_pool(week) and free and not (week.vd["shift_from"].any() or week.site["frozen"].any())


def task_of(week: Week) -> Task:
    """The problem of a plain week, see `plain.py`."""
    days = np.arange(week.day.shape[1] + 1)
    first = np.searchsorted(week.slot["day"], days)
    of_day = np.minimum(first[:-1], max(0, len(week.slot) - 1))
    return Task(
        to=week.leg_cost[0].copy(),
        of=week.leg_cost_to[0].copy(),
        near=week.near,
        nodes=np.flatnonzero(week.site["pattern_count"] > 0),
        service=week.site["service"].copy(),
        demand=week.load_guess[:, 0, 0].copy(),
        patterns=week.patterns,
        pattern_count=week.site["pattern_count"].copy(),
        may=np.bitwise_or.reduce(week.patterns, axis=1),
        first=first,
        day=week.slot["day"].copy(),
        load_max=week.vd_cap[of_day, 0],
        length_max=week.vd["shift_to"][of_day],
    )


def no_rounds(task: Task) -> Rounds:
    """Nobody is served yet."""
    n, slots, days = len(task.to), len(task.day), len(task.first) - 1
    return Rounds(
        stops=np.zeros((slots, n + 1), np.uint32),
        leg=np.zeros((slots, n + 2)),
        visits=np.zeros(slots, np.int64),
        load=np.zeros(slots),
        length=np.zeros(slots),
        busy=np.zeros(slots),
        where=np.full((n, days), UNSERVED, np.int64),
        pattern=np.full(n, -1, np.int64),
    )


def new_memory(task: Task) -> Memory:
    n, slots, days = len(task.to), len(task.day), len(task.first) - 1
    ruler = np.zeros((n, slots), RULER)
    ruler["stamp"] = -1
    return Memory(
        stamp=np.zeros(slots, np.int64),
        stamp_before=np.zeros(slots, np.int64),
        clock=np.zeros(1, np.int64),
        ruler=ruler,
        touched=np.zeros(slots, np.int64),
        noted=np.zeros(n, np.int64),
        absent=np.zeros(n, np.int64),
        ruined=np.zeros(slots, np.int64),
        counts=np.zeros(3, np.int64),
        is_touched=np.zeros(slots, np.int64),
        is_noted=np.zeros(n, np.int64),
        is_absent=np.zeros(n, np.int64),
        lifted=np.zeros(n, np.int64),
        keys=np.zeros(n),
        way_cost=np.zeros(days),
        way_slot=np.zeros(days, np.int64),
        way_position=np.zeros(days, np.int64),
    )


def read_rounds(state: State, rounds: Rounds) -> None:
    """Take over the rounds of `state`; loads and lengths are left to the search."""
    rounds.stops[...] = state.route
    rounds.visits[...] = state.slot["length"]
    rounds.where[...] = state.visit["where"]
    rounds.pattern[...] = state.node["pattern"]


def write_rounds(task: Task, rounds: Rounds, state: State) -> None:
    """Make `state` the driven week of `rounds`."""
    state.route[...] = rounds.stops
    state.slot["length"] = rounds.visits
    state.visit["where"] = rounds.where
    state.node["pattern"] = rounds.pattern
    state.peak[:, 0] = rounds.load
    state.vd["cost"] = rounds.length
    state.vd["end"] = rounds.busy
    state.vd["stops"] = rounds.visits
    load_max, length_max = task.load_max[task.day], task.length_max[task.day]
    too_much, too_long = rounds.load - load_max, rounds.busy - length_max
    state.vd["over"] = np.where(too_much > 1e-6, too_much / load_max, 0.0)
    state.vd["late"] = np.where(too_long > 1e-6, too_long, 0.0)
