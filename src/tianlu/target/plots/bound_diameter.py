"""Diameters that no districts go below, proven by counting.

Of any districts + 1 units, two share a district: the largest diameter is at least the least distance among them. And a
unit's district reaches so far that its share is there: at least one less the tolerance, of each activity.
"""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull  # type: ignore[import-untyped]

from tianlu.target.plots.districts import DistrictTask


def bound_diameter(
    task: DistrictTask, *, seconds: float, seed: int = 0, clock: Callable[[], float] = time.perf_counter
) -> float:
    """The larger of both bounds; `seconds` of `clock` go to units that lie far apart, at least one set of them."""
    until = clock() + seconds
    dice = np.random.default_rng(seed)
    bound = reach_bound(task)
    while task.districts < task.territory.units:
        bound = max(bound, _spread(task.territory.xy, task.districts + 1, dice))
        if clock() >= until:
            break
    return bound


def reach_bound(task: DistrictTask) -> float:
    """How far the worst corner of the territory's convex hull must reach until the least share of every activity is
    within its reach: the same holds for every unit, and those at the corners lie worst."""
    activities = task.territory.activities
    least = activities.sum(axis=0) / task.districts * (1 - task.tolerance)
    bound = 0.0
    for here in task.territory.xy[_corners(task.territory.xy)]:
        far = np.hypot(*(task.territory.xy - here).T)
        order = far.argsort()
        enough = (activities[order].cumsum(axis=0) < least * (1 - 1e-12)).sum(axis=0).max()
        bound = max(bound, float(far[order[min(enough, len(far) - 1)]]))
    return bound


def _corners(xy: NDArray[np.float64]) -> NDArray[np.intp]:
    is_flat = len(xy) < 3 or np.linalg.matrix_rank(xy - xy[0]) < 2
    return np.arange(len(xy)) if is_flat else np.asarray(ConvexHull(xy).vertices, np.intp)


def _spread(xy: NDArray[np.float64], count: int, dice: np.random.Generator) -> float:
    """The least distance among `count` units far apart: each next one farthest from those before, then one of the
    nearest two moved to where it is farther from the others, while there is such a place."""
    chosen = [int(dice.integers(len(xy)))]
    near = _far(xy, chosen[0])
    while len(chosen) < count:
        chosen.append(int(near.argmax()))
        near = np.minimum(near, _far(xy, chosen[-1]))
    away = np.stack([_far(xy, unit) for unit in chosen])
    while True:
        among = away[:, chosen]
        np.fill_diagonal(among, np.inf)
        least = float(among.min())
        pair = np.unravel_index(int(among.argmin()), among.shape)
        moved = max((_move(away, int(k)) for k in pair), key=lambda each: each[2])
        if moved[2] <= least:
            return least
        chosen[moved[0]], away[moved[0]] = moved[1], _far(xy, moved[1])


def _move(away: NDArray[np.float64], leaving: int) -> tuple[int, int, float]:
    """Who leaves, the unit that is farthest from all others, and how far."""
    near = np.delete(away, leaving, axis=0).min(axis=0)
    unit = int(near.argmax())
    return leaving, unit, float(near[unit])


def _far(xy: NDArray[np.float64], unit: int) -> NDArray[np.float64]:
    return np.asarray(np.hypot(*(xy - xy[unit]).T))
