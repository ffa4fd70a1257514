"""Ruin and recreate over rounds, day patterns and modes: the loop.

A string of neighbouring stops is lifted out of the rounds of a day, most often out of all its days, and each node goes
back with the day pattern, the mode and the positions that cost least now; simulated annealing decides what is kept.
Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54(2), 2020), extended to
day patterns, to stations fed by van or bus, and to rounds that wait for their feed. Loads, minutes and promises may be
broken at a price while the search is on its way; only a week that `audit_week` finds sound becomes the best.
"""

import math

import numpy as np

from tianlu.plan.rounds.arrays import PLAIN, PROMISES, TOLD
from tianlu.plan.rounds.search.compiled import compiled, entry, inlined
from tianlu.plan.rounds.search.drive import (
    ALL,
    TOUCHED_AT_STATIONS,
    TOUCHED_ONES,
    drive_vehicle_days,
    weigh_vehicle_days,
)
from tianlu.plan.rounds.search.flow import audit_week, broken_promise
from tianlu.plan.rounds.search.memo import (
    ABSENT,
    FULLER,
    MISSENT,
    NOTED,
    ORDER,
    RIDES,
    TOUCHED,
    copy_node,
    copy_vehicle_day,
    forget,
    note_far,
    touch_far,
)
from tianlu.plan.rounds.search.recreate import arrange, put_back
from tianlu.plan.rounds.search.ride import overfull, ride, untold
from tianlu.plan.rounds.search.ruin import choose_ruin, days_of, lift_out, mean_length, take
from tianlu.plan.rounds.search.stations import put_right, tell_stations, touch_rounds_of_new_feeds
from tianlu.plan.rounds.search.steady import keep_consistency, prices_consistency, reckon_consistency


@inlined
def settle(week, state, memo, spare):
    """Bring times, ways of mail and loads of all that was touched up to date; returns the change of what
    lifts, and drivers and hours of villages cost."""
    change = 0.0
    plain = week.numbers[PLAIN] > 0
    if not plain:
        touch_rounds_of_new_feeds(week, state, memo, spare)
    drive_vehicle_days(week, state, memo, TOUCHED_ONES)
    if not plain:
        if tell_stations(week, state, memo, spare):
            drive_vehicle_days(week, state, memo, TOUCHED_AT_STATIONS)
        change = put_right(week, state, memo, spare)
        weigh_vehicle_days(week, state, memo, TOUCHED_ONES)
        if week.numbers[PROMISES] > 0:
            weigh_promises(week, state, memo, spare)
        if prices_consistency(week):
            change += keep_consistency(week, state, memo, spare)
    return change


@compiled
def weigh_promises(week, state, memo, spare):
    for x in range(1, week.day.shape[0]):
        if week.site[x].promise_deliver >= 0 or week.site[x].promise_collect >= 0:
            late = broken_promise(week, state, x)
            if late != state.node[x].late:
                note_far(week, state, memo, spare, x)
                state.node[x].late = late


@inlined
def take_back(week, state, memo, spare):
    """Undo the iteration."""
    for k in range(memo.counts[RIDES]):
        ride(week, state, memo, memo.rides[k].lift, memo.ride_load[k], -memo.rides[k].sign)
    for k in range(memo.counts[NOTED]):
        copy_node(week, spare, state, memo.lists[NOTED, k])
    for k in range(memo.counts[TOUCHED]):
        copy_vehicle_day(week, spare, state, memo.lists[TOUCHED, k])


@compiled
def settle_week(week, state, memo, spare):
    """Find the hours, ways of mail and loads of a week of which only rounds, lifts and patterns are known."""
    forget(memo)
    for v in range(week.vd.shape[0]):
        touch_far(week, state, memo, spare, v)
    for x in range(1, week.day.shape[0]):
        note_far(week, state, memo, spare, x)
        if week.site[x].station > 0:
            memo.node[x].dirty = 1
        else:
            memo.node[x].missent = 1
            memo.lists[MISSENT, memo.counts[MISSENT]] = x
            memo.counts[MISSENT] += 1
    settle(week, state, memo, spare)
    forget(memo)


@compiled
def copy_week(week, source, target):
    """Make `target` the same week as `source`."""
    for v in range(week.vd.shape[0]):
        copy_vehicle_day(week, source, target, v)
    for x in range(week.day.shape[0]):
        copy_node(week, source, target, x)
    for h in range(week.hold.shape[0]):
        target.riding[h, 0] = source.riding[h, 0]
        target.riding[h, 1] = source.riding[h, 1]


