"""A round may run as late as no mail takes another way and every promise is kept."""

from dataclasses import replace

import pytest

from tests.plan.rounds.builders import (
    MON,
    a_hub,
    a_plan,
    a_problem,
    a_round,
    a_station,
    a_vehicle,
    a_village,
    at,
    mail,
    small_county,
    small_plan,
)
from tianlu.core.ids import PlaceId
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.mail import mail_flow
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem
from tianlu.target.visits.limits import RoundLimits, limits_of


def limits(problem: WeekProblem, plan: Plan) -> tuple[RoundLimits, ...]:
    return limits_of(problem, plan, mail_flow(problem, plan))


def one_round(*, leave_min: int, owed: Obligation | None = None, closures: tuple[WeekClosure, ...] = ()) -> RoundLimits:
    """A van from the hub to villages A and B on Monday, with mail both ways."""
    sites = [a_village(name, owed=owed or Obligation(), mail=mail({MON: 4}, {MON: 1})) for name in "AB"]
    problem = a_problem(a_hub(), a_station("S"), *sites, vehicles=[a_vehicle("van", "H")], closures=closures)
    return limits(problem, a_plan(problem, a_round(problem, "van", MON, leave_min, "A", "B")))[0]


def test_feed_arrives_before_the_stations_round_has_to_be_loaded() -> None:
    problem = small_county()
    van = limits(problem, small_plan(problem))[1]
    assert van.arrive_min[0] == at(MON, 8, 15)


def test_round_is_back_within_the_shift() -> None:
    assert one_round(leave_min=at(MON, 8)).return_min == at(MON, 19)


def test_stop_before_collections_are_ready_stays_before_it() -> None:
    assert one_round(leave_min=at(MON, 7)).arrive_min == (at(MON, 7, 59), at(MON, 23, 59))


def test_round_leaves_before_the_next_mail_is_ready() -> None:
    assert one_round(leave_min=at(MON, 6, 30)).leave_min == at(MON, 6, 59)
    assert one_round(leave_min=at(MON, 7)).leave_min == at(MON, 24 + 6, 59)


def test_promised_delivery_is_in_time() -> None:
    owed = Obligation(promise_deliver_min=120)
    assert one_round(leave_min=at(MON, 7, 30), owed=owed).arrive_min == (at(MON, 9), at(MON, 9))


def test_promised_collection_is_at_the_hub_by_the_cutoff() -> None:
    assert one_round(leave_min=at(MON, 8), owed=Obligation(promise_collect_days=0)).return_min == at(MON, 19)
    sooner = replace(small_county().terms, hub_cutoff_min=17 * 60)
    sites = [a_village("A", owed=Obligation(promise_collect_days=0), mail=mail({MON: 4}, {MON: 1}))]
    problem = a_problem(a_hub(), a_station("S"), *sites, vehicles=[a_vehicle("van", "H")], terms=sooner)
    plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 9), "A"))
    assert limits(problem, plan)[0].return_min == at(MON, 17)


def test_place_that_closes_is_left_before() -> None:
    shut = WeekClosure(at(MON, 10), at(MON, 12), place=PlaceId("A"))
    assert one_round(leave_min=at(MON, 8), closures=(shut,)).depart_min[0] == at(MON, 10)


def test_way_that_closes_is_driven_before() -> None:
    shut = WeekClosure(at(MON, 10), at(MON, 12), origin=PlaceId("A"), destination=PlaceId("B"))
    assert one_round(leave_min=at(MON, 8), closures=(shut,)).arrive_min == (at(MON, 23, 59), at(MON, 10))


@pytest.mark.parametrize("leave", [at(MON, 7), at(MON, 8), at(MON, 12)])
def test_limits_are_never_before_the_plan(leave: int) -> None:
    found = one_round(leave_min=leave)
    assert found.leave_min >= leave
    assert found.arrive_min[0] >= leave + 30
    assert found.return_min >= leave + 90
