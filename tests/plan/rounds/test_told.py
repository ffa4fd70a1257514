"""What people were told comes back where it can, and changes of it are weighed."""

from dataclasses import replace

from tests.plan.rounds.builders import MON, TUE, a_plan, a_round, at, small_county, small_plan
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem
from tianlu.plan.rounds.told import as_told, unease

PROBLEM = small_county()
TOLD = a_plan(
    PROBLEM,
    a_round(PROBLEM, "van", MON, at(MON, 7, 30), "S", "A", "B"),
    a_round(PROBLEM, "courier", MON, at(MON, 9), "C", "D"),
)


def driven(plan: Plan, vehicle: str) -> Round:
    return next(each for each in plan.rounds if each.vehicle == vehicle)


def other(van: tuple[str, ...], courier: tuple[str, ...], problem: WeekProblem = PROBLEM) -> Plan:
    return a_plan(
        problem,
        a_round(problem, "van", MON, at(MON, 8), *van),
        a_round(problem, "courier", MON, at(MON, 9), *courier),
    )


def test_a_round_that_was_only_turned_round_goes_back() -> None:
    assert as_told(PROBLEM, TOLD, other(("B", "A", "S"), ("D", "C")), in_old_order=False) == TOLD


def test_a_round_with_other_places_stays_unless_the_old_order_is_asked_for() -> None:
    plan = other(("D", "B", "A", "S"), ("C",))
    assert as_told(PROBLEM, TOLD, plan, in_old_order=False) == plan
    van = driven(as_told(PROBLEM, TOLD, plan, in_old_order=True), "van")
    assert [stop.place for stop in van.stops if stop.place != "D"] == ["S", "A", "B"]
    assert van.leave_min == at(MON, 7, 30)


def test_a_round_against_which_a_closure_stands_does_not_go_back() -> None:
    problem = replace(PROBLEM, closures=(WeekClosure(0, 10_080, origin=PlaceId("S"), destination=PlaceId("A")),))
    told = replace(TOLD, problem_hash=problem.hash)
    plan = other(("B", "A", "S"), ("D", "C"), problem)
    back = as_told(problem, told, plan, in_old_order=False)
    assert driven(back, "van") == driven(plan, "van")
    assert [stop.place for stop in driven(back, "courier").stops] == ["C", "D"]


def test_changes_are_weighed_by_vehicle_day_and_hour() -> None:
    def weigh(plan: Plan) -> int:
        return unease(TOLD, plan, change_fen=500, hour_fen=100)

    assert weigh(TOLD) == 0
    assert weigh(other(("S", "A", "B"), ("C", "D"))) == 0  # half an hour later is the same hour
    assert weigh(other(("S", "B", "A"), ("C", "D"))) == 100  # A an hour later and more
    assert weigh(other(("S", "A", "B", "D"), ("C",))) == 500
    tuesday = a_plan(PROBLEM, a_round(PROBLEM, "courier", TUE, at(TUE, 9), "C"))
    assert weigh(tuesday) == 500


def test_the_small_plan_is_told_to_itself() -> None:
    plan = small_plan(PROBLEM)
    assert as_told(PROBLEM, plan, plan, in_old_order=True) == plan
    assert {each.vehicle for each in plan.rounds} == {VehicleId("van"), VehicleId("courier")}
