"""The search keeps its word: plans that the judge finds sound, the same from the same seed, within the budget."""

from dataclasses import replace

import numpy as np
import pytest

from tests.plan.rounds.random_county import random_county
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem, canonical
from tianlu.plan.rounds.result import Budget, Progress
from tianlu.plan.rounds.solve import solve

SHORT = Budget(iterations=20_000)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("hours", [False, True])
def test_every_rule_holds_in_a_plan_that_the_search_calls_sound(seed: int, hours: bool) -> None:
    problem = random_county(seed, hours=hours)
    result = solve(problem, budget=SHORT, seed=1)
    assert result.is_feasible
    assert check_plan(problem, result.plan).violations == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_promise_in_hours_is_kept(seed: int) -> None:
    problem = random_county(seed, promise_hours=96)
    result = solve(problem, budget=Budget(iterations=40_000), seed=1)
    assert check_plan(problem, result.plan).violations == ()


def test_same_seed_and_iterations_give_the_same_bytes() -> None:
    problem = random_county(5, hours=True)
    first, second = (solve(problem, budget=Budget(iterations=5_000), seed=3).plan.to_json() for _ in range(2))
    assert first == second


def test_the_order_of_the_input_does_not_reach_the_plan() -> None:
    problem = random_county(6)
    plan = solve(problem, budget=Budget(iterations=5_000), seed=3).plan
    shuffled = canonical(shuffle(problem, seed=1))
    assert shuffled.hash == problem.hash
    assert solve(shuffled, budget=Budget(iterations=5_000), seed=3).plan.to_json() == plan.to_json()


def test_buses_make_a_week_cheaper() -> None:
    with_buses = solve(random_county(1), budget=SHORT, seed=1)
    without = solve(random_county(1, buses=False), budget=SHORT, seed=1)
    assert with_buses.cost_fen < without.cost_fen


def test_a_time_budget_is_kept_within_five_per_cent() -> None:
    problem = random_county(7, stations=5, villages=40)
    solve(problem, budget=Budget(iterations=100), seed=1)
    seen: list[Progress] = []
    solve(problem, budget=Budget(seconds=3.0), seed=1, on_progress=lambda p: seen.append(p) is None)
    assert 3.0 <= seen[-1].elapsed_s <= 3.15


def test_a_caller_can_cancel_and_keeps_the_best_so_far() -> None:
    problem = random_county(8)
    calls: list[Progress] = []

    def stop_soon(progress: Progress) -> bool:
        calls.append(progress)
        return len(calls) < 40

    result = solve(problem, budget=Budget(iterations=1_000_000), seed=1, on_progress=stop_soon)
    assert len(calls) == 40
    assert result.iterations < 1_000_000
    assert result.plan.rounds


def test_the_best_cost_never_rises() -> None:
    result = solve(random_county(9), budget=SHORT, seed=1)
    costs = [step.cost_fen for step in result.trace if step.cost_fen is not None]
    assert costs == sorted(costs, reverse=True)


def test_a_closed_village_is_served_on_other_days() -> None:
    problem = random_county(2)
    village = PlaceId("V3")
    closed = replace(problem, closures=(WeekClosure(start_min=0, end_min=1440, place=village),))
    result = solve(closed, budget=SHORT, seed=1)
    assert check_plan(closed, result.plan).violations == ()
    assert all(round_.day != 0 for round_, stop in result.plan.stops() if stop.place == village)


def test_a_county_without_vehicles_or_buses_is_said_to_have_no_sound_plan() -> None:
    problem = replace(random_county(3, buses=False), vehicles=())
    result = solve(problem, budget=Budget(iterations=200), seed=1)
    assert not result.is_feasible
    assert result.plan.rounds == ()


def shuffle(problem: WeekProblem, *, seed: int) -> WeekProblem:
    """The same problem with all but the hub in another order."""
    draw = np.random.default_rng(seed)
    order = [0, *(1 + draw.permutation(len(problem.sites) - 1))]
    travel = problem.travel
    sites = tuple(problem.sites[k] for k in order)
    return replace(
        problem,
        sites=sites,
        vehicles=tuple(problem.vehicles[k] for k in draw.permutation(len(problem.vehicles))),
        trips=tuple(problem.trips[k] for k in draw.permutation(len(problem.trips))),
        links=tuple(problem.links[k] for k in draw.permutation(len(problem.links))),
        travel=replace(
            travel,
            places=tuple(site.id for site in sites),
            minutes=travel.minutes[order][:, order],
            metres=travel.metres[order][:, order],
        ),
    )
