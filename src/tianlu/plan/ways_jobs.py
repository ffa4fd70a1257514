"""The search for ways out of a plan's conflict as a job: ordered for a plan, kept among the blobs of the database."""

from dataclasses import dataclass

from sqlalchemy import Engine

from tianlu.db.blobs import get_blob, put_blob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import ENDED, Job, JobProgress, JobState
from tianlu.jobs.work import OnProgress
from tianlu.plan.apart import OnWork, run_apart
from tianlu.plan.conflict_work import WaysWork
from tianlu.plan.counties import Counties
from tianlu.plan.job_kinds import WAYS
from tianlu.plan.mended import kept_of
from tianlu.plan.plan_work import open_ordered, order_of
from tianlu.plan.service import PlanMeta, Shelf
from tianlu.plan.view_conflict import WaysOutView


@dataclass(frozen=True)
class WaysJobWork:
    """As the worker does it, in a process of its own that has `preload` loaded. Of one that is cancelled nothing is
    kept."""

    engine: Engine
    counties: Counties
    shelf: Shelf
    preload: str = "tianlu.plan.rounds.conflict.report"

    def find(self, job: Job) -> str | None:
        """A view is kept under its digest, which stands in the job's row alone."""
        return None

    def run(self, job: Job, on_progress: OnProgress) -> str:
        order, plan = order_of(job), kept_of(self.shelf, job).plan
        _, problem = open_ordered(self.counties, job)
        on_work: OnWork = lambda share, at: on_progress(JobProgress(done=share, total=1.0, phase=at))  # noqa: E731
        return run_apart(WaysWork(problem, plan, order.seconds, order.seed), on_work, preload=self.preload)

    def keep(self, job: Job, found: str, *, is_cancelled: bool) -> str | None:
        if is_cancelled:
            return None
        with self.engine.execution_options(writes=True).begin() as connection:
            return put_blob(connection, found.encode())


def start_ways(desk: JobDesk, plan: PlanMeta, *, seconds: float, by: str) -> Job:
    """Have them sought, or the job that seeks them already; returns at once."""
    newest = find_ways_job(desk, plan)
    if newest is not None and newest.state not in ENDED:
        return newest
    order = {"plan": plan.id, "week": plan.week.monday.isoformat(), "seconds": seconds, "seed": plan.seed}
    return desk.order(WAYS, plan.county, order, by=by)


def find_ways_job(desk: JobDesk, plan: PlanMeta, state: JobState | None = None) -> Job | None:
    """The newest of a plan, in that state where one is given."""

    def is_wanted(job: Job) -> bool:
        return job.order["plan"] == plan.id and state in (None, job.state)

    return next(iter(desk.list_jobs(lambda org: org == plan.county, most=1, is_wanted=is_wanted)), None)


def read_ways(engine: Engine, job: Job) -> WaysOutView:
    """What a job that is done has found."""
    assert job.result is not None, f"job {job.id} has no result"
    with engine.connect() as connection:
        content = get_blob(connection, job.result)
    assert content is not None, f"no blob {job.result}"
    return WaysOutView.model_validate_json(content)
