"""Solve a county's week: the problem in, the best plan found within a budget out."""

import time
from collections.abc import Callable

from tianlu import __version__
from tianlu.plan.rounds.alike import with_fewer_drivers
from tianlu.plan.rounds.anneal import DEFAULT_PARAMS, Params, Step, anneal
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.decode import decode
from tianlu.plan.rounds.encode import encode
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result
from tianlu.plan.rounds.staged import DEFAULT_STAGES, StageParams, is_worth_staging, search_in_stages
from tianlu.plan.rounds.warm import Told, state_of, with_told


def solve(
    problem: WeekProblem,
    *,
    budget: Budget,
    seed: int,
    params: Params = DEFAULT_PARAMS,
    stages: StageParams = DEFAULT_STAGES,
    on_progress: OnProgress = lambda _: True,
    clock: Callable[[], float] = time.perf_counter,
    start: Plan | None = None,
    floors_priced: bool = False,
    told: Told | None = None,
) -> Result:
    """The best plan found. Seconds of the budget are those of `clock`; compiling at the first search is not counted.

    Where no plan keeps every rule within the budget, the last one looked at, with `is_feasible` False. With `start` the
    search goes on from that plan, as far as the problem still allows it; a sound start is never made dearer. With
    `floors_priced` floors may be missed at a price (see `encode`); `is_feasible` is then about the other rules alone.
    With `told` each visit that is another than people know has its weight in the search, and in its trace.
    """
    cpu_began = time.process_time()
    encoded = encode(problem, floors_priced=floors_priced)
    if told is not None:
        encoded = with_told(problem, encoded, told)
    begin = state_of(problem, encoded, start) if start is not None or problem.driven is not None else None
    trace: list[Progress] = []

    def on_step(step: Step) -> bool:
        cost = None if step.cost is None else round(step.cost)
        progress = Progress(step.fraction, step.iterations, step.elapsed_s, cost)
        if not trace or trace[-1].cost_fen != cost or step.fraction >= 1.0:
            trace.append(progress)
        return on_progress(progress)

    if begin is None and not floors_priced and told is None and is_worth_staging(budget):
        found = search_in_stages(
            encoded.week,
            budget=budget,
            seed=seed,
            params=params,
            stages=stages,
            clock=clock,
            on_step=on_step,
        )
    else:
        found = anneal(encoded.week, budget=budget, seed=seed, params=params, clock=clock, on_step=on_step, start=begin)
    plan = decode(problem, encoded, found.state)
    if problem.terms.further_driver_fen and problem.driven is None:
        plan = with_fewer_drivers(problem, plan)
    return Result(
        plan=plan,
        cost_fen=cost_of(problem, plan).total_fen,
        is_feasible=found.cost is not None and not encoded.hopeless,
        bound_fen=None,
        seed=seed,
        iterations=found.iterations,
        cpu_s=time.process_time() - cpu_began,
        problem_hash=problem.hash,
        version=__version__,
        trace=tuple(trace),
    )
