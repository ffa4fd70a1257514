"""One sweep of simulated annealing: as many moves of a unit into a neighbouring district as there are units."""

import math

from tianlu.target.plots.search.compiled import compiled
from tianlu.target.plots.search.contiguity import stays_whole
from tianlu.target.plots.search.diameter import excess
from tianlu.target.plots.search.dice import roll
from tianlu.target.plots.search.state import NOWHERE, Floats, Ground, State, Weights


@compiled
def sweep(ground: Ground, state: State, weights: Weights, reach2: float, temperature: float) -> None:
    """Try moves; `reach2` is the squared diameter beyond which pairs of a district are trouble, 0 if none is.

    What pairs too far apart cost is the excess of their squared distance over `reach2`, relative to it: other than
    the largest diameter itself it falls with every unit that moves the right way.
    """
    units = len(state.assigned)
    for _ in range(units):
        unit = int(roll(state.dice) * units)
        here, edges = state.assigned[unit], ground.first[unit]
        degree = ground.first[unit + 1] - edges
        if not degree or ground.fixed[unit]:
            continue
        there = state.assigned[ground.neighbours[edges + int(roll(state.dice) * degree)]]
        if here == there or state.counts[there] == state.members.shape[1]:
            continue
        allowed = -temperature * math.log(roll(state.dice) + 1e-300)
        change = weights.balance * unbalanced_by(ground, state, unit, there, weights.tolerance)
        if weights.cut > 0.0:
            change += weights.cut * cut_by(ground, state, unit, there)
        if weights.moved > 0.0 and ground.home[unit] != NOWHERE:
            change += weights.moved * (int(ground.home[unit] == here) - int(ground.home[unit] == there))
        if reach2 > 0.0:
            x, y = ground.xy[unit, 0], ground.xy[unit, 1]
            added = excess(state.xs[there], state.ys[there], state.counts[there], x, y, reach2)
            change += (added - excess(state.xs[here], state.ys[here], state.counts[here], x, y, reach2)) / reach2
        if change <= allowed and stays_whole(ground, state, unit):
            move(ground, state, unit, there)


@compiled
def beyond(share: float, tolerance: float) -> float:
    """By how much a share is away from 1, beyond the tolerance."""
    return max(0.0, abs(share - 1.0) - tolerance)


@compiled
def unbalanced_by(ground: Ground, state: State, unit: int, there: int, tolerance: float) -> float:
    here, change = state.assigned[unit], 0.0
    for k in range(ground.shares.shape[1]):
        share = ground.shares[unit, k]
        change += beyond(state.sums[here, k] - share, tolerance) - beyond(state.sums[here, k], tolerance)
        change += beyond(state.sums[there, k] + share, tolerance) - beyond(state.sums[there, k], tolerance)
    return change


@compiled
def unbalanced(sums: Floats, tolerance: float) -> float:
    """By how much all shares are beyond the tolerance."""
    total = 0.0
    for district in range(sums.shape[0]):
        for k in range(sums.shape[1]):
            total += beyond(sums[district, k], tolerance)
    return total


@compiled
def cut_by(ground: Ground, state: State, unit: int, there: int) -> int:
    """By how many edges between districts a move adds to their number."""
    here, change = state.assigned[unit], 0
    for e in range(ground.first[unit], ground.first[unit + 1]):
        district = state.assigned[ground.neighbours[e]]
        change += int(district == here) - int(district == there)
    return change


@compiled
def move(ground: Ground, state: State, unit: int, there: int) -> None:
    """Take a unit out of its district, whose last unit takes its seat, and set it at the end of the other."""
    here, seat = state.assigned[unit], state.seat[unit]
    state.counts[here] -= 1
    last = state.counts[here]
    heir = state.members[here, last]
    state.members[here, seat], state.seat[heir] = heir, seat
    state.xs[here, seat], state.ys[here, seat] = state.xs[here, last], state.ys[here, last]
    end = state.counts[there]
    state.counts[there] += 1
    state.members[there, end], state.seat[unit] = unit, end
    state.xs[there, end], state.ys[there, end] = ground.xy[unit, 0], ground.xy[unit, 1]
    for k in range(ground.shares.shape[1]):
        state.sums[here, k] -= ground.shares[unit, k]
        state.sums[there, k] += ground.shares[unit, k]
    state.assigned[unit] = there
