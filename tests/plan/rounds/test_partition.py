"""Weeks put together from a pool of rounds: the best there is in it, and never worse than a week that is in it."""

import math
from collections.abc import Iterable
from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.test_plain import a_problem, length
from tianlu.plan.rounds.arrays import State
from tianlu.plan.rounds.partition import partition
from tianlu.plan.rounds.plain import PlainProblem, plain_state, plain_week, routes_of
from tianlu.plan.rounds.pool import Pool, Seen


def a_small_problem(seed: int) -> PlainProblem:
    return a_problem(seed, nodes=5, vehicles=2, load_max=2, visits=(1, 2))


def every_round(problem: PlainProblem) -> list[Seen]:
    """All sets of places that fit a vehicle, each in its shortest order."""
    nodes = range(1, len(problem.distance))
    rounds = []
    for size in (1, 2):
        for stops in combinations(nodes, size):
            best = min(permutations(stops), key=lambda way: length(problem, way))
            rounds.append(Seen(np.array(best), length(problem, best), 0.0))
    return rounds


def cheapest_day(nodes: frozenset[int], rounds: list[Seen], vehicles: int) -> float:
    """The least cost of covering exactly `nodes` with at most `vehicles` rounds, by trying all."""
    if not nodes:
        return 0.0
    if vehicles == 0:
        return math.inf
    first = min(nodes)
    options = [seen for seen in rounds if first in seen.stops and nodes.issuperset(seen.stops.tolist())]
    return min(
        (seen.cost + cheapest_day(nodes - set(seen.stops.tolist()), rounds, vehicles - 1) for seen in options),
        default=math.inf,
    )


def cheapest_week(problem: PlainProblem, rounds: list[Seen]) -> float:
    best = math.inf
    for choice in product(*problem.patterns[1:]):
        days = (
            frozenset(node for node, pattern in enumerate(choice, start=1) if day in pattern)
            for day in range(len(problem.load_max))
        )
        best = min(best, sum(cheapest_day(day, rounds, problem.vehicles) for day in days))
    return best


def put_together(
    problem: PlainProblem, rounds: Iterable[Seen], best: State | None = None
) -> tuple[State, float] | None:
    return partition(plain_week(problem), list(rounds), best=best, seconds=None, columns_max=10_000)


@pytest.mark.parametrize("seed", range(6))
def test_the_week_put_together_is_the_cheapest_by_trying_all(seed: int) -> None:
    problem = a_small_problem(seed)
    draw = np.random.default_rng(seed)
    rounds = [seen for seen in every_round(problem) if len(seen.stops) == 1 or draw.random() < 0.7]
    expected = cheapest_week(problem, rounds)
    made = put_together(problem, rounds)
    assert (made is None) == math.isinf(expected)
    if made is not None:
        assert math.isclose(made[1], expected, rel_tol=1e-9)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_it_is_never_dearer_than_a_week_in_the_pool_however_the_pool_is_ordered(seed: int, shuffler) -> None:  # type: ignore[no-untyped-def]
    problem = a_small_problem(3)
    week = plain_week(problem)
    pool = Pool(size_max=1_000)
    costs = []
    draw = np.random.default_rng(seed)
    for _ in range(4):
        state = a_random_week(problem, draw)
        costs.append(float(state.vd["cost"].sum()))
        pool.add_week(state, costs[-1])
    rounds = pool.best(1_000)
    made = put_together(problem, rounds)
    assert made is not None
    assert made[1] <= min(costs) + 1e-7
    shuffler.shuffle(rounds)
    again = put_together(problem, rounds)
    assert again is not None
    assert math.isclose(made[1], again[1], rel_tol=1e-9)
    assert len(routes_of(again[0], week)) == 2


def test_nothing_is_returned_where_the_best_week_is_as_cheap_already() -> None:
    problem = a_small_problem(1)
    made = put_together(problem, every_round(problem))
    assert made is not None
    assert put_together(problem, every_round(problem), best=made[0]) is None


def test_nothing_is_returned_where_a_place_is_on_no_round() -> None:
    problem = a_small_problem(2)
    assert put_together(problem, (seen for seen in every_round(problem) if 3 not in seen.stops)) is None


def test_a_round_is_driven_only_on_days_whose_limits_it_keeps() -> None:
    problem = PlainProblem(
        distance=np.array([[0.0, 10.0], [10.0, 0.0]]),
        service=np.zeros(2),
        demand=np.array([0.0, 5.0]),
        patterns=((), ((0,), (1,), (2,))),
        vehicles=1,
        load_max=(4.0, 9.0, 9.0),
        length_max=(0.0, 19.0, 20.0),
    )
    made = put_together(problem, [Seen(np.array([1]), 20.0, 0.0)])
    assert made is not None
    assert routes_of(made[0], plain_week(problem)) == [[], [], [[1]]]


def test_a_stop_that_is_asked_for_at_once_ends_without_a_worse_week() -> None:
    problem = a_small_problem(4)
    state = a_random_week(problem, np.random.default_rng(1))
    made = partition(plain_week(problem), every_round(problem), best=state, seconds=1e-6, columns_max=10_000)
    assert made is None or made[1] < state.vd["cost"].sum()


def a_random_week(problem: PlainProblem, draw: np.random.Generator) -> State:
    """A sound week with random patterns: two places a round, as they come, on days with room."""
    while True:
        days: list[list[int]] = [[] for _ in problem.load_max]
        for node in draw.permutation(np.arange(1, len(problem.distance))):
            patterns = problem.patterns[node]
            for day in patterns[draw.integers(len(patterns))]:
                days[day].append(int(node))
        if all(len(day) <= 2 * problem.vehicles for day in days):
            return plain_state(plain_week(problem), [[day[k : k + 2] for k in range(0, len(day), 2)] for day in days])
