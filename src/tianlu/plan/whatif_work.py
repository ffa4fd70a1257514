"""The works of the what-if room as they are sent to a process: each answers with its view as JSON."""

import time
from dataclasses import dataclass

from tianlu.place.model import AreaClass
from tianlu.plan.apart import OnWork
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.view_whatif import view_comparison, view_frontier, view_siting
from tianlu.plan.whatif.apply import PosedScenario
from tianlu.plan.whatif.compare import compare
from tianlu.plan.whatif.frontier import trace_frontier
from tianlu.plan.whatif.planned import Solve, Stopped, WarmSolve
from tianlu.plan.whatif.siting import SitingOrder, site_stations

TELL_EVERY_S = 0.3


@dataclass(frozen=True, eq=False)
class CompareWork:
    base: WeekProblem
    scenarios: tuple[PosedScenario, ...]
    solve: Solve
    seconds: float
    seeds: tuple[int, ...]
    warm_solve: WarmSolve | None = None

    def __call__(self, on_work: OnWork) -> str:
        comparison = compare(
            self.base,
            self.scenarios,
            self.solve,
            budget=Budget(seconds=self.seconds),
            seeds=self.seeds,
            warm_solve=self.warm_solve,
            on_work=on_work,
        )
        return view_comparison(comparison).model_dump_json()


@dataclass(frozen=True, eq=False)
class FrontierWork:
    problem: WeekProblem
    solve: Solve
    seconds: float
    seeds: tuple[int, ...]
    levels: tuple[int, ...]
    area_classes: tuple[AreaClass, ...]
    warm_solve: WarmSolve | None = None

    def __call__(self, on_work: OnWork) -> str:
        points = trace_frontier(
            self.problem,
            self.solve,
            budget=Budget(seconds=self.seconds),
            seeds=self.seeds,
            levels=self.levels,
            area_classes=self.area_classes,
            warm_solve=self.warm_solve,
            on_work=on_work,
        )
        return view_frontier(points).model_dump_json()


@dataclass(frozen=True, eq=False)
class SitingWork:
    problem: WeekProblem
    order: SitingOrder
    seconds: float

    def __call__(self, on_work: OnWork) -> str:
        """How far it is is the time that it has used of what it may use; told whenever the search looks at the
        clock."""
        began = told = time.perf_counter()
        on_work(0.0, "")

        def clock() -> float:
            nonlocal told
            now = time.perf_counter()
            if now - told > TELL_EVERY_S:
                told = now
                if not on_work(min(0.99, (now - began) / self.seconds), ""):
                    raise Stopped
            return now

        siting = site_stations(self.problem, self.order, seconds=self.seconds, clock=clock)
        return view_siting(self.problem, siting).model_dump_json()
