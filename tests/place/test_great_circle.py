"""Distances over the earth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.place.great_circle import EARTH_RADIUS_M, great_circle_m, great_circles_m

points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def test_a_degree_of_latitude_is_a_360th_of_the_earth_round() -> None:
    assert great_circle_m(100, 35, 100, 36) == pytest.approx(2 * np.pi * EARTH_RADIUS_M / 360)


def test_from_xining_to_golmud_is_616_km() -> None:
    assert great_circle_m(101.78, 36.62, 94.90, 36.41) == pytest.approx(616_000, rel=0.01)


@given(points, points)
def test_there_and_back_is_as_far(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert great_circle_m(*a, *b) == pytest.approx(great_circle_m(*b, *a))
    assert 0 <= great_circle_m(*a, *b) <= np.pi * EARTH_RADIUS_M + 1


@given(st.lists(points, min_size=1, max_size=4), st.lists(points, min_size=1, max_size=4))
def test_many_at_once_are_as_one_by_one(a: list[tuple[float, float]], b: list[tuple[float, float]]) -> None:
    expected = [[great_circle_m(*p, *q) for q in b] for p in a]
    assert great_circles_m(np.array(a), np.array(b)) == pytest.approx(np.array(expected), abs=1e-3)
