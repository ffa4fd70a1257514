"""The search for ways out of a conflict as it is sent to a process: it answers with its view as JSON."""

from dataclasses import dataclass
from time import perf_counter

from tianlu.plan.apart import OnWork
from tianlu.plan.rounds.conflict.report import Infeasibility, find_ways_out
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, Progress
from tianlu.plan.view_conflict import view_ways


@dataclass(frozen=True, eq=False)
class WaysWork:
    problem: WeekProblem
    why: Infeasibility
    seconds: float
    seed: int

    def __call__(self, on_work: OnWork) -> str:
        def on_progress(progress: Progress) -> bool:
            return on_work(progress.fraction, "")

        ways = find_ways_out(
            self.problem,
            self.why,
            budget=Budget(seconds=self.seconds),
            seed=self.seed,
            clock=perf_counter,
            on_progress=on_progress,
        )
        return view_ways(self.problem, ways).model_dump_json()
