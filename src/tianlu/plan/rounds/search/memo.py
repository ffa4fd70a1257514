"""What one iteration changes, kept so that it can be taken back."""

from typing import NamedTuple

import numpy as np

from tianlu.plan.rounds.arrays import ARRIVAL_HOUR, FURTHER_DRIVER, N_SENT, PLAIN, Float, Int, Records, Week
from tianlu.plan.rounds.search.compiled import compiled, inlined

TOUCHED = 0
NOTED = 1
ABSENT = 2
MISSENT = 3
RIDES = 4
N_COUNTS = 5
ORDER = 4
RUINED = 5
N_LISTS = 6
"""Rows of `Memo.lists`; how much of the first four is in use, and of `rides`, stands in `Memo.counts`."""

FULLER = 3
N_TALLY = 4
"""In `Memo.tally`: by how much holds are fuller than before. What stands before it belongs to the loop."""

SLOTS_KEPT = 4
"""Slots that are looked at with a visit's load, the cheapest without it."""

MARKS = np.dtype(
    [("noted", np.int64), ("taken", np.int64), ("lifted", np.int64), ("dirty", np.int64), ("missent", np.int64)]
)
RIDE = np.dtype([("lift", np.int64), ("sign", np.float64)])
PLACE_IN_SLOT = np.dtype([("cost", np.float64), ("slot", np.int64), ("position", np.int64)])
WAY = np.dtype(
    [
        ("cost", np.float64),
        ("way", np.int64),
        ("position", np.int64),
        ("home_cost", np.float64),
        ("home_way", np.int64),
    ]
)


class Memo(NamedTuple):
    """What one iteration changes, so that it can be taken back.

    counts   (N_COUNTS,) entries in use
    lists    (N_LISTS, max(n, V, R)): vehicle-days touched, whose rounds were copied to the spare state before a
             change; nodes noted, whose visits and loads were copied; nodes absent, lifted out; villages missent, whose
             mail may go another way now; the order in which absent nodes go back; slots ruined
    touched  (V,) 1 if among the vehicle-days touched
    node     (n,) MARKS: 1 if noted, if taken out, if missent; lifted, a mask of the days; dirty, a station whose
             feeds or through mail changed
    rides    (8 n T + 16,) RIDE: bus rides added and taken off, in order; ride_load (…, 4) what rode
    nodes    nodes that are to be served
    keys     (n,) scratch to order absent nodes by
    kept     (SLOTS_KEPT,) PLACE_IN_SLOT: the cheapest positions of a node on a day
    ways     (T, T + 1) WAY: of a node the cheapest way, and the cheapest that also brings mail back, by day and gap
    load     (4,) and feed_load (T, 4), exact (n, T, 4), riding (H, 2): scratch
    tally    (N_TALLY,) sums over an iteration or a call
    driver_price (drivers,) what insertion asks of a driver, and hours (2,) between which minutes of the day it asks
             nothing: where consistency is priced
    """

    counts: Int
    lists: Int
    touched: Int
    node: Records
    rides: Records
    ride_load: Float
    nodes: Int
    keys: Float
    kept: Records
    ways: Records
    load: Float
    feed_load: Float
    exact: Float
    riding: Float
    tally: Float
    driver_price: Float
    hours: Float


def new_memo(week: Week) -> Memo:
    n, days = week.day.shape
    rides = 8 * n * days + 16
    return Memo(
        counts=np.zeros(N_COUNTS, np.int64),
        lists=np.zeros((N_LISTS, max(n, len(week.vd), len(week.slot))), np.int64),
        touched=np.zeros(len(week.vd), np.int64),
        node=np.zeros(n, MARKS),
        rides=np.zeros(rides, RIDE),
        ride_load=np.zeros((rides, 4)),
        nodes=np.flatnonzero(week.site["pattern_count"] > 0).astype(np.int64),
        keys=np.zeros(n),
        kept=np.zeros(SLOTS_KEPT, PLACE_IN_SLOT),
        ways=np.zeros((days, days + 1), WAY),
        load=np.zeros(4),
        feed_load=np.zeros((days, 4)),
        exact=np.zeros((n, days, 4)),
        riding=np.zeros((len(week.hold), 2)),
        tally=np.zeros(N_TALLY),
        driver_price=np.zeros(int(week.vd["driver"].max(initial=0)) + 1),
        hours=np.zeros(2),
    )


@inlined
def touch(week, state, memo, spare, v):
    """Remember vehicle-day v as it is, once."""
    if memo.touched[v]:
        return
    memo.touched[v] = 1
    memo.lists[TOUCHED, memo.counts[TOUCHED]] = v
    memo.counts[TOUCHED] += 1
    copy_vehicle_day(week, state, spare, v)


@compiled
def touch_far(week, state, memo, spare, v):
    """touch, for where it is rare."""
    touch(week, state, memo, spare, v)


@inlined
def copy_vehicle_day(week, source, target, v):
    target.vd[v] = source.vd[v]
    timed = week.numbers[PLAIN] == 0
    for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
        target.slot[r] = source.slot[r]
        target.peak[r, 0] = source.peak[r, 0]
        target.peak[r, 1] = source.peak[r, 1]
        for p in range(source.slot[r].length):
            target.route[r, p] = source.route[r, p]
        if timed:
            for p in range(source.slot[r].length):
                target.arrive[r, p] = source.arrive[r, p]


@inlined
def note(week, state, memo, spare, x):
    """Remember node x as it is, once."""
    if memo.node[x].noted:
        return
    memo.node[x].noted = 1
    memo.lists[NOTED, memo.counts[NOTED]] = x
    memo.counts[NOTED] += 1
    copy_node(week, state, spare, x)


@compiled
def note_far(week, state, memo, spare, x):
    """note, for where it is rare."""
    note(week, state, memo, spare, x)


@inlined
def copy_node(week, source, target, x):
    target.node[x] = source.node[x]
    for d in range(source.visit.shape[1]):
        target.visit[x, d] = source.visit[x, d]
    if week.numbers[PLAIN] > 0:
        return
    for d in range(source.visit.shape[1]):
        for k in range(4):
            target.carried[x, d, k] = source.carried[x, d, k]
            target.through[x, d, k] = source.through[x, d, k]
        for k in range(N_SENT):
            target.sent[x, d, k] = source.sent[x, d, k]
    if week.numbers[FURTHER_DRIVER] + week.numbers[ARRIVAL_HOUR] > 0:
        target.unsteady[x] = source.unsteady[x]
        for d in range(source.visit.shape[1]):
            target.reached[x, d] = source.reached[x, d]


@inlined
def forget(memo):
    """Begin a new iteration."""
    for k in range(memo.counts[TOUCHED]):
        memo.touched[memo.lists[TOUCHED, k]] = 0
    for k in range(memo.counts[NOTED]):
        memo.node[memo.lists[NOTED, k]].noted = 0
        memo.node[memo.lists[NOTED, k]].dirty = 0
    for k in range(memo.counts[ABSENT]):
        memo.node[memo.lists[ABSENT, k]].taken = 0
    for k in range(memo.counts[MISSENT]):
        memo.node[memo.lists[MISSENT, k]].missent = 0
    for k in range(memo.counts.shape[0]):
        memo.counts[k] = 0
    memo.tally[FULLER] = 0.0
