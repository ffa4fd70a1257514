"""Recreate: each absent node goes back with the pattern and the positions that cost least now."""

import numpy as np

from tianlu.plan.rounds.arrays import NEVER
from tianlu.plan.rounds.periodic.ruin import ABSENT, touch
from tianlu.plan.rounds.search.compiled import compiled, inlined


@inlined
def measure(task, rounds, memory, x, r):
    """Fill the ruler of node x for slot r: its cheapest position."""
    stops = rounds.stops[r]
    legs = rounds.leg[r]
    to_x = task.of[x]
    from_x = task.to[x]
    best = NEVER
    at = 0
    reach = to_x[0]
    count = rounds.visits[r]
    for p in range(count):
        stop = stops[p]
        more = reach + from_x[stop] - legs[p]
        reach = to_x[stop]
        if more < best:
            best = more
            at = p
    more = reach + from_x[0] - legs[count]
    if more < best:
        best = more
        at = count
    ruler = memory.ruler[x, r]
    ruler.stamp = memory.stamp[r]
    ruler.more = best
    ruler.position = at


@inlined
def find_way(task, rounds, memory, x, d, prices, blink):
    """Find the cheapest slot and position for x on day d; with chance `blink` a slot is passed over.

    Sets way_slot[d] to -1 where there is none."""
    best = NEVER
    memory.way_slot[d] = -1
    emptied = False
    service = task.service[x]
    demand = task.demand[x]
    load_max = task.load_max[d]
    length_max = task.length_max[d]
    for r in range(task.first[d], task.first[d + 1]):
        if rounds.visits[r] == 0:
            if emptied:
                continue
            emptied = True
        ruler = memory.ruler[x, r]
        if ruler.stamp != memory.stamp[r]:
            measure(task, rounds, memory, x, r)
        more = ruler.more
        if more >= best:
            continue
        over = prices[0] * (max(0.0, rounds.load[r] + demand - load_max) - max(0.0, rounds.load[r] - load_max))
        over /= load_max
        if more + over >= best:
            continue
        late_now = max(0.0, rounds.busy[r] - length_max)
        cost = more + over + prices[1] * (max(0.0, rounds.busy[r] + more + service - length_max) - late_now)
        if cost >= best:
            continue
        if blink > 0.0 and np.random.random() < blink:
            continue
        best = cost
        memory.way_slot[d] = r
        memory.way_position[d] = ruler.position
    memory.way_cost[d] = best


@inlined
def cheapest_pattern(task, memory, x):
    """The pattern of x whose days cost least together; -1 if there is none."""
    best = NEVER
    chosen = -1
    for k in range(task.pattern_count[x]):
        mask = task.patterns[x, k]
        total = 0.0
        for d in range(memory.way_cost.shape[0]):
            if mask >> d & 1:
                total += memory.way_cost[d]
        if total < best:
            best = total
            chosen = k
    return chosen


@inlined
def put_back(task, rounds, spare, memory, x, prices, blink):
    """Give node x its cheapest pattern, or on the days it was lifted from its cheapest positions."""
    whole = rounds.pattern[x] < 0
    mask = task.may[x] if whole else memory.lifted[x]
    for d in range(memory.way_cost.shape[0]):
        if mask >> d & 1:
            find_way(task, rounds, memory, x, d, prices, blink)
            if memory.way_slot[d] < 0:
                find_way(task, rounds, memory, x, d, prices, 0.0)
    if whole:
        chosen = cheapest_pattern(task, memory, x)
        rounds.pattern[x] = chosen
        mask = task.patterns[x, chosen] if chosen >= 0 else 0
    for d in range(memory.way_cost.shape[0]):
        if mask >> d & 1:
            stop_at(task, rounds, spare, memory, x, d, memory.way_slot[d], memory.way_position[d])


@inlined
def stop_at(task, rounds, spare, memory, x, d, r, p):
    """Put x at position p of slot r."""
    touch(rounds, spare, memory, r)
    count = rounds.visits[r]
    before = rounds.stops[r, p - 1] if p > 0 else 0
    after = rounds.stops[r, p] if p < count else 0
    more = task.to[before, x] + task.to[x, after] - rounds.leg[r, p]
    for q in range(count, p, -1):
        rounds.stops[r, q] = rounds.stops[r, q - 1]
        rounds.leg[r, q + 1] = rounds.leg[r, q]
    rounds.stops[r, p] = x
    rounds.leg[r, p] = task.to[before, x]
    rounds.leg[r, p + 1] = task.to[x, after]
    rounds.visits[r] = count + 1
    rounds.length[r] += more
    rounds.busy[r] += more + task.service[x]
    rounds.load[r] += task.demand[x]
    rounds.where[x, d] = r
    memory.clock[0] += 1
    memory.stamp[r] = memory.clock[0]


@compiled
def arrange(task, memory):
    """Set the order in which absent nodes go back: at random, largest first, farthest first, nearest first, or those
    with the fewest patterns first."""
    count = memory.counts[ABSENT]
    keys = memory.keys
    way = np.random.random()
    for a in range(count):
        x = memory.absent[a]
        if way < 0.36:
            keys[a] = np.random.random()
        elif way < 0.72:
            keys[a] = -task.demand[x] + np.random.random() * 1e-6
        elif way < 0.88:
            keys[a] = -task.to[0, x]
        elif way < 0.96:
            keys[a] = task.to[0, x]
        else:
            keys[a] = task.pattern_count[x] + np.random.random()
    for a in range(1, count):
        key = keys[a]
        x = memory.absent[a]
        b = a
        while b > 0 and keys[b - 1] > key:
            keys[b] = keys[b - 1]
            memory.absent[b] = memory.absent[b - 1]
            b -= 1
        keys[b] = key
        memory.absent[b] = x
