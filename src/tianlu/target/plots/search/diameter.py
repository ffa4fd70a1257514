"""How far units of a district lie apart: squares of straight distances."""

from tianlu.target.plots.search.compiled import compiled, summed
from tianlu.target.plots.search.state import Floats, State


@summed
def excess(xs: Floats, ys: Floats, count: int, x: float, y: float, reach2: float) -> float:
    """By how much in all the squared distances from a place to the first `count` units go beyond `reach2`."""
    total = 0.0
    for k in range(count):
        dx, dy = xs[k] - x, ys[k] - y
        total += max(0.0, dx * dx + dy * dy - reach2)
    return total


@summed
def farthest2(xs: Floats, ys: Floats, count: int, x: float, y: float) -> float:
    """The squared distance from a place to the farthest of the first `count` units; 0 where there is none."""
    most = 0.0
    for k in range(count):
        dx, dy = xs[k] - x, ys[k] - y
        most = max(most, dx * dx + dy * dy)
    return most


@compiled
def largest2(state: State, enough: float) -> float:
    """The largest squared diameter, or any that is `enough` or more."""
    most = 0.0
    for district in range(len(state.counts)):
        xs, ys = state.xs[district], state.ys[district]
        for k in range(state.counts[district]):
            most = max(most, farthest2(xs, ys, k, xs[k], ys[k]))
            if most >= enough:
                return most
    return most
