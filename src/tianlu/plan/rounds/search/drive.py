"""A vehicle's day to the minute: legs, windows, rests, closures, waiting for the feed; loads on board."""

import math

from tianlu.plan.rounds.arrays import DRIVE_MAX, HOURLY, HUB_READY, MARGIN, NEVER, PLAIN, REST, TRANSFER
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


@inlined
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
        at = leave
        back = NEVER
        bad = NEVER
        trouble = NEVER
        shift = 0.0
        # as it should be; at once, if waiting for the feed breaks something; later, if that saves waiting on the way
        for attempt in range(4):
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
            trouble_then = bad_then + max(0.0, back_then - week.vd_to[v])
            better = trouble_then < trouble
            if attempt == LEAVE_LATER:
                better = back_then <= back and bad_then <= bad
            if better:
                leave, back, bad, shift, trouble = at, back_then, bad_then, shift_then, trouble_then
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


@compiled
def drive_vehicle_days(week, state, memo, which):
    """Drive every vehicle-day, those touched, or those touched that stand at a station."""
    count = memo.counts[TOUCHED] if which != ALL else week.vd_first.shape[0]
    for k in range(count):
        v = memo.touched_list[k] if which != ALL else k
        if which == TOUCHED_AT_STATIONS and week.station[week.vd_depot[v]] == 0:
            continue
        drive_vehicle_day(week, state, v)
