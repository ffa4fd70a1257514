"""A plan goes back into the search and comes out as it was."""

from dataclasses import replace

import numpy as np
import pytest

from tests.plan.rounds.random_county import random_county
from tests.plan.rounds.test_search_and_judge import troubled_county
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.anneal import NO_WEEK, Found, anneal
from tianlu.plan.rounds.arrays import State, Week, copy_state
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.decode import decode
from tianlu.plan.rounds.disruption import VehicleAway
from tianlu.plan.rounds.encode import encode
from tianlu.plan.rounds.mend import week_under_way
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem
from tianlu.plan.rounds.replan import MENDING
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.search.loop import ruin_and_recreate
from tianlu.plan.rounds.search.memo import new_memo
from tianlu.plan.rounds.solve import solve
from tianlu.plan.rounds.warm import Told, state_of, with_told


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("iterations", [50, 3_000])
def test_a_plan_that_the_search_made_comes_back_out_of_its_state(seed: int, iterations: int) -> None:
    problem = troubled_county(seed)
    plan = solve(problem, budget=Budget(iterations=iterations), seed=seed).plan
    encoded = encode(problem)
    assert decode(problem, encoded, state_of(problem, encoded, plan)) == plan


@pytest.mark.parametrize("seed", range(4))
def test_going_on_from_a_sound_plan_never_makes_it_dearer(seed: int) -> None:
    problem = random_county(seed, promise_hours=96 if seed % 2 else None)
    first = solve(problem, budget=Budget(iterations=30_000), seed=1)
    assert first.is_feasible
    again = solve(problem, budget=Budget(iterations=1), seed=2, start=first.plan)
    assert again.is_feasible
    assert again.cost_fen <= first.cost_fen
    assert check_plan(problem, again.plan).violations == ()


@pytest.mark.parametrize("seed", range(4))
def test_what_the_problem_no_longer_allows_is_found_again(seed: int) -> None:
    problem = random_county(seed)
    plan = solve(problem, budget=Budget(iterations=8_000), seed=1).plan
    harder = with_fewer_trips_and_a_closure(problem)
    mended = solve(harder, budget=Budget(iterations=12_000), seed=1, start=plan)
    assert mended.is_feasible
    assert check_plan(harder, mended.plan).violations == ()


def test_an_empty_plan_is_a_state_in_which_nobody_is_served() -> None:
    problem = random_county(3)
    encoded = encode(problem)
    state = state_of(problem, encoded, Plan(problem.hash, (), ()))
    assert (state.node["pattern"] == -1).all()
    assert decode(problem, encoded, state) == Plan(problem.hash, (), ())


@pytest.mark.parametrize("seed", range(6))
def test_the_cost_kept_along_the_way_is_that_of_the_week_it_ends_with(seed: int) -> None:
    """With days frozen, missed floors priced and changes weighed."""
    problem = random_county(seed)
    plan = solve(problem, budget=Budget(iterations=8_000), seed=1).plan
    way = week_under_way(problem, plan, [VehicleAway(problem.vehicles[0].id, (3, 4), 3_480)], at_min=3_480)
    encoded = with_told(way.problem, encode(way.problem, floors_priced=True), Told(plan, 700))
    found = run(encoded.week, state_of(way.problem, encoded, plan), iterations=4_000)
    assert found.cost is not None
    assert weighed_afresh(encoded.week, found.state) == pytest.approx(found.cost)


def weighed_afresh(week: Week, state: State) -> float:
    """The cost of a sound week as the search finds it in a state that it is given."""
    copies = [copy_state(state) for _ in range(3)]
    settings, prices = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 1.0]), np.ones(4)
    cost, *_ = ruin_and_recreate(week, *copies, new_memo(week), settings, prices, 0, 1.0, 1.0, 0, NO_WEEK)
    return float(cost)


def run(week: Week, start: State, *, iterations: int) -> Found:
    return anneal(
        week,
        budget=Budget(iterations=iterations),
        seed=3,
        params=MENDING,
        clock=lambda: 0.0,
        on_step=lambda _: True,
        start=start,
    )


def with_fewer_trips_and_a_closure(problem: WeekProblem) -> WeekProblem:
    """A village is closed on Monday and a third of the trips do not run."""
    trips = tuple(trip for k, trip in enumerate(problem.trips) if k % 3)
    return replace(problem, trips=trips, closures=(WeekClosure(0, 1440, place=PlaceId("V2")),))
