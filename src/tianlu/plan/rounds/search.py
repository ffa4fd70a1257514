"""Ruin and recreate over rounds, day patterns and modes, compiled.

A string of neighbouring stops is lifted out of the rounds of a day, most often out of all its days, and each node goes
back with the day pattern, the mode and the positions that cost least now; simulated annealing decides what is kept.
Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54(2), 2020), extended to
day patterns, to stations fed by van or bus, and to rounds that wait for their feed. Loads, minutes and promises may be
broken at a price while the search is on its way; only a week that `audit_week` finds sound becomes the best.

All compiled code stands in this one file: numba's cache does not see a change in another file.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tianlu.plan.rounds.arrays import (
    BAG_G,
    BAG_PIECES,
    DRIVE_MAX,
    HANDLING,
    HOURLY,
    HUB_CUTOFF,
    HUB_READY,
    MARGIN,
    NEVER,
    PLAIN,
    PROMISES,
    REST,
    TRANSFER,
    UNSERVED,
    VILLAGE_READY,
    Float,
    Int,
    Week,
)

Flags = NDArray[np.bool_]

PLAIN_CALLS: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}
"""No reference counts: nothing here makes an array, and calls pass many."""
NO_WAY_IN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""No way in from Python, which would cost most of the compiling."""

compiled: Any = njit(**PLAIN_CALLS, **NO_WAY_IN)
"""For functions that compiled code calls."""

inlined: Any = njit(**PLAIN_CALLS, **NO_WAY_IN, inline="always")
"""For the parts of the loop: a call would hand over some hundred array bounds, which costs more than the work."""

entry: Any = njit(**PLAIN_CALLS, nogil=True, cache=True)
"""For functions that Python calls."""

DAY = 1440.0
FIRST_LIFT = -2
HUB = 0

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
    found_* (T,) the cheapest way of each day; load (4,); exact (n, T, 4); riding (H, 2); fine (3,) counts.
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
    found_pos: Int
    load: Float
    exact: Float
    riding: Float
    fine: Float


def new_memo(week: Week) -> Memo:
    n, days = week.opens.shape
    vehicle_days = len(week.vd_first)
    rides = 4 * n * days + 16
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
        found_pos=np.zeros(days, np.int64),
        load=np.zeros(4),
        exact=np.zeros((n, days, 4)),
        riding=np.zeros((len(week.hold), 2)),
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


@inlined
def take_back(week, state, memo, spare):
    """Undo the iteration."""
    for k in range(memo.counts[RIDES]):
        ride(week, state, memo.ride_lift[k], memo.ride_load[k], -memo.ride_sign[k])
    for k in range(memo.counts[NOTED]):
        copy_node(week, spare, state, memo.noted_list[k])
    for k in range(memo.counts[TOUCHED]):
        copy_vehicle_day(week, spare, state, memo.touched_list[k])


# ---------------------------------------------------------------------------------------------- driving a vehicle-day


