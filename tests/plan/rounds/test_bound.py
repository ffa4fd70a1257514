"""No plan costs less than the bound: not the best of a tiny county, not what the search finds in a larger one."""

from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plan.rounds.brute_force import best_plan
from tests.plan.rounds.builders import MON, a_hub, a_problem, a_vehicle, a_village, days, mail
from tests.plan.rounds.random_county import random_county
from tests.plan.rounds.test_brute_force import CASES, OPTIMA, four_villages_and_a_bus
from tests.plan.rounds.tiny_counties import fed_stations, tiny_counties
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.bound import lower_bound
from tianlu.plan.rounds.bounding.rise import BoundParams
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.prove import solve_and_prove
from tianlu.plan.rounds.result import Budget, Progress
from tianlu.plan.rounds.solve import solve


@settings(deadline=None, max_examples=200, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(tiny_counties(), st.sampled_from([0.0, 0.01, 1.0]))
def test_bound_is_no_higher_than_the_best_plan_of_a_tiny_county(problem: WeekProblem, worth: float) -> None:
    try:
        cost_fen = best_plan(problem)[0]
    except (ValueError, RuntimeError):
        return
    bound = lower_bound(problem, seconds=2.0, params=BoundParams(worth=worth), clock=process_time)
    assert not bound.no_plan
    assert bound.fen is not None
    assert bound.fen <= cost_fen


@settings(deadline=None, max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(fed_stations())
def test_bound_of_a_station_that_buses_feed_is_no_higher_than_its_best_plan(problem: WeekProblem) -> None:
    try:
        cost_fen, _ = best_plan(problem)
    except (ValueError, RuntimeError):
        return
    bound = lower_bound(problem, seconds=2.0, clock=process_time)
    assert bound.fen is not None
    assert bound.fen <= cost_fen


@pytest.mark.parametrize("case", CASES)
def test_bound_is_near_the_best_plan_of_four_villages(case: str) -> None:
    bound = lower_bound(four_villages_and_a_bus(**CASES[case]), seconds=5.0, clock=process_time)
    assert bound.fen is not None
    assert 0.6 * OPTIMA[case] < bound.fen <= OPTIMA[case]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("hours", [False, True])
def test_bound_is_no_higher_than_what_the_search_finds(seed: int, hours: bool) -> None:
    problem = random_county(seed, hours=hours)
    result = solve(problem, budget=Budget(iterations=3_000), seed=seed)
    bound = lower_bound(problem, seconds=1.5, clock=process_time)
    assert bound.fen is not None
    assert result.is_feasible
    assert bound.fen <= result.cost_fen


def test_one_van_to_one_village_is_bounded_to_the_fen() -> None:
    village = a_village("A", owed=Obligation(visits_min=1), mail=mail({MON: 1}))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", days=days(MON)),))
    optimum = best_plan(problem)[0]
    bound = lower_bound(problem, seconds=5.0, clock=process_time)
    assert bound.fen is not None
    assert optimum - 1 <= bound.fen <= optimum


@pytest.mark.parametrize("worth", [0.0, 0.01, 1.0])
def test_villages_too_far_apart_for_one_day_are_bounded_by_a_day_for_each_visit(worth: float) -> None:
    sites = [a_village(name, owed=Obligation(visits_min=3), mail=mail({MON: 1})) for name in "AB"]
    minutes = {("H", "A"): 200, ("H", "B"): 200, ("A", "B"): 400}
    van = a_vehicle("van", "H", day_fen=10_000, km_fen=0, hour_fen=600)
    problem = a_problem(a_hub(), *sites, vehicles=(van,), minutes=minutes)
    bound = lower_bound(problem, seconds=5.0, params=BoundParams(worth=worth), clock=process_time)
    six_days_fen = 6 * (10_000 + 400 * 600 // 60)
    rests_fen = 6 * 20 * 600 // 60
    assert bound.fen is not None
    assert six_days_fen <= bound.fen <= six_days_fen + rests_fen


def test_bound_only_rises_and_stands_when_it_is_stopped() -> None:
    problem = random_county(3)
    heard: list[int] = []

    def stop_at_the_third(_: float, fen: int) -> bool:
        heard.append(fen)
        return len(heard) < 3

    bound = lower_bound(problem, seconds=60.0, on_bound=stop_at_the_third)
    assert len(heard) == 3
    assert heard == sorted(heard)
    assert bound.fen == heard[-1]
    assert [fen for _, fen in bound.trace] == sorted({fen for _, fen in bound.trace})


def test_place_that_nothing_can_reach_is_proof_that_there_is_no_plan() -> None:
    problem = a_problem(a_hub(), a_village("A", owed=Obligation(visits_min=1)))
    bound = lower_bound(problem, seconds=5.0, clock=process_time)
    assert bound.no_plan
    assert bound.fen is None
    assert bound.why_none


def test_bound_that_cannot_be_computed_says_why() -> None:
    village = a_village("A", owed=Obligation(visits_min=1), mail=mail({MON: 1}))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", shift_to_min=25 * 60),))
    bound = lower_bound(problem, seconds=5.0, clock=process_time)
    assert bound.fen is None
    assert "midnight" in bound.why_none


def test_solving_and_proving_tells_of_cost_then_bound() -> None:
    heard: list[Progress] = []

    def hear(progress: Progress) -> bool:
        heard.append(progress)
        return True

    result = solve_and_prove(
        random_county(4), budget=Budget(iterations=2_000), seed=1, bound_seconds=1.0, on_progress=hear
    )
    assert result.bound_fen is not None
    assert result.gap is not None
    assert result.gap >= 0
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert heard[0].bound_fen is None
    assert heard[-1].bound_fen == result.bound_fen


def test_no_time_for_the_bound_leaves_the_plan_and_says_so() -> None:
    result = solve_and_prove(random_county(4), budget=Budget(iterations=500), seed=1, bound_seconds=0.0)
    assert result.bound_fen is None
    assert result.why_no_bound
