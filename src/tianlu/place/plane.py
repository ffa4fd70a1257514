"""Points of a county or a province in metres on a plane."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

M_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km."""


def plane_m(lon_lat: Sequence[tuple[float, float]], *, lat: float) -> NDArray[np.float64]:
    """(points, 2): metres east and north on a plane that touches at the latitude `lat`; lon, lat in degrees WGS84."""
    degrees = np.asarray(lon_lat, np.float64).reshape(-1, 2)
    xy: NDArray[np.float64] = degrees * np.array([math.cos(math.radians(lat)) * M_A_DEGREE, M_A_DEGREE])
    return xy
