"""A search in stages: the same from the same seed however many run at once, never dearer than its parts, stoppable."""

import time

import pytest

from tests.plan.rounds.random_county import random_county
from tianlu.plan.rounds.anneal import DEFAULT_PARAMS, Found, Step
from tianlu.plan.rounds.encode import encode
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.staged import StageParams, is_worth_staging, search_in_stages

TWO_STAGES = ((3, 0.3), (2, 0.3))


def search(*, seed: int, abreast: int = 2, heard: list[Step] | None = None, stop_after: int = 10**9) -> Found:
    steps = [] if heard is None else heard

    def hear(step: Step) -> bool:
        steps.append(step)
        return len(steps) < stop_after

    return search_in_stages(
        encode(random_county(2)).week,
        budget=Budget(iterations=8_000),
        seed=seed,
        params=DEFAULT_PARAMS,
        stages=StageParams(abreast=abreast, small=TWO_STAGES, large=TWO_STAGES),
        clock=time.perf_counter,
        on_step=hear,
    )


def test_as_many_at_once_as_one_likes_give_the_same_week() -> None:
    one, two = search(seed=5, abreast=1), search(seed=5, abreast=2)
    assert one.cost == two.cost
    assert one.state.route.tobytes() == two.state.route.tobytes()
    assert one.iterations == two.iterations


def test_cost_told_never_rises_and_ends_with_what_is_found() -> None:
    heard: list[Step] = []
    found = search(seed=3, heard=heard)
    costs = [step.cost for step in heard if step.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert heard[-1].fraction == 1.0
    assert found.cost == pytest.approx(costs[-1])


def test_caller_who_stops_is_not_told_again() -> None:
    heard: list[Step] = []
    found = search(seed=3, heard=heard, stop_after=20)
    assert len(heard) == 20
    assert found.iterations < 8_000


def test_small_budgets_are_one_search() -> None:
    assert not is_worth_staging(Budget(seconds=1.0))
    assert not is_worth_staging(Budget(iterations=5_000))
    assert is_worth_staging(Budget(seconds=30.0))
