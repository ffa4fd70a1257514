"""The p-median against all choices, against HiGHS, and its bound when time is short."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianlu.place.p_median import PMedian, distance_costs, solve_p_median
from tianlu.place.p_median_start import serve_cost


@st.composite
def small_medians(draw: st.DrawFn) -> PMedian:
    clients, sites = draw(st.integers(1, 9)), draw(st.integers(1, 7))
    sites_open = draw(st.integers(1, sites))
    costs = draw(st.lists(st.integers(0, 60), min_size=clients * sites, max_size=clients * sites))
    must_open = draw(st.sets(st.integers(0, sites - 1), max_size=sites_open))
    return PMedian(np.array(costs, np.int64).reshape(clients, sites), sites_open, frozenset(must_open))


@settings(max_examples=300, deadline=None)
@given(small_medians())
def test_cost_is_the_least_of_all_choices_and_proven(problem: PMedian) -> None:
    sites = range(problem.costs.shape[1])
    choices = [each for each in combinations(sites, problem.sites_open) if problem.must_open <= set(each)]
    found = solve_p_median(problem)
    assert found is not None
    assert found.cost == min(serve_cost(problem.costs, choice) for choice in choices)
    assert found.is_proven
    assert found.gap == 0
    assert len(set(found.open)) == problem.sites_open
    assert problem.must_open <= set(found.open)
    assert set(found.assigned) <= set(found.open)
    assert found.cost == sum(int(problem.costs[client, site]) for client, site in enumerate(found.assigned))


@settings(max_examples=25, deadline=None)
@given(small_medians(), st.data())
def test_with_capacities_it_is_the_least_of_all_assignments(problem: PMedian, data: st.DataObject) -> None:
    clients, sites = min(5, problem.costs.shape[0]), min(4, problem.costs.shape[1])
    sites_open = min(problem.sites_open, sites)
    loads = tuple(data.draw(st.lists(st.integers(0, 4), min_size=clients, max_size=clients)))
    capacities = tuple(data.draw(st.lists(st.integers(0, 9), min_size=sites, max_size=sites)))
    costs = problem.costs[:clients, :sites]
    best = min(
        (
            sum(int(costs[client, site]) for client, site in enumerate(ways))
            for chosen in combinations(range(sites), sites_open)
            for ways in product(chosen, repeat=clients)
            if all(sum(loads[c] for c, s in enumerate(ways) if s == site) <= capacities[site] for site in chosen)
        ),
        default=None,
    )
    found = solve_p_median(PMedian(costs, sites_open, loads=loads, capacities=capacities), seconds=20)
    if best is None:
        assert found is None
    else:
        assert found is not None
        assert (found.cost, found.is_proven) == (best, True)


@pytest.mark.parametrize("seed", range(4))
def test_tree_and_solver_agree_on_fifty_places(seed: int) -> None:
    draw = np.random.default_rng(seed)
    at = draw.integers(0, 1000, (50, 2))
    distances = np.abs(at[:, None] - at[None]).sum(axis=2).astype(np.int64)
    costs = distance_costs(distances, [int(each) for each in draw.integers(1, 30, 50)])
    by_tree = solve_p_median(PMedian(costs, 4 + 3 * seed))
    by_solver = solve_p_median(PMedian(costs, 4 + 3 * seed, loads=(1,) * 50, capacities=(50,) * 50), seconds=60)
    assert by_tree is not None
    assert by_solver is not None
    assert by_tree.is_proven
    assert by_solver.is_proven
    assert by_tree.cost == by_solver.cost


def test_bound_holds_when_time_is_over() -> None:
    draw = np.random.default_rng(5)
    at = draw.integers(0, 1000, (160, 2))
    costs = np.abs(at[:, None] - at[None]).sum(axis=2).astype(np.int64)
    quick = solve_p_median(PMedian(costs, 7), seconds=0.001)
    whole = solve_p_median(PMedian(costs, 7))
    assert quick is not None
    assert whole is not None
    assert whole.is_proven
    assert quick.bound <= whole.cost <= quick.cost


def test_a_choice_to_begin_from_is_never_made_worse() -> None:
    draw = np.random.default_rng(8)
    costs = draw.integers(0, 500, (40, 40)).astype(np.int64)
    start = tuple(range(6))
    found = solve_p_median(PMedian(costs, 6), seconds=0.0, starts=[start])
    assert found is not None
    assert found.cost <= serve_cost(costs, start)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sites_open": 0},
        {"sites_open": 4},
        {"must_open": frozenset({5})},
        {"must_open": frozenset({0, 1, 2})},
        {"loads": (1, 1)},
        {"loads": (1,), "capacities": (1, 1, 1)},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        PMedian(np.ones((2, 3), np.int64), **{"sites_open": 2, **wrong})  # type: ignore[arg-type]
