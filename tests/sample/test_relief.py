"""Altitude between the points of a grid."""

import numpy as np
import pytest

from tianlu.sample.point import Point
from tianlu.sample.relief import STEP_DEG, Relief

RELIEF = Relief(west=100.0, north=36.0, metres=np.array([[3000.0, 3200.0], [3400.0, 3600.0]]))


def test_a_grid_point_has_its_own_altitude() -> None:
    assert RELIEF.altitude_m(Point(100.0, 36.0)) == 3000


def test_between_four_points_it_is_their_mean() -> None:
    assert RELIEF.altitude_m(Point(100.0 + STEP_DEG / 2, 36.0 - STEP_DEG / 2)) == 3300


def test_a_point_outside_is_refused() -> None:
    with pytest.raises(IndexError):
        RELIEF.altitude_m(Point(99.0, 36.0))
