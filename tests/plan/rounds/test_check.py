"""The judge as a whole: it notices what is changed, and says it in words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.builders import (
    MON,
    TUE,
    a_bag,
    a_plan,
    a_round,
    at,
    small_county,
    small_plan,
    with_bag,
    with_round,
    with_stop,
)
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

PROBLEM = small_county()
PLAN = small_plan(PROBLEM)


def nudge_round(plan: Plan, draw: Callable[[Any], Any]) -> Plan:
    k = draw(st.integers(0, len(plan.rounds) - 1))
    field = draw(st.sampled_from(["leave_min", "return_min", "rest_on_return_min", "day"]))
    return with_round(plan, k, **{field: getattr(plan.rounds[k], field) + draw(DELTA)})


def nudge_stop(plan: Plan, draw: Callable[[Any], Any]) -> Plan:
    k = draw(st.integers(0, len(plan.rounds) - 1))
    s = draw(st.integers(0, len(plan.rounds[k].stops) - 1))
    stop = plan.rounds[k].stops[s]
    figures = [name for name in vars(stop) if name != "place"]
    field = draw(st.sampled_from(figures))
    return with_stop(plan, k, s, **{field: getattr(stop, field) + draw(DELTA)})


def nudge_bag(plan: Plan, draw: Callable[[Any], Any]) -> Plan:
    k = draw(st.integers(0, len(plan.bags) - 1))
    field = draw(st.sampled_from(["day", "pieces", "grams"]))
    return with_bag(plan, k, **{field: getattr(plan.bags[k], field) + draw(DELTA)})


def drop_part(plan: Plan, draw: Callable[[Any], Any]) -> Plan:
    """Any round but the second feed of S, which no rule asks for, or any bag."""
    k = draw(st.integers(0, len(plan.rounds) + len(plan.bags) - 2))
    if k < len(plan.rounds) - 1:
        return replace(plan, rounds=plan.rounds[:k] + plan.rounds[k + 1 :])
    k -= len(plan.rounds) - 1
    return replace(plan, bags=plan.bags[:k] + plan.bags[k + 1 :])


def repeat_part(plan: Plan, draw: Callable[[Any], Any]) -> Plan:
    k = draw(st.integers(0, len(plan.rounds) - 1))
    return replace(plan, rounds=(*plan.rounds, plan.rounds[k]))


DELTA = st.integers(-2000, 2000).filter(lambda delta: delta != 0)
MUTATIONS = st.sampled_from([nudge_round, nudge_stop, nudge_bag, drop_part, repeat_part])


@settings(max_examples=300, deadline=None)
@given(MUTATIONS, st.data())
def test_any_change_of_a_figure_is_noticed(mutate: Callable[[Plan, Callable[[Any], Any]], Plan], data: Any) -> None:
    changed = mutate(PLAN, data.draw)
    assert changed != PLAN
    assert not check_plan(PROBLEM, changed).is_feasible


@given(st.permutations(range(len(PLAN.rounds))), st.permutations(range(len(PLAN.bags))))
def test_order_in_which_a_plan_is_written_does_not_matter(rounds: list[int], bags: list[int]) -> None:
    shuffled = replace(PLAN, rounds=tuple(PLAN.rounds[k] for k in rounds), bags=tuple(PLAN.bags[k] for k in bags))
    report = check_plan(PROBLEM, shuffled)
    assert report.is_feasible
    assert report.cost.total_fen == check_plan(PROBLEM, PLAN).cost.total_fen


def test_report_reads_a_plan_that_went_through_json() -> None:
    assert check_plan(PROBLEM, Plan.from_json(PLAN.to_json())) == check_plan(PROBLEM, PLAN)


def test_report_carries_cost_compliance_and_carbon() -> None:
    report = check_plan(PROBLEM, PLAN)
    assert report.cost == cost_of(PROBLEM, PLAN)
    assert (report.compliance.met, report.compliance.of) == (6, 6)  # Four villages; S fed and open.
    assert report.carbon.vehicles_g > 0


def test_violation_names_place_vehicle_and_day_in_both_languages() -> None:
    wrong = with_stop(PLAN, 1, 1, deliver_pieces=5)
    (violation,) = check_plan(PROBLEM, wrong).violations
    assert (violation.place, violation.vehicle, violation.day) == ("C", "van", MON)
    assert violation.message == "Monday: van is said to deliver 5 pcs, 4.0 kg at C; 4 pcs, 4.0 kg can be there."
    assert violation.message_zh == "周一：van 在C载明投递 5 件、4.0 千克，实际应为 4 件、4.0 千克。"


def test_chinese_message_of_a_bag_has_chinese_units() -> None:
    (violation,) = check_plan(PROBLEM, with_bag(PLAN, 0, grams=1500)).violations
    assert violation.message_zh == "周一 line 14:00：A 至 H 的邮袋载明 1 件、1.5 千克，实际应装 1 件、1.0 千克。"


def test_chinese_message_of_a_full_vehicle_has_chinese_units() -> None:
    small = tuple(replace(vehicle, capacity_pieces=1) for vehicle in PROBLEM.vehicles)
    message = only_message_zh(replace(PROBLEM, vehicles=small), "vehicle_load")
    assert message.endswith("courier 装载 4 件、4.0 千克，最多可装 1 件、800.0 千克。")


def test_chinese_message_of_a_full_bus_joins_its_stops_in_chinese() -> None:
    trips = tuple(replace(trip, hold_pieces=(1,) * len(trip.hold_pieces)) for trip in PROBLEM.trips)
    message = only_message_zh(replace(PROBLEM, trips=trips), "hold")
    assert message == "line back 在 a 至 h 段载有 2 件、2.0 千克，货舱余量为 1 件、100.0 千克。"


def test_chinese_message_of_a_late_delivery_has_chinese_hours() -> None:
    sites = tuple(replace(site, obligation=Obligation(promise_deliver_min=90)) for site in PROBLEM.sites)
    assert "承诺为 1 小时 30 分钟" in only_message_zh(replace(PROBLEM, sites=sites), "promise_hours")


def test_chinese_message_of_a_round_that_makes_no_sense_is_chinese_throughout() -> None:
    (violation,) = (v for v in check_plan(PROBLEM, with_round(PLAN, 0, stops=())).violations if v.rule == "plan_form")
    assert violation.message_zh == "courier 的一条邮路没有停靠点：现为 0 个，应为至少 1 个。"


def only_message_zh(problem: WeekProblem, rule: str) -> str:
    """What the first violation of a rule says in Chinese when `PLAN` is held to another problem."""
    return next(v.message_zh for v in check_plan(problem, PLAN).violations if v.rule == rule)


def test_what_makes_no_sense_is_left_out_and_the_rest_judged() -> None:
    report = check_plan(PROBLEM, with_bag(PLAN, 2, day=TUE))  # The bag to A.
    assert {violation.rule for violation in report.violations} == {"plan_form", "visits_a_week", "one_service_a_day"}


def test_sunday_round_past_midnight_counts_on_its_days() -> None:
    problem = small_county()
    late = [replace(vehicle, shift_to_min=26 * 60) for vehicle in problem.vehicles]
    problem = replace(problem, vehicles=tuple(late))
    plan = a_plan(problem, a_round(problem, "van", 6, at(6, 23), "S", "C", "D"), a_bag(problem, "out", "H", "A"))
    days = {place: list(served.visit_days) for place, served in _served(problem, plan).items()}
    assert (days["C"], days["D"]) == ([MON], [MON])  # Reached at 0:00 and 0:30 on Monday.


def _served(problem: Any, plan: Plan) -> Any:
    from tianlu.plan.rounds.facts import replay

    return replay(problem, plan).served
