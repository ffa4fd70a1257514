"""Scenarios, frontiers and sitings as jobs: the same is posed when they are ordered, to refuse what cannot be, and when
they begin."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from tianlu.core.ids import PlaceId
from tianlu.core.problem import ProblemsFound
from tianlu.db.blobs import put_blob
from tianlu.jobs.model import Job, JobProgress
from tianlu.jobs.work import OnProgress
from tianlu.place.model import AreaClass
from tianlu.plan.apart import OnWork, run_apart
from tianlu.plan.apart import Work as ApartWork
from tianlu.plan.counties import Counties
from tianlu.plan.county import County
from tianlu.plan.plan_work import open_ordered_week
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.whatif.apply import Pose, PosedScenario, pose_scenario
from tianlu.plan.whatif.planned import Solve, WarmSolve
from tianlu.plan.whatif.scenario_file import read_scenario
from tianlu.plan.whatif.siting import Measure, SitingOrder, Weight, check_order
from tianlu.plan.whatif_service import Kind, WhatIfOrder, order_of
from tianlu.plan.whatif_work import CompareWork, FrontierWork, SitingWork


@dataclass(frozen=True)
class WhatIfMaker:
    """Makes the work of an order: over which counties, how a changed county's week is posed, by which search, and by
    which that goes on from a plan."""

    counties: Counties
    pose: Pose
    solve: Solve
    warm_solve: WarmSolve | None = None

    def make(self, order: WhatIfOrder) -> ApartWork[str]:
        """Raises ProblemsFound for what cannot be."""
        county, problem = open_ordered_week(self.counties, order.county, order.week)
        more: Any = order.more or {}
        if order.kind is Kind.COMPARISON:
            return self._comparison(order, county, problem, more)
        if order.kind is Kind.FRONTIER:
            return self._frontier(order, problem, more)
        siting = read_siting(more)
        check_order(problem, siting)
        return SitingWork(problem, siting, order.seconds)

    def pose_scenarios(self, order: WhatIfOrder, scenarios: list[dict[str, Any]]) -> tuple[PosedScenario, ...]:
        """Raises ProblemsFound, each under its scenario's number."""
        county, _ = open_ordered_week(self.counties, order.county, order.week)
        return tuple(self._posed(county, order, k, body) for k, body in enumerate(scenarios))

    def _comparison(self, order: WhatIfOrder, county: County, problem: WeekProblem, more: Any) -> CompareWork:
        posed = tuple(self._posed(county, order, k, body) for k, body in enumerate(more["scenarios"]))
        return CompareWork(problem, posed, self.solve, order.seconds, order.seeds, self.warm_solve)

    def _frontier(self, order: WhatIfOrder, problem: WeekProblem, more: Any) -> FrontierWork:
        levels = tuple(more["levels"])
        classes = tuple(AreaClass(each) for each in more["area_classes"])
        return FrontierWork(problem, self.solve, order.seconds, order.seeds, levels, classes, self.warm_solve)

    def _posed(self, county: County, order: WhatIfOrder, k: int, body: dict[str, Any]) -> PosedScenario:
        try:
            return pose_scenario(county, order.week, read_scenario(body), self.pose)
        except ProblemsFound as trouble:
            raise ProblemsFound(replace(each, row=k + 1) for each in trouble.problems) from None


@dataclass(frozen=True)
class WhatIfWork:
    """A kind of them as the worker does it, in a process of its own that has `preload` loaded. Of one that is cancelled
    nothing is kept."""

    engine: Engine
    make: Callable[[WhatIfOrder], ApartWork[str]]
    preload: str = "tianlu.plan.rounds.solve"

    def find(self, job: Job) -> str | None:
        """A view is kept under its digest, which stands in the job's row alone."""
        return None

    def run(self, job: Job, on_progress: OnProgress) -> str:
        on_work: OnWork = lambda share, at: on_progress(JobProgress(done=share, total=1.0, phase=at))  # noqa: E731
        return run_apart(self.make(order_of(job)), on_work, preload=self.preload)

    def keep(self, job: Job, found: str, *, is_cancelled: bool) -> str | None:
        if is_cancelled:
            return None
        with self.engine.execution_options(writes=True).begin() as connection:
            return put_blob(connection, found.encode())


def read_siting(more: Any) -> SitingOrder:
    """Of an order's `more`."""
    return SitingOrder(
        more["stations"],
        Weight(more["weight"]),
        Measure(more["measure"]),
        candidates=tuple(PlaceId(code) for code in more["candidates"]),
        fixed=tuple(PlaceId(code) for code in more["fixed"]),
        pieces_max=more["pieces_max"],
    )
