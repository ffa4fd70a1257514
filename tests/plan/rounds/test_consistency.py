"""The same driver at about the same hour: measured always, priced where the operator wishes it."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.brute_force import best_plan
from tests.plan.rounds.builders import (
    FRI,
    MON,
    THU,
    TUE,
    WED,
    a_hub,
    a_plan,
    a_problem,
    a_round,
    a_station,
    a_vehicle,
    a_village,
    at,
    days,
    small_county,
    small_plan,
)
from tests.plan.rounds.random_county import random_county
from tests.plan.rounds.test_brute_force import CASES, OPTIMA, four_villages_and_a_bus
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Terms, Wishes
from tianlu.plan.rounds.alike import with_fewer_drivers
from tianlu.plan.rounds.bound import lower_bound
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.consistency import consistency_of, price_consistency
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.replan import replan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.shares import cost_shares
from tianlu.plan.rounds.solve import solve

PRICED = Terms(further_driver_fen=300, arrival_hour_fen=100)


def two_vans(terms: Terms = PRICED, **vans: object) -> WeekProblem:
    villages = [a_village(name, depots=("H",)) for name in "ABC"]
    vehicles = tuple(a_vehicle(name, "H", **vans) for name in ("one", "two"))
    return replace(a_problem(a_hub(), a_station("S"), *villages, vehicles=vehicles), terms=terms)


def week_of_two_vans(problem: WeekProblem) -> Plan:
    """A: one van at 8:30 and at 10:30; B: both vans, at 9:00 and 8:45; C: once; S is a station."""
    return a_plan(
        problem,
        a_round(problem, "one", MON, at(MON, 8), "A", "B"),
        a_round(problem, "one", WED, at(WED, 10), "A", "S"),
        a_round(problem, "two", THU, at(THU, 8, 15), "B", "C"),
        a_round(problem, "two", FRI, at(FRI, 8), "S"),
    )


def test_drivers_and_hours_are_counted_over_the_week() -> None:
    problem = two_vans()
    first, second = consistency_of(problem, week_of_two_vans(problem)).villages
    assert (first.place, first.drivers, first.spread_min) == ("A", ("one",), 120)
    assert (second.place, second.drivers, second.spread_min) == ("B", ("one", "two"), 15)


def test_stations_and_villages_with_a_round_on_one_day_are_not_measured() -> None:
    problem = two_vans()
    measured = {village.place for village in consistency_of(problem, week_of_two_vans(problem)).villages}
    assert measured == {"A", "B"}


def test_bags_on_buses_have_no_driver_and_no_hour() -> None:
    problem = small_county()
    by_bus = {bag.destination for bag in small_plan(problem).bags}
    assert by_bus
    assert not by_bus & {each.place for each in consistency_of(problem, small_plan(problem)).villages}


def test_a_county_is_summed_up() -> None:
    problem = two_vans()
    found = consistency_of(problem, week_of_two_vans(problem))
    assert (found.with_one_driver, found.one_driver_share) == (1, 0.5)
    assert (found.spread_mean_min, found.spread_p90_min) == (67.5, 120)
    assert [each.place for each in found.worst()] == ["B", "A"]  # more drivers weigh before hours
    nothing = consistency_of(problem, Plan(problem.hash, (), ()))
    assert (nothing.one_driver_share, nothing.spread_mean_min, nothing.spread_p90_min, nothing.worst()) == (0, 0, 0, ())


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 1440))
def test_further_drivers_and_started_hours_are_priced_to_the_fen(driver_fen: int, hour_fen: int, spread: int) -> None:
    terms = Terms(further_driver_fen=driver_fen, arrival_hour_fen=hour_fen)
    village = replace(
        consistency_of(two_vans(), week_of_two_vans(two_vans())).villages[1], earliest_min=0, latest_min=spread
    )
    cost = price_consistency(terms, village)
    assert cost.drivers_fen == driver_fen
    assert abs(cost.spread_fen - hour_fen * spread / 60) <= 0.5


def test_a_wish_is_in_the_cost_only_where_it_is_priced() -> None:
    free, priced = two_vans(Terms()), two_vans()
    without, dearer = cost_of(free, week_of_two_vans(free)), cost_of(priced, week_of_two_vans(priced))
    assert (without.consistency_fen, without.by_village) == (0, ())
    assert dearer.consistency_fen == 200 + 300 + 25
    assert dearer.total_fen - without.total_fen == dearer.consistency_fen


def test_each_village_bears_its_own_wish_and_shares_still_add_up() -> None:
    problem = two_vans()
    plan = week_of_two_vans(problem)
    shares = cost_shares(problem, plan)
    assert (shares[PlaceId("A")].consistency_fen, shares[PlaceId("B")].consistency_fen) == (200, 325)
    assert sum(share.total_fen for share in shares.values()) == cost_of(problem, plan).total_fen


def test_terms_without_a_wish_leave_the_problem_as_it_was_named_before() -> None:
    problem = two_vans(Terms())
    assert problem.hash == "1accf5a6d3c7e5f880841ea7e17df78b46f00913c2bed599945ad7a2b6263501"
    assert two_vans(Terms(further_driver_fen=1)).hash != problem.hash
    assert two_vans(Terms(arrival_hour_fen=1)).hash != problem.hash
    assert two_vans(Terms(further_driver_fen=1)).hash != two_vans(Terms(arrival_hour_fen=1)).hash


def test_a_wish_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        Wishes(further_driver_fen=-1)


def test_alike_vehicles_change_places_for_a_day_where_villages_then_see_one_driver() -> None:
    problem = two_vans()
    plan = a_plan(
        problem,
        a_round(problem, "one", MON, at(MON, 8), "A"),
        a_round(problem, "two", MON, at(MON, 8), "B"),
        a_round(problem, "one", THU, at(THU, 8), "B"),
        a_round(problem, "two", THU, at(THU, 8), "A"),
    )
    steady = with_fewer_drivers(problem, plan)
    assert consistency_of(problem, plan).with_one_driver == 0
    assert consistency_of(problem, steady).with_one_driver == 2
    before, after = check_plan(problem, plan), check_plan(problem, steady)
    assert after.violations == before.violations
    assert after.cost.total_fen == before.cost.total_fen - 2 * 300


@pytest.mark.parametrize("other", [{"capacity_pieces": 399}, {"days": days(MON, TUE, THU)}, {"km_fen": 101}])
def test_vehicles_that_differ_keep_their_days(other: dict[str, object]) -> None:
    problem = two_vans()
    one, two = problem.vehicles
    problem = replace(problem, vehicles=(one, replace(two, **other)))
    plan = a_plan(problem, a_round(problem, "one", MON, at(MON, 8), "A"), a_round(problem, "two", THU, at(THU, 8), "A"))
    assert with_fewer_drivers(problem, plan) == plan


@given(st.integers(0, 7))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_days_dealt_out_anew_cost_no_more_and_break_nothing(seed: int) -> None:
    problem = priced(random_county(seed), further_driver_fen=300)
    twin = replace(problem.vehicles[0], id=VehicleId("twin"))
    problem = replace(problem, vehicles=(*problem.vehicles, twin))
    plan = solve(replace(problem, terms=Terms()), budget=Budget(iterations=1_500), seed=seed).plan
    steady = with_fewer_drivers(problem, plan)
    assert check_plan(problem, replace(steady, problem_hash=problem.hash)).violations == ()
    assert cost_of(problem, steady).total_fen <= cost_of(problem, plan).total_fen
    assert with_fewer_drivers(problem, steady) == steady


@pytest.mark.parametrize("seed", range(4))
def test_bound_is_no_higher_than_a_plan_whose_consistency_is_priced(seed: int) -> None:
    problem = priced(random_county(seed), further_driver_fen=2_000, arrival_hour_fen=1_000)
    result = solve(problem, budget=Budget(iterations=3_000), seed=seed)
    bound = lower_bound(problem, seconds=1.0, clock=time.process_time)
    assert result.is_feasible
    assert bound.fen is not None
    assert bound.fen <= result.cost_fen


@pytest.mark.parametrize("wishes", [{"further_driver_fen": 5_000}, {"arrival_hour_fen": 2_000}], ids=["driver", "hour"])
@pytest.mark.parametrize("case", ["dear bus", "delivered in three days and a half"])
def test_search_reaches_the_priced_optimum_of_four_villages_and_the_bound_stays_below(
    case: str, wishes: dict[str, int]
) -> None:
    problem = priced(four_villages_and_a_bus(**CASES[case]), **wishes)
    optimum, _ = best_plan(problem)
    result = solve(problem, budget=Budget(iterations=3_000), seed=1)
    bound = lower_bound(problem, seconds=1.0, clock=time.process_time)
    assert result.cost_fen == check_plan(problem, result.plan).cost.total_fen == optimum > OPTIMA[case]
    assert bound.fen is not None
    assert bound.fen <= optimum


def test_the_search_gives_a_village_one_driver_where_that_is_dear_and_not_where_it_is_free() -> None:
    shares = []
    for fen in (0, 20_000):
        problems = [priced(random_county(seed), further_driver_fen=fen) for seed in range(4)]
        plans = [solve(problem, budget=Budget(iterations=6_000), seed=1).plan for problem in problems]
        shares.append([consistency_of(p, plan).one_driver_share for p, plan in zip(problems, plans, strict=True)])
    assert sum(shares[1]) > sum(shares[0])
    assert min(shares[1]) == 1.0


@pytest.mark.parametrize("seed", range(3))
def test_a_priced_week_under_way_is_mended_at_no_more_where_nothing_happened(seed: int) -> None:
    problem = priced(random_county(seed), further_driver_fen=300, arrival_hour_fen=100)
    plan = solve(problem, budget=Budget(iterations=6_000), seed=1).plan
    calm = replan(problem, plan, (), at_min=at(WED, 10), budget=Budget(iterations=2_000), seed=1)
    assert calm.after.report.violations == ()
    assert calm.result.cost_fen == cost_of(calm.problem, calm.plan).total_fen <= cost_of(problem, plan).total_fen
    left = [each for each in plan.rounds if each.leave_min < at(WED, 10)]
    assert [each for each in calm.plan.rounds if each.leave_min < at(WED, 10)] == left


def test_hours_draw_together_where_that_is_dear() -> None:
    spreads = []
    for fen in (0, 20_000):
        problems = [priced(random_county(seed), arrival_hour_fen=fen) for seed in range(4)]
        plans = [solve(problem, budget=Budget(iterations=6_000), seed=1).plan for problem in problems]
        spreads.append(sum(consistency_of(p, plan).spread_mean_min for p, plan in zip(problems, plans, strict=True)))
    assert spreads[1] < 0.5 * spreads[0]


def priced(problem: WeekProblem, **wishes: int) -> WeekProblem:
    assert any(site.kind is PlaceKind.VILLAGE for site in problem.sites)
    return replace(problem, terms=replace(problem.terms, **wishes))
