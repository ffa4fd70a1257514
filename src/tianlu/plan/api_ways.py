"""HTTP for the search for ways out of a plan's conflict: ordered, followed, stopped, tried again, and what it found."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine

from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobState
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import PLAN_MAKE, PLAN_READ
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND, SAID, PlanDoor, SaidState
from tianlu.plan.county_gate import need_at, need_plan, sees
from tianlu.plan.plan_work import order_of
from tianlu.plan.view_conflict import WaysOutView
from tianlu.plan.ways_jobs import find_ways_job, read_ways, start_ways


@dataclass(frozen=True)
class WaysDoor:
    """The desk that has them sought, and the database that keeps what is found."""

    desk: JobDesk
    engine: Engine


class Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class WaysOrderBody(Body):
    """How long to search with each way out."""

    seconds: Annotated[float, Field(gt=0, le=60)] = 3.0


class WaysJobBody(Body):
    """A search for ways out of a plan's conflict: `share` of it is done, `at` says which way of how many."""

    id: str
    plan: str
    county: str
    week: str
    seconds: float
    state: SaidState
    share: float
    at: str
    trouble: str
    trouble_zh: str
    attempts: int


class WaysOfPlanBody(Body):
    """The newest search for a plan, and what the newest that is done has found. `is_current` is False where the
    county's data have changed since."""

    job: WaysJobBody | None
    found: WaysOutView | None
    is_current: bool


def ways_router(door: PlanDoor, ways: WaysDoor, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api")
    signed_in = Annotated[Actor, Depends(gate)]

    def need_job(actor: Actor, permission: str, job_id: str) -> None:
        need_at(gate, actor, permission, ways.desk.get(job_id).org, unseen=NoSuchJob(job_id))

    @router.get("/plans/{plan_id}/conflict/ways", operation_id="get_ways_out", responses=NOT_FOUND)
    def get_ways_out(actor: signed_in, plan_id: str) -> WaysOfPlanBody:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        meta = door.shelf.get(plan_id).meta
        newest, done = find_ways_job(ways.desk, meta), find_ways_job(ways.desk, meta, JobState.DONE)
        found = None if done is None else read_ways(ways.engine, done)
        _, problem = door.counties.open_week(meta.county, meta.week)
        return WaysOfPlanBody(
            job=None if newest is None else _job(newest),
            found=found,
            is_current=found is not None and found.problem_hash == problem.hash,
        )

    @router.post("/plans/{plan_id}/conflict/ways", operation_id="seek_ways_out", status_code=202, responses=MAY_REFUSE)
    def seek_ways_out(actor: signed_in, plan_id: str, order: WaysOrderBody) -> WaysJobBody:
        """While a search for the plan is under way, that one."""
        need_plan(gate, actor, PLAN_MAKE, plan_id, shelf=door.shelf)
        meta = door.shelf.get(plan_id).meta
        door.counties.open_week(meta.county, meta.week)
        return _job(start_ways(ways.desk, meta, seconds=order.seconds, by=actor.id))

    @router.get("/conflict/jobs", operation_id="list_ways_jobs")
    def list_jobs(actor: signed_in) -> list[WaysJobBody]:
        return [_job(job) for job in ways.desk.list_jobs(sees(gate, actor))]

    @router.get("/conflict/jobs/{job_id}", operation_id="get_ways_job", responses=NOT_FOUND)
    def get_job(actor: signed_in, job_id: str) -> WaysJobBody:
        need_job(actor, PLAN_READ, job_id)
        return _job(ways.desk.get(job_id))

    @router.delete("/conflict/jobs/{job_id}", operation_id="cancel_ways_job", responses=MAY_REFUSE)
    def cancel_job(actor: signed_in, job_id: str) -> WaysJobBody:
        need_job(actor, PLAN_MAKE, job_id)
        return _job(ways.desk.cancel(job_id, by=actor.id))

    @router.post("/conflict/jobs/{job_id}/retry", operation_id="retry_ways_job", status_code=202, responses=MAY_REFUSE)
    def retry_job(actor: signed_in, job_id: str) -> WaysJobBody:
        """Have them sought after all where that failed."""
        need_job(actor, PLAN_MAKE, job_id)
        return _job(ways.desk.retry(job_id, by=actor.id))

    return router


def _job(job: Job) -> WaysJobBody:
    order, trouble = order_of(job), job.trouble
    return WaysJobBody(
        id=job.id,
        plan=str(job.order["plan"]),
        county=job.org,
        week=order.week.monday.isoformat(),
        seconds=order.seconds,
        state=SAID[job.state],
        share=1.0 if job.state is JobState.DONE else job.progress.fraction,
        at=job.progress.phase,
        trouble=trouble.en if trouble else "",
        trouble_zh=trouble.zh if trouble else "",
        attempts=job.attempts,
    )
