"""What one more visit a week would cost."""

from tests.plan.rounds.builders import (
    MON,
    THU,
    TUE,
    a_hub,
    a_link,
    a_plan,
    a_problem,
    a_round,
    a_trip,
    a_vehicle,
    a_village,
    at,
    days,
    small_county,
    small_plan,
    with_stop,
)
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.mail import Mode
from tianlu.plan.rounds.one_more_visit import price_one_more_visit
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

A = PlaceId("A")


def two_villages(*, service_min: int = 0, **van: object) -> WeekProblem:
    """The van works on Mondays and Tuesdays; a bus goes to A on Thursdays. Service takes its minutes at A."""
    return a_problem(
        a_hub(),
        a_village("A", has_keeper=True, service_min=service_min),
        a_village("B"),
        a_village("C"),
        vehicles=(a_vehicle("van", "H", **{"days": days(MON, TUE), "rounds_a_day_max": 1, **van}),),
        trips=(a_trip("bus", [("h", at(THU, 9)), ("a", at(THU, 10))], fee_fen=5_000),),
        links=(a_link("H", "h"), a_link("A", "a")),
    )


def week(problem: WeekProblem) -> Plan:
    """A and B on Monday, B on Tuesday."""
    return a_plan(
        problem, a_round(problem, "van", MON, at(MON, 8), "A", "B"), a_round(problem, "van", TUE, at(TUE, 8), "B")
    )


def test_visit_on_the_way_of_a_round_is_the_cheapest() -> None:
    problem = two_villages()
    asked = price_one_more_visit(problem, week(problem), A)
    assert asked.visit is not None
    assert (asked.visit.mode, asked.visit.day, asked.visit.more_fen) == (Mode.HUB_ROUND, TUE, 2_000 + 600)
    assert asked.is_exhaustive


def test_plan_with_the_visit_keeps_every_rule_and_costs_what_was_said() -> None:
    problem = small_county()
    plan = small_plan(problem)
    for place in "ABCD":
        asked = price_one_more_visit(problem, plan, PlaceId(place))
        assert asked.visit is not None
        report = check_plan(problem, asked.visit.plan)
        assert report.is_feasible
        assert report.cost.total_fen == check_plan(problem, plan).cost.total_fen + asked.visit.more_fen


def test_rule_in_the_way_is_named_and_the_bus_taken_instead() -> None:
    problem = two_villages(service_min=40, days=days(TUE), shift_from_min=8 * 60, shift_to_min=9 * 60 + 30)
    plan = a_plan(problem, a_round(problem, "van", TUE, at(TUE, 8), "B"))
    asked = price_one_more_visit(problem, plan, A)
    assert asked.visit is not None
    assert (asked.visit.mode, asked.visit.day, asked.visit.more_fen) == (Mode.BAG, THU, 5_200)
    assert [(refusal.day, refusal.because.rule) for refusal in asked.refusals] == [(TUE, "shift")]


def test_later_round_of_the_day_waits_for_the_one_that_grew() -> None:
    problem = two_villages(days=days(MON, TUE), rounds_a_day_max=2)
    plan = a_plan(
        problem,
        a_round(problem, "van", MON, at(MON, 8), "A"),
        a_round(problem, "van", TUE, at(TUE, 7), "B"),
        a_round(problem, "van", TUE, at(TUE, 8, 15), "C"),
    )
    asked = price_one_more_visit(problem, plan, A)
    assert asked.visit is not None
    assert asked.visit.more_fen == 2_000 + 600
    assert [round_.leave_min for round_ in asked.visit.plan.rounds if round_.day == TUE] == [at(TUE, 7), at(TUE, 8, 50)]


def test_place_visited_every_day_has_no_day_left() -> None:
    problem = two_villages(days=days(*range(7)))
    plan = a_plan(problem, *(a_round(problem, "van", day, at(day, 8), "A") for day in range(7)))
    asked = price_one_more_visit(problem, plan, A)
    assert (asked.visit, asked.refusals, asked.is_exhaustive) == (None, (), True)


def test_fault_that_the_plan_has_already_is_not_held_against_the_visit() -> None:
    problem = two_villages()
    faulty = with_stop(week(problem), 1, 0, place=PlaceId("B"), deliver_pieces=7)
    assert not check_plan(problem, faulty).is_feasible
    assert price_one_more_visit(problem, faulty, A).visit is not None


def test_too_few_checks_are_admitted() -> None:
    problem = two_villages()
    asked = price_one_more_visit(problem, week(problem), A, checks_max=0)
    assert (asked.visit, asked.is_exhaustive) == (None, False)
