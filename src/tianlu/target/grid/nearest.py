"""Distance from each cell to the nearest of some points, over the earth's surface."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from tianlu.place.great_circle import EARTH_RADIUS_M

FAR_M = 20_015_087.0
"""Half the way around the earth: the distance where there is no point at all."""


def nearest_m(
    lon_lat: NDArray[np.float64], points: NDArray[np.float64], most: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Metres and rows of the `most` nearest `points` (m, 2) for each of `lon_lat` (n, 2): two arrays (n, most).

    Where there are fewer points, FAR_M and -1.
    """
    metres, rows = np.full((len(lon_lat), most), FAR_M), np.full((len(lon_lat), most), -1, np.int64)
    there = min(most, len(points))
    if there:
        chord, found = cKDTree(on_sphere(points)).query(on_sphere(lon_lat), k=list(range(1, there + 1)))
        metres[:, :there] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, chord / 2))
        rows[:, :there] = found
    return metres, rows


def on_sphere(lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of the unit sphere (n, 3), where nearest in a straight line is nearest over the ground."""
    lon, lat = np.radians(lon_lat[:, 0]), np.radians(lon_lat[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
