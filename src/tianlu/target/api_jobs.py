"""HTTP for the long work of targeting, whatever its kind: listed, followed, stopped, tried again."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, UploadFile
from pydantic import BaseModel, ConfigDict

from tianlu.core.problem import Problem
from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.model import Job, JobState
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import LIST_READ
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND, SAID, ProblemBody, SaidState
from tianlu.plan.county_gate import sees
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import PERMISSIONS

FILE_BYTES_MAX = 64 << 20
PROBLEMS_SHOWN = 50

TargetKind = Literal["take_in", "value", "campaign", "grid", "plots", "visits"]


class TargetJobBody(BaseModel):
    """A job of targeting at a unit: `share` of it is done, `at` says where it is, `plan` whose rounds it looks at."""

    model_config = ConfigDict(frozen=True)
    id: str
    kind: TargetKind
    org: str
    plan: str
    state: SaidState
    share: float
    at: str
    trouble: str
    trouble_zh: str
    attempts: int


def target_job_body(job: Job) -> TargetJobBody:
    trouble = job.trouble
    return TargetJobBody(
        id=job.id,
        kind=job.kind,  # type: ignore[arg-type]
        org=job.org,
        plan=str(job.order.get("plan", "")),
        state=SAID[job.state],
        share=1.0 if job.state is JobState.DONE else job.progress.fraction,
        at=job.progress.phase,
        trouble=trouble.en if trouble else "",
        trouble_zh=trouble.zh if trouble else "",
        attempts=job.attempts,
    )


@dataclass(frozen=True)
class FileTaken:
    """A file of a list's customers that was read: how many rows are used, how many are of nobody on the list, which
    were left out; `job` works on them, or is None where none can be used."""

    used: int
    unknown: int
    problems: tuple[Problem, ...]
    job: Job | None


class FileTakenBody(BaseModel):
    """`problems` are the first of those `left_out`."""

    model_config = ConfigDict(frozen=True)
    used: int
    unknown: int
    left_out: int
    problems: tuple[ProblemBody, ...]
    job: TargetJobBody | None


def file_taken_body(taken: FileTaken) -> FileTakenBody:
    return FileTakenBody(
        used=taken.used,
        unknown=taken.unknown,
        left_out=len(taken.problems),
        problems=tuple(ProblemBody(**vars(each)) for each in taken.problems[:PROBLEMS_SHOWN]),
        job=None if taken.job is None else target_job_body(taken.job),
    )


def read_file(file: UploadFile) -> bytes:
    """Raises HTTPException 413 above FILE_BYTES_MAX."""
    content = file.file.read(FILE_BYTES_MAX + 1)
    if len(content) > FILE_BYTES_MAX:
        raise HTTPException(413, f"a file is at most {FILE_BYTES_MAX >> 20} MiB; send it in parts")
    return content


def target_jobs_router(desk: TargetDesk, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/jobs", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]

    def need_job(actor: Actor, job_id: str, *, to_change: bool = False) -> None:
        """Raises NoSuchJob also to who may not see it."""
        job = desk.jobs.get(job_id)
        if not sees(gate, actor, LIST_READ)(job.org):
            raise NoSuchJob(job_id)
        if to_change:
            gate.need(actor, PERMISSIONS[job.kind], job.org)

    @router.get("", operation_id="list_target_jobs")
    def list_jobs(actor: signed_in) -> list[TargetJobBody]:
        return [target_job_body(job) for job in desk.jobs.list_jobs(sees(gate, actor, LIST_READ))]

    @router.get("/{job_id}", operation_id="get_target_job", responses=NOT_FOUND)
    def get_job(actor: signed_in, job_id: str) -> TargetJobBody:
        need_job(actor, job_id)
        return target_job_body(desk.jobs.get(job_id))

    @router.delete("/{job_id}", operation_id="cancel_target_job", responses=MAY_REFUSE)
    def cancel_job(actor: signed_in, job_id: str) -> TargetJobBody:
        need_job(actor, job_id, to_change=True)
        return target_job_body(desk.jobs.cancel(job_id, by=actor.id))

    @router.post("/{job_id}/retry", operation_id="retry_target_job", status_code=202, responses=MAY_REFUSE)
    def retry_job(actor: signed_in, job_id: str) -> TargetJobBody:
        """Have it done after all where that failed."""
        need_job(actor, job_id, to_change=True)
        return target_job_body(desk.jobs.retry(job_id, by=actor.id))

    return router
