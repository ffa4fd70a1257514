"""The week's visits as a job: searched in a process of its own, since the search keeps the interpreter busy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tianlu.jobs.model import Job, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.plan.service import PlanNotFound
from tianlu.plan.whatif.planned import OnWork, Stopped
from tianlu.server.target.parts import TargetParts
from tianlu.server.target.visits import VisitsTask, pose_visits
from tianlu.target.desk import view_apart
from tianlu.target.visits.view import VisitsView, view_visits
from tianlu.target.visits.week_visits import WeekVisits

NO_PLAN = JobTrouble("no_plan", "the plan is gone; choose another", "该计划已不存在；请选择其他计划")
PRELOAD = "tianlu.target.visits.week_visits"


@dataclass(frozen=True)
class VisitsMaker:
    """`clock` gives aware moments: claims idle out."""

    parts: TargetParts
    clock: Callable[[], datetime]

    def __call__(self, job: Job, on_work: OnWork) -> VisitsView:
        plan, seed, now = str(job.order["plan"]), int(str(job.order["seed"])), self.clock()
        try:
            posed = pose_visits(self.parts, plan, now=now, seed=seed)
        except PlanNotFound:
            raise JobFailed(NO_PLAN) from None
        week = view_apart(Apart(posed.task), on_work, preload=PRELOAD)
        return view_visits(
            posed.wanted,
            week,
            plan=plan,
            county=posed.kept.meta.county,
            monday=posed.kept.meta.week.monday.isoformat(),
            seed=seed,
            problem_hash=posed.task.problem.hash,
            made_at=now,
        )


@dataclass(frozen=True, eq=False)
class Apart:
    """The search as the other process does it; None where it was asked to stop."""

    task: VisitsTask

    def __call__(self, on_work: OnWork) -> WeekVisits | None:
        furthest = 0.0

        def on_share(share: float) -> None:
            nonlocal furthest
            furthest = max(furthest, share)
            if not on_work(furthest, "search"):
                raise Stopped

        try:
            return self.task.solve(on_share)
        except Stopped:
            return None
