"""Which township lies on the way to which."""

from tianlu.sample.point import Point
from tianlu.sample.ways import ends_of_ways, way_to, ways_from_hub

POINTS = {"H": Point(100.0, 35.0), "A": Point(100.2, 35.0), "B": Point(100.5, 35.02), "C": Point(100.0, 35.3)}


def test_a_township_beyond_another_hangs_on_it() -> None:
    assert ways_from_hub("H", POINTS) == {"A": "H", "B": "A", "C": "H"}


def test_a_township_in_another_direction_hangs_on_the_hub() -> None:
    before = ways_from_hub("H", POINTS)
    assert ends_of_ways(before) == ("B", "C")
    assert way_to("B", before) == ("H", "A", "B")
