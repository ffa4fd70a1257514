"""Areas about places cover the county, do not overlap, and each is nearest to its place."""

import numpy as np
import pytest

from tianlu.place.areas import areas_around, touching_areas
from tianlu.place.hull import LonLat, convex_hull
from tianlu.place.plane import plane_m


def some(count: int, seed: int = 3) -> list[LonLat]:
    dice = np.random.default_rng(seed)
    return [(float(lon), float(lat)) for lon, lat in dice.uniform((99.0, 35.0), (101.0, 37.0), (count, 2))]


def size(ring: tuple[LonLat, ...]) -> float:
    """Square degrees, above zero for counter-clockwise."""
    x, y = np.array(ring).T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def is_within(ring: tuple[LonLat, ...], point: LonLat) -> bool:
    corners = np.array(ring)
    sides = np.roll(corners, -1, axis=0) - corners
    to = np.array(point) - corners
    return bool((sides[:, 0] * to[:, 1] - sides[:, 1] * to[:, 0] >= -1e-9).all())


def test_every_place_is_in_its_own_area() -> None:
    points = some(60)
    areas = areas_around(points)
    assert all(is_within(area, point) for area, point in zip(areas, points, strict=True))
    assert all(size(area) > 0 for area in areas)


def test_whatever_lies_within_an_area_is_nearest_to_its_place() -> None:
    points = some(40)
    xy = plane_m(points, lat=sum(lat for _, lat in points) / len(points))
    a_degree = plane_m([(1.0, 1.0)], lat=sum(lat for _, lat in points) / len(points))[0]
    for unit, area in enumerate(areas_around(points)):
        for corner in area:
            inside = np.array(corner) * 0.98 + np.array(points[unit]) * 0.02
            far = np.hypot(*(xy - inside * a_degree).T)
            assert far.argmin() == unit


def test_areas_together_are_as_large_as_all_of_it() -> None:
    areas = areas_around(some(50))
    corners = [corner for area in areas for corner in area]
    assert sum(map(size, areas)) == pytest.approx(size(convex_hull(corners)), rel=1e-4)


@pytest.mark.parametrize(
    "points",
    [
        [(100.0, 36.0)],
        [(100.0, 36.0), (100.5, 36.0)],
        [(100.0 + k / 10, 36.0) for k in range(6)],
        [(100.0, 36.0), (100.2, 36.1), (100.4, 36.2)],
    ],
)
def test_few_places_and_places_on_a_line_have_areas_too(points: list[LonLat]) -> None:
    areas = areas_around(points)
    assert all(len(area) >= 3 and size(area) > 0 for area in areas)


def test_second_place_at_one_point_has_no_area_of_its_own() -> None:
    one, other, third = areas_around([(100.0, 36.0), (100.0, 36.0), (100.5, 36.0)])
    assert (bool(one), other, bool(third)) == (True, (), True)


def test_no_places_have_no_areas() -> None:
    assert areas_around([]) == ()


def test_places_touch_whose_areas_share_a_side_on_the_map() -> None:
    """Along a bow the first and the last would border each other, far outside of what is drawn."""
    bow = [(100.0, 36.0), (100.1, 36.01), (100.2, 36.015), (100.3, 36.01), (100.4, 36.0)]
    assert touching_areas(bow) == ((0, 1), (1, 2), (2, 3), (3, 4))


def test_areas_that_meet_at_a_corner_do_not_touch() -> None:
    grid = [(100.0 + x / 10, 36.0 + y / 10) for y in range(3) for x in range(3)]
    assert touching_areas(grid) == (
        *((0, 1), (0, 3), (1, 2), (1, 4), (2, 5), (3, 4), (3, 6), (4, 5), (4, 7), (5, 8), (6, 7), (7, 8)),
    )


def test_a_place_where_another_lies_touches_it() -> None:
    assert touching_areas([(100.0, 36.0), (100.1, 36.0), (100.0, 36.0)]) == ((0, 1), (0, 2))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_touches_whom_is_seen_in_the_areas(seed: int) -> None:
    """Two areas touch where they have two corners in common."""
    points = some(40, seed)
    corners = [set(area) for area in areas_around(points)]
    touching = set(touching_areas(points))
    for here, one in enumerate(corners):
        for there in range(here + 1, len(corners)):
            if len(one & corners[there]) >= 2:
                assert (here, there) in touching
            if not one & corners[there]:
                assert (here, there) not in touching
