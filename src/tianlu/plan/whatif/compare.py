"""Scenarios side by side: each planned with the same budget and seeds, judged, and held against the week as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from tianlu.plan.rounds.difference import Judged, PlaceChange, difference_of
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.summary import Summary, summarise
from tianlu.plan.whatif.apply import PosedScenario
from tianlu.plan.whatif.planned import OnWork, PlannedProblem, Solve, WarmSolve, part_of_work, plan_problem, warmed


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of one scenario; `posed` None is the week as it is. `changes` are the places that are served on other
    days, by another mode or by another carrier than in the week as it is."""

    posed: PosedScenario | None
    planned: PlannedProblem
    summary: Summary
    changes: tuple[PlaceChange, ...] = ()

    @property
    def subsidy_week_fen(self) -> int | None:
        """What the scenario's subsidies come to a week; None unless years and weeks were given for each of them."""
        parts = [subsidy.week_fen for subsidy in self.posed.subsidies] if self.posed else []
        known = [part for part in parts if part is not None]
        return sum(known) if known and len(known) == len(parts) else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """The week as it is, and the scenarios in the order in which they were given."""

    base: Outcome
    scenarios: tuple[Outcome, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.base, *self.scenarios


def compare(
    base: WeekProblem,
    scenarios: Sequence[PosedScenario],
    solve: Solve,
    *,
    budget: Budget,
    seeds: Sequence[int],
    warm_solve: WarmSolve | None = None,
    on_work: OnWork = lambda share, at: True,
) -> Comparison:
    """Plan the week as it is and each scenario. With a warm search half of a scenario's budget goes on from the plan
    of the week as it is, so that what it need not change stays. Raises Stopped where `on_work` answers False."""
    parts = 1 + len(scenarios)
    first = plan_problem(base, solve, budget=budget, seeds=seeds, on_progress=part_of_work(0, parts, "", on_work))
    search = warmed(solve, warm_solve, first.result.plan) if warm_solve else solve
    outcomes = []
    for k, posed in enumerate(scenarios, start=1):
        watch = part_of_work(k, parts, posed.scenario.name, on_work)
        planned = plan_problem(posed.problem, search, budget=budget, seeds=seeds, on_progress=watch)
        outcomes.append(_outcome(posed, planned, first))
    return Comparison(_outcome(None, first, None), tuple(outcomes))


def _outcome(posed: PosedScenario | None, planned: PlannedProblem, base: PlannedProblem | None) -> Outcome:
    plan, _ = sound_part(planned.problem, planned.result.plan)
    summary = summarise(planned.problem, plan, planned.report)
    changes = () if base is None else tuple(filter(_is_noted, difference_of(_judged(base), _judged(planned)).places))
    return Outcome(posed, planned, summary, changes)


def _judged(planned: PlannedProblem) -> Judged:
    return Judged(planned.problem, planned.result.plan, planned.report)


def _is_noted(change: PlaceChange) -> bool:
    """Another hour alone is not."""
    return bool(change.days_lost or change.days_gained or change.mode_changed or change.carrier_changed)
