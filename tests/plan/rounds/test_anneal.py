"""The search's legs: they fill the budget one after the other, and end the same whenever they begin the same."""

from itertools import pairwise

import numpy as np
import pytest

from tests.plan.rounds.test_plain import a_problem
from tianlu.plan.rounds.anneal import DEFAULT_PARAMS, PLAIN_PARAMS, Found, anneal, legs_of, plain_params
from tianlu.plan.rounds.arrays import State
from tianlu.plan.rounds.plain import plain_week
from tianlu.plan.rounds.result import Budget

WEEK = plain_week(a_problem(8, nodes=20, vehicles=3, load_max=7, visits=(1, 2)))


def search(iterations: int, *, seed: int = 1, start: State | None = None, stop_after: int | None = None) -> Found:
    told: list[float] = []

    def on_step(step: object) -> bool:
        told.append(0.0)
        return stop_after is None or len(told) < stop_after

    return anneal(
        WEEK,
        budget=Budget(iterations=iterations),
        seed=seed,
        params=plain_params(WEEK),
        clock=lambda: 0.0,
        on_step=on_step,
        start=start,
    )


@pytest.mark.parametrize("pooled", [False, True])
def test_legs_follow_each_other_and_fill_the_budget(pooled: bool) -> None:
    legs = legs_of(DEFAULT_PARAMS, pooled=pooled)
    assert legs[0].begin == 0.0
    assert np.isclose(legs[-1].end, 1.0)
    assert all(before.end == after.begin for before, after in pairwise(legs))
    assert all(before.begin < before.end for before in legs)


def test_a_leg_from_nothing_begins_hot_and_a_return_begins_warm() -> None:
    first, *_, last = legs_of(PLAIN_PARAMS, pooled=True)
    assert first.from_nothing
    assert first.cooled(first.begin, PLAIN_PARAMS) == 0.0
    assert not last.from_nothing
    assert np.isclose(last.cooled(last.begin, PLAIN_PARAMS), 1.0 - PLAIN_PARAMS.warmed)
    assert np.isclose(last.cooled(last.end, PLAIN_PARAMS), 1.0)


def test_few_places_are_searched_in_several_legs_and_many_in_one_and_a_return() -> None:
    many = plain_week(a_problem(1, nodes=100, vehicles=3, load_max=60, visits=(1, 2)))
    assert len(legs_of(plain_params(WEEK), pooled=True)) == 5
    assert len(legs_of(plain_params(many), pooled=True)) == 2


def test_equal_seed_and_iterations_give_equal_weeks_to_the_byte() -> None:
    one, other = search(8_000), search(8_000)
    assert one.cost == other.cost
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one.state, other.state, strict=True))


def test_the_cost_told_never_rises_through_all_legs_and_partitions() -> None:
    found = search(8_000)
    costs = [step.cost for step in found.steps if step.cost is not None]
    assert all(after <= before + 1e-9 for before, after in pairwise(costs))
    assert found.cost == costs[-1]
    assert found.iterations == 8_000


def test_a_search_can_begin_from_a_week() -> None:
    before = search(4_000)
    after = search(4_000, seed=2, start=before.state)
    assert before.cost is not None
    assert after.cost is not None
    assert after.cost <= before.cost * 1.02


def test_a_search_that_is_told_to_end_looks_no_further() -> None:
    found = search(8_000, stop_after=3)
    assert len(found.steps) == 3
    assert found.iterations < 8_000
