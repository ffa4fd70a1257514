"""The plain search: its bookkeeping is true after any number of iterations, and its best is a sound week."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.test_plain import a_problem
from tianlu.plan.rounds.anneal import NO_WEEK, PLAIN_PARAMS
from tianlu.plan.rounds.arrays import State, Week, copy_state, empty_state
from tianlu.plan.rounds.periodic.layout import fits
from tianlu.plan.rounds.periodic.search import PlainSearch
from tianlu.plan.rounds.plain import plain_state, plain_week, routes_of

WEEK = plain_week(a_problem(8, nodes=20, vehicles=3, load_max=7, visits=(1, 2)))
SETTINGS = np.array([PLAIN_PARAMS.removed_mean, 10.0, 0.9, 0.03, 0.7, 0.0])
PRICES = np.array([2_000.0, 10.0, 1.0, 10_000.0])


def run(
    search: PlainSearch, state: State, best: State, iterations: int, *, heat: float = 1.0, cost: float = NO_WEEK
) -> float:
    found, *_ = search.run(
        state, best, settings=SETTINGS, prices=PRICES, iterations=iterations, heat=heat, seed=3, cost=cost
    )
    return found


def penalised(state: State) -> float:
    return float(state.vd["cost"].sum() + PRICES[0] * state.vd["over"].sum() + PRICES[1] * state.vd["late"].sum())


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), iterations=st.integers(1, 300))
def test_lengths_loads_and_visits_are_those_of_the_rounds(seed: int, iterations: int) -> None:
    week = plain_week(a_problem(seed, nodes=15, vehicles=2, load_max=6, visits=(1, 2, 1)))
    state = empty_state(week)
    run(PlainSearch(week), state, empty_state(week), iterations)
    driven = plain_state(week, by_slot(week, state))
    assert (state.visit["where"] == driven.visit["where"]).all()
    assert (week.patterns[range(1, 16), state.node["pattern"][1:]] == masks(state)[1:]).all()
    for name in ("cost", "end", "over", "late", "stops"):
        assert np.allclose(state.vd[name], driven.vd[name], atol=1e-6), name


def by_slot(week: Week, state: State) -> list[list[list[int]]]:
    """The rounds of each day with those that are not driven, so that each keeps its slot."""
    return [
        [state.route[r, : state.slot["length"][r]].tolist() for r in np.flatnonzero(week.slot["day"] == d)]
        for d in range(week.day.shape[1])
    ]


def masks(state: State) -> np.ndarray:
    return ((state.visit["where"] >= 0) << np.arange(state.visit.shape[1])).sum(axis=1)


def test_what_is_remembered_of_a_round_is_its_cheapest_position() -> None:
    search, state = PlainSearch(WEEK), empty_state(WEEK)
    run(search, state, empty_state(WEEK), 500)
    rounds, memory, far = search.rounds, search.memory, search.task.to
    looked_at = 0
    for x, r in np.argwhere(memory.ruler["stamp"] == memory.stamp[None]):
        way = [0, *rounds.stops[r, : rounds.visits[r]].tolist(), 0]
        costs = [far[a, x] + far[x, b] - far[a, b] for a, b in pairwise(way)]
        assert np.isclose(memory.ruler["more"][x, r], min(costs))
        assert np.isclose(costs[memory.ruler["position"][x, r]], min(costs))
        looked_at += 1
    assert looked_at > 10


def test_without_heat_a_week_never_becomes_dearer() -> None:
    search, state = PlainSearch(WEEK), empty_state(WEEK)
    run(search, state, empty_state(WEEK), 200, heat=10.0)
    costs = []
    for _ in range(20):
        costs.append(penalised(state))
        run(search, state, empty_state(WEEK), 20, heat=1e-12)
    assert all(after <= before + 1e-6 for before, after in pairwise(costs))
    assert costs[-1] < costs[0]


def test_the_best_is_sound_and_costs_what_is_told() -> None:
    best = empty_state(WEEK)
    cost = run(PlainSearch(WEEK), empty_state(WEEK), best, 2_000)
    assert cost < NO_WEEK
    assert np.isclose(best.vd["cost"].sum(), cost)
    assert not best.vd["over"].any()
    assert not best.vd["late"].any()
    assert all(len(route) <= 7 for routes in routes_of(best, WEEK) for route in routes)


def test_a_sound_week_to_begin_with_is_the_best() -> None:
    sound = empty_state(WEEK)
    cost = run(PlainSearch(WEEK), empty_state(WEEK), sound, 2_000)
    assert cost < NO_WEEK
    best = empty_state(WEEK)
    assert np.isclose(run(PlainSearch(WEEK), copy_state(sound), best, 0), cost)
    assert routes_of(best, WEEK) == routes_of(sound, WEEK)


def test_legs_that_differ_by_direction_are_paid_as_driven() -> None:
    week = plain_week(a_problem(2, nodes=10, vehicles=2, load_max=6, visits=(1, 2)))
    uphill = week.leg_min + np.triu(np.full_like(week.leg_min, 7.0), 1)
    week = week._replace(leg_min=uphill, leg_cost=uphill[None].copy(), leg_cost_to=uphill.T[None].copy())
    state = empty_state(week)
    run(PlainSearch(week), state, empty_state(week), 300)
    assert np.allclose(state.vd["cost"], plain_state(week, by_slot(week, state)).vd["cost"])


@pytest.mark.parametrize("field", ["fixed", "depot", "shift_from"])
def test_weeks_in_which_more_counts_than_lengths_are_left_to_the_countys_search(field: str) -> None:
    vd = WEEK.vd.copy()
    vd[field] = 1
    assert fits(WEEK)
    assert not fits(WEEK._replace(vd=vd))
