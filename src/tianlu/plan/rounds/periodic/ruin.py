"""Ruin: which nodes leave, by strings of neighbouring rounds, and their leaving."""

import numpy as np

from tianlu.plan.rounds.arrays import UNSERVED
from tianlu.plan.rounds.search.compiled import inlined

TOUCHED = 0
NOTED = 1
ABSENT = 2
"""In `Memory.counts`."""


@inlined
def take(memory, x):
    """Choose node x to leave, once."""
    if not memory.is_absent[x]:
        memory.is_absent[x] = 1
        memory.absent[memory.counts[ABSENT]] = x
        memory.counts[ABSENT] += 1


@inlined
def days_of(rounds, x):
    mask = 0
    for d in range(rounds.where.shape[1]):
        if rounds.where[x, d] != UNSERVED:
            mask |= 1 << d
    return mask


@inlined
def choose_string(rounds, memory, r, x, longest):
    """Choose a string of stops of slot r that holds x, sometimes with a part in its middle kept (split string)."""
    count = rounds.visits[r]
    size = min(count, int(np.random.random() * min(longest, float(count)) + 1))
    at = 0
    while rounds.stops[r, at] != x:
        at += 1
    keep = 0
    if 1 < size < count and np.random.random() < 0.5:
        keep = 1
        while size + keep < count and np.random.random() < 0.5:
            keep += 1
    low = max(0, at - size - keep + 1)
    high = min(at, count - size - keep)
    start = low + int(np.random.random() * (high - low + 1))
    keep_from = start + 1 + int(np.random.random() * size) if keep > 0 else count
    for p in range(start, start + size + keep):
        if not keep_from <= p < keep_from + keep:
            take(memory, rounds.stops[r, p])


@inlined
def choose_ruin(task, rounds, memory, seed_node, day, across, strings, longest):
    """Choose nodes near `seed_node` by `strings` strings of neighbouring rounds of `day`.

    If `across`, each next round is one of any day: nodes change days, which rounds of one day cannot do for them.
    """
    days = rounds.where.shape[1]
    done = 0
    for a in range(-1, task.near.shape[1]):
        if done >= strings:
            break
        x = seed_node if a < 0 else task.near[seed_node, a]
        if memory.is_absent[x] or rounds.pattern[x] < 0:
            continue
        if across and a >= 0:
            day = int(np.random.random() * days)
            while rounds.where[x, day] == UNSERVED:
                day = day + 1 if day + 1 < days else 0
        r = rounds.where[x, day]
        if r == UNSERVED:
            continue
        seen = False
        for k in range(done):
            seen = seen or memory.ruined[k] == r
        if seen:
            continue
        memory.ruined[done] = r
        done += 1
        choose_string(rounds, memory, r, x, longest)


@inlined
def touch(rounds, spare, memory, r):
    """Remember slot r as it is, once."""
    if memory.is_touched[r]:
        return
    memory.is_touched[r] = 1
    memory.touched[memory.counts[TOUCHED]] = r
    memory.counts[TOUCHED] += 1
    memory.stamp_before[r] = memory.stamp[r]
    copy_round(rounds, spare, r)


@inlined
def copy_round(source, target, r):
    target.visits[r] = source.visits[r]
    target.load[r] = source.load[r]
    target.length[r] = source.length[r]
    target.busy[r] = source.busy[r]
    for p in range(source.visits[r]):
        target.stops[r, p] = source.stops[r, p]
        target.leg[r, p] = source.leg[r, p]
    target.leg[r, source.visits[r]] = source.leg[r, source.visits[r]]


@inlined
def note(rounds, spare, memory, x):
    """Remember node x as it is, once."""
    if memory.is_noted[x]:
        return
    memory.is_noted[x] = 1
    memory.noted[memory.counts[NOTED]] = x
    memory.counts[NOTED] += 1
    copy_node(rounds, spare, x)


@inlined
def copy_node(source, target, x):
    target.pattern[x] = source.pattern[x]
    for d in range(source.where.shape[1]):
        target.where[x, d] = source.where[x, d]


@inlined
def lift_out(task, rounds, spare, memory, x, mask):
    """Take node x out of its rounds on the days in `mask`."""
    note(rounds, spare, memory, x)
    memory.lifted[x] = mask
    for d in range(rounds.where.shape[1]):
        if not mask >> d & 1:
            continue
        r = rounds.where[x, d]
        touch(rounds, spare, memory, r)
        last = rounds.visits[r] - 1
        p = 0
        while rounds.stops[r, p] != x:
            p += 1
        before = rounds.stops[r, p - 1] if p > 0 else 0
        after = rounds.stops[r, p + 1] if p < last else 0
        straight = task.to[before, after]
        less = rounds.leg[r, p] + rounds.leg[r, p + 1] - straight
        for q in range(p, last):
            rounds.stops[r, q] = rounds.stops[r, q + 1]
            rounds.leg[r, q] = rounds.leg[r, q + 1]
        rounds.leg[r, last] = rounds.leg[r, last + 1]
        rounds.leg[r, p] = straight
        rounds.visits[r] = last
        rounds.length[r] -= less
        rounds.busy[r] -= less + task.service[x]
        rounds.load[r] -= task.demand[x]
        rounds.where[x, d] = UNSERVED
        memory.clock[0] += 1
        memory.stamp[r] = memory.clock[0]
