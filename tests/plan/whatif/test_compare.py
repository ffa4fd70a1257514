"""Scenarios beside the week as it is: same budget and seeds, judged, with what differs."""

import pytest

from tests.plan.rounds.random_county import random_county
from tests.small_county import WEEK, small_county
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Result
from tianlu.plan.rounds.solve import solve
from tianlu.plan.whatif.apply import pose_scenario
from tianlu.plan.whatif.changes import Scenario, Subsidise, VisitsAtLeast
from tianlu.plan.whatif.compare import Comparison, compare
from tianlu.plan.whatif.figures import FIGURES, difference
from tianlu.plan.whatif.planned import Stopped
from tianlu.plan.whatif.subsidy import shipped_rules
from tianlu.plan.whatif.subsidy_rule import Grade
from tianlu.week import pose

BUDGET = Budget(iterations=300)
FIVE = Scenario("五次", "Five", (VisitsAtLeast(5),))
SUBSIDISED = Scenario("补助", "Paid", (Subsidise(shipped_rules()["township_station"], 40_000_000, Grade.A, 5, 52),))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    posed = [pose_scenario(small_county(), WEEK, each, pose) for each in (FIVE, SUBSIDISED)]
    return compare(pose(small_county(), WEEK), posed, solve, budget=BUDGET, seeds=(1, 2))


def test_every_outcome_is_judged_by_its_own_problem(comparison: Comparison) -> None:
    for outcome in comparison.outcomes:
        report = check_plan(outcome.planned.problem, outcome.planned.result.plan)
        assert report.cost.total_fen == outcome.summary.total_fen
        assert report.is_feasible
        assert len(outcome.planned.seeds_fen) == 2
        assert outcome.summary.total_fen == min(outcome.planned.sound_fen)


def test_more_visits_cost_more_and_the_places_that_changed_are_named(comparison: Comparison) -> None:
    five = comparison.scenarios[0]
    total = next(figure for figure in FIGURES if figure.key == "total_fen")
    assert (difference(total, five, comparison.base) or 0) > 0
    assert {change.place for change in five.changes} >= {"V1", "V2", "V3", "V4"}


def test_scenario_that_changes_no_problem_differs_in_nothing(comparison: Comparison) -> None:
    paid = comparison.scenarios[1]
    assert paid.planned.result.plan == comparison.base.planned.result.plan
    assert paid.changes == ()
    assert paid.subsidy_week_fen == 20_000_000 // (5 * 52)


def test_parts_of_the_cost_add_up_to_it(comparison: Comparison) -> None:
    for outcome in comparison.outcomes:
        figures = {figure.key: figure.of(outcome) or 0 for figure in FIGURES}
        parts = ("vehicle_days_fen", "km_fen", "hours_fen", "bus_fees_fen", "handling_fen", "consistency_fen")
        assert figures["total_fen"] == sum(figures[part] for part in parts)


def test_work_tells_how_far_it_is_and_ends_when_told_so() -> None:
    problem = random_county(3)
    heard: list[float] = []

    def on_work(share: float, at: str) -> bool:
        heard.append(share)
        return share < 0.5

    with pytest.raises(Stopped):
        compare(problem, [], solve, budget=Budget(seconds=2), seeds=(1,), on_work=on_work)
    assert heard == sorted(heard)
    assert heard[-1] < 1


def test_warm_search_goes_on_from_the_week_as_it_is_and_progress_never_falls_back() -> None:
    starts: list[Plan] = []
    heard: list[float] = []

    def warm(problem: WeekProblem, *, start: Plan, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
        starts.append(start)
        return solve(problem, budget=budget, seed=seed + 100, on_progress=on_progress)

    def on_work(share: float, at: str) -> bool:
        heard.append(share)
        return True

    five = pose_scenario(small_county(), WEEK, FIVE, pose)
    base = pose(small_county(), WEEK)
    found = compare(base, [five], solve, budget=BUDGET, seeds=(1,), warm_solve=warm, on_work=on_work)
    assert starts == [found.base.planned.result.plan]
    assert heard == sorted(heard)
