"""Ruin: which nodes to lift out, by strings of neighbouring rounds, and lifting them out."""

import numpy as np

from tianlu.plan.rounds.arrays import NEVER, PLAIN, TOLD, UNSERVED
from tianlu.plan.rounds.search.compiled import inlined
from tianlu.plan.rounds.search.memo import ABSENT, RUINED, note, touch
from tianlu.plan.rounds.search.ride import unload, untold
from tianlu.plan.rounds.search.stations import recall_mail


@inlined
def take(memo, x):
    if not memo.node[x].taken:
        memo.node[x].taken = 1
        memo.lists[ABSENT, memo.counts[ABSENT]] = x
        memo.counts[ABSENT] += 1


@inlined
def days_of(state, x):
    mask = 0
    for d in range(state.visit.shape[1]):
        if state.visit[x, d].where != UNSERVED:
            mask |= 1 << d
    return mask


@inlined
def choose_string(state, r, x, longest, memo):
    """Mark a string of stops of slot r that holds x, sometimes with a part in its middle kept (split string)."""
    count = state.slot[r].length
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
def mean_length(state):
    stops = 0
    rounds = 0
    for r in range(state.slot.shape[0]):
        if state.slot[r].length > 0:
            stops += state.slot[r].length
            rounds += 1
    return max(1.0, stops / max(1, rounds))


@inlined
def choose_ruin(week, state, memo, seed_node, day, across, removed_mean, longest):
    """Choose nodes near `seed_node` that are served on `day`: strings of neighbouring rounds, and bags.

    If `across`, each next round is one of any day: nodes change days, which rounds of one day cannot do for them.
    """
    strings = int(np.random.random() * (4.0 * removed_mean / (1.0 + longest) - 1.0) + 1.0)
    days = week.day.shape[1]
    done = 0
    bags = 0
    ruined_count = 0
    for a in range(-1, week.near.shape[1]):
        if done >= strings:
            break
        x = seed_node if a < 0 else week.near[seed_node, a]
        if across and a >= 0:
            day = np.random.randint(days)
            for _ in range(days):
                if state.visit[x, day].where != UNSERVED:
                    break
                day = day + 1 if day + 1 < days else 0
        w = state.visit[x, day].where
        if w == UNSERVED or memo.node[x].taken:
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
            if memo.lists[RUINED, k] == w:
                seen = True
        if seen:
            continue
        memo.lists[RUINED, ruined_count] = w
        ruined_count += 1
        done += 1
        choose_string(state, w, x, longest, memo)


@inlined
def ease(week, state, x, day, r, p):
    """Reckon what leaving position p of slot r takes off a plain vehicle-day: what insertion looks at is true again."""
    v = week.slot[r].vd
    depot = week.slot[r].depot
    count = state.slot[r].length
    before = state.route[r, p - 1] if p > 0 else depot
    after = state.route[r, p + 1] if p + 1 < count else depot
    less = week.leg_min[before, x] + week.leg_min[x, after] - week.leg_min[before, after] + week.site[x].service
    state.vd[v].stops -= 1
    if count == 1 and state.vd[v].stops > 0:
        less += week.vd[v].reload
    state.vd[v].end -= less
    state.peak[r, 0] -= state.carried[x, day, 0]


@inlined
def lift_out(week, state, memo, spare, x, mask):
    """Take node x out of the days in `mask` but for frozen ones; returns the change of lift cost."""
    days = week.day.shape[1]
    mask &= ~week.site[x].frozen
    change = 0.0
    note(week, state, memo, spare, x)
    plain = week.numbers[PLAIN] > 0
    if week.site[x].station > 0:
        memo.node[x].dirty = 1
    elif not plain:
        recall_mail(week, state, memo, spare, x)
    for d in range(days):
        if not mask >> d & 1:
            continue
        w = state.visit[x, d].where
        if week.numbers[TOLD] > 0:
            change -= untold(week, state, x, d)
        if w >= 0:
            v = week.slot[w].vd
            if not memo.touched[v]:
                touch(week, state, memo, spare, v)
            p = 0
            while state.route[w, p] != x:
                p += 1
            if plain:
                ease(week, state, x, d, w, p)
            for q in range(p, state.slot[w].length - 1):
                state.route[w, q] = state.route[w, q + 1]
            state.slot[w].length -= 1
        else:
            change += unload(week, state, memo, x, d)
        state.visit[x, d].where = UNSERVED
        if not plain:
            state.visit[x, d].fed_at = NEVER
            for k in range(4):
                state.carried[x, d, k] = 0.0
    memo.node[x].lifted = mask
    return change
