"""The search for ways out tells how far it is, and says nothing of ways that were cut short."""

from time import perf_counter

import pytest

from tests.plan.rounds.conflict.test_ways_out import far_village
from tianlu.plan.conflict_work import WaysWatch, WaysWork
from tianlu.plan.rounds.conflict.report import find_ways_out, why_infeasible
from tianlu.plan.rounds.result import Budget, Progress
from tianlu.plan.rounds.solve import solve
from tianlu.plan.view_conflict import WaysOutView
from tianlu.plan.whatif.planned import Stopped


def test_share_never_falls_and_each_way_is_named() -> None:
    told: list[tuple[float, str]] = []

    def on_work(share: float, at: str) -> bool:
        told.append((share, at))
        return True

    problem, watch = far_village(), WaysWatch(on_work)
    why = why_infeasible(problem, None, clock=perf_counter)
    ways = find_ways_out(problem, why, budget=Budget(iterations=200), seed=1, clock=perf_counter, on_way=watch.way)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    of = len(ways.found) + len(ways.failed)
    assert of > 1
    assert {at for _, at in told} == {f"{k}/{of}" for k in range(1, of + 1)}


def test_proofs_before_the_first_search_are_told_and_can_be_stopped() -> None:
    told: list[float] = []
    watch = WaysWatch(lambda share, at: bool(told.append(share)))
    with pytest.raises(Stopped):
        watch.clock()
    assert told == [0.0]


def test_after_a_stop_no_further_way_is_begun() -> None:
    watch = WaysWatch(lambda share, at: share < 0.1)
    on_progress = watch.way(0, 2)
    assert on_progress(Progress(0.1, 1, 0.1, None))
    assert not on_progress(Progress(0.9, 9, 0.9, None))
    with pytest.raises(Stopped):
        watch.way(1, 2)
    with pytest.raises(Stopped):
        watch.go_on()


def test_work_answers_with_the_ways_and_the_week_they_are_of() -> None:
    problem = far_village()
    plan = solve(problem, budget=Budget(iterations=50), seed=1).plan
    work = WaysWork(problem, plan, seconds=0.2, seed=1)
    found = WaysOutView.model_validate_json(work(lambda share, at: True))
    assert found.problem_hash == problem.hash
    assert found.ways
