"""The nearest point is the nearest over the ground."""

import numpy as np
import pytest

from tianlu.place.great_circle import great_circles_m
from tianlu.target.grid.nearest import FAR_M, nearest_m


def test_nearest_of_many_is_that_of_all_distances() -> None:
    rng = np.random.default_rng(1)
    here, there = (np.column_stack([rng.uniform(90, 103, n), rng.uniform(31, 39, n)]) for n in (50, 80))
    metres, rows = nearest_m(here, there, most=3)
    every = great_circles_m(here, there)
    assert (rows == np.argsort(every, axis=1)[:, :3]).all()
    assert metres == pytest.approx(np.sort(every, axis=1)[:, :3], abs=0.01)


def test_where_there_are_too_few_points_they_are_far() -> None:
    metres, rows = nearest_m(np.array([[100.0, 36.0]]), np.array([[100.0, 36.0]]), most=2)
    assert rows.tolist() == [[0, -1]]
    assert metres[0].tolist() == [0.0, FAR_M]
    assert nearest_m(np.zeros((2, 2)), np.zeros((0, 2)))[0].tolist() == [[FAR_M], [FAR_M]]
