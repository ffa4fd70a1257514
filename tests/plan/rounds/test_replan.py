"""A week under way is mended: what has left stays, floors that can be kept are kept, and what is missed is named."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.builders import MON, a_hub, a_problem, a_vehicle, a_village, mail
from tests.plan.rounds.random_county import random_county
from tianlu.core.calendar import MINUTES_A_WEEK, DayPattern
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.place.model import PlaceKind
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.disruption import Disruption, MailSurge, PlaceClosed, TripCancelled, VehicleAway, WayClosed
from tianlu.plan.rounds.encode import day_choices
from tianlu.plan.rounds.mend import CutKind, week_under_way
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.replan import Keepable, Replanned, replan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.rides import find_ride
from tianlu.plan.rounds.solve import solve

BUDGET = Budget(iterations=8_000)
WED_10 = 2 * 1440 + 600


def planned(seed: int, **fields: object) -> tuple[WeekProblem, Plan]:
    problem = random_county(seed, **fields)  # type: ignore[arg-type]
    result = solve(problem, budget=Budget(iterations=20_000), seed=1)
    assert result.is_feasible
    return problem, result.plan


WEEKS = [planned(seed) for seed in range(4)]


def mended(week: tuple[WeekProblem, Plan], *disruptions: Disruption, at_min: int = WED_10, seed: int = 1) -> Replanned:
    problem, plan = week
    return replan(problem, plan, disruptions, at_min=at_min, budget=BUDGET, seed=seed)


def any_disruption(problem: WeekProblem, draw: np.random.Generator, at_min: int) -> Disruption:
    places = [site.id for site in problem.sites if site.kind is not PlaceKind.HUB]
    place = places[draw.integers(len(places))]
    end = int(min(MINUTES_A_WEEK, at_min + draw.integers(60, 2_000)))
    match draw.integers(5):
        case 0:
            return PlaceClosed(place, at_min, end, at_min)
        case 1:
            return WayClosed(problem.hub.id, place, at_min, end, at_min)
        case 2:
            coming = [trip.id for trip in problem.trips if trip.stops[0].leave_min >= at_min]
            return TripCancelled(coming[draw.integers(len(coming))], at_min) if coming else MailSurge(place, 50, at_min)
        case 3:
            vehicles = [vehicle.id for vehicle in problem.vehicles]
            return VehicleAway(vehicles[draw.integers(len(vehicles))], (at_min // 1440,), at_min)
        case _:
            return MailSurge(place, int(draw.integers(10, 200)), at_min)


@given(st.integers(0, 3), st.integers(0, MINUTES_A_WEEK - 1), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_what_has_left_stays_byte_for_byte(which: int, at_min: int, seed: int) -> None:
    problem, plan = WEEKS[which]
    disruption = any_disruption(problem, np.random.default_rng(seed), at_min)
    found = replan(problem, plan, [disruption], at_min=at_min, budget=Budget(iterations=1_000), seed=seed)
    changed = {(cut.day, cut.vehicle) for cut in found.cuts} | {(cut.day, cut.trip) for cut in found.cuts}
    for round_ in plan.rounds:
        if round_.leave_min < at_min and (round_.day, round_.vehicle) not in changed:
            assert round_ in found.plan.rounds
    for bag in plan.bags:
        ride = find_ride(problem, problem.trip_by_id[bag.trip], origin=bag.origin, destination=bag.destination)
        assert ride is not None
        if ride.given_min < at_min and (bag.day, bag.trip) not in changed:
            assert bag in found.plan.bags
    rules = {violation.rule for violation in check_plan(found.problem, found.plan).violations}
    assert "as_driven" not in rules
    assert not rules & {"stated_load", "plan_form", "travel_time"}


@given(st.integers(0, 3), st.integers(0, MINUTES_A_WEEK - 1))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_with_no_disruption_a_week_never_gets_dearer(which: int, at_min: int) -> None:
    week = WEEKS[which]
    found = mended(week, at_min=at_min)
    assert found.after.report.is_feasible
    assert found.cuts == ()
    assert found.result.cost_fen <= check_plan(*week).cost.total_fen


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("seed", range(3))
def test_a_closure_that_leaves_days_enough_breaks_no_floor(which: int, seed: int) -> None:
    problem, plan = WEEKS[which]
    villages = [site.id for site in problem.sites if site.kind is PlaceKind.VILLAGE]
    place = villages[int(np.random.default_rng(seed).integers(len(villages)))]
    closed = PlaceClosed(place, WED_10, WED_10 + 1440, WED_10)
    found = mended((problem, plan), closed, seed=seed)
    assert [each for each in found.missed if each.keepable is not Keepable.NO] == []
    if not found.missed:
        assert found.after.report.violations == ()


@pytest.mark.parametrize("which", range(4))
def test_who_is_far_from_a_closure_keeps_day_and_vehicle(which: int) -> None:
    problem, plan = WEEKS[which]
    villages = [site.id for site in problem.sites if site.kind is PlaceKind.VILLAGE]
    for place in villages[:3]:
        found = mended((problem, plan), PlaceClosed(place, WED_10, WED_10 + 1440, WED_10))
        moved = [each.place for each in found.difference.places if each.days_lost or each.carrier_changed]
        assert len(moved) <= 3


def test_a_round_whose_way_home_closes_skips_its_last_stop() -> None:
    problem, plan = WEEKS[1]
    round_ = next(each for each in plan.rounds if len(each.stops) > 2)
    last = round_.stops[-1]
    at_min = round_.leave_min + 1
    closed = WayClosed(last.place, round_.depot, at_min, round_.return_min + 600, at_min)
    found = mended((problem, plan), closed, at_min=at_min)
    cut = next(each for each in found.cuts if each.vehicle == round_.vehicle)
    assert (cut.kind, cut.places) == (CutKind.STOPS_SKIPPED, (last.place,))
    assert "closure" not in {violation.rule for violation in found.after.report.violations}


def test_a_bag_whose_trip_is_closed_off_comes_back() -> None:
    """The bag has left the hub when the place at its end closes."""
    problem, plan = next(week for week in WEEKS if any(bag.origin == "H" for bag in week[1].bags))
    bag = next(bag for bag in plan.bags if bag.origin == "H")
    ride = find_ride(problem, problem.trip_by_id[bag.trip], origin=bag.origin, destination=bag.destination)
    assert ride is not None
    at_min = ride.given_min + 1
    closed = PlaceClosed(bag.destination, at_min, ride.in_hand_min + 60, at_min)
    found = mended((problem, plan), closed, at_min=at_min)
    assert (CutKind.BAG_RETURNED, bag.trip) in {(cut.kind, cut.trip) for cut in found.cuts}
    assert bag not in found.plan.bags


def test_nobody_stops_at_a_closed_place() -> None:
    problem, plan = WEEKS[0]
    place = PlaceId("V1")
    found = mended((problem, plan), PlaceClosed(place, WED_10, MINUTES_A_WEEK, WED_10))
    late = [stop for _, stop in found.plan.stops() if stop.place == place and stop.leave_min > WED_10]
    assert late == []
    assert "closure" not in {violation.rule for violation in found.after.report.violations}


def test_a_floor_that_no_days_can_keep_is_named_as_such_with_its_clause() -> None:
    problem, plan = WEEKS[0]
    place = next(site.id for site in problem.sites if site.obligation.visits_min == 3)
    found = mended((problem, plan), PlaceClosed(place, 60, MINUTES_A_WEEK, 60), at_min=60)
    assert {(each.line.place, each.keepable, each.was_kept) for each in found.missed} == {(place, Keepable.NO, True)}
    assert all(each.line.rule.clause for each in found.missed)


def test_days_on_which_no_vehicle_finds_the_place_open_any_more_are_not_counted_on() -> None:
    """Closed from now until an hour before the last van must be home again: neither today nor tomorrow is left."""
    problem = four_villages()
    plan = solve(problem, budget=Budget(iterations=3_000), seed=1).plan
    now, until = 9 * 60, 1440 + 11 * 60 + 1
    closed = PlaceClosed(PlaceId("A"), now, until, now)
    choices = day_choices(week_under_way(problem, without_monday(plan), [closed], at_min=now).problem)
    assert choices[PlaceId("A")] == tuple(DayPattern.of([day]) for day in (2, 3, 4, 5, 6))
    sooner = PlaceClosed(PlaceId("A"), now, until - 1, now)
    choices = day_choices(week_under_way(problem, without_monday(plan), [sooner], at_min=now).problem)
    assert DayPattern.of([1]) in choices[PlaceId("A")]


def without_monday(plan: Plan) -> Plan:
    """The plan without Monday's rounds, so that nothing has left."""
    return replace(plan, rounds=tuple(each for each in plan.rounds if each.day != 0))


