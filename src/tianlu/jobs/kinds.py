"""The commands of jobs: ordered, cancelled, retried, cleared away. How far a job is and how it ends is not a command.

None is open: the routes look at more than a body says before they send one. A replay handles them where nothing was
ever run; cancel and retry therefore take a job that is already as they would have it.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import not_allowed
from tianlu.command.registry import Asks, Call, Kind, Registry
from tianlu.core.uuid7 import is_uuid7
from tianlu.jobs import refusals, store
from tianlu.jobs.model import ATTEMPTS_MOST, BEGUN, Job, JobState
from tianlu.people.roles import ORG_READ

ORDER, CANCEL, RETRY, PRUNE = "job.order", "job.cancel", "job.retry", "job.prune"
PRUNED_AT_ONCE = 500

JobKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OrderBody(_Body):
    """Work that is asked for, under an id that its sender makes (UUIDv7)."""

    job: JobKey
    kind: Annotated[str, Field(min_length=1, max_length=40)]
    order: dict[str, Any]
    attempts_most: Annotated[int, Field(ge=1, le=20)] = ATTEMPTS_MOST


class JobBody(_Body):
    job: JobKey


class PruneBody(_Body):
    """Ended jobs that are no longer kept; what has not ended before that moment stays."""

    jobs: Annotated[tuple[JobKey, ...], Field(min_length=1, max_length=PRUNED_AT_ONCE)]
    ended_before: AwareDatetime


def order_job(call: Call[OrderBody]) -> Outcome:
    body = call.body
    if not is_uuid7(body.job) or store.find_job(call.connection, body.job) is not None:
        return refusals.job_exists(body.job)
    job = Job(
        id=body.job,
        kind=body.kind,
        org=call.envelope.org,
        ordered_by=call.actor,
        order=body.order,
        state=JobState.WAITING,
        created_at=call.envelope.made_at,
        attempts_most=body.attempts_most,
    )
    store.put_job(call.connection, job)
    return Accepted({"job": job.id})


def cancel_job(call: Call[JobBody]) -> Outcome:
    """One that waits has ended then; one under way is asked to stop."""
    job = _its_job(call)
    if isinstance(job, Refusal):
        return job
    if job.state in (JobState.DONE, JobState.FAILED):
        return refusals.job_ended(job.id, job.state)
    if job.state is JobState.WAITING:
        ended = {"state": JobState.CANCELLED.value, "ended_at": call.envelope.made_at}
        store.change_job(call.connection, job.id, is_cancel_asked=True, **ended)
    elif job.state is JobState.RUNNING:
        store.change_job(call.connection, job.id, is_cancel_asked=True)
    return Accepted({"job": job.id})


def retry_job(call: Call[JobBody]) -> Outcome:
    job = _its_job(call)
    if isinstance(job, Refusal):
        return job
    is_over = job.state is JobState.FAILED or (job.state is JobState.CANCELLED and job.result is None)
    if not is_over and job.state is not JobState.WAITING:
        return refusals.not_to_be_retried(job.id, job.state)
    store.change_job(
        call.connection,
        job.id,
        state=JobState.WAITING.value,
        attempts=0,
        is_cancel_asked=False,
        progress=store.progress_text(BEGUN),
        **dict.fromkeys(("not_before", "started_at", "ended_at", "trouble", "result")),
    )
    return Accepted({"job": job.id})


def prune_jobs(call: Call[PruneBody]) -> Outcome:
    """Takes those that are gone already as done, and leaves one that was retried meanwhile."""
    store.delete_ended(call.connection, call.body.jobs, org=call.envelope.org, before=call.body.ended_before)
    return Accepted({})


def register_jobs(registry: Registry, permissions: Mapping[str, str]) -> None:
    """Add the kinds of this room. `permissions` says what one needs at a job's unit, by kind of work."""
    may_order, may_change = _may_order(permissions), _may_change(permissions)
    registry.add(Kind(ORDER, 1, OrderBody, ORG_READ, order_job, is_open=False, also_needs=may_order))
    registry.add(Kind(CANCEL, 1, JobBody, ORG_READ, cancel_job, is_open=False, also_needs=may_change))
    registry.add(Kind(RETRY, 1, JobBody, ORG_READ, retry_job, is_open=False, also_needs=may_change))
    registry.add(Kind(PRUNE, 1, PruneBody, ORG_READ, prune_jobs, is_open=False))


def _may_order(permissions: Mapping[str, str]) -> Callable[[Call[OrderBody], Asks], Refusal | None]:
    def may(call: Call[OrderBody], asks: Asks) -> Refusal | None:
        permission = permissions.get(call.body.kind)
        if permission is None:
            return refusals.no_such_work(call.body.kind)
        return None if asks(permission, call.envelope.org) else not_allowed(permission, call.envelope.org)

    return may


def _may_change(permissions: Mapping[str, str]) -> Callable[[Call[JobBody], Asks], Refusal | None]:
    def may(call: Call[JobBody], asks: Asks) -> Refusal | None:
        job = _its_job(call)
        if isinstance(job, Refusal):
            return job
        permission = permissions.get(job.kind)
        if permission is None:
            return refusals.no_such_work(job.kind)
        return None if asks(permission, call.envelope.org) else not_allowed(permission, job.org)

    return may


def _its_job(call: Call[JobBody]) -> Job | Refusal:
    """The unit's job, whose row no worker changes until the command is through."""
    job = store.find_job(call.connection, call.body.job, for_update=True)
    if job is None or job.org != call.envelope.org:
        return refusals.no_such_job(call.body.job, call.envelope.org)
    return job
