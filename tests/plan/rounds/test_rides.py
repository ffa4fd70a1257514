"""How a bag rides: which calls, and when it changes hands."""

from tests.plan.rounds.builders import MON, a_hub, a_link, a_problem, a_trip, a_village, at
from tianlu.core.ids import PlaceId, TripId
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rides import Ride, find_ride

H, A = PlaceId("H"), PlaceId("A")


def ride(problem: WeekProblem, origin: PlaceId = H, destination: PlaceId = A) -> Ride | None:
    return find_ride(problem, problem.trip_by_id[TripId("t")], origin=origin, destination=destination)


def test_bag_is_given_and_got_with_walk_cutoff_and_handover() -> None:
    trip = a_trip("t", [("h", at(MON, 9)), ("a", at(MON, 10))], cutoff_min=10, handover_min=5)
    problem = a_problem(a_hub(), a_village("A"), trips=[trip], links=[a_link("H", "h", 6), a_link("A", "a", 3)])
    assert ride(problem) == Ride(
        first=0,
        last=1,
        given_min=at(MON, 8, 44),
        cutoff_min=at(MON, 8, 50),
        arrive_min=at(MON, 10),
        in_hand_min=at(MON, 10, 8),
    )


def test_bus_the_other_way_takes_no_bag() -> None:
    trip = a_trip("t", [("h", at(MON, 9)), ("a", at(MON, 10))])
    problem = a_problem(a_hub(), a_village("A"), trips=[trip], links=[a_link("H", "h"), a_link("A", "a")])
    assert ride(problem, A, H) is None


def test_stop_that_saves_time_from_hand_to_hand_is_used() -> None:
    calls = [("h", at(MON, 9)), ("near", at(MON, 10)), ("nearer", at(MON, 10, 4))]
    links = [a_link("H", "h"), a_link("A", "near", 6), a_link("A", "nearer", 1)]
    problem = a_problem(a_hub(), a_village("A"), trips=[a_trip("t", calls)], links=links)
    found = ride(problem)
    assert found is not None
    assert found.last == 2


def test_earlier_calls_are_used_where_times_tie() -> None:
    calls = [("h", at(MON, 9)), ("a", at(MON, 10)), ("h", at(MON, 11)), ("a", at(MON, 12))]
    problem = a_problem(a_hub(), a_village("A"), trips=[a_trip("t", calls)], links=[a_link("H", "h"), a_link("A", "a")])
    found = ride(problem)
    assert found is not None
    assert (found.first, found.last) == (0, 1)
