"""The frontier: never falls as visits rise, and every point's plan keeps its floors."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.random_county import random_county
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Result
from tianlu.plan.rounds.solve import solve
from tianlu.plan.whatif.frontier import FrontierPoint, trace_frontier
from tianlu.plan.whatif.raise_visits import raise_visits


def frontier_of(seed: int, iterations: int) -> tuple[FrontierPoint, ...]:
    problem = random_county(seed, stations=2, villages=5)
    return trace_frontier(problem, solve, budget=Budget(iterations=iterations), seeds=(1, 2), levels=(1, 3, 5, 6))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 40), st.sampled_from((20, 120)))
def test_cost_never_falls_as_visits_rise(seed: int, iterations: int) -> None:
    points = frontier_of(seed, iterations)
    assert [point.visits for point in points] == [1, 3, 5, 6]
    for k, point in enumerate(points):
        if any(above.is_sound for above in points[k:]):
            assert point.is_sound
        if point.is_sound:
            assert all(point.cost_fen <= above.cost_fen for above in points[k:] if above.is_sound)
            assert check_plan(point.problem, point.plan).is_feasible
            assert point.cost_fen <= point.high_fen


def test_plan_of_more_visits_is_carried_down_where_it_is_cheaper() -> None:
    def careless(problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
        """Searches long where much is asked, hardly at all where little is."""
        asked = max(site.obligation.visits_min for site in problem.sites)
        return solve(problem, budget=Budget(iterations=600 if asked >= 4 else 1), seed=seed, on_progress=on_progress)

    problem = random_county(4, stations=2, villages=5)
    few, many = trace_frontier(problem, careless, budget=Budget(iterations=1), seeds=(1,), levels=(1, 4))
    assert many.is_sound
    assert few.carried_from == 4
    assert few.cost_fen == many.cost_fen
    assert few.plan.problem_hash == few.problem.hash


def test_levels_that_ask_for_the_same_are_planned_once() -> None:
    asked: list[str] = []

    def counted(problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
        asked.append(problem.hash)
        return solve(problem, budget=budget, seed=seed, on_progress=on_progress)

    points = frontier(counted)
    assert len(asked) == len({point.problem.hash for point in points}) < len(points)


def test_warm_search_goes_on_from_the_plan_of_the_level_above() -> None:
    starts: list[Plan] = []

    def warm(problem: WeekProblem, *, start: Plan, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
        starts.append(start)
        return solve(problem, budget=budget, seed=seed + 100, on_progress=on_progress)

    problem = random_county(2, stations=2, villages=4)
    points = trace_frontier(problem, solve, budget=Budget(iterations=100), seeds=(1,), levels=(4, 5), warm_solve=warm)
    assert starts == [points[1].plan]


def frontier(search: Callable[..., Result]) -> tuple[FrontierPoint, ...]:
    problem, _ = raise_visits(random_county(9, stations=2, villages=4), 3)
    return trace_frontier(problem, search, budget=Budget(iterations=30), seeds=(1,), levels=(1, 2, 3, 7))