def test_the_law_goes_before_the_operators_own_figure() -> None:
    """One van has Sunday left, and time for two of four villages: they are the statute's."""
    problem = four_villages()
    result = solve(problem, budget=Budget(iterations=50_000), seed=1)
    assert result.is_feasible
    away = VehicleAway(VehicleId("van"), (0, 1, 2, 3, 4, 5), 0)
    found = replan(problem, result.plan, [away], at_min=0, budget=Budget(iterations=20_000), seed=1)
    assert {stop.place for _, stop in found.plan.stops()} == {"A", "C"}
    assert [(each.line.place, each.line.rule.mark) for each in found.missed] == [("B", "operator"), ("D", "operator")]
    assert all(each.keepable is Keepable.NOT_FOUND for each in found.missed)


def four_villages() -> WeekProblem:
    """Hub, a van with five hours a day, and villages an hour away from it and three from each other; A and C are owed
    their visit by statute."""
    names = "ABCD"
    villages = [
        a_village(
            name,
            depots=("H",),
            mail=mail({MON: 4}),
            owed=Obligation(
                visits_min=1,
                rules=(("visits_min", RuleRef("visits_a_week", "clause", "statute" if name in "AC" else "operator")),),
            ),
        )
        for name in names
    ]
    minutes = {("H", name): 60 for name in names} | {(x, y): 180 for x in names for y in names if x < y}
    van = a_vehicle("van", "H", shift_to_min=12 * 60, rounds_a_day_max=4)
    return a_problem(a_hub(), *villages, vehicles=(van,), minutes=minutes)


