"""The search on plain periodic routing: the reduction that published instances test, here small enough to be sure."""

import math
from itertools import pairwise, permutations

import numpy as np
import pytest

from tianlu.plan.rounds.anneal import DEFAULT_PARAMS, Found, anneal
from tianlu.plan.rounds.arrays import Week
from tianlu.plan.rounds.plain import PlainProblem, plain_week, read_masks, routes_of
from tianlu.plan.rounds.result import Budget


def a_problem(seed: int, *, nodes: int, vehicles: int, load_max: float, visits: tuple[int, ...]) -> PlainProblem:
    """Nodes scattered on a square; a node visited v times over as many days as `visits` has entries."""
    draw = np.random.default_rng(seed)
    days = len(visits)
    at = draw.uniform(0, 100, (nodes + 1, 2))
    patterns: list[tuple[tuple[int, ...], ...]] = [()]
    for node in range(nodes):
        if visits[node % days] == 1:
            patterns.append(tuple((day,) for day in range(days)))
        else:
            patterns.append((tuple(range(days)),))
    return PlainProblem(
        distance=np.linalg.norm(at[:, None] - at[None], axis=2),
        service=np.zeros(nodes + 1),
        demand=np.array([0.0] + [1.0] * nodes),
        patterns=tuple(patterns),
        vehicles=vehicles,
        load_max=(load_max,) * days,
        length_max=(0.0,) * days,
    )


def search(week: Week, iterations: int) -> Found:
    return anneal(
        week,
        budget=Budget(iterations=iterations),
        seed=1,
        params=DEFAULT_PARAMS,
        clock=lambda: 0.0,
        on_step=lambda _: True,
    )


def length(problem: PlainProblem, route: tuple[int, ...]) -> float:
    stops = (0, *route, 0)
    return sum(float(problem.distance[a, b]) for a, b in pairwise(stops))


@pytest.mark.parametrize("seed", range(3))
def test_one_vehicle_on_one_day_finds_the_shortest_tour(seed: int) -> None:
    problem = a_problem(seed, nodes=7, vehicles=1, load_max=100, visits=(1,))
    shortest = min(length(problem, tour) for tour in permutations(range(1, 8)))
    found = search(plain_week(problem), 5_000)
    assert found.cost is not None
    assert math.isclose(found.cost, shortest, rel_tol=1e-9)


def test_routes_visit_each_node_on_the_days_of_one_of_its_patterns_within_the_load() -> None:
    problem = a_problem(4, nodes=20, vehicles=3, load_max=7, visits=(1, 2))
    week = plain_week(problem)
    found = search(week, 20_000)
    days = routes_of(found.state, week)
    assert all(len(route) <= 7 for routes in days for route in routes)
    for node in range(1, 21):
        served = tuple(day for day, routes in enumerate(days) for route in routes if node in route)
        assert served in problem.patterns[node]


def test_the_cost_found_is_the_length_of_the_routes() -> None:
    problem = a_problem(5, nodes=15, vehicles=2, load_max=10, visits=(1, 2))
    week = plain_week(problem)
    found = search(week, 10_000)
    total = sum(length(problem, tuple(route)) for routes in routes_of(found.state, week) for route in routes)
    assert found.cost is not None
    assert math.isclose(found.cost, total, rel_tol=1e-9)


def test_a_load_that_fits_no_vehicle_finds_no_sound_week() -> None:
    problem = a_problem(6, nodes=10, vehicles=1, load_max=5, visits=(1,))
    assert search(plain_week(problem), 2_000).cost is None


def test_cordeaus_codes_name_the_first_day_in_the_highest_bit() -> None:
    assert read_masks([4, 5], 3) == ((0,), (0, 2))
