"""Bags on buses: what they cost, and what rides on each leg of each trip."""

import math

from tianlu.plan.rounds.arrays import BAG_G, BAG_PIECES, HANDLING, TOLD, UNSERVED
from tianlu.plan.rounds.search.compiled import compiled
from tianlu.plan.rounds.search.memo import FULLER, RIDES

FIRST_LIFT = -2
"""A node's way in `State.where` at and below this is a lift: lift o is kept as FIRST_LIFT - o."""


@compiled
def untold(week, state, x, day):
    """What it costs that x is served on `day` by another than people were told."""
    w = state.visit[x, day].where
    if w == UNSERVED or (week.slot[w].vd if w >= 0 else w) == week.told[x, day]:
        return 0.0
    return week.numbers[TOLD]


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
def ride(week, state, memo, o, load, sign):
    """Put a load on the legs of lift o, or take it off; keeps count of how much fuller than allowed holds become."""
    for way in range(2):
        for h in range(week.lift_leg[o, 2 * way], week.lift_leg[o, 2 * way + 1]):
            for unit in range(2):
                scale = 0.001 if unit == 0 else 1.0
                room = week.hold[h, unit]
                before = state.riding[h, unit]
                after = before + sign * load[2 * way + unit]
                memo.tally[FULLER] += scale * (max(0.0, after - room) - max(0.0, before - room))
                state.riding[h, unit] = after


@compiled
def log_ride(memo, o, load, sign):
    k = memo.counts[RIDES]
    memo.rides[k].lift = o
    memo.rides[k].sign = sign
    for unit in range(4):
        memo.ride_load[k, unit] = load[unit]
    memo.counts[RIDES] += 1


@compiled
def upload(week, state, memo, x, day):
    """Put x's load on its lift; returns what that costs."""
    o = FIRST_LIFT - state.visit[x, day].where
    load = state.carried[x, day]
    ride(week, state, memo, o, load, 1.0)
    log_ride(memo, o, load, 1.0)
    cost = price_lift(week, o, load[0], load[1], load[2], load[3])
    state.visit[x, day].lift_cost = cost
    return cost


@compiled
def unload(week, state, memo, x, day):
    """Take x's load off its lift; returns the change of cost, not positive."""
    cost = state.visit[x, day].lift_cost
    if cost <= 0:
        return 0.0
    o = FIRST_LIFT - state.visit[x, day].where
    load = state.carried[x, day]
    ride(week, state, memo, o, load, -1.0)
    log_ride(memo, o, load, -1.0)
    state.visit[x, day].lift_cost = 0.0
    return -cost


@compiled
def has_way_home(week, state, x, day):
    """True if what serves x on `day` also brings mail back: a stop of a round, or a bus with a bag home."""
    w = state.visit[x, day].where
    return w >= 0 or (w <= FIRST_LIFT and week.lift_leg[FIRST_LIFT - w, 2] >= 0)


@compiled
def crowding(week, state, o, load):
    """Kilograms and pieces by which a lift would overfill the hold on its worst leg out and its worst leg back."""
    total = 0.0
    for way in range(2):
        worst = 0.0
        for h in range(week.lift_leg[o, 2 * way], week.lift_leg[o, 2 * way + 1]):
            over = max(0.0, state.riding[h, 0] + load[2 * way] - week.hold[h, 0]) / 1000.0
            over += max(0.0, state.riding[h, 1] + load[2 * way + 1] - week.hold[h, 1])
            worst = max(worst, over)
        total += worst
    return total


@compiled
def overfull(week, riding):
    """Kilograms and pieces too much, over all legs of all trips."""
    total = 0.0
    for h in range(week.hold.shape[0]):
        total += max(0.0, riding[h, 0] - week.hold[h, 0]) / 1000.0
        total += max(0.0, riding[h, 1] - week.hold[h, 1])
    return total
