"""A plane of metres agrees with the globe over a county."""

import numpy as np
import pytest

from tianlu.place.great_circle import great_circle_m
from tianlu.place.plane import plane_m


@pytest.mark.parametrize("lat", [20.0, 36.0, 50.0])
def test_distances_on_the_plane_are_those_on_the_globe(lat: float) -> None:
    points = [(100.0, lat), (100.7, lat + 0.2), (99.6, lat - 0.3)]
    xy = plane_m(points, lat=lat)
    for here, there in ((0, 1), (0, 2), (1, 2)):
        assert np.hypot(*(xy[here] - xy[there])) == pytest.approx(
            great_circle_m(*points[here], *points[there]), rel=0.01
        )


def test_no_points_are_no_rows() -> None:
    assert plane_m([], lat=36.0).shape == (0, 2)
