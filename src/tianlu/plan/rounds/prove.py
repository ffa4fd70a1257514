"""Solve a county's week and prove how good the plan is: first the search, then the bound."""

import time
from collections.abc import Callable
from dataclasses import replace

from tianlu.plan.rounds.bound import lower_bound
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result
from tianlu.plan.rounds.solve import solve

BOUND_SECONDS = 10.0
"""For the bound where the search is counted in iterations."""


SEARCH_SHARE = 0.6
"""Of a time that search and bound share."""


def solve_and_prove_within(
    problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress = lambda _: True
) -> Result:
    """The best plan and its bound within the seconds of the budget, which both share."""
    if budget.seconds is None:
        return solve_and_prove(problem, budget=budget, seed=seed, on_progress=on_progress)
    searching = Budget(seconds=budget.seconds * SEARCH_SHARE)
    proving_s = budget.seconds * (1.0 - SEARCH_SHARE)
    return solve_and_prove(problem, budget=searching, seed=seed, bound_seconds=proving_s, on_progress=on_progress)


def solve_and_prove(
    problem: WeekProblem,
    *,
    budget: Budget,
    seed: int,
    bound_seconds: float | None = None,
    on_progress: OnProgress = lambda _: True,
    clock: Callable[[], float] = time.perf_counter,
) -> Result:
    """The best plan found, then its bound, for which `bound_seconds` are taken: as many as the search had where none
    are given, and no bound at 0. Progress runs over both; stopping the bound keeps the plan and the bound so far."""
    seconds = bound_seconds if bound_seconds is not None else budget.seconds or BOUND_SECONDS
    searching = (budget.seconds or BOUND_SECONDS) / ((budget.seconds or BOUND_SECONDS) + seconds)
    heard: list[bool] = []

    def on_search(progress: Progress) -> bool:
        heard.append(on_progress(replace(progress, fraction=progress.fraction * searching)))
        return heard[-1]

    result = solve(problem, budget=budget, seed=seed, on_progress=on_search, clock=clock)
    if seconds <= 0 or not all(heard[-1:]):
        return replace(result, why_no_bound="no time was given to it")
    searched_s = result.trace[-1].elapsed_s if result.trace else 0.0
    rising: list[Progress] = []

    def on_bound(elapsed_s: float, fen: int) -> bool:
        fraction = searching + (1.0 - searching) * min(1.0, elapsed_s / seconds)
        cost_fen = result.cost_fen if result.is_feasible else None
        progress = Progress(fraction, result.iterations, searched_s + elapsed_s, cost_fen, fen)
        if not rising or rising[-1].bound_fen != fen:
            rising.append(progress)
        return on_progress(progress)

    bound = lower_bound(problem, seconds=seconds, on_bound=on_bound, clock=clock)
    return replace(
        result,
        bound_fen=bound.fen,
        why_no_bound=bound.why_none,
        no_plan_proven=bound.no_plan,
        trace=(*result.trace, *rising),
    )