@compiled
def travel_minutes(week, i, j, at):
    minutes = week.leg_min[i, j]
    if week.numbers[HOURLY] > 0:
        hour = int(at // 60) % 24
        minutes = math.ceil(minutes * week.hour_percent[hour] / 100.0 - 1e-9)
    return minutes


@compiled
def closure_minutes(week, day, i, j, start, end):
    """Minutes that a stay at j (i < 0) or a drive from i to j lies inside a closure."""
    total = 0.0
    a = day * DAY + start
    b = day * DAY + end
    for c in range(week.closure.shape[0]):
        place = int(week.closure[c, 0])
        if i < 0:
            if place != j:
                continue
        elif place >= 0 or int(week.closure[c, 1]) != i or int(week.closure[c, 2]) != j:
            continue
        overlap = min(b, week.closure[c, 4]) - max(a, week.closure[c, 3])
        if overlap >= 0 and a < week.closure[c, 4]:
            total += max(overlap, 1.0)
    return total


@compiled
def drive_round(week, state, r, start):
    """Drive slot r from `start`: (back, minutes too late in windows and closures, minutes that a later start saves)."""
    day = week.slot_day[r]
    depot = week.slot_depot[r]
    drive_max = week.numbers[DRIVE_MAX]
    rest = week.numbers[REST]
    closures = week.closure.shape[0] > 0
    clock = start
    late = 0.0
    waited = 0.0
    can_shift = NEVER
    at_wheel = 0.0
    stood = 0.0
    here = depot
    count = state.length[r]
    for p in range(count + 1):
        there = state.route[r, p] if p < count else depot
        minutes = travel_minutes(week, here, there, clock)
        if stood >= rest:
            at_wheel = 0.0
        if at_wheel > 0 and at_wheel + minutes > drive_max:
            clock += rest - stood
            at_wheel = 0.0
            minutes = travel_minutes(week, here, there, clock)
        rests_on_way = 0.0
        if minutes > drive_max:
            rests_on_way = math.ceil(minutes / drive_max) - 1.0
        at_wheel += minutes - rests_on_way * drive_max
        if closures:
            late += closure_minutes(week, day, here, there, clock, clock + minutes)
        clock += minutes + rests_on_way * rest
        if p == count:
            break
        state.arrive[r, p] = clock
        begin = clock
        if week.windowed[there] > 0:
            begin = max(begin, week.opens[there, day])
            waited += begin - clock
            slack = week.closes[there, day] - 1.0 - begin  # the window is half-open
            if slack < 0:
                late -= slack
                slack = 0.0
            can_shift = min(can_shift, waited + slack)
        if closures:
            late += closure_minutes(week, day, -1, there, clock, begin + week.service[there])
        stood = begin + week.service[there] - clock
        clock = begin + week.service[there]
        here = there
    return clock, late, min(waited, can_shift)


@compiled
def weigh_round(week, state, r, carried, margin):
    """Set the peak load of slot r and return by what share of the capacity it is too much."""
    day = week.slot_day[r]
    v = week.slot_vd[r]
    over = 0.0
    for unit in range(2):
        aboard = 0.0
        for p in range(state.length[r]):
            aboard += carried[state.route[r, p], day, unit]
        peak = aboard
        for p in range(state.length[r]):
            x = state.route[r, p]
            aboard += carried[x, day, 2 + unit] - carried[x, day, unit]
            if aboard > peak:
                peak = aboard
        state.peak[r, unit] = peak
        cap = week.vd_cap[v, unit] * (1.0 - margin)
        if peak > cap + 1e-6:
            over += (peak - cap) / cap
    return over


@inlined
def drive_plain(week, state, v):
    """drive_vehicle_day where only lengths count: legs and services, one after the other."""
    cost = 0.0
    end = week.vd_from[v]
    over = 0.0
    stops = 0
    depot = week.vd_depot[v]
    cls = week.vd_class[v]
    for r in range(week.vd_first[v], week.vd_first[v] + week.vd_slots[v]):
        count = state.length[r]
        if count == 0:
            state.peak[r, 0] = 0.0
            state.peak[r, 1] = 0.0
            continue
        if stops > 0:
            end += week.vd_reload[v]
        stops += count
        load = 0.0
        here = depot
        day = week.slot_day[r]
        for p in range(count):
            there = state.route[r, p]
            cost += week.leg_cost[cls, here, there]
            end += week.leg_min[here, there] + week.service[there]
            load += state.carried[there, day, 0]
            here = there
        cost += week.leg_cost[cls, here, depot]
        end += week.leg_min[here, depot]
        state.peak[r, 0] = load
        if load > week.vd_cap[v, 0] + 1e-6:
            over += (load - week.vd_cap[v, 0]) / week.vd_cap[v, 0]
    if stops > 0:
        cost += week.vd_fixed[v]
    state.vd_cost[v] = cost
    state.vd_end[v] = end
    state.vd_stops[v] = stops
    state.vd_over[v] = over
    state.vd_late[v] = end - week.vd_to[v] if end > week.vd_to[v] + 1e-6 else 0.0


@inlined
def drive_vehicle_day(week, state, v):
    """Set times, cost and trouble of vehicle-day v from its slots.

    A round waits at its depot for the day's mail or feed if the shift then still suffices, else it leaves at once with
    what came before.
    """
    if week.numbers[PLAIN] > 0:
        drive_plain(week, state, v)
        return
    depot = week.vd_depot[v]
    cls = week.vd_class[v]
    day = week.vd_day[v]
    minute_cost = week.minute_cost[cls]
    ready = week.numbers[HUB_READY]
    if depot != HUB:
        ready = state.fed_at[depot, day] + week.numbers[TRANSFER] if week.station[depot] > 0 else 0.0
    cost = 0.0
    over = 0.0
    late = 0.0
    end = week.vd_from[v]
    stops = 0
    for r in range(week.vd_first[v], week.vd_first[v] + week.vd_slots[v]):
        count = state.length[r]
        if count == 0:
            state.peak[r, 0] = 0.0
            state.peak[r, 1] = 0.0
            continue
        start = end
        if stops > 0:
            start += week.vd_reload[v]
        leave = start
        if start < ready < week.vd_to[v]:
            leave = ready
        back, bad, shift = drive_round(week, state, r, leave)
        trouble = bad + max(0.0, back - week.vd_to[v])
        if leave > start and trouble > 0:
            back_now, bad_now, shift_now = drive_round(week, state, r, start)
            if bad_now + max(0.0, back_now - week.vd_to[v]) < trouble:
                leave, back, bad, shift = start, back_now, bad_now, shift_now
            else:
                drive_round(week, state, r, leave)
        if shift > 0:
            later = leave + math.floor(shift)
            back_later, bad_later, _ = drive_round(week, state, r, later)
            if back_later <= back and bad_later <= bad:
                leave, back, bad = later, back_later, bad_later
            else:
                drive_round(week, state, r, leave)
        stops += count
        state.leave[r] = leave
        state.back[r] = back
        late += bad
        end = back
        cost += (back - leave) * minute_cost
        here = depot
        for p in range(count + 1):
            there = state.route[r, p] if p < count else depot
            cost += week.leg_cost[cls, here, there] - minute_cost * week.leg_min[here, there]
            if p < count:
                cost += week.stop_cost[there]
            here = there
        over += weigh_round(week, state, r, state.carried, week.numbers[MARGIN])
    if stops > 0:
        cost += week.vd_fixed[v]
        if end > week.vd_to[v]:
            late += end - week.vd_to[v]
    state.vd_cost[v] = cost
    state.vd_end[v] = end
    state.vd_stops[v] = stops
    state.vd_over[v] = over
    state.vd_late[v] = late


ALL = 0
TOUCHED_ONES = 1
TOUCHED_AT_STATIONS = 2


@compiled
def drive_vehicle_days(week, state, memo, which):
    """Drive every vehicle-day, those touched, or those touched that stand at a station."""
    count = memo.counts[TOUCHED] if which != ALL else week.vd_first.shape[0]
    for k in range(count):
        v = memo.touched_list[k] if which != ALL else k
        if which == TOUCHED_AT_STATIONS and week.station[week.vd_depot[v]] == 0:
            continue
        drive_vehicle_day(week, state, v)


# ------------------------------------------------------------------------------------------------------ riding by bus


@compiled
def fee_of(week, o, ride, grams, pieces):
    basis = week.lift_fee[o, ride, 0]
    units = 1.0
    if basis == 0:
        units = max(math.ceil(grams / week.numbers[BAG_G]), math.ceil(pieces / week.numbers[BAG_PIECES]))
    elif basis == 1:
        units = math.ceil(grams / 1000.0)
    else:
        units = pieces
    return week.lift_fee[o, ride, 1] * max(1.0, units)


@compiled
def price_lift(week, o, out_g, out_pieces, back_g, back_pieces):
    cost = fee_of(week, o, 0, out_g, out_pieces) + week.numbers[HANDLING]
    if week.lift_leg[o, 2] >= 0:
        cost += fee_of(week, o, 1, back_g, back_pieces) + week.numbers[HANDLING]
    return cost


@compiled
def ride(week, state, o, load, sign):
    for h in range(week.lift_leg[o, 0], week.lift_leg[o, 1]):
        state.riding[h, 0] += sign * load[0]
        state.riding[h, 1] += sign * load[1]
    for h in range(week.lift_leg[o, 2], week.lift_leg[o, 3]):
        state.riding[h, 0] += sign * load[2]
        state.riding[h, 1] += sign * load[3]


@compiled
def log_ride(memo, o, load, sign):
    k = memo.counts[RIDES]
    memo.ride_lift[k] = o
    memo.ride_sign[k] = sign
    for unit in range(4):
        memo.ride_load[k, unit] = load[unit]
    memo.counts[RIDES] += 1


@compiled
def upload(week, state, memo, x, day):
    """Put x's load on its lift; returns what that costs."""
    o = FIRST_LIFT - state.where[x, day]
    load = state.carried[x, day]
    ride(week, state, o, load, 1.0)
    log_ride(memo, o, load, 1.0)
    cost = price_lift(week, o, load[0], load[1], load[2], load[3])
    state.lift_cost[x, day] = cost
    return cost


@compiled
def unload(week, state, memo, x, day):
    """Take x's load off its lift; returns the change of cost, not positive."""
    cost = state.lift_cost[x, day]
    if cost <= 0:
        return 0.0
    o = FIRST_LIFT - state.where[x, day]
    load = state.carried[x, day]
    ride(week, state, o, load, -1.0)
    log_ride(memo, o, load, -1.0)
    state.lift_cost[x, day] = 0.0
    return -cost


@compiled
def crowding(week, state, o, load):
    """Kilograms and pieces by which a lift would overfill the hold on its worst leg out and its worst leg back."""
    prudent = 1.0 - week.numbers[MARGIN]
    total = 0.0
    for way in range(2):
        worst = 0.0
        for h in range(week.lift_leg[o, 2 * way], week.lift_leg[o, 2 * way + 1]):
            over = max(0.0, state.riding[h, 0] + load[2 * way] - week.hold[h, 0] * prudent) / 1000.0
            over += max(0.0, state.riding[h, 1] + load[2 * way + 1] - week.hold[h, 1] * prudent)
            worst = max(worst, over)
        total += worst
    return total


@compiled
def overfull(week, riding, margin):
    """Kilograms and pieces too much, over all legs of all trips."""
    total = 0.0
    for h in range(week.hold.shape[0]):
        total += max(0.0, riding[h, 0] - week.hold[h, 0] * (1.0 - margin)) / 1000.0
        total += max(0.0, riding[h, 1] - week.hold[h, 1] * (1.0 - margin))
    return total


# -------------------------------------------------------------------------------------------- mail through stations


@compiled
def credit_stations(week, state, memo, spare, x, sign):
    """Add (or take off) what village x sends through stations, given its visits; marks the stations it touches."""
    days = week.opens.shape[1]
    mask = 0
    for d in range(days):
        if state.where[x, d] != UNSERVED:
            mask |= 1 << d
    if mask == 0:
        return
    for ready in range(days):
        visit = ready
        while not mask >> visit & 1:
            visit = visit + 1 if visit + 1 < days else 0
        w = state.where[x, visit]
        if w < 0:
            continue
        s = week.slot_depot[w]
        if week.station[s] == 0:
            continue
        note(week, state, memo, spare, s)
        memo.dirty[s] = True
        for unit in range(2):
            state.through[s, ready, unit] += sign * week.mail[x, ready, unit]
            state.back_through[s, visit, unit] += sign * week.mail[x, ready, 2 + unit]


@compiled
def refresh_station(week, state, s, memo, spare):
    """Bring the loads of station s's feeds up to date; returns by how much the cost of lifts changed."""
    lift_cost = 0.0
    days = week.opens.shape[1]
    for d in range(days):
        w = state.where[s, d]
        if w == UNSERVED:
            continue
        load = memo.load
        load[:] = 0.0
        back = d
        r = d
        first = True
        while first or state.where[s, r] == UNSERVED:
            first = False
            for unit in range(2):
                load[unit] += state.through[s, r, unit] + week.mail[s, r, unit]
                load[2 + unit] += week.mail[s, r, 2 + unit]
            back = r - 1 if r > 0 else days - 1
            for unit in range(2):
                load[2 + unit] += state.back_through[s, back, unit]
            r = back
            if r == d:
                break
        same = True
        for k in range(4):
            if load[k] != state.carried[s, d, k]:
                same = False
        if same and (w >= 0 or state.lift_cost[s, d] > 0):
            continue
        if w >= 0:
            for k in range(4):
                state.carried[s, d, k] = load[k]
            touch(week, state, memo, spare, week.slot_vd[w])
        else:
            lift_cost += unload(week, state, memo, s, d)
            for k in range(4):
                state.carried[s, d, k] = load[k]
            lift_cost += upload(week, state, memo, s, d)
    return lift_cost


# ----------------------------------------------------------------------------------------------------------- promises


@compiled
def at_station(week, state, s, ready):
    """Minute, counted from Monday 00:00 of the week in which mail became ready on day `ready`, at which it is at
    station s; NEVER if the station is not fed. With its feed's day counted on past the week's end."""
    days = week.opens.shape[1]
    ready_at = ready * DAY + week.numbers[HUB_READY]
    for ahead in range(days + 1):
        later = ready + ahead
        d = later % days
        w = state.where[s, d]
        if w == UNSERVED:
            continue
        leaves = week.lift_min[FIRST_LIFT - w, 0] if w < 0 else state.leave[w]
        if later * DAY + leaves >= ready_at:
            return later * DAY + state.fed_at[s, d], later
    return NEVER, -1


@compiled
def delivery(week, state, x, ready):
    """How the mail of x that is ready on day `ready` reaches it: (minute, day counted on, feed's day counted on or -1);
    (NEVER, -1, -1) if it does not."""
    days = week.opens.shape[1]
    ready_at = ready * DAY + week.numbers[HUB_READY]
    if week.station[x] > 0:
        minute, fed = at_station(week, state, x, ready)
        return minute, fed, -1
    station_known = -1
    at = NEVER
    fed = -1
    for ahead in range(2 * days + 1):
        later = ready + ahead
        d = later % days
        w = state.where[x, d]
        if w == UNSERVED:
            continue
        if w < 0:
            if later * DAY + week.lift_min[FIRST_LIFT - w, 0] >= ready_at:
                return later * DAY + week.lift_min[FIRST_LIFT - w, 1], later, -1
            continue
        depot = week.slot_depot[w]
        leaves = later * DAY + state.leave[w]
        if week.station[depot] == 0:
            if leaves >= ready_at:
                return later * DAY + arrival(state, w, x), later, -1
            continue
        if station_known != depot:
            at, fed = at_station(week, state, depot, ready)
            station_known = depot
        if at + week.numbers[TRANSFER] <= leaves:
            return later * DAY + arrival(state, w, x), later, fed
    return NEVER, -1, -1


@compiled
def arrival(state, r, x):
    for p in range(state.length[r]):
        if state.route[r, p] == x:
            return state.arrive[r, p]
    return NEVER


@compiled
def back_from_station(week, state, s, at):
    """How what is at station s ready to go on at minute `at` comes to the hub: (minute, day counted on)."""
    days = week.opens.shape[1]
    first = int(at // DAY)
    for ahead in range(days + 1):
        later = first + ahead
        d = later % days
        w = state.where[s, d]
        if w == UNSERVED:
            continue
        if w < 0:
            o = FIRST_LIFT - w
            if week.lift_leg[o, 2] >= 0 and later * DAY + week.lift_min[o, 2] >= at:
                return later * DAY + week.lift_min[o, 3], later
        elif later * DAY + arrival(state, w, s) >= at:
            return later * DAY + state.back[w], later
    return NEVER, -1


@compiled
def collection(week, state, x, ready):
    """How what x has ready to collect on day `ready` reaches the hub: (minute, day it is taken, day it leaves its
    station or -1, all counted on); NEVER if it does not."""
    days = week.opens.shape[1]
    ready_at = ready * DAY + week.numbers[VILLAGE_READY]
    if week.station[x] > 0:
        minute, later = back_from_station(week, state, x, ready_at)
        return minute, later, -1
    for ahead in range(days + 1):
        later = ready + ahead
        d = later % days
        w = state.where[x, d]
        if w == UNSERVED:
            continue
        if w < 0:
            o = FIRST_LIFT - w
            if week.lift_leg[o, 2] >= 0 and later * DAY + week.lift_min[o, 2] >= ready_at:
                return later * DAY + week.lift_min[o, 3], later, -1
            continue
        if later * DAY + arrival(state, w, x) < ready_at:
            continue
        depot = week.slot_depot[w]
        if week.station[depot] == 0:
            return later * DAY + state.back[w], later, -1
        at = later * DAY + state.back[w] + week.numbers[TRANSFER]
        minute, onward = back_from_station(week, state, depot, at)
        return minute, later, onward
    return NEVER, -1, -1


@compiled
def broken_promise(week, state, x):
    """Minutes by which x's promises are broken, over the week's mail; a day for mail that never comes."""
    late = 0.0
    days = week.opens.shape[1]
    for ready in range(days):
        if week.promise[x, 0] >= 0 and week.mail[x, ready, 1] + week.mail[x, ready, 0] > 0:
            minute, _, _ = delivery(week, state, x, ready)
            due = ready * DAY + week.numbers[HUB_READY] + week.promise[x, 0]
            late += min(DAY, max(0.0, minute - due))
        if week.promise[x, 1] >= 0 and week.mail[x, ready, 3] + week.mail[x, ready, 2] > 0:
            minute, visit, _ = collection(week, state, x, ready)
            if visit < 0:
                late += DAY
                continue
            due = (visit + week.promise[x, 1]) * DAY + week.numbers[HUB_CUTOFF]
            late += min(DAY, max(0.0, minute - due))
    return late


@compiled
def audit_week(week, state, carried, riding):
    """Carry the week's mail piece by piece: fills `carried` (n, T, 4) with the true load of every visit and feed, and
    returns trouble found, 0 for a sound week: shares of capacity, kilograms, pieces and minutes added up."""
    n, days = week.opens.shape
    carried[:] = 0.0
    trouble = 0.0
    for x in range(1, n):
        if state.pattern[x] < 0:
            continue
        for ready in range(days):
            if week.mail[x, ready, 0] + week.mail[x, ready, 1] > 0:
                minute, visit, fed = delivery(week, state, x, ready)
                if visit < 0:
                    trouble += 1.0
                else:
                    for unit in range(2):
                        carried[x, visit % days, unit] += week.mail[x, ready, unit]
                    if fed >= 0:
                        s = week.slot_depot[state.where[x, visit % days]]
                        for unit in range(2):
                            carried[s, fed % days, unit] += week.mail[x, ready, unit]
            if week.mail[x, ready, 2] + week.mail[x, ready, 3] > 0:
                minute, visit, onward = collection(week, state, x, ready)
                if visit < 0 or minute >= NEVER:
                    trouble += 1.0
                    continue
                for unit in range(2, 4):
                    carried[x, visit % days, unit] += week.mail[x, ready, unit]
                if onward >= 0:
                    s = week.slot_depot[state.where[x, visit % days]]
                    for unit in range(2, 4):
                        carried[s, onward % days, unit] += week.mail[x, ready, unit]
        if week.numbers[PROMISES] > 0:
            trouble += broken_promise(week, state, x)
    for r in range(state.length.shape[0]):
        if state.length[r] > 0:
            peak_g = state.peak[r, 0]
            peak_pieces = state.peak[r, 1]
            trouble += weigh_round(week, state, r, carried, 0.0)
            state.peak[r, 0] = peak_g
            state.peak[r, 1] = peak_pieces
    if week.hold.shape[0] > 0:
        riding[:] = 0.0
        for x in range(1, n):
            for d in range(days):
                if state.where[x, d] <= FIRST_LIFT:
                    o = FIRST_LIFT - state.where[x, d]
                    for unit in range(2):
                        for h in range(week.lift_leg[o, 0], week.lift_leg[o, 1]):
                            riding[h, unit] += carried[x, d, unit]
                        for h in range(week.lift_leg[o, 2], week.lift_leg[o, 3]):
                            riding[h, unit] += carried[x, d, 2 + unit]
        trouble += overfull(week, riding, 0.0)
    return trouble


# -------------------------------------------------------------------------------------------------- ruin and recreate


@inlined
def lift_out(week, state, memo, spare, x, mask):
    """Take node x out of the days in `mask`; returns the change of lift cost."""
    days = week.opens.shape[1]
    change = 0.0
    note(week, state, memo, spare, x)
    plain = week.numbers[PLAIN] > 0
    if week.station[x] > 0:
        memo.dirty[x] = True
    elif not plain:
        credit_stations(week, state, memo, spare, x, -1.0)
    for d in range(days):
        if not mask >> d & 1:
            continue
        w = state.where[x, d]
        if w >= 0:
            v = week.slot_vd[w]
            if not memo.touched[v]:
                touch(week, state, memo, spare, v)
            p = 0
            while state.route[w, p] != x:
                p += 1
            for q in range(p, state.length[w] - 1):
                state.route[w, q] = state.route[w, q + 1]
            state.length[w] -= 1
        else:
            change += unload(week, state, memo, x, d)
        state.where[x, d] = UNSERVED
        if not plain:
            state.fed_at[x, d] = NEVER
            for k in range(4):
                state.carried[x, d, k] = 0.0
    memo.lifted[x] = mask
    return change


@inlined
def days_of(state, x):
    mask = 0
    for d in range(state.where.shape[1]):
        if state.where[x, d] != UNSERVED:
            mask |= 1 << d
    return mask


@inlined
def choose_string(state, r, x, longest, memo):
    """Mark a string of stops of slot r that holds x, sometimes with a part in its middle kept (split string)."""
    count = state.length[r]
    size = int(np.random.random() * min(longest, float(count)) + 1)
    if size > count:
        size = count
    pos = 0
    while state.route[r, pos] != x:
        pos += 1
    keep = 0
    keep_from = 0
    if 1 < size < count and np.random.random() < 0.5:
        keep = 1
        while size + keep < count and np.random.random() < 0.5:
            keep += 1
        low = max(0, pos - size - keep + 1)
        high = min(pos, count - size - keep)
        start = low + np.random.randint(high - low + 1)
        keep_from = start + np.random.randint(1, size + 1)
    else:
        low = max(0, pos - size + 1)
        high = min(pos, count - size)
        start = low + np.random.randint(high - low + 1)
    for p in range(start, start + size + keep):
        if keep > 0 and keep_from <= p < keep_from + keep:
            continue
        take(memo, state.route[r, p])


@inlined
def take(memo, x):
    if not memo.taken[x]:
        memo.taken[x] = True
        memo.absent[memo.counts[ABSENT]] = x
        memo.counts[ABSENT] += 1


@inlined
def mean_length(state):
    stops = 0
    rounds = 0
    for r in range(state.length.shape[0]):
        if state.length[r] > 0:
            stops += state.length[r]
            rounds += 1
    return max(1.0, stops / max(1, rounds))


@inlined
def choose_ruin(week, state, memo, seed_node, day, removed_mean, longest):
    """Choose nodes near `seed_node` that are served on `day`: strings of neighbouring rounds, and bags."""
    ruined = memo.ruined
    strings = int(np.random.random() * (4.0 * removed_mean / (1.0 + longest) - 1.0) + 1.0)
    done = 0
    bags = 0
    ruined_count = 0
    for a in range(-1, week.near.shape[1]):
        if done >= strings:
            break
        x = seed_node if a < 0 else week.near[seed_node, a]
        w = state.where[x, day]
        if w == UNSERVED or memo.taken[x]:
            continue
        if w < 0:
            if bags < longest:
                take(memo, x)
                bags += 1
                if bags >= longest:
                    done += 1
            continue
        seen = False
        for k in range(ruined_count):
            if ruined[k] == w:
                seen = True
        if seen:
            continue
        ruined[ruined_count] = w
        ruined_count += 1
        done += 1
        choose_string(state, w, x, longest, memo)


@inlined
def window_price(week, state, x, day, r, p, before, w_late):
    """What arriving at x too late, or too early, would cost at position p of slot r."""
    v = week.slot_vd[r]
    if p > 0:
        reach = state.arrive[r, p - 1] + week.service[before] + week.leg_min[before, x]
    else:
        reach = (state.leave[r] if state.length[r] > 0 else week.vd_from[v]) + week.leg_min[before, x]
    closes = week.closes[x, day] - 1.0
    if reach > closes:
        return w_late * (reach - closes)
    if reach < week.opens[x, day]:
        return week.minute_cost[week.slot_class[r]] * (week.opens[x, day] - reach) * 0.5
    return 0.0


@inlined
def best_slot(week, state, x, day, grams, pieces, w_over, w_late, blink):
    """The cheapest place for x on `day`: (cost, slot, position); cost NEVER if no slot takes it."""
    days = week.opens.shape[1]
    plain = week.numbers[PLAIN] > 0
    best = NEVER
    best_r = -1
    best_p = -1
    twin_seen = -1
    prudent = 1.0 - week.numbers[MARGIN]
    service = week.service[x]
    for c in range(week.choice_start[x * days + day], week.choice_start[x * days + day + 1]):
        r = week.choice[c]
        v = week.slot_vd[r]
        count = state.length[r]
        fixed = 0.0
        if count == 0:
            if r > week.vd_first[v] and state.length[r - 1] == 0:
                continue
            if state.vd_stops[v] == 0:
                twin = week.slot_twin[r]
                if twin == twin_seen:
                    continue
                twin_seen = twin
                fixed = week.vd_fixed[v]
        cap = week.vd_cap[v, 0] * prudent
        over = max(0.0, state.peak[r, 0] + grams - cap) - max(0.0, state.peak[r, 0] - cap)
        price = fixed + w_over * over / cap
        if not plain:
            cap = week.vd_cap[v, 1] * prudent
            over = max(0.0, state.peak[r, 1] + pieces - cap) - max(0.0, state.peak[r, 1] - cap)
            price += w_over * over / cap + week.stop_cost[x]
        cls = week.slot_class[r]
        price += week.minute_cost[cls] * service
        if price >= best:
            continue
        depot = week.slot_depot[r]
        spare_min = week.vd_to[v] - state.vd_end[v]
        extra = service
        if count == 0 and state.vd_stops[v] > 0:
            extra += week.vd_reload[v]
        late_now = max(0.0, -spare_min)
        cost_of = week.leg_cost[cls]
        from_x = cost_of[x]
        to_x = week.leg_cost_to[cls, x]
        stops = state.route[r]
        before = depot
        for p in range(count + 1):
            after = stops[p] if p < count else depot
            cost = price + to_x[before] + from_x[after] - cost_of[before, after]
            if cost < best:
                more = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + extra
                if more > spare_min:
                    cost += w_late * (more - spare_min - late_now)
                elif late_now > 0:
                    cost -= w_late * late_now
                if not plain and week.windowed[x] > 0:
                    cost += window_price(week, state, x, day, r, p, before, w_late)
                if cost < best and (blink <= 0.0 or np.random.random() > blink):
                    best = cost
                    best_r = r
                    best_p = p
            before = after
    return best, best_r, best_p


@inlined
def best_lift(week, state, x, day, load, w_crowd):
    """The cheapest bus for x on `day`: (cost, lift); cost NEVER if there is none."""
    days = week.opens.shape[1]
    best = NEVER
    best_o = -1
    for o in range(week.lift_start[x * days + day], week.lift_start[x * days + day + 1]):
        cost = price_lift(week, o, load[0], load[1], load[2], load[3])
        if cost < best:
            cost += w_crowd * crowding(week, state, o, load)
            if cost < best:
                best = cost
                best_o = o
    return best, best_o


@inlined
def put_back(week, state, memo, spare, x, weights, blink):
    """Give node x its cheapest pattern, or on the days it was lifted from its cheapest places; returns lift cost."""
    days = week.opens.shape[1]
    plain = week.numbers[PLAIN] > 0
    found_cost = memo.found_cost
    found_way = memo.found_way
    found_pos = memo.found_pos
    load = memo.load
    whole = state.pattern[x] < 0
    wanted = 0
    if whole:
        for k in range(week.pattern_count[x]):
            wanted |= week.patterns[x, k]
    else:
        wanted = memo.lifted[x]
    for d in range(days):
        if not wanted >> d & 1:
            continue
        if whole:
            for k in range(4):
                load[k] = week.load_guess[x, d, k]
        else:
            for k in range(4):
                load[k] = week.load[x, state.pattern[x], d, k]
        if week.station[x] > 0:
            for unit in range(2):
                load[unit] += state.through[x, d, unit]
                load[2 + unit] += state.back_through[x, d, unit]
        grams = max(load[0], load[2])
        pieces = max(load[1], load[3])
        cost = NEVER
        r = -1
        p = -1
        for attempt in range(2):
            # a second look, passing nothing over, where the first passed over every place
            cost, r, p = best_slot(
                week, state, x, d, grams, pieces, weights[0], weights[1], blink if attempt == 0 else 0.0
            )
            if r >= 0:
                break
        way = r if r >= 0 else UNSERVED
        if week.lift_start[x * days + d] < week.lift_start[x * days + d + 1]:
            by_bus, o = best_lift(week, state, x, d, load, weights[2])
            if by_bus < cost and np.random.random() >= blink:
                cost = by_bus
                way = FIRST_LIFT - o
        found_cost[d] = cost
        found_way[d] = way
        found_pos[d] = p
    mask = wanted
    if whole:
        best = NEVER
        chosen = -1
        for k in range(week.pattern_count[x]):
            total = 0.0
            for d in range(days):
                if week.patterns[x, k] >> d & 1:
                    total += found_cost[d]
            if total < best:
                best = total
                chosen = k
        if chosen < 0:
            return 0.0
        state.pattern[x] = chosen
        mask = week.patterns[x, chosen]
    k_now = state.pattern[x]
    change = 0.0
    for d in range(days):
        if not mask >> d & 1:
            continue
        if found_way[d] == UNSERVED:
            continue
        state.where[x, d] = found_way[d]
        if week.station[x] == 0 and not plain:
            for k in range(4):
                state.carried[x, d, k] = week.load[x, k_now, d, k]
        if found_way[d] >= 0:
            stop_at(week, state, memo, spare, x, d, found_way[d], found_pos[d])
        else:
            o = FIRST_LIFT - found_way[d]
            state.fed_at[x, d] = week.lift_min[o, 1]
            if week.station[x] == 0:
                change += upload(week, state, memo, x, d)
    if week.station[x] == 0 and not plain:
        credit_stations(week, state, memo, spare, x, 1.0)
    return change


@inlined
def stop_at(week, state, memo, spare, x, day, r, p):
    """Put x at position p of slot r, and reckon roughly what that does to the rest of the day."""
    v = week.slot_vd[r]
    if not memo.touched[v]:
        touch(week, state, memo, spare, v)
    depot = week.slot_depot[r]
    count = state.length[r]
    before = state.route[r, p - 1] if p > 0 else depot
    after = state.route[r, p] if p < count else depot
    more = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + week.service[x]
    if count == 0 and state.vd_stops[v] > 0:
        more += week.vd_reload[v]
    if week.numbers[PLAIN] == 0:
        if count == 0:
            state.leave[r] = state.vd_end[v]
        reach = state.arrive[r, p - 1] + week.service[before] if p > 0 else state.leave[r]
        for q in range(count, p, -1):
            state.arrive[r, q] = state.arrive[r, q - 1] + more
        state.arrive[r, p] = reach + week.leg_min[before, x]
    for q in range(count, p, -1):
        state.route[r, q] = state.route[r, q - 1]
    state.route[r, p] = x
    state.length[r] = count + 1
    state.vd_end[v] += more
    state.vd_stops[v] += 1
    for unit in range(2):
        state.peak[r, unit] += max(state.carried[x, day, unit], state.carried[x, day, 2 + unit])


@inlined
def settle(week, state, memo, spare):
    """Bring times, loads and feeds of all that was touched up to date; returns the change of lift cost."""
    change = 0.0
    plain = week.numbers[PLAIN] > 0
    if not plain:
        change = refresh_stations(week, state, memo, spare)
    drive_vehicle_days(week, state, memo, TOUCHED_ONES)
    if not plain:
        if tell_stations(week, state, memo, spare):
            drive_vehicle_days(week, state, memo, TOUCHED_AT_STATIONS)
        if week.numbers[PROMISES] > 0:
            weigh_promises(week, state, memo, spare)
    return change


@compiled
def refresh_stations(week, state, memo, spare):
    """Bring the loads of feeds up to date, and touch the rounds of stations whose feed is gone or on another bus."""
    change = 0.0
    for k in range(memo.counts[NOTED]):
        s = memo.noted_list[k]
        if not memo.dirty[s]:
            continue
        change += refresh_station(week, state, s, memo, spare)
        for d in range(week.opens.shape[1]):
            if state.where[s, d] <= UNSERVED and state.fed_at[s, d] != spare.fed_at[s, d]:
                touch_rounds_from(week, state, memo, spare, s, d)
    return change


@compiled
def tell_stations(week, state, memo, spare):
    """Give stations the hour at which their van came; True if rounds must wait for another hour than before."""
    waiting = False
    for k in range(memo.counts[TOUCHED]):
        v = memo.touched_list[k]
        if week.station[week.vd_depot[v]] > 0:
            continue
        day = week.vd_day[v]
        for r in range(week.vd_first[v], week.vd_first[v] + week.vd_slots[v]):
            for p in range(state.length[r]):
                s = state.route[r, p]
                if week.station[s] > 0 and state.fed_at[s, day] != state.arrive[r, p]:
                    note(week, state, memo, spare, s)
                    state.fed_at[s, day] = state.arrive[r, p]
                    touch_rounds_from(week, state, memo, spare, s, day)
                    waiting = True
    return waiting


@compiled
def weigh_promises(week, state, memo, spare):
    for x in range(1, week.opens.shape[0]):
        if week.promise[x, 0] >= 0 or week.promise[x, 1] >= 0:
            late = broken_promise(week, state, x)
            if late != state.kept[x]:
                note(week, state, memo, spare, x)
                state.kept[x] = late


@compiled
def touch_rounds_from(week, state, memo, spare, s, day):
    """The rounds of station s on `day` must be driven again: their feed comes at another time."""
    days = week.opens.shape[1]
    for k in range(week.station_vd_start[s * days + day], week.station_vd_start[s * days + day + 1]):
        touch(week, state, memo, spare, week.station_vds[k])


@compiled
def copy_week(week, source, target):
    """Make `target` the same week as `source`."""
    for v in range(week.vd_first.shape[0]):
        copy_vehicle_day(week, source, target, v)
    for x in range(week.opens.shape[0]):
        copy_node(week, source, target, x)
    for h in range(week.hold.shape[0]):
        target.riding[h, 0] = source.riding[h, 0]
        target.riding[h, 1] = source.riding[h, 1]


@inlined
def arrange(week, memo):
    """Set the order in which absent nodes go back: at random, largest first, farthest first, nearest first, or those
    with the fewest patterns first."""
    count = memo.counts[ABSENT]
    keys = memo.keys
    order = memo.order
    way = np.random.random()
    for a in range(count):
        x = memo.absent[a]
        if way < 0.36:
            keys[a] = np.random.random()
        elif way < 0.72:
            keys[a] = -week.load_guess[x, 0, 0] - week.load_guess[x, 0, 1] * 1e-3 + np.random.random() * 1e-6
        elif way < 0.88:
            keys[a] = -week.leg_min[HUB, x]
        elif way < 0.96:
            keys[a] = week.leg_min[HUB, x]
        else:
            keys[a] = week.pattern_count[x] + np.random.random()
    for a in range(count):
        b = a
        while b > 0 and keys[order[b - 1]] > keys[a]:
            order[b] = order[b - 1]
            b -= 1
        order[b] = a


@compiled
def sums(week, state):
    """(cost, shares of load too much, minutes too late, kilograms and pieces overfull, nodes unserved)."""
    cost = 0.0
    over = 0.0
    late = 0.0
    unserved = 0.0
    for v in range(week.vd_first.shape[0]):
        cost += state.vd_cost[v]
        over += state.vd_over[v]
        late += state.vd_late[v]
    for x in range(week.opens.shape[0]):
        late += state.kept[x]
        if week.pattern_count[x] > 0 and state.pattern[x] < 0:
            unserved += 1.0
        for d in range(week.opens.shape[1]):
            cost += state.lift_cost[x, d]
    return cost, over, late, overfull(week, state.riding, week.numbers[MARGIN]), unserved


@entry
def ruin_and_recreate(week, state, best, spare, memo, settings, weights, iterations, hot, cold, seed, best_cost):
    """Run `iterations` from temperature `hot` to `cold`.

    weights: price of a full capacity too much, of a minute too late, of a kilogram or piece overfull, of a node left
    out. settings: mean number of nodes lifted, longest string, chance to lift a node out of all its days, blink rate.
    Returns (best cost, shares of iterations whose week had no overload, no lateness, no overfull hold, audits failed,
    audits passed).
    """
    np.random.seed(seed)
    days = week.opens.shape[1]
    nodes = memo.nodes
    count = nodes.shape[0]
    cooling = (cold / hot) ** (1.0 / iterations)
    temperature = hot
    fine = memo.fine
    fine[:] = 0.0
    failed = 0
    sound = 0
    plain = week.numbers[PLAIN] > 0
    drive_vehicle_days(week, state, memo, ALL)
    cost, over, late, full, unserved = sums(week, state)
    promised = week.numbers[PROMISES] > 0
    longest = min(settings[1], mean_length(state))
    for _ in range(iterations):
        temperature *= cooling
        forget(memo)
        # ruin
        if unserved > 0:
            for k in range(count):
                if state.pattern[nodes[k]] < 0:
                    take(memo, nodes[k])
        seed_node = nodes[np.random.randint(count)]
        mask = days_of(state, seed_node)
        if mask != 0:
            day = np.random.randint(days)
            while not mask >> day & 1:
                day = day + 1 if day + 1 < days else 0
            choose_ruin(week, state, memo, seed_node, day, settings[0], longest)
        elif memo.counts[ABSENT] == 0:
            continue
        whole = np.random.random() < settings[2]
        change = 0.0
        for a in range(memo.counts[ABSENT]):
            x = memo.absent[a]
            if state.pattern[x] < 0:
                note(week, state, memo, spare, x)
                continue
            change += lift_out(week, state, memo, spare, x, days_of(state, x) if whole else 1 << day)
            if whole:
                state.pattern[x] = -1
        drive_vehicle_days(week, state, memo, TOUCHED_ONES)
        # recreate
        arrange(week, memo)
        for a in range(memo.counts[ABSENT]):
            x = memo.absent[memo.order[a]]
            change += put_back(week, state, memo, spare, x, weights, settings[3])
        change += settle(week, state, memo, spare)
        new_cost = cost + change
        new_over = over
        new_late = late
        for k in range(memo.counts[TOUCHED]):
            v = memo.touched_list[k]
            new_cost += state.vd_cost[v] - spare.vd_cost[v]
            new_over += state.vd_over[v] - spare.vd_over[v]
            new_late += state.vd_late[v] - spare.vd_late[v]
        if promised:
            for k in range(memo.counts[NOTED]):
                x = memo.noted_list[k]
                new_late += state.kept[x] - spare.kept[x]
        new_unserved = unserved
        for a in range(memo.counts[ABSENT]):
            x = memo.absent[a]
            if state.pattern[x] < 0:
                new_unserved += 1.0
            if spare.pattern[x] < 0:
                new_unserved -= 1.0
        new_full = overfull(week, state.riding, week.numbers[MARGIN]) if memo.counts[RIDES] > 0 else full
        old = cost + weights[0] * over + weights[1] * late + weights[2] * full + weights[3] * unserved
        new = new_cost + weights[0] * new_over + weights[1] * new_late + weights[2] * new_full
        new += weights[3] * new_unserved
        if new < old - temperature * math.log(np.random.random() + 1e-300):
            cost, over, late, full, unserved = new_cost, new_over, new_late, new_full, new_unserved
            if over < 1e-7 and late < 1e-7 and full < 1e-7 and unserved < 0.5 and cost < best_cost - 1e-7:
                if plain or audit_week(week, state, memo.exact, memo.riding) < 1e-7:
                    best_cost = cost
                    copy_week(week, state, best)
                    sound += 1
                else:
                    failed += 1
        else:
            take_back(week, state, memo, spare)
        if over < 1e-7:
            fine[0] += 1.0
        if late < 1e-7:
            fine[1] += 1.0
        if full < 1e-7:
            fine[2] += 1.0
    forget(memo)
    return best_cost, fine[0] / iterations, fine[1] / iterations, fine[2] / iterations, failed, sound


@entry
def true_loads(week, state, carried, riding):
    """audit_week, for callers from Python."""
    return audit_week(week, state, carried, riding)
