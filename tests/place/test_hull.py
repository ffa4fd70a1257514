"""The outline of a set of places."""

from hypothesis import given
from hypothesis import strategies as st

from tianlu.place.hull import convex_hull

DEGREES = st.integers(-180, 180).map(float)
POINTS = st.lists(st.tuples(DEGREES, DEGREES), max_size=40)


def test_inner_point_is_no_corner() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert set(convex_hull([*square, (1.0, 1.0)])) == set(square)


@given(POINTS)
def test_hull_of_a_hull_is_itself(points: list[tuple[float, float]]) -> None:
    corners = convex_hull(points)
    assert set(corners) <= set(points)
    assert convex_hull(corners) == corners
