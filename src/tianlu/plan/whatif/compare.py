"""Scenarios side by side: each planned with the same budget and seeds, judged, and held against the week as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from tianlu.plan.rounds.difference import Judged, PlaceChange, difference_of
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.summary import Summary, summarise
from tianlu.plan.whatif.apply import PosedScenario
from tianlu.plan.whatif.planned import OnWork, PlannedProblem, Solve, part_of_work, plan_problem


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
    on_work: OnWork = lambda share, at: True,
) -> Comparison:
    """Plan the week as it is and each scenario. Raises Stopped where `on_work` answers False."""
    problems = [base, *(posed.problem for posed in scenarios)]
    names = ["", *(posed.scenario.name for posed in scenarios)]
    planned = [
        plan_problem(
            problem, solve, budget=budget, seeds=seeds, on_progress=part_of_work(k, len(problems), names[k], on_work)
        )
        for k, problem in enumerate(problems)
    ]
    first = _outcome(None, planned[0], None)
    return Comparison(
        first,
        tuple(_outcome(posed, each, planned[0]) for posed, each in zip(scenarios, planned[1:], strict=True)),
    )


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
