"""Altitude of a point, read between the four nearest points of a grid of 1/12 of a degree.

Good for classes of altitude, not for the slope of a road: a grid point stands for some 70 square kilometres.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.sample.point import Point

STEP_DEG = 1 / 12


@dataclass(frozen=True, eq=False)
class Relief:
    """Metres above the sea; row 0 lies at `north`, column 0 at `west`."""

    west: float
    north: float
    metres: NDArray[np.float64]

    def altitude_m(self, point: Point) -> int:
        """Bilinear; raises IndexError for a point outside the grid."""
        row, down = divmod((self.north - point.lat) / STEP_DEG, 1)
        column, right = divmod((point.lon - self.west) / STEP_DEG, 1)
        i, j = int(row), int(column)
        if i < 0 or j < 0:
            raise IndexError(f"{point} lies outside the relief")
        upper = self.metres[i, j] * (1 - right) + self.metres[i, j + 1] * right
        lower = self.metres[i + 1, j] * (1 - right) + self.metres[i + 1, j + 1] * right
        return round(float(upper * (1 - down) + lower * down))
