"""Why a week cannot be planned: proven conflicts, or what the best week found still breaks; and the ways out."""

from collections.abc import Callable
from dataclasses import dataclass

from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.conflict.find import LOOK_SECONDS, Conflicts, find_conflicts
from tianlu.plan.rounds.conflict.ways_out import (
    Chain,
    OnWay,
    Settings,
    WaysOut,
    chains_beside,
    chains_out_of,
    plan_ways,
    settings_for,
    untold,
)
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.plan.rounds.violation import Violation

NO_WAYS = WaysOut((), ())


@dataclass(frozen=True)
class Infeasibility:
    """`conflicts` are proven: no plan keeps all their rules. Where there are none, `broken` is what the best week found
    breaks, and that no plan could do better is not proven."""

    conflicts: Conflicts
    broken: tuple[Violation, ...]

    @property
    def is_proven(self) -> bool:
        return bool(self.conflicts.found)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to explain."""
        return self.is_proven or bool(self.broken)


def why_infeasible(
    problem: WeekProblem, plan: Plan | None, *, clock: Callable[[], float], seconds: float = LOOK_SECONDS
) -> Infeasibility:
    """Look for conflicts; `plan` is the best week there is, None for none."""
    conflicts = find_conflicts(problem, clock=clock, seconds=seconds)
    broken = () if plan is None else check_plan(problem, plan).violations
    return Infeasibility(conflicts, broken)


def find_ways_out(
    problem: WeekProblem,
    why: Infeasibility,
    *,
    budget: Budget,
    seed: int,
    clock: Callable[[], float],
    look_seconds: float = LOOK_SECONDS,
    on_way: OnWay = untold,
) -> WaysOut:
    """What could be changed, each planned with the same budget and seed; seconds of the budget are for each."""
    if not why.is_needed:
        return NO_WAYS
    settings = settings_for(clock=clock, look_seconds=look_seconds, budget=budget, seed=seed, solve=solve)
    return plan_ways(problem, _chains(problem, why, settings), settings, on_way)


def _chains(problem: WeekProblem, why: Infeasibility, settings: Settings) -> list[Chain]:
    if why.is_proven:
        return chains_out_of(problem, why.conflicts.found, settings)
    return chains_beside(problem, why.broken, settings)
