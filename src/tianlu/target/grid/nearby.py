"""What the cells nearby say of a cell that its features do not: residuals smoothed over the ground.

A poor man's kriging: the mean of the nearest residuals, weighted by exp(-distance / range) and drawn towards 0 by a
nugget, both chosen by leaving each cell out. Far from all that is known it says nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.grid.nearest import nearest_m

Floats = NDArray[np.float64]

NEAREST = 12
RANGES_M = (500.0, 1_500.0, 5_000.0, 15_000.0, 50_000.0)
NUGGETS = (0.3, 1.0, 3.0, 10.0, 1e9)
"""In cells as near as can be; the last one is for residuals that say nothing of each other."""


@dataclass(frozen=True, eq=False)
class Nearby:
    """`lon_lat` (known, 2) and `residuals` (known,) with the range and the nugget that were chosen."""

    lon_lat: Floats
    residuals: Floats
    range_m: float
    nugget: float

    def shift(self, lon_lat: Floats) -> Floats:
        """What is to be added to the forecast of each point (n, 2); a known point is not left out."""
        metres, rows = nearest_m(lon_lat, self.lon_lat, NEAREST)
        return _weighted(metres, rows, self.residuals, self.range_m, self.nugget)


def learn_nearby(lon_lat: Floats, residuals: Floats) -> tuple[Nearby, Floats]:
    """The smoothing with the least error on cells left out, and its shift of each cell from the others alone."""
    metres, rows = nearest_m(lon_lat, lon_lat, NEAREST + 1)
    others = np.where(rows == np.arange(len(rows))[:, None], np.inf, metres)
    best = min(
        ((range_m, nugget) for range_m in RANGES_M for nugget in NUGGETS),
        key=lambda each: np.square(residuals - _weighted(others, rows, residuals, *each)).sum(),
    )
    return Nearby(lon_lat, residuals, *best), _weighted(others, rows, residuals, *best)


def _weighted(metres: Floats, rows: NDArray[np.int64], residuals: Floats, range_m: float, nugget: float) -> Floats:
    weights = np.where(rows < 0, 0.0, np.exp(-metres / range_m))
    shift: Floats = (weights * np.append(residuals, 0.0)[rows]).sum(axis=1) / (weights.sum(axis=1) + nugget)
    return shift
