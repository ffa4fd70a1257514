"""Visits driven on their own go out from the station in tours."""

from tests.plan.rounds.builders import LEG_M, LEG_MIN, a_hub, a_problem, a_station, a_vehicle, a_village
from tianlu.core.ids import PlaceId
from tianlu.target.visits.candidate import Candidate
from tianlu.target.visits.own_trips import drive_own_trips

PROBLEM = a_problem(a_hub(), a_station("S"), *(a_village(name) for name in "ABC"), vehicles=[a_vehicle("van", "H")])


def wish(name: str, place: str, minutes: int = 20, **fields: int) -> Candidate:
    return Candidate(name, PlaceId(place), 1_000, minutes, **fields)


def test_one_visit_is_driven_there_and_back() -> None:
    found = drive_own_trips(PROBLEM, [wish("x", "A", off_m=500, off_min=2)])
    assert (found.tours, found.metres, found.minutes) == (1, 2 * LEG_M + 500, 2 * LEG_MIN + 22)


def test_places_are_joined_to_one_tour() -> None:
    found = drive_own_trips(PROBLEM, [wish("x", "A"), wish("y", "B"), wish("z", "A")])
    assert (found.tours, found.metres, found.minutes) == (1, 3 * LEG_M, 3 * LEG_MIN + 60)


def test_tour_is_no_longer_than_a_working_day() -> None:
    found = drive_own_trips(PROBLEM, [wish("x", "A", 200), wish("y", "B", 150), wish("z", "A", 300)])
    assert (found.tours, found.metres) == (2, 3 * LEG_M + 2 * LEG_M)


def test_station_visits_itself_without_a_way() -> None:
    assert drive_own_trips(PROBLEM, [wish("x", "S")]).metres == 0


def test_nobody_is_no_trip() -> None:
    assert drive_own_trips(PROBLEM, []).tours == 0
