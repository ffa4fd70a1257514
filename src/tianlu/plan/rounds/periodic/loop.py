"""Ruin and recreate over rounds and day patterns of a plain week: the loop.

The search of `search/loop.py` where nothing but lengths and loads binds. There a node's best position in a round is
the same until the round changes, so it is measured once and kept (`Memory.ruler`).
Slack induction by string removals (Christiaens and Vanden Berghe, Transportation Science 54(2), 2020).
"""

import math

import numpy as np

from tianlu.plan.rounds.periodic.recreate import arrange, put_back
from tianlu.plan.rounds.periodic.ruin import (
    ABSENT,
    NOTED,
    TOUCHED,
    choose_ruin,
    copy_node,
    copy_round,
    days_of,
    lift_out,
    take,
)
from tianlu.plan.rounds.search.compiled import compiled, entry, inlined


@compiled
def weigh(task, rounds, memory):
    """Reckon load and length of every round anew, and forget what was measured on it."""
    for r in range(rounds.visits.shape[0]):
        load = 0.0
        length = 0.0
        service = 0.0
        here = 0
        for p in range(rounds.visits[r]):
            x = rounds.stops[r, p]
            load += task.demand[x]
            rounds.leg[r, p] = task.to[here, x]
            length += rounds.leg[r, p]
            service += task.service[x]
            here = x
        rounds.leg[r, rounds.visits[r]] = task.to[here, 0]
        length += task.to[here, 0]
        rounds.load[r] = load
        rounds.length[r] = length
        rounds.busy[r] = length + service
        memory.clock[0] += 1
        memory.stamp[r] = memory.clock[0]


@inlined
def forget(memory):
    """Begin a new iteration."""
    for k in range(memory.counts[TOUCHED]):
        memory.is_touched[memory.touched[k]] = 0
    for k in range(memory.counts[NOTED]):
        memory.is_noted[memory.noted[k]] = 0
    for k in range(memory.counts[ABSENT]):
        memory.is_absent[memory.absent[k]] = 0
    memory.counts[:] = 0


@inlined
def take_back(rounds, spare, memory):
    """Undo the iteration."""
    for k in range(memory.counts[NOTED]):
        copy_node(spare, rounds, memory.noted[k])
    for k in range(memory.counts[TOUCHED]):
        r = memory.touched[k]
        copy_round(spare, rounds, r)
        memory.stamp[r] = memory.stamp_before[r]


@inlined
def too_much(task, rounds, r):
    return max(0.0, rounds.load[r] / task.load_max[task.day[r]] - 1.0)


@inlined
def too_long(task, rounds, r):
    return max(0.0, rounds.busy[r] - task.length_max[task.day[r]])


@compiled
def copy_rounds(source, target):
    for r in range(source.visits.shape[0]):
        copy_round(source, target, r)
    for x in range(source.pattern.shape[0]):
        copy_node(source, target, x)


@compiled
def mean_count(rounds):
    stops = 0
    driven = 0
    for r in range(rounds.visits.shape[0]):
        if rounds.visits[r] > 0:
            stops += rounds.visits[r]
            driven += 1
    return max(1.0, stops / max(1, driven))


@entry
def ruin_and_recreate_plain(
    task, rounds, best, spare, memory, settings, prices, iterations, temperature, seed, best_cost
):
    """Run `iterations` at `temperature`; the cheapest sound week, be it the one begun with, goes to `best`.

    prices: of a full capacity too much, of a unit of length too much, of what holds carry too much (there are none), of
    a node left out. settings: mean number of nodes lifted, longest string, chance to lift a node out of all its days,
    blink rate, chance that such nodes come from rounds of any days.
    Returns (best cost, shares of iterations without overload, without length too much).
    """
    np.random.seed(seed)
    days = rounds.where.shape[1]
    count = task.nodes.shape[0]
    weigh(task, rounds, memory)
    length = 0.0
    over = 0.0
    late = 0.0
    for r in range(rounds.visits.shape[0]):
        length += rounds.length[r]
        over += too_much(task, rounds, r)
        late += too_long(task, rounds, r)
    unserved = 0
    for k in range(count):
        unserved += rounds.pattern[task.nodes[k]] < 0
    if over < 1e-7 and late < 1e-7 and unserved == 0 and length < best_cost - 1e-7:
        best_cost = length
        copy_rounds(rounds, best)
    longest = min(settings[1], mean_count(rounds))
    strings_most = 4.0 * settings[0] / (1.0 + longest) - 1.0
    within_load = 0
    within_length = 0
    for _ in range(iterations):
        forget(memory)
        # ruin
        if unserved > 0:
            for k in range(count):
                if rounds.pattern[task.nodes[k]] < 0:
                    take(memory, task.nodes[k])
        seed_node = task.nodes[int(np.random.random() * count)]
        whole = np.random.random() < settings[2]
        day = int(np.random.random() * days)
        if rounds.pattern[seed_node] >= 0:
            while rounds.where[seed_node, day] < 0:
                day = day + 1 if day + 1 < days else 0
            across = whole and np.random.random() < settings[4]
            strings = int(np.random.random() * strings_most + 1.0)
            choose_ruin(task, rounds, memory, seed_node, day, across, strings, longest)
        for a in range(memory.counts[ABSENT]):
            x = memory.absent[a]
            lift_out(task, rounds, spare, memory, x, days_of(rounds, x) if whole else days_of(rounds, x) & 1 << day)
            if whole:
                rounds.pattern[x] = -1
        # recreate
        arrange(task, memory)
        new_unserved = 0
        for a in range(memory.counts[ABSENT]):
            x = memory.absent[a]
            put_back(task, rounds, spare, memory, x, prices, settings[3])
            new_unserved += rounds.pattern[x] < 0
        new_length = length
        new_over = over
        new_late = late
        for k in range(memory.counts[TOUCHED]):
            r = memory.touched[k]
            new_length += rounds.length[r] - spare.length[r]
            new_over += too_much(task, rounds, r) - too_much(task, spare, r)
            new_late += too_long(task, rounds, r) - too_long(task, spare, r)
        more = new_length - length + prices[0] * (new_over - over) + prices[1] * (new_late - late)
        more += prices[3] * (new_unserved - unserved)
        if more < -temperature * math.log(np.random.random() + 1e-300):
            length, over, late, unserved = new_length, new_over, new_late, new_unserved
            if over < 1e-7 and late < 1e-7 and unserved == 0 and length < best_cost - 1e-7:
                best_cost = length
                copy_rounds(rounds, best)
        else:
            take_back(rounds, spare, memory)
        within_load += over < 1e-7
        within_length += late < 1e-7
    forget(memory)
    share = 1.0 / max(1, iterations)
    return best_cost, within_load * share, within_length * share
