"""The pool of rounds seen: one round a set of places, cheapest order and cheapest week kept."""

from dataclasses import replace

import numpy as np

from tests.plan.rounds.test_plain import a_problem
from tianlu.plan.rounds.plain import plain_state, plain_week
from tianlu.plan.rounds.pool import Pool, can_pool, week_cost_of

PROBLEM = a_problem(7, nodes=4, vehicles=2, load_max=3, visits=(1,))
WEEK = plain_week(PROBLEM)


def test_a_set_of_places_is_kept_once_in_its_cheapest_order() -> None:
    pool = Pool(size_max=10)
    costs = []
    for order in ([1, 2, 3], [2, 1, 3], [1, 3, 2]):
        state = plain_state(WEEK, [[order, [4]]])
        costs.append(float(state.vd["cost"][0]))
        pool.add_week(state, 1.0)
    (round_,) = [seen for seen in pool.best(10) if len(seen.stops) == 3]
    assert round_.cost == min(costs)


def test_rounds_of_the_cheapest_weeks_come_first() -> None:
    pool = Pool(size_max=10)
    pool.add_week(plain_state(WEEK, [[[1, 2], [3, 4]]]), 9.0)
    pool.add_week(plain_state(WEEK, [[[1, 3], [2, 4]]]), 5.0)
    assert {tuple(sorted(seen.stops.tolist())) for seen in pool.best(2)} == {(1, 3), (2, 4)}


def test_a_round_that_carries_too_much_is_not_pooled() -> None:
    pool = Pool(size_max=10)
    pool.add_week(plain_state(WEEK, [[[1, 2, 3, 4]]]), 1.0)
    assert pool.best(10) == []


def test_a_full_pool_forgets_rounds_of_dear_weeks() -> None:
    pool = Pool(size_max=2)
    for cost, week in ((3.0, [[1, 2], [3, 4]]), (2.0, [[1, 3], [2, 4]]), (1.0, [[1, 4], [2, 3]])):
        pool.add_week(plain_state(WEEK, [week]), cost)
    assert {tuple(sorted(seen.stops.tolist())) for seen in pool.best(10)} == {(1, 4), (2, 3)}


def test_vehicles_of_different_size_are_not_pooled() -> None:
    other = WEEK.vd_cap.copy()
    other[0, 0] += 1
    assert can_pool(WEEK)
    assert not can_pool(WEEK._replace(vd_cap=other))
    assert not can_pool(WEEK._replace(numbers=np.zeros_like(WEEK.numbers)))


def test_what_a_week_breaks_is_priced() -> None:
    tight = plain_week(replace(PROBLEM, length_max=(1.0,)))
    state = plain_state(tight, [[[1, 2, 3, 4]]])
    length = float(state.vd["cost"].sum())
    cost = week_cost_of(state, np.array([30.0, 2.0, 0.0, 0.0]))
    assert np.isclose(cost, length + 30.0 * (4 / 3 - 1) + 2.0 * (length - 1.0))