def test_statutes_stand_first_among_what_is_missed() -> None:
    problem = four_villages()
    plan = solve(problem, budget=Budget(iterations=50_000), seed=1).plan
    away = VehicleAway(VehicleId("van"), (0, 1, 2, 3, 4, 5, 6), 0)
    found = replan(problem, plan, [away], at_min=0, budget=Budget(iterations=2_000), seed=1)
    assert [each.line.place for each in found.missed] == ["A", "C", "B", "D"]
    assert all(each.keepable is Keepable.NO for each in found.missed)


def test_a_vehicle_that_falls_out_on_its_way_skips_what_it_has_not_reached() -> None:
    problem, plan = WEEKS[1]
    round_ = next(each for each in plan.rounds if len(each.stops) > 2)
    at_min = round_.stops[0].leave_min + 1
    found = mended((problem, plan), VehicleAway(round_.vehicle, (round_.day,), at_min), at_min=at_min)
    cut = next(each for each in found.cuts if each.kind is CutKind.STOPS_SKIPPED)
    assert (cut.vehicle, cut.places) == (round_.vehicle, tuple(stop.place for stop in round_.stops[1:]))
    driven = [each for each in found.plan.rounds if (each.vehicle, each.day) == (round_.vehicle, round_.day)]
    assert driven[-1].stops == round_.stops[:1]
    assert "as_driven" not in {violation.rule for violation in found.after.report.violations}


def test_a_surge_is_carried_from_its_day_on() -> None:
    problem, plan = WEEKS[2]
    found = mended((problem, plan), MailSurge(PlaceId("V0"), 100, WED_10))
    before, after = problem.site(PlaceId("V0")).mail, found.problem.site(PlaceId("V0")).mail
    assert after.deliver_pieces[:3] == before.deliver_pieces[:3]
    assert after.deliver_pieces[3:] == tuple(2 * pieces for pieces in before.deliver_pieces[3:])
    assert found.after.report.is_feasible


def test_a_mended_week_is_mended_again_later_and_not_earlier() -> None:
    problem, plan = WEEKS[3]
    first = mended((problem, plan), PlaceClosed(PlaceId("V2"), WED_10, WED_10 + 600, WED_10))
    later = WED_10 + 1440
    second = mended((first.problem, first.plan), VehicleAway(problem.vehicles[0].id, (3,), later), at_min=later)
    assert "as_driven" not in {violation.rule for violation in second.after.report.violations}
    with pytest.raises(ProblemsFound, match="mended"):
        mended((first.problem, first.plan), at_min=WED_10 - 1)


@pytest.mark.parametrize(
    ("disruption", "code"),
    [
        (PlaceClosed(PlaceId("nowhere"), WED_10, WED_10 + 60, WED_10), "unknown_place"),
        (PlaceClosed(PlaceId("V1"), WED_10, WED_10, WED_10), "bad_span"),
        (PlaceClosed(PlaceId("V1"), WED_10, WED_10 + 60, WED_10 + 1), "not_known_yet"),
        (TripCancelled("none", WED_10), "unknown_trip"),  # type: ignore[arg-type]
        (VehicleAway("none", (3,), WED_10), "unknown_vehicle"),  # type: ignore[arg-type]
        (VehicleAway("van0", (1,), WED_10), "bad_days"),  # type: ignore[arg-type]
        (MailSurge(PlaceId("V1"), 0, WED_10), "bad_percent"),
    ],
)
def test_a_disruption_that_makes_no_sense_is_refused_in_both_languages(disruption: Disruption, code: str) -> None:
    with pytest.raises(ProblemsFound) as trouble:
        mended(WEEKS[0], disruption)
    assert [problem.code for problem in trouble.value.problems] == [code]
    assert all(problem.expected_zh and problem.how_to_fix_zh for problem in trouble.value.problems)
