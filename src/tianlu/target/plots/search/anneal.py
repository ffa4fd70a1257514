"""Simulated annealing of districts (Kirkpatrick, Gelatt, Vecchi 1983), for the least largest diameter or border."""

import math

from tianlu.target.plots.search.compiled import compiled, entry
from tianlu.target.plots.search.diameter import largest2
from tianlu.target.plots.search.state import NOWHERE, Ground, Ints, State, Weights
from tianlu.target.plots.search.sweep import sweep, unbalanced

ROUNDING = 1e-10
"""Sums that grew move by move are asked to be this much within the tolerance, or to be this near to no tolerance."""
TIGHTER = 0.9998
"""When all pairs are near enough, the reach shrinks to this share of the squared diameter found."""


@entry
def anneal_diameter(
    ground: Ground,
    state: State,
    weights: Weights,
    reach2: float,
    hot: float,
    cold: float,
    sweeps: int,
    best: Ints,
) -> float:
    """Cool from `hot` to `cold`, asking for squared diameters of at most `reach2`, and for less whenever that is kept.
    The least largest squared diameter of balanced districts, which are left in `best`; infinity if there were none."""
    least2 = math.inf
    for k in range(sweeps):
        sweep(ground, state, weights, reach2, hot * (cold / hot) ** (k / sweeps))
        if unbalanced(state.sums, asked(weights.tolerance)) > 0.0:
            continue
        found2 = largest2(state, least2)
        if found2 < least2:
            least2 = found2
            best[:] = state.assigned
            reach2 = min(reach2, TIGHTER * found2)
    return least2


@entry
def anneal_border(
    ground: Ground,
    state: State,
    weights: Weights,
    hot: float,
    cold: float,
    sweeps: int,
    begin: int,
    end: int,
    least: float,
    best: Ints,
) -> float:
    """The sweeps `begin` to `end` of a cooling from `hot` to `cold` in `sweeps`, which go on where the state was left.
    The least cost of edges between districts and of units not at home, of balanced districts, which are left in
    `best`; `least` if there were none that cost less."""
    for k in range(begin, end):
        sweep(ground, state, weights, 0.0, hot * (cold / hot) ** (k / sweeps))
        if unbalanced(state.sums, asked(weights.tolerance)) == 0.0:
            cost = border_cost(ground, state, weights)
            if cost < least:
                least = cost
                best[:] = state.assigned
    return least


@compiled
def asked(tolerance: float) -> float:
    return max(ROUNDING, tolerance - ROUNDING)


@compiled
def border_cost(ground: Ground, state: State, weights: Weights) -> float:
    ends, moved = 0, 0
    for unit in range(len(state.assigned)):
        district = state.assigned[unit]
        moved += int(ground.home[unit] != NOWHERE and ground.home[unit] != district)
        for e in range(ground.first[unit], ground.first[unit + 1]):
            ends += int(state.assigned[ground.neighbours[e]] != district)
    return weights.cut * ends / 2 + weights.moved * moved
