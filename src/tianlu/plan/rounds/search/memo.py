"""What one iteration changes, kept so that it can be taken back."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tianlu.plan.rounds.arrays import PLAIN, Float, Int, Week
from tianlu.plan.rounds.search.compiled import compiled, inlined

Flags = NDArray[np.bool_]

TOUCHED = 0
NOTED = 1
RIDES = 2
ABSENT = 3


class Memo(NamedTuple):
    """What one iteration changes, so that it can be taken back. Counts stand in `counts`.

    touched (V,), touched_list: vehicle-days whose rounds were copied to the spare state before a change
    noted (n,), noted_list: nodes whose visits and loads were copied
    ride_*: bus rides added and taken off, in order
    absent (n,): nodes lifted out; taken (n,): 1 while a node is among them; lifted (n,): mask of the days lifted
    dirty (n,): stations whose through mail changed
    The rest is scratch: nodes (n,) that are to be served; keys, order (n,) of absent nodes; ruined (R,) slots;
    found_* (T,) the cheapest way of each day, home_* (T,) the cheapest that also brings mail back; load (4,);
    exact (n, T, 4); riding (H, 2); fullness (1,) by how much holds are fuller than before; fine (3,) counts.
    """

    counts: Int
    touched: Flags
    touched_list: Int
    noted: Flags
    noted_list: Int
    ride_lift: Int
    ride_sign: Float
    ride_load: Float
    absent: Int
    taken: Flags
    lifted: Int
    dirty: Flags
    nodes: Int
    keys: Float
    order: Int
    ruined: Int
    found_cost: Float
    found_way: Int
    home_cost: Float
    home_way: Int
    found_pos: Int
    load: Float
    exact: Float
    riding: Float
    fullness: Float
    fine: Float


def new_memo(week: Week) -> Memo:
    n, days = week.opens.shape
    vehicle_days = len(week.vd_first)
    rides = 8 * n * days + 16
    return Memo(
        counts=np.zeros(4, np.int64),
        touched=np.zeros(vehicle_days, np.bool_),
        touched_list=np.zeros(vehicle_days, np.int64),
        noted=np.zeros(n, np.bool_),
        noted_list=np.zeros(n, np.int64),
        ride_lift=np.zeros(rides, np.int64),
        ride_sign=np.zeros(rides),
        ride_load=np.zeros((rides, 4)),
        absent=np.zeros(n, np.int64),
        taken=np.zeros(n, np.bool_),
        lifted=np.zeros(n, np.int64),
        dirty=np.zeros(n, np.bool_),
        nodes=np.flatnonzero(week.pattern_count > 0).astype(np.int64),
        keys=np.zeros(n),
        order=np.zeros(n, np.int64),
        ruined=np.zeros(len(week.slot_vd), np.int64),
        found_cost=np.zeros(days),
        found_way=np.zeros(days, np.int64),
        home_cost=np.zeros(days),
        home_way=np.zeros(days, np.int64),
        found_pos=np.zeros(days, np.int64),
        load=np.zeros(4),
        exact=np.zeros((n, days, 4)),
        riding=np.zeros((len(week.hold), 2)),
        fullness=np.zeros(1),
        fine=np.zeros(3),
    )


@inlined
def touch(week, state, memo, spare, v):
    """Remember vehicle-day v as it is, once."""
    if memo.touched[v]:
        return
    memo.touched[v] = True
    memo.touched_list[memo.counts[TOUCHED]] = v
    memo.counts[TOUCHED] += 1
    copy_vehicle_day(week, state, spare, v)


@compiled
def touch_far(week, state, memo, spare, v):
    """touch, for where it is rare."""
    touch(week, state, memo, spare, v)


@inlined
def copy_vehicle_day(week, source, target, v):
    target.vd_cost[v] = source.vd_cost[v]
    target.vd_late[v] = source.vd_late[v]
    target.vd_over[v] = source.vd_over[v]
    target.vd_end[v] = source.vd_end[v]
    target.vd_stops[v] = source.vd_stops[v]
    timed = week.numbers[PLAIN] == 0
    for r in range(week.vd_first[v], week.vd_first[v] + week.vd_slots[v]):
        target.length[r] = source.length[r]
        target.peak[r, 0] = source.peak[r, 0]
        target.peak[r, 1] = source.peak[r, 1]
        for p in range(source.length[r]):
            target.route[r, p] = source.route[r, p]
        if timed:
            target.leave[r] = source.leave[r]
            target.back[r] = source.back[r]
            for p in range(source.length[r]):
                target.arrive[r, p] = source.arrive[r, p]


@inlined
def note(week, state, memo, spare, x):
    """Remember node x as it is, once."""
    if memo.noted[x]:
        return
    memo.noted[x] = True
    memo.noted_list[memo.counts[NOTED]] = x
    memo.counts[NOTED] += 1
    copy_node(week, state, spare, x)


@compiled
def note_far(week, state, memo, spare, x):
    """note, for where it is rare."""
    note(week, state, memo, spare, x)


@inlined
def copy_node(week, source, target, x):
    target.pattern[x] = source.pattern[x]
    target.kept[x] = source.kept[x]
    for d in range(source.where.shape[1]):
        target.where[x, d] = source.where[x, d]
    if week.numbers[PLAIN] > 0:
        return
    for d in range(source.where.shape[1]):
        target.lift_cost[x, d] = source.lift_cost[x, d]
        target.fed_at[x, d] = source.fed_at[x, d]
        for k in range(4):
            target.carried[x, d, k] = source.carried[x, d, k]
        for unit in range(2):
            target.through[x, d, unit] = source.through[x, d, unit]
            target.back_through[x, d, unit] = source.back_through[x, d, unit]


@inlined
def forget(memo):
    """Begin a new iteration."""
    for k in range(memo.counts[TOUCHED]):
        memo.touched[memo.touched_list[k]] = False
    for k in range(memo.counts[NOTED]):
        memo.noted[memo.noted_list[k]] = False
        memo.dirty[memo.noted_list[k]] = False
    for k in range(memo.counts[ABSENT]):
        memo.taken[memo.absent[k]] = False
    for k in range(4):
        memo.counts[k] = 0
    memo.fullness[0] = 0.0
