"""The search for ways out of a conflict as it is sent to a process: it answers with its view as JSON."""

from dataclasses import dataclass
from math import inf
from time import perf_counter

from tianlu.plan.apart import OnWork
from tianlu.plan.rounds.conflict.report import find_ways_out, why_infeasible
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress
from tianlu.plan.view_conflict import view_ways
from tianlu.plan.whatif.planned import Stopped

TELL_EVERY_S = 0.3


@dataclass(frozen=True, eq=False)
class WaysWork:
    """Raises Stopped where it is asked to end: of a way that was cut short nothing can be said."""

    problem: WeekProblem
    plan: Plan
    seconds: float
    seed: int

    def __call__(self, on_work: OnWork) -> str:
        watch = WaysWatch(on_work)
        why = why_infeasible(self.problem, self.plan, clock=watch.clock)
        ways = find_ways_out(
            self.problem,
            why,
            budget=Budget(seconds=self.seconds),
            seed=self.seed,
            clock=watch.clock,
            on_way=watch.way,
        )
        watch.go_on()
        return view_ways(self.problem, ways).model_dump_json()


class WaysWatch:
    """Tells how far the whole search is, also while conflicts are proven, and remembers that it was asked to end."""

    def __init__(self, on_work: OnWork) -> None:
        self._on_work = on_work
        self._share, self._at, self._told = 0.0, "", -inf
        self._goes_on = True

    def clock(self) -> float:
        """Seconds; the proofs look at it often. Raises Stopped."""
        if perf_counter() - self._told > TELL_EVERY_S:
            self._tell()
            self.go_on()
        return perf_counter()

    def way(self, k: int, of: int) -> OnProgress:
        """Of the way that is searched next. Raises Stopped."""
        self.go_on()
        self._share, self._at = k / of, f"{k + 1}/{of}"

        def on_progress(progress: Progress) -> bool:
            self._share = (k + progress.fraction) / of
            return self._tell()

        return on_progress

    def go_on(self) -> None:
        """Raises Stopped where somebody has asked to end."""
        if not self._goes_on:
            raise Stopped

    def _tell(self) -> bool:
        self._told = perf_counter()
        self._goes_on = self._on_work(self._share, self._at) and self._goes_on
        return self._goes_on
