"""A vehicle's day to the minute: legs, windows, rests, closures, waiting for the feed; loads on board."""

import math

from tianlu.plan.rounds.arrays import DRIVE_MAX, HOURLY, HUB_READY, NEVER, PLAIN, REST, TRANSFER
from tianlu.plan.rounds.search.compiled import compiled, inlined
from tianlu.plan.rounds.search.memo import TOUCHED

DAY = 1440.0
HUB = 0

ALL = 0
TOUCHED_ONES = 1
TOUCHED_AT_STATIONS = 2

LEAVE_AT_ONCE = 1
LEAVE_LATER = 2
SETTLE_TIMES = 3


@compiled
def travel_minutes(week, i, j, at):
    minutes = week.leg_min[i, j]
    if week.numbers[HOURLY] > 0:
        hour = int(at // 60) % 24
        minutes = math.ceil(minutes * week.hour_percent[hour] / 100.0 - 1e-9)
    return minutes


@compiled
def closure_minutes(week, day, i, j, start, end):
    """Minutes by which a stay at j (i < 0) or a drive from i to j must move to lie outside a closure, at most a day."""
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
            total += min(DAY, max(1.0, min(b - week.closure[c, 3], week.closure[c, 4] - a)))
    return total


@inlined
def drive_round(week, state, r, start):
    """Drive slot r from `start`: (back, minutes too late in windows and closures, minutes that a later start saves)."""
    day = week.slot[r].day
    depot = week.slot[r].depot
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
    count = state.slot[r].length
    if closures:
        late += closure_minutes(week, day, -1, depot, start, start)
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
            if closures:
                late += closure_minutes(week, day, -1, depot, clock, clock)
            break
        state.arrive[r, p] = clock
        begin = clock
        if week.site[there].windowed > 0:
            begin = max(begin, week.day[there, day].opens)
            waited += begin - clock
            slack = week.day[there, day].closes - 1.0 - begin  # the window is half-open
            if slack < 0:
                late -= slack
                slack = 0.0
            can_shift = min(can_shift, waited + slack)
        if closures:
            late += closure_minutes(week, day, -1, there, clock, begin + week.site[there].service)
        stood = begin + week.site[there].service - clock
        clock = begin + week.site[there].service
        here = there
    return clock, late, min(waited, can_shift)


@compiled
def weigh_round(week, state, r, carried):
    """Set the peak load of slot r and return by what share of the capacity it is too much."""
    day = week.slot[r].day
    v = week.slot[r].vd
    over = 0.0
    for unit in range(2):
        aboard = 0.0
        for p in range(state.slot[r].length):
            aboard += carried[state.route[r, p], day, unit]
        peak = aboard
        for p in range(state.slot[r].length):
            x = state.route[r, p]
            aboard += carried[x, day, 2 + unit] - carried[x, day, unit]
            if aboard > peak:
                peak = aboard
        state.peak[r, unit] = peak
        cap = week.vd_cap[v, unit]
        if peak > cap + 1e-6:
            over += (peak - cap) / cap
    return over


@inlined
def drive_plain(week, state, v):
    """drive_vehicle_day where only lengths count: legs and services, one after the other."""
    cost = 0.0
    end = week.vd[v].shift_from
    over = 0.0
    stops = 0
    depot = week.vd[v].depot
    cls = week.vd[v].cls
    for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
        count = state.slot[r].length
        if count == 0:
            state.peak[r, 0] = 0.0
            state.peak[r, 1] = 0.0
            continue
        if stops > 0:
            end += week.vd[v].reload
        stops += count
        load = 0.0
        here = depot
        day = week.slot[r].day
        for p in range(count):
            there = state.route[r, p]
            cost += week.leg_cost[cls, here, there]
            end += week.leg_min[here, there] + week.site[there].service
            load += state.carried[there, day, 0]
            here = there
        cost += week.leg_cost[cls, here, depot]
        end += week.leg_min[here, depot]
        state.peak[r, 0] = load
        if load > week.vd_cap[v, 0] + 1e-6:
            over += (load - week.vd_cap[v, 0]) / week.vd_cap[v, 0]
    if stops > 0:
        cost += week.vd[v].fixed
    state.vd[v].cost = cost
    state.vd[v].end = end
    state.vd[v].stops = stops
    state.vd[v].over = over
    state.vd[v].late = end - week.vd[v].shift_to if end > week.vd[v].shift_to + 1e-6 else 0.0


@inlined
def drive_vehicle_day(week, state, v):
    """Set times, cost and trouble of vehicle-day v from its slots.

    A round waits at its depot for the day's mail or feed if the shift then still suffices, else it leaves at once with
    what came before.
    """
    if week.numbers[PLAIN] > 0:
        drive_plain(week, state, v)
        return
    depot = week.vd[v].depot
    cls = week.vd[v].cls
    day = week.vd[v].day
    minute_cost = week.minute_cost[cls]
    ready = week.numbers[HUB_READY]
    if depot != HUB:
        ready = state.visit[depot, day].fed_at + week.numbers[TRANSFER] if week.site[depot].station > 0 else 0.0
    cost = 0.0
    late = 0.0
    end = week.vd[v].shift_from
    stops = 0
    for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
        count = state.slot[r].length
        if count == 0:
            continue
        start = end
        if stops > 0:
            start = max(start + week.vd[v].reload, week.vd[v].shift_from)
        leave = start
        if start < ready < week.vd[v].shift_to:
            leave = ready
        at = leave
        back = NEVER
        bad = NEVER
        trouble = NEVER
        shift = 0.0
        # as it should be; at once, if waiting for the feed breaks something; later, if that saves waiting on the way
        attempts = 4
        if week.slot[r].frozen > 0:
            attempts = 0
            leave, back, bad = state.slot[r].leave, state.slot[r].back, 0.0
        for attempt in range(attempts):
            if attempt == LEAVE_AT_ONCE:
                if trouble == 0 or leave == start:
                    continue
                at = start
            elif attempt == LEAVE_LATER:
                if shift <= 0:
                    continue
                at = leave + math.floor(shift)
            elif attempt == SETTLE_TIMES:
                if at == leave:
                    break
                at = leave
            back_then, bad_then, shift_then = drive_round(week, state, r, at)
            trouble_then = bad_then + max(0.0, back_then - week.vd[v].shift_to)
            better = trouble_then < trouble
            if attempt == LEAVE_LATER:
                better = back_then <= back and bad_then <= bad
            if better:
                leave, back, bad, shift, trouble = at, back_then, bad_then, shift_then, trouble_then
        stops += count
        state.slot[r].leave = leave
        state.slot[r].back = back
        late += bad
        end = back
        cost += (back - leave) * minute_cost
        here = depot
        for p in range(count + 1):
            there = state.route[r, p] if p < count else depot
            cost += week.leg_cost[cls, here, there] - minute_cost * week.leg_min[here, there]
            if p < count:
                cost += week.site[there].stop_cost
            here = there
    if stops > 0:
        cost += week.vd[v].fixed
        if end > week.vd[v].shift_to:
            late += end - week.vd[v].shift_to
    state.vd[v].cost = cost
    state.vd[v].end = end
    state.vd[v].stops = stops
    state.vd[v].late = late


@compiled
def weigh_vehicle_day(week, state, v):
    """Set what the rounds of vehicle-day v have aboard at most, and by what share that is too much."""
    over = 0.0
    for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
        if state.slot[r].length > 0:
            more = weigh_round(week, state, r, state.carried)
            if week.slot[r].frozen == 0:
                over += more
        else:
            state.peak[r, 0] = 0.0
            state.peak[r, 1] = 0.0
    state.vd[v].over = over


@compiled
def weigh_vehicle_days(week, state, memo, which):
    """Weigh every vehicle-day, or those touched."""
    if week.numbers[PLAIN] > 0:
        return
    count = memo.counts[TOUCHED] if which != ALL else week.vd.shape[0]
    for k in range(count):
        weigh_vehicle_day(week, state, memo.lists[TOUCHED, k] if which != ALL else k)


@compiled
def drive_vehicle_days(week, state, memo, which):
    """Drive every vehicle-day, those touched, or those touched that stand at a station."""
    count = memo.counts[TOUCHED] if which != ALL else week.vd.shape[0]
    for k in range(count):
        v = memo.lists[TOUCHED, k] if which != ALL else k
        if which == TOUCHED_AT_STATIONS and week.site[week.vd[v].depot].station == 0:
            continue
        drive_vehicle_day(week, state, v)
