"""A county's search in stages: several weeks from nothing at once, then on from the best of them, with both cores.

Single searches of a county end per cents apart. Each stage's searches run side by side, each from its own seed, so that
a budget in iterations gives the same plan however many run at once.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from tianlu.plan.rounds.anneal import Found, Params, Step, anneal
from tianlu.plan.rounds.arrays import State, Week
from tianlu.plan.rounds.result import Budget

SECONDS_LEAST = 5.0
ITERATIONS_LEAST = 200_000
"""With less a search is one search."""
LARGE = 200
"""Places from which on a search needs most of the budget to find a good week at all."""


@dataclass(frozen=True)
class StageParams:
    """`abreast` searches run at once. A stage is so many searches, each with its share of the budget's seconds: the
    first stage begins from nothing, the others from the best week, warmed by `warmed` of the way from cold to hot."""

    abreast: int = 2
    small: tuple[tuple[int, float], ...] = ((4, 0.2), (2, 0.3), (2, 0.3))
    large: tuple[tuple[int, float], ...] = ((2, 0.7), (2, 0.3))
    warmed: float = 0.4

    def stages(self, week: Week) -> tuple[tuple[int, float], ...]:
        return self.large if len(week.site) > LARGE else self.small


DEFAULT_STAGES = StageParams()


def is_worth_staging(budget: Budget) -> bool:
    return (budget.seconds or 0.0) >= SECONDS_LEAST or (budget.iterations or 0) >= ITERATIONS_LEAST


def search_in_stages(
    week: Week,
    *,
    budget: Budget,
    seed: int,
    params: Params,
    stages: StageParams,
    clock: Callable[[], float],
    on_step: Callable[[Step], bool],
) -> Found:
    """The best week found; `on_step` hears of all searches together, one at a time."""
    desk = _Desk(budget, clock, on_step)
    best: Found | None = None
    plan = stages.stages(week)
    runs = 0
    for count, share in plan:
        part = _part(budget, share, plan)
        start = None if best is None else best.state
        searches = [_Search(week, part, seed + APART * (runs + k), params, start, stages.warmed) for k in range(count)]
        runs += count
        with ThreadPoolExecutor(stages.abreast) as abreast:
            ended = list(abreast.map(lambda search: search.run(desk, clock), searches))
        for found in ended:
            best = found if best is None or _costs_less(found, best) else best
        if desk.is_stopped:
            break
    assert best is not None
    desk.end()
    return replace(best, iterations=desk.iterations, steps=tuple(desk.steps))


APART = 7919
"""Between the seeds of two searches."""


def _part(budget: Budget, share: float, plan: tuple[tuple[int, float], ...]) -> Budget:
    """A search's part of the budget. Iterations are shared out among all searches."""
    if budget.iterations is not None:
        whole = sum(count * part for count, part in plan)
        return Budget(iterations=max(1, int(budget.iterations * share / whole)))
    return Budget(seconds=(budget.seconds or 0.0) * share)


def _costs_less(one: Found, other: Found) -> bool:
    return one.cost is not None and (other.cost is None or one.cost < other.cost)


@dataclass(frozen=True)
class _Search:
    """One search of a stage."""

    week: Week
    budget: Budget
    seed: int
    params: Params
    start: State | None
    warmed: float

    def run(self, desk: "_Desk", clock: Callable[[], float]) -> Found:
        params = self.params if self.start is None else _warmed(self.params, self.warmed)
        return anneal(
            self.week,
            budget=self.budget,
            seed=self.seed,
            params=params,
            clock=clock,
            on_step=desk.listener(),
            start=self.start,
        )


def _warmed(params: Params, share: float) -> Params:
    """Begin no hotter than `share` of the way from cold to hot."""
    return replace(
        params,
        hot=params.cold * (params.hot / params.cold) ** share,
        hot_days=params.cold_days * (params.hot_days / params.cold_days) ** share,
    )


class _Desk:
    """Hears of every search's steps and tells the caller of them as if they were one search's."""

    def __init__(self, budget: Budget, clock: Callable[[], float], on_step: Callable[[Step], bool]) -> None:
        self._budget, self._clock, self._on_step = budget, clock, on_step
        self._began = clock()
        self._lock = threading.Lock()
        self._best: float | None = None
        self.iterations = 0
        self.is_stopped = False
        self.steps: list[Step] = []

    def listener(self) -> Callable[[Step], bool]:
        """For one search."""
        counted = 0

        def hear(step: Step) -> bool:
            nonlocal counted
            with self._lock:
                if self.is_stopped:
                    return False
                self.iterations += step.iterations - counted
                counted = step.iterations
                if step.cost is not None:
                    self._best = step.cost if self._best is None else min(self._best, step.cost)
                return self._tell()

        return hear

    def end(self) -> None:
        """Say that the search is over, to a caller who did not stop it."""
        if not self.is_stopped:
            self._tell(is_over=True)

    def _tell(self, *, is_over: bool = False) -> bool:
        elapsed = self._clock() - self._began
        budget = self._budget
        gone = self.iterations / budget.iterations if budget.iterations else elapsed / (budget.seconds or 1.0)
        self.steps.append(Step(1.0 if is_over else min(1.0, gone), self.iterations, elapsed, self._best))
        self.is_stopped = not self._on_step(self.steps[-1]) or self.is_stopped
        return not self.is_stopped
