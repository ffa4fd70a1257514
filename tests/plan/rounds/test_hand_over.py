"""A courier's whole round goes to another vehicle in order, or is refused with the rule that it would break."""

from dataclasses import replace

import pytest

from tests.plan.rounds.builders import MON, TUE, a_vehicle, at, small_county, small_plan
from tianlu.core.ids import VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.hand_over import HandOver, hand_over
from tianlu.plan.rounds.problem import Driven, WeekProblem


def with_a_second_courier(**fields: object) -> WeekProblem:
    problem = small_county()
    second = a_vehicle("other", "S", kind="motorcycle", day_fen=4_000, km_fen=40, **fields)
    return replace(problem, vehicles=(*problem.vehicles, second))


def give(problem: WeekProblem, to: str = "other", *, vehicle: str = "courier", day: int = MON) -> object:
    return hand_over(problem, small_plan(problem), HandOver(VehicleId(vehicle), day, VehicleId(to)))


def test_places_keep_their_order_and_hour_in_the_other_vehicles_hands() -> None:
    problem = with_a_second_courier()
    plan = small_plan(problem)
    given = next(each for each in plan.rounds if each.vehicle == "courier")
    handed = hand_over(problem, plan, HandOver(VehicleId("courier"), MON, VehicleId("other")))
    taken = next(each for each in handed.rounds if each.vehicle == "other")
    assert taken == replace(given, vehicle=VehicleId("other"))
    assert all(each.vehicle != "courier" for each in handed.rounds)
    assert check_plan(problem, handed).violations == ()


def test_who_begins_later_takes_it_later() -> None:
    problem = with_a_second_courier(shift_from_min=9 * 60)
    handed = hand_over(problem, small_plan(problem), HandOver(VehicleId("courier"), MON, VehicleId("other")))
    taken = next(each for each in handed.rounds if each.vehicle == "other")
    assert taken.leave_min == at(MON, 9)
    assert check_plan(problem, handed).violations == ()


def test_who_is_out_takes_it_behind_the_own_round() -> None:
    problem = with_a_second_courier()
    once = hand_over(problem, small_plan(problem), HandOver(VehicleId("courier"), MON, VehicleId("other")))
    back = hand_over(problem, once, HandOver(VehicleId("other"), MON, VehicleId("courier")))
    assert back == small_plan(problem)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"capacity_pieces": 3}, "vehicle_load"),
        ({"shift_to_min": 9 * 60}, "shift"),
        ({"shift_from_min": 7 * 60, "shift_to_min": 8 * 60}, "shift"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_name(fields: dict[str, int], rule: str) -> None:
    problem = with_a_second_courier(**fields)
    with pytest.raises(ProblemsFound) as trouble:
        give(problem)
    assert rule in {each.code for each in trouble.value.problems}
    assert all(each.expected_zh for each in trouble.value.problems)


def test_a_depot_that_may_not_serve_the_places_is_refused() -> None:
    problem = small_county()
    with pytest.raises(ProblemsFound) as trouble:
        give(problem, "courier", vehicle="van", day=TUE)
    assert "access" in {each.code for each in trouble.value.problems}


def test_nothing_to_give_and_an_unknown_vehicle_are_said() -> None:
    problem = with_a_second_courier()
    for vehicle, to, day, code in (
        ("courier", "other", TUE, "nothing_to_hand_over"),
        ("courier", "courier", MON, "nothing_to_hand_over"),
        ("courier", "nobody", MON, "unknown_vehicle"),
    ):
        with pytest.raises(ProblemsFound) as trouble:
            give(problem, to, vehicle=vehicle, day=day)
        assert [each.code for each in trouble.value.problems] == [code]


def test_a_round_that_has_left_is_not_handed_over() -> None:
    problem = with_a_second_courier()
    plan = small_plan(problem)
    gone = next(each for each in plan.rounds if each.vehicle == "courier")
    under_way = replace(problem, driven=Driven(at(MON, 9), rounds=(gone,)))
    with pytest.raises(ProblemsFound, match="still to leave"):
        hand_over(
            under_way,
            replace(plan, problem_hash=under_way.hash),
            HandOver(VehicleId("courier"), MON, VehicleId("other")),
        )
