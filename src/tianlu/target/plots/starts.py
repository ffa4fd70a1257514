"""Districts to begin from: cells of a power diagram of about equal activity, grown along neighbours.

Centres move to the middle of their cells (Lloyd 1982) while the cells' weights rise and fall until each has its share;
the cells of such a diagram are convex (Aurenhammer, Hoffmann, Aronov 1998). What neighbours make of them is contiguous.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree  # type: ignore[import-untyped]

from tianlu.target.plots.search.grow import grow
from tianlu.target.plots.search.state import NOWHERE
from tianlu.target.plots.territory import Territory

CANDIDATES = 12
"""The cell of a unit is sought among this many nearest centres."""
WEIGHT_STEP = 0.3


def random_start(
    territory: Territory, districts: int, rounds: int, dice: np.random.Generator
) -> NDArray[np.int64] | None:
    """Every unit's district after so many rounds from random centres; None where the territory is not connected."""
    shares = (territory.activities / territory.activities.sum(axis=0)).mean(axis=1) * districts
    centres = territory.xy[dice.choice(territory.units, districts, replace=False)].copy()
    weights = np.zeros(districts)
    sides = np.ptp(territory.xy, axis=0)
    step = WEIGHT_STEP * float(sides.prod()) / districts / np.pi
    for _ in range(rounds):
        nearest = _cells(territory, centres, weights)
        loads = np.bincount(nearest, shares, districts)
        middles = np.stack([np.bincount(nearest, shares * along, districts) for along in territory.xy.T], axis=1)
        is_used = loads > 0
        centres[is_used] = middles[is_used] / loads[is_used, None]
        centres[~is_used] = territory.xy[dice.choice(territory.units, int((~is_used).sum()))]
        weights += step * (1 - loads)
        weights -= weights.mean()
    return grow_districts(territory, centres, weights)


def grow_districts(
    territory: Territory, centres: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.int64] | None:
    """Contiguous districts about centres, each from the unit next to its centre that no other began from."""
    assigned = np.full(territory.units, NOWHERE, np.int64)
    for district, centre in enumerate(centres):
        far = ((territory.xy - centre) ** 2).sum(axis=1)
        far[assigned != NOWHERE] = np.inf
        assigned[far.argmin()] = district
    grow(territory.first, territory.neighbours, territory.xy, centres, weights, assigned)
    return None if (assigned == NOWHERE).any() else assigned


def _cells(territory: Territory, centres: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    far, near = KDTree(centres).query(territory.xy, k=np.arange(1, min(len(centres), CANDIDATES) + 1))
    best = (far**2 - weights[near]).argmin(axis=1)
    return np.asarray(near[np.arange(territory.units), best], np.int64)
