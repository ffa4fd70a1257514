"""Distance over the earth's surface between two points, or between every point of two lists."""

from math import asin, cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of WGS84's ellipsoid; a great circle on it is within 0.6 % of the geodesic."""


def great_circle_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Metres between two points in degrees WGS84, by the haversine formula."""
    half_lat = sin(radians(lat_b - lat_a) / 2)
    half_lon = sin(radians(lon_b - lon_a) / 2)
    chord = half_lat**2 + cos(radians(lat_a)) * cos(radians(lat_b)) * half_lon**2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def great_circles_m(origins: NDArray[np.float64], destinations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres from every origin to every destination: (n, 2) and (m, 2) of lon, lat in degrees give (n, m)."""
    a, b = np.radians(origins)[:, None, :], np.radians(destinations)[None, :, :]
    half = np.sin((b - a) / 2)
    chord = half[..., 1] ** 2 + np.cos(a[..., 1]) * np.cos(b[..., 1]) * half[..., 0] ** 2
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    return metres
