"""A county's order: how long is searched by size, and how it travels."""

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_county import WEEK
from tianlu.plan.rounds.result import Budget
from tianlu.scale.county_order import SCALED_BUDGET, SECONDS_MIN, CountyBudget, CountyOrder


def test_a_large_county_is_given_more_time_than_a_small_one() -> None:
    assert SCALED_BUDGET.of(400).seconds == pytest.approx(120)
    assert SCALED_BUDGET.of(3).seconds == SECONDS_MIN


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_time_never_falls_with_size(villages: int, more: int) -> None:
    few, many = (SCALED_BUDGET.of(n).seconds or 0 for n in (villages, villages + more))
    assert SECONDS_MIN <= few <= many


def test_iterations_are_the_same_for_every_size() -> None:
    assert CountyBudget(iterations=50).of(1) == CountyBudget(iterations=50).of(900) == Budget(iterations=50)


@pytest.mark.parametrize("figures", [{}, {"seconds_min": 1.0, "iterations": 5}, {"seconds_per_village": -1.0}])
def test_a_budget_of_nothing_or_of_two_kinds_is_refused(figures: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="budget"):
        CountyBudget(**figures)  # type: ignore[arg-type]


@given(
    st.text(),
    st.text(),
    st.builds(CountyBudget, st.floats(0.01, 60), st.floats(0, 3600))
    | st.builds(CountyBudget, iterations=st.integers(1, 10**9)),
    st.integers(0, 2**31),
)
def test_an_order_is_the_same_after_a_journey(key: str, package: str, budget: CountyBudget, seed: int) -> None:
    order = CountyOrder(key, package, WEEK, budget, seed)
    assert CountyOrder.from_row(json.loads(json.dumps(order.to_row()))) == order
    assert pickle.loads(pickle.dumps(order)) == order
