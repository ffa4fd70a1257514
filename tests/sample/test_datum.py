"""GCJ-02 back to WGS84."""

import pytest

from tianlu.sample.datum import gcj02_from_wgs84, wgs84_from_gcj02
from tianlu.sample.point import Point, distance_km

LHASA = Point(91.1322, 29.6603)


def test_a_chinese_map_shows_lhasa_about_335_metres_off() -> None:
    assert distance_km(LHASA, gcj02_from_wgs84(LHASA)) * 1000 == pytest.approx(335, abs=15)


@pytest.mark.parametrize("point", [LHASA, Point(100.62, 36.28), Point(92.44, 34.21), Point(102.83, 36.32)])
def test_the_way_back_ends_where_it_began(point: Point) -> None:
    assert distance_km(wgs84_from_gcj02(gcj02_from_wgs84(point)), point) < 0.002
