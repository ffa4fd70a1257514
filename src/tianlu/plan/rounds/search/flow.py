"""The way of every piece, from scratch (decision 0001): true loads, broken promises, and whether a week is sound."""

from tianlu.plan.rounds.arrays import HUB_CUTOFF, HUB_READY, NEVER, PROMISES, TRANSFER, UNSERVED, VILLAGE_READY
from tianlu.plan.rounds.search.compiled import compiled, entry
from tianlu.plan.rounds.search.drive import DAY, weigh_round
from tianlu.plan.rounds.search.ride import FIRST_LIFT, overfull


@compiled
def at_station(week, state, s, ready):
    """Minute, counted from Monday 00:00 of the week in which mail became ready on day `ready`, at which it is at
    station s; NEVER if the station is not fed. With its feed's day counted on past the week's end."""
    days = week.day.shape[1]
    ready_at = ready * DAY + week.numbers[HUB_READY]
    for ahead in range(days + 1):
        later = ready + ahead
        d = later % days
        w = state.visit[s, d].where
        if w == UNSERVED:
            continue
        leaves = week.lift_min[FIRST_LIFT - w, 0] if w < 0 else state.slot[w].leave
        if later * DAY + leaves >= ready_at:
            return later * DAY + state.visit[s, d].fed_at, later
    return NEVER, -1


@compiled
def delivery(week, state, x, ready):
    """How the mail of x that is ready on day `ready` reaches it: (minute, day counted on, feed's day counted on or -1);
    (NEVER, -1, -1) if it does not."""
    days = week.day.shape[1]
    ready_at = ready * DAY + week.numbers[HUB_READY]
    if week.site[x].station > 0:
        minute, fed = at_station(week, state, x, ready)
        return minute, fed, -1
    station_known = -1
    at = NEVER
    fed = -1
    for ahead in range(2 * days + 1):
        later = ready + ahead
        d = later % days
        w = state.visit[x, d].where
        if w == UNSERVED:
            continue
        if w < 0:
            if later * DAY + week.lift_min[FIRST_LIFT - w, 0] >= ready_at:
                return later * DAY + week.lift_min[FIRST_LIFT - w, 1], later, -1
            continue
        depot = week.slot[w].depot
        leaves = later * DAY + state.slot[w].leave
        if week.site[depot].station == 0:
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
    for p in range(state.slot[r].length):
        if state.route[r, p] == x:
            return state.arrive[r, p]
    return NEVER


@compiled
def back_from_station(week, state, s, at):
    """How what is at station s ready to go on at minute `at` comes to the hub: (minute, day counted on)."""
    days = week.day.shape[1]
    first = int(at // DAY)
    for ahead in range(days + 1):
        later = first + ahead
        d = later % days
        w = state.visit[s, d].where
        if w == UNSERVED:
            continue
        if w < 0:
            o = FIRST_LIFT - w
            if week.lift_leg[o, 2] >= 0 and later * DAY + week.lift_min[o, 2] >= at:
                return later * DAY + week.lift_min[o, 3], later
        elif later * DAY + arrival(state, w, s) >= at:
            return later * DAY + state.slot[w].back, later
    return NEVER, -1


@compiled
def collection(week, state, x, ready):
    """How what x has ready to collect on day `ready` reaches the hub: (minute, day it is taken, day it leaves its
    station or -1, all counted on); NEVER if it does not."""
    days = week.day.shape[1]
    ready_at = ready * DAY + week.numbers[VILLAGE_READY]
    if week.site[x].station > 0:
        minute, later = back_from_station(week, state, x, ready_at)
        return minute, later, -1
    for ahead in range(days + 1):
        later = ready + ahead
        d = later % days
        w = state.visit[x, d].where
        if w == UNSERVED:
            continue
        if w < 0:
            o = FIRST_LIFT - w
            if week.lift_leg[o, 2] >= 0 and later * DAY + week.lift_min[o, 2] >= ready_at:
                return later * DAY + week.lift_min[o, 3], later, -1
            continue
        if later * DAY + arrival(state, w, x) < ready_at:
            continue
        depot = week.slot[w].depot
        if week.site[depot].station == 0:
            return later * DAY + state.slot[w].back, later, -1
        at = later * DAY + state.slot[w].back + week.numbers[TRANSFER]
        minute, onward = back_from_station(week, state, depot, at)
        return minute, later, onward
    return NEVER, -1, -1


@compiled
def broken_promise(week, state, x):
    """Minutes by which x's promises are broken, over the week's mail; a day for mail that never comes."""
    late = 0.0
    days = week.day.shape[1]
    for ready in range(days):
        if week.site[x].promise_deliver >= 0 and week.mail[x, ready, 1] + week.mail[x, ready, 0] > 0:
            minute, _, _ = delivery(week, state, x, ready)
            due = ready * DAY + week.numbers[HUB_READY] + week.site[x].promise_deliver
            late += min(DAY, max(0.0, minute - due))
        if week.site[x].promise_collect >= 0 and week.mail[x, ready, 3] + week.mail[x, ready, 2] > 0:
            minute, visit, _ = collection(week, state, x, ready)
            if visit < 0:
                late += DAY
                continue
            due = (visit + week.site[x].promise_collect) * DAY + week.numbers[HUB_CUTOFF]
            late += min(DAY, max(0.0, minute - due))
    return late


@compiled
def audit_week(week, state, carried, riding):
    """Carry the week's mail piece by piece: fills `carried` (n, T, 4) with the true load of every visit and feed, and
    returns trouble found, 0 for a sound week: shares of capacity, kilograms, pieces and minutes added up."""
    n, days = week.day.shape
    carried[:] = 0.0
    trouble = 0.0
    for x in range(1, n):
        if state.node[x].pattern < 0 or week.patterns[x, state.node[x].pattern] == 0:
            continue  # served on no day, which is priced elsewhere
        for ready in range(days):
            if week.mail[x, ready, 0] + week.mail[x, ready, 1] > 0:
                minute, visit, fed = delivery(week, state, x, ready)
                if visit < 0:
                    trouble += 1.0
                else:
                    for unit in range(2):
                        carried[x, visit % days, unit] += week.mail[x, ready, unit]
                    if fed >= 0:
                        s = week.slot[state.visit[x, visit % days].where].depot
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
                    s = week.slot[state.visit[x, visit % days].where].depot
                    for unit in range(2, 4):
                        carried[s, onward % days, unit] += week.mail[x, ready, unit]
        if week.numbers[PROMISES] > 0:
            trouble += broken_promise(week, state, x)
    for r in range(state.slot.shape[0]):
        if state.slot[r].length > 0:
            peak_g = state.peak[r, 0]
            peak_pieces = state.peak[r, 1]
            more = weigh_round(week, state, r, carried)
            if week.slot[r].frozen == 0:
                trouble += more
            state.peak[r, 0] = peak_g
            state.peak[r, 1] = peak_pieces
    if week.hold.shape[0] > 0:
        riding[:] = 0.0
        for x in range(1, n):
            for d in range(days):
                if state.visit[x, d].where <= FIRST_LIFT:
                    o = FIRST_LIFT - state.visit[x, d].where
                    for unit in range(2):
                        for h in range(week.lift_leg[o, 0], week.lift_leg[o, 1]):
                            riding[h, unit] += carried[x, d, unit]
                        for h in range(week.lift_leg[o, 2], week.lift_leg[o, 3]):
                            riding[h, unit] += carried[x, d, 2 + unit]
        trouble += overfull(week, riding)
    return trouble


@entry
def true_loads(week, state, carried, riding):
    """audit_week, for callers from Python."""
    return audit_week(week, state, carried, riding)
