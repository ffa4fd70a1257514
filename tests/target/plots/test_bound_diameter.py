"""Bounds of the diameter where they can be counted by hand."""

import numpy as np
import pytest

from tests.target.plots.grids import grid
from tianlu.target.plots.bound_diameter import bound_diameter, reach_bound
from tianlu.target.plots.districts import DistrictTask
from tianlu.target.plots.territory import make_territory


def test_of_five_corners_and_a_middle_two_share_one_of_four_districts() -> None:
    xy = np.array([[0, 0], [8, 0], [0, 8], [8, 8], [4, 4.0]])
    territory = make_territory(xy, np.ones((5, 1)), [(k, 4) for k in range(4)])
    assert bound_diameter(DistrictTask(territory, 4, 1.0), seconds=0.0) == pytest.approx(np.hypot(4, 4))


def test_a_corner_reaches_as_far_as_its_share_asks() -> None:
    assert reach_bound(DistrictTask(grid(10, 1), 2, 0.0)) == 4.0
    assert reach_bound(DistrictTask(grid(10, 1), 2, 0.2)) == 3.0


def test_every_activity_makes_a_unit_reach() -> None:
    territory = grid(10, 1, activities=2)
    territory.activities[:9, 1] = 0.0
    assert reach_bound(DistrictTask(territory, 2, 0.0)) == 9.0
