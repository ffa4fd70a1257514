"""The same driver at about the same hour: what villages pay for others, exactly and as insertion sees it."""

import math

import numpy as np

from tianlu.plan.rounds.arrays import ARRIVAL_HOUR, FURTHER_DRIVER, HUB_READY, NEVER, TRANSFER
from tianlu.plan.rounds.search.compiled import compiled, inlined
from tianlu.plan.rounds.search.drive import HUB
from tianlu.plan.rounds.search.memo import NOTED, TOUCHED, note_far

DRIVER_PULL = 2.0
"""How many times its price insertion asks of a further driver: days are chosen one by one, and what the first of them
takes on is what the others would have to follow."""
FOLLOWS = 0.5
"""How often a village that stands on no day follows a driver and an hour; else nothing is asked of it."""
OWN_BEFORE = 0.5
"""How often what it follows is its own visit of before, not a neighbour's."""
NEIGHBOURS = 6
"""Among so many of the nearest places insertion looks for a driver and an hour to follow."""


@inlined
def prices_consistency(week):
    return week.numbers[FURTHER_DRIVER] + week.numbers[ARRIVAL_HOUR] > 0


@inlined
def driver_of(week, w):
    return week.vd[week.slot[w].vd].driver


@compiled
def unsteadiness(week, state, x):
    """What the drivers beyond the first and the spread of hours of village x cost, rounded to the fen as the judge
    does; a station pays nothing."""
    if week.site[x].station > 0:
        return 0.0
    drivers = 0
    earliest = NEVER
    latest = -NEVER
    for d in range(week.day.shape[1]):
        w = state.visit[x, d].where
        if w < 0:
            continue
        earliest = min(earliest, state.reached[x, d])
        latest = max(latest, state.reached[x, d])
        is_new = True
        for e in range(d):
            u = state.visit[x, e].where
            if u >= 0 and driver_of(week, u) == driver_of(week, w):
                is_new = False
        if is_new:
            drivers += 1
    if drivers == 0:
        return 0.0
    spread_fen = math.floor((2.0 * week.numbers[ARRIVAL_HOUR] * (latest - earliest) + 60.0) / 120.0)
    return week.numbers[FURTHER_DRIVER] * (drivers - 1) + spread_fen


@compiled
def reckon_consistency(week, state):
    """Set the hours and prices of a whole week."""
    for r in range(state.slot.shape[0]):
        for p in range(state.slot[r].length):
            state.reached[state.route[r, p], week.slot[r].day] = state.arrive[r, p]
    for x in range(week.day.shape[0]):
        state.unsteady[x] = unsteadiness(week, state, x)


@compiled
def keep_consistency(week, state, memo, spare):
    """Bring hours and prices of all that was touched up to date; returns the change of cost."""
    for k in range(memo.counts[TOUCHED]):
        v = memo.lists[TOUCHED, k]
        day = week.vd[v].day
        for r in range(week.vd[v].first, week.vd[v].first + week.vd[v].slots):
            for p in range(state.slot[r].length):
                x = state.route[r, p]
                if state.reached[x, day] != state.arrive[r, p]:
                    note_far(week, state, memo, spare, x)
                    state.reached[x, day] = state.arrive[r, p]
    change = 0.0
    for k in range(memo.counts[NOTED]):
        x = memo.lists[NOTED, k]
        state.unsteady[x] = unsteadiness(week, state, x)
        change += state.unsteady[x] - spare.unsteady[x]
    return change


@compiled
def look_for_company(week, state, memo, spare, x):
    """Set what insertion asks of each driver of x, and the hours at which it asks nothing: those of the days on which x
    stands; where it stands on none, those of one visit that it had, or that a near place has."""
    memo.driver_price[:] = 0.0
    memo.hours[0] = NEVER
    memo.hours[1] = -NEVER
    if week.site[x].station > 0:
        return
    known = False
    for d in range(week.day.shape[1]):
        if state.visit[x, d].where >= 0:
            know_visit(week, state, memo, x, d, known)
            known = True
    if known:
        return
    if np.random.random() >= FOLLOWS:
        return
    if np.random.random() < OWN_BEFORE:
        follow(week, spare, memo, x)
    else:
        follow(week, state, memo, week.near[x, np.random.randint(min(NEIGHBOURS, week.near.shape[1]))])


@compiled
def follow(week, state, memo, y):
    """Let a round's visit of y, on a day drawn by lot, be the one to follow."""
    days = week.day.shape[1]
    day = np.random.randint(days)
    for _ in range(days):
        if state.visit[y, day].where >= 0:
            know_visit(week, state, memo, y, day, False)
            return
        day = day + 1 if day + 1 < days else 0


@compiled
def know_visit(week, state, memo, y, day, known):
    """Ask nothing for the driver and the hour of a visit; the first that is known sets the price of all others."""
    if not known:
        memo.driver_price[:] = DRIVER_PULL * week.numbers[FURTHER_DRIVER]
    memo.driver_price[driver_of(week, state.visit[y, day].where)] = 0.0
    memo.hours[0] = min(memo.hours[0], state.reached[y, day])
    memo.hours[1] = max(memo.hours[1], state.reached[y, day])


@compiled
def hour_price(week, state, memo, x, r, p, before):
    """About what arriving at x at position p of slot r adds to its spread of hours."""
    if memo.hours[0] >= NEVER:
        return 0.0
    reach = state.arrive[r, p - 1] + week.site[before].service if p > 0 else about_leaving(week, state, r)
    reach += week.leg_min[before, x]
    wider = max(0.0, memo.hours[0] - reach) + max(0.0, reach - memo.hours[1])
    return week.numbers[ARRIVAL_HOUR] * wider / 60.0


@compiled
def about_leaving(week, state, r):
    """When slot r leaves; an empty one when its vehicle is back and the day's mail is there."""
    if state.slot[r].length > 0:
        return state.slot[r].leave
    v = week.slot[r].vd
    depot = week.vd[v].depot
    start = state.vd[v].end
    if state.vd[v].stops > 0:
        start += week.vd[v].reload
    ready = week.numbers[HUB_READY]
    if depot != HUB:
        ready = 0.0
        if week.site[depot].station > 0:
            ready = state.visit[depot, week.vd[v].day].fed_at + week.numbers[TRANSFER]
    return ready if start < ready < week.vd[v].shift_to else start
