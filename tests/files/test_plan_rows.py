"""A plan as rows of figures."""

from itertools import pairwise

from tests.small_county import ONE, THREE, WEEK, small_plan, small_problem
from tianlu.files.plan_rows import list_bags, list_places, list_rounds

PROBLEM = small_problem()
PLAN = small_plan(PROBLEM)


def test_rounds_are_numbered_in_the_plan_s_order_and_dated() -> None:
    rounds = list_rounds(PROBLEM, PLAN, WEEK)
    assert [row.number for row in rounds] == [1, 2, 3, 4, 5, 6]
    assert [row.date.isoformat() for row in rounds[::2]] == ["2026-11-23", "2026-11-25", "2026-11-27"]


def test_a_round_is_as_long_as_its_legs_and_the_way_home() -> None:
    (first, *_) = list_rounds(PROBLEM, PLAN, WEEK)
    way = [0, PROBLEM.index[first.stops[0].place], PROBLEM.index[first.stops[1].place], 0]
    assert first.metres == sum(int(PROBLEM.travel.metres[a, b]) for a, b in pairwise(way))


def test_bags_ride_in_the_order_in_which_their_buses_leave() -> None:
    rows = list_bags(PROBLEM, PLAN, WEEK)
    assert [row.leave_min for row in rows] == sorted(row.leave_min for row in rows)
    assert rows[0].destination_name == "一村"
    assert rows[0].in_hand_min == rows[0].arrive_min + 5 + 3


def test_a_bag_from_the_hub_is_a_visit_and_a_bag_to_it_is_none() -> None:
    places = {row.place: row for row in list_places(PROBLEM, PLAN, WEEK)}
    assert list(places[ONE].days_by_bag) == [0, 2, 4]
    assert list(places[ONE].days) == [0, 2, 4]
    assert len(places[THREE].days_by_bag) == 0
    assert PROBLEM.hub.id not in places