@compiled
def sums(week, state):
    """(cost, shares of load too much, minutes too late, kilograms and pieces overfull, nodes unserved)."""
    cost = 0.0
    over = 0.0
    late = 0.0
    unserved = 0.0
    if prices_consistency(week):
        reckon_consistency(week, state)
    for v in range(week.vd.shape[0]):
        cost += state.vd[v].cost
        over += state.vd[v].over
        late += state.vd[v].late
    for x in range(week.day.shape[0]):
        late += state.node[x].late
        if prices_consistency(week):
            cost += state.unsteady[x]
        if week.site[x].pattern_count > 0 and state.node[x].pattern < 0:
            unserved += 1.0
        elif state.node[x].pattern >= 0:
            cost += week.pattern_cost[x, state.node[x].pattern]
        for d in range(week.day.shape[1]):
            cost += state.visit[x, d].lift_cost
            if week.numbers[TOLD] > 0:
                cost += untold(week, state, x, d)
    return cost, over, late, overfull(week, state.riding), unserved


@entry
def ruin_and_recreate(week, state, best, spare, memo, settings, weights, iterations, hot, cold, seed, best_cost):
    """Run `iterations` from temperature `hot` to `cold`.

    weights: price of a full capacity too much, of a minute too late, of a kilogram or piece overfull, of a node left
    out. settings: mean number of nodes lifted, longest string, chance to lift a node out of all its days, blink rate,
    chance that such nodes come from rounds of any days; and 1 where `state` is a week given from outside, which is
    settled first and is the best so far if it is sound.
    Returns (best cost, shares of iterations whose week had no overload, no lateness, no overfull hold, audits failed,
    audits passed).
    """
    np.random.seed(seed)
    days = week.day.shape[1]
    nodes = memo.nodes
    count = nodes.shape[0]
    cooling = (cold / hot) ** (1.0 / max(1, iterations))
    temperature = hot
    tally = memo.tally
    tally[:] = 0.0
    failed = 0
    sound = 0
    plain = week.numbers[PLAIN] > 0
    if settings[5] > 0:
        settle_week(week, state, memo, spare)
    drive_vehicle_days(week, state, memo, ALL)
    weigh_vehicle_days(week, state, memo, ALL)
    cost, over, late, full, unserved = sums(week, state)
    promised = week.numbers[PROMISES] > 0
    is_given = settings[5] > 0 and over + late + full < 1e-7 and unserved < 0.5 and cost < best_cost - 1e-7
    if is_given and (plain or audit_week(week, state, memo.exact, memo.riding) < 1e-7):
        best_cost = cost
        copy_week(week, state, best)
        sound += 1
    longest = min(settings[1], mean_length(state))
    for _ in range(iterations):
        temperature *= cooling
        forget(memo)
        # ruin
        if unserved > 0:
            for k in range(count):
                if state.node[nodes[k]].pattern < 0:
                    take(memo, nodes[k])
        seed_node = nodes[np.random.randint(count)]
        mask = days_of(state, seed_node) & ~week.site[seed_node].frozen
        whole = np.random.random() < settings[2]
        if mask != 0:
            day = np.random.randint(days)
            while not mask >> day & 1:
                day = day + 1 if day + 1 < days else 0
            across = whole and np.random.random() < settings[4]
            choose_ruin(week, state, memo, seed_node, day, across, settings[0], longest)
        else:
            take(memo, seed_node)  # it has no day left that could draw it in
        change = 0.0
        for a in range(memo.counts[ABSENT]):
            x = memo.lists[ABSENT, a]
            free = days_of(state, x) & ~week.site[x].frozen
            if state.node[x].pattern < 0 or whole or free == 0:
                if state.node[x].pattern >= 0:
                    change -= week.pattern_cost[x, state.node[x].pattern]
                change += lift_out(week, state, memo, spare, x, free)
                state.node[x].pattern = -1
            else:
                change += lift_out(week, state, memo, spare, x, 1 << day)
        if not plain:
            drive_vehicle_days(week, state, memo, TOUCHED_ONES)
            weigh_vehicle_days(week, state, memo, TOUCHED_ONES)
        # recreate
        arrange(week, memo)
        for a in range(memo.counts[ABSENT]):
            x = memo.lists[ABSENT, memo.lists[ORDER, a]]
            change += put_back(week, state, memo, spare, x, weights, settings[3])
        change += settle(week, state, memo, spare)
        new_cost = cost + change
        new_over = over
        new_late = late
        for k in range(memo.counts[TOUCHED]):
            v = memo.lists[TOUCHED, k]
            new_cost += state.vd[v].cost - spare.vd[v].cost
            new_over += state.vd[v].over - spare.vd[v].over
            new_late += state.vd[v].late - spare.vd[v].late
        if promised:
            for k in range(memo.counts[NOTED]):
                x = memo.lists[NOTED, k]
                new_late += state.node[x].late - spare.node[x].late
        new_unserved = unserved
        for a in range(memo.counts[ABSENT]):
            x = memo.lists[ABSENT, a]
            if state.node[x].pattern < 0:
                new_unserved += 1.0
            if spare.node[x].pattern < 0:
                new_unserved -= 1.0
        new_full = full + tally[FULLER]
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
            tally[0] += 1.0
        if late < 1e-7:
            tally[1] += 1.0
        if full < 1e-7:
            tally[2] += 1.0
    forget(memo)
    share = 1.0 / max(1, iterations)
    return best_cost, tally[0] * share, tally[1] * share, tally[2] * share, failed, sound
