"""Travel without roads: how far, how long, and that the matrix says how it was made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.place.places import at
from tianlu.place.altitude import AltitudeClass
from tianlu.place.straight_line import ASSUMED, RoadHabit, StraightLine, straight_line_travel

EVEN = StraightLine({kind: RoadHabit(circuity_percent=200, speed_kmh=60) for kind in AltitudeClass})


def test_metres_are_the_great_circle_times_circuity_and_minutes_follow_from_speed() -> None:
    """A tenth of a degree of latitude is 11,119.5 m; twice that at 60 km/h is 22.2 minutes, so 23."""
    travel = straight_line_travel([at("A", 100, 35), at("B", 100, 35.1)], EVEN)
    assert travel.metres.tolist() == [[0, 22_239], [22_239, 0]]
    assert travel.minutes.tolist() == [[0, 23], [23, 0]]


def test_higher_is_farther_and_slower() -> None:
    low, high = (straight_line_travel([at("A", 100, 35, m), at("B", 100, 35.2, m)], ASSUMED) for m in (2_000, 4_600))
    assert high.metres[0, 1] > low.metres[0, 1]
    assert high.minutes[0, 1] > low.minutes[0, 1]


def test_a_leg_is_as_its_higher_end() -> None:
    places = [at("A", 100, 35, 2_000), at("B", 100, 35.2, 4_600), at("C", 100, 35.4, 4_600)]
    metres = straight_line_travel(places, ASSUMED).metres
    assert metres[0, 1] == metres[1, 2]


def test_two_places_at_one_point_are_a_minute_apart() -> None:
    travel = straight_line_travel([at("A", 100, 35), at("B", 100, 35)])
    assert (travel.metres[0, 1], travel.minutes[0, 1]) == (0, 1)


def test_the_source_says_method_figures_and_that_they_are_assumed() -> None:
    source = straight_line_travel([at("A", 100, 35)]).source
    assert "straight line" in source
    assert "assumed" in source
    assert "×1.30 at 45 km/h" in source
    assert "assumed" not in straight_line_travel([at("A", 100, 35)], EVEN).source


def test_no_places_give_an_empty_matrix() -> None:
    assert straight_line_travel([]).minutes.shape == (0, 0)


def test_a_road_shorter_than_the_straight_line_is_refused() -> None:
    with pytest.raises(ValueError, match="no shorter"):
        RoadHabit(circuity_percent=90, speed_kmh=40)


def test_every_altitude_class_needs_a_habit() -> None:
    with pytest.raises(ValueError, match="extreme"):
        StraightLine({kind: RoadHabit(130, 40) for kind in AltitudeClass if kind is not AltitudeClass.EXTREME})


@given(st.lists(st.tuples(st.floats(95, 103), st.floats(31, 39), st.integers(1_700, 5_200)), max_size=5))
def test_there_and_back_is_alike_and_never_slower_than_the_roads_speed(spots: list[tuple[float, float, int]]) -> None:
    travel = straight_line_travel([at(str(k), *spot) for k, spot in enumerate(spots)])
    assert (travel.metres == travel.metres.T).all()
    assert (travel.minutes == travel.minutes.T).all()
    assert (travel.minutes * 750 >= travel.metres).all()
