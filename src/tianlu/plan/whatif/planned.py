"""One problem planned from several seeds with the same budget, each plan judged; the best kept, the spread told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result


class Solve(Protocol):
    """The search, as `rounds.solve.solve`."""

    def __call__(self, problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result: ...


class WarmSolve(Protocol):
    """A search that goes on from a plan, of this or of a like problem."""

    def __call__(
        self, problem: WeekProblem, *, start: Plan, budget: Budget, seed: int, on_progress: OnProgress
    ) -> Result: ...


class Stopped(Exception):
    """Whoever watched the work asked it to end."""


OnWork = Callable[[float, str], bool]
"""Told how much of the whole work is done (0 to 1) and at what it is; the work ends (Stopped) where it answers
False."""


@dataclass(frozen=True, eq=False)
class PlannedProblem:
    """The best result and what the judge makes of it; every seed's cost, None for one whose plan breaks a rule."""

    problem: WeekProblem
    result: Result
    report: CheckReport
    seeds_fen: tuple[int | None, ...]

    @property
    def sound_fen(self) -> tuple[int, ...]:
        return tuple(fen for fen in self.seeds_fen if fen is not None)


def plan_problem(
    problem: WeekProblem, solve: Solve, *, budget: Budget, seeds: Sequence[int], on_progress: OnProgress
) -> PlannedProblem:
    """Plan from each seed; a sound plan before a broken one, fewer broken rules before more, then the cheaper.

    Raises Stopped where `on_progress` answers False.
    """
    is_stopped = False
    tried: list[tuple[Result, CheckReport]] = []
    for k, seed in enumerate(seeds):

        def watched(progress: Progress, done: int = k) -> bool:
            nonlocal is_stopped
            share = (done + progress.fraction) / len(seeds)
            goes_on = on_progress(Progress(share, progress.iterations, progress.elapsed_s, progress.cost_fen))
            is_stopped = is_stopped or not goes_on
            return goes_on

        result = solve(problem, budget=budget, seed=seed, on_progress=watched)
        if is_stopped:
            raise Stopped
        tried.append((result, check_plan(problem, result.plan)))
    result, report = min(tried, key=lambda each: (len(each[1].violations), each[1].cost.total_fen))
    costs = tuple(report.cost.total_fen if report.is_feasible else None for _, report in tried)
    return PlannedProblem(problem, result, report, costs)


def part_of_work(k: int, of: int, name: str, on_work: OnWork) -> OnProgress:
    """Passes one problem's progress on as the k-th part of the whole work."""

    def on_progress(progress: Progress) -> bool:
        return on_work((k + progress.fraction) / of, name)

    return on_progress


def warmed(solve: Solve, warm_solve: WarmSolve, start: Plan) -> Solve:
    """Half of the budget from nothing, half on from a plan; the cheaper sound result."""

    def search(problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
        half = _half(budget)
        cold = solve(problem, budget=half, seed=seed, on_progress=_in_half(0, on_progress))
        warm = warm_solve(problem, start=start, budget=half, seed=seed, on_progress=_in_half(1, on_progress))
        return min((cold, warm), key=lambda result: (not result.is_feasible, result.cost_fen))

    return search


def _half(budget: Budget) -> Budget:
    if budget.seconds is not None:
        return Budget(seconds=budget.seconds / 2)
    return Budget(iterations=max(1, (budget.iterations or 0) // 2))


def _in_half(k: int, on_progress: OnProgress) -> OnProgress:
    return lambda at: on_progress(Progress((k + at.fraction) / 2, at.iterations, at.elapsed_s, at.cost_fen))
