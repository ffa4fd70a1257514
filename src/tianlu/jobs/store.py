"""The rows of jobs. What a worker writes names its holder and attempt: after the lease is lost it changes nothing."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, delete, insert, not_, or_, select, update

from tianlu.command.envelope import canonical
from tianlu.jobs.model import BEGUN, ENDED, Job, JobProgress, JobState, JobTrouble
from tianlu.jobs.tables import JOBS


@dataclass(frozen=True)
class Lease:
    """Whose turn a job is: `attempt` counts from 1."""

    job: str
    holder: str
    attempt: int


def find_job(connection: Connection, job_id: str, *, for_update: bool = False) -> Job | None:
    query = select(JOBS).where(JOBS.c.id == job_id)
    row = connection.execute(query.with_for_update() if for_update else query).mappings().one_or_none()
    return None if row is None else _job(row)


def list_jobs(
    connection: Connection,
    *,
    kinds: Collection[str],
    most: int,
    may_see: Callable[[str], bool] = lambda _: True,
    is_wanted: Callable[[Job], bool] = lambda _: True,
) -> list[Job]:
    """At most so many of those that are wanted and whose unit may be seen, newest first."""
    query = select(JOBS).where(JOBS.c.kind.in_(sorted(kinds))).order_by(JOBS.c.id.desc())
    found: list[Job] = []
    for row in connection.execution_options(yield_per=100).execute(query).mappings():
        if may_see(row["org"]) and is_wanted(job := _job(row)):
            found.append(job)
        if len(found) == most:
            break
    return found


def put_job(connection: Connection, job: Job) -> None:
    connection.execute(insert(JOBS).values(**_values(job)))


def change_job(connection: Connection, job_id: str, **changes: Any) -> None:
    connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(**changes))


def has_due(connection: Connection, *, kinds: Collection[str], now: datetime) -> bool:
    """Whether there is a job to take, or one whose worker is lost."""
    query = select(JOBS.c.id).where(JOBS.c.kind.in_(sorted(kinds)), or_(_waits(now), _is_lost(now))).limit(1)
    return connection.execute(query).first() is not None


def take_next(
    connection: Connection, *, kinds: Collection[str], holder: str, now: datetime, until: datetime
) -> Job | None:
    """The oldest job that waits or whose worker is lost, from now on its holder's; None where there is none."""
    may_go_on = and_(_is_lost(now), JOBS.c.attempts < JOBS.c.attempts_most, JOBS.c.is_cancel_asked.is_(False))
    query = select(JOBS).where(JOBS.c.kind.in_(sorted(kinds)), or_(_waits(now), may_go_on))
    row = connection.execute(query.order_by(JOBS.c.id).limit(1).with_for_update(skip_locked=True)).mappings().first()
    if row is None:
        return None
    changes = {
        "state": JobState.RUNNING.value,
        "attempts": row["attempts"] + 1,
        "lease_holder": holder,
        "lease_until": until,
        "started_at": row["started_at"] or now,
        "progress": progress_text(BEGUN),
        "not_before": None,
    }
    change_job(connection, row["id"], **changes)
    return find_job(connection, row["id"])


def settle_lost(connection: Connection, *, kinds: Collection[str], now: datetime, gave_up: JobTrouble) -> None:
    """End the jobs whose worker is lost and that are not to be taken again."""
    lost = and_(JOBS.c.kind.in_(sorted(kinds)), _is_lost(now))
    over = {"ended_at": now, "lease_holder": None, "lease_until": None}
    cancelled = update(JOBS).where(lost, JOBS.c.is_cancel_asked.is_(True))
    connection.execute(cancelled.values(state=JobState.CANCELLED.value, **over))
    used_up = update(JOBS).where(lost, JOBS.c.attempts >= JOBS.c.attempts_most)
    connection.execute(used_up.values(state=JobState.FAILED.value, trouble=_trouble_text(gave_up), **over))


def free_all(connection: Connection, *, now: datetime) -> None:
    """Whoever had a job is gone: for a start where nobody else can have one."""
    connection.execute(update(JOBS).where(JOBS.c.state == JobState.RUNNING.value).values(lease_until=now))


def renew(connection: Connection, lease: Lease, *, progress: JobProgress, until: datetime) -> bool:
    """Whether the job was still the holder's; then it is until that moment."""
    return _change(connection, lease, progress=progress_text(progress), lease_until=until)


def is_cancel_asked(connection: Connection, job_id: str) -> bool:
    return bool(connection.execute(select(JOBS.c.is_cancel_asked).where(JOBS.c.id == job_id)).scalar_one_or_none())


def end(
    connection: Connection,
    lease: Lease,
    *,
    state: JobState,
    now: datetime,
    progress: JobProgress,
    result: str | None = None,
    trouble: JobTrouble | None = None,
) -> bool:
    """Whether the job was still the holder's; then it has ended."""
    return _change(
        connection,
        lease,
        state=state.value,
        ended_at=now,
        progress=progress_text(progress),
        result=result,
        trouble=None if trouble is None else _trouble_text(trouble),
        lease_holder=None,
        lease_until=None,
    )


def list_ended(
    connection: Connection, *, before: datetime, whose_results_stay: Collection[str]
) -> list[tuple[str, str]]:
    """The unit and id of those that ended before a moment, by unit; without those of the given kinds that name a
    result."""
    names_result = and_(JOBS.c.kind.in_(sorted(whose_results_stay)), JOBS.c.result.is_not(None))
    query = select(JOBS.c.org, JOBS.c.id).where(_has_ended(before), not_(names_result))
    return [(row.org, row.id) for row in connection.execute(query.order_by(JOBS.c.org, JOBS.c.id))]


def delete_ended(connection: Connection, jobs: Collection[str], *, org: str, before: datetime) -> None:
    """Those of the unit that ended before the moment."""
    connection.execute(delete(JOBS).where(JOBS.c.id.in_(sorted(jobs)), JOBS.c.org == org, _has_ended(before)))


def give_back(
    connection: Connection,
    lease: Lease,
    *,
    attempts: int,
    not_before: datetime | None = None,
    trouble: JobTrouble | None = None,
) -> bool:
    """Whether the job was still the holder's; then it waits again, with so many attempts behind it, unless it was
    cancelled meanwhile."""
    return _change(
        connection,
        lease,
        state=case((JOBS.c.is_cancel_asked, JobState.CANCELLED.value), else_=JobState.WAITING.value),
        attempts=attempts,
        not_before=not_before,
        progress=progress_text(BEGUN),
        trouble=None if trouble is None else _trouble_text(trouble),
        lease_holder=None,
        lease_until=None,
    )


def progress_text(progress: JobProgress) -> str:
    return canonical(progress.as_json())


def _change(connection: Connection, lease: Lease, **changes: Any) -> bool:
    is_held = and_(
        JOBS.c.id == lease.job,
        JOBS.c.state == JobState.RUNNING.value,
        JOBS.c.lease_holder == lease.holder,
        JOBS.c.attempts == lease.attempt,
    )
    return connection.execute(update(JOBS).where(is_held).values(**changes)).rowcount == 1


def _has_ended(before: datetime) -> ColumnElement[bool]:
    return and_(JOBS.c.state.in_(sorted(state.value for state in ENDED)), JOBS.c.ended_at < before)


def _waits(now: datetime) -> ColumnElement[bool]:
    is_due = or_(JOBS.c.not_before.is_(None), JOBS.c.not_before <= now)
    return and_(JOBS.c.state == JobState.WAITING.value, is_due)


def _is_lost(now: datetime) -> ColumnElement[bool]:
    return and_(JOBS.c.state == JobState.RUNNING.value, JOBS.c.lease_until <= now)


def _values(job: Job) -> Mapping[str, object]:
    trouble = None if job.trouble is None else _trouble_text(job.trouble)
    texts = {"order": canonical(job.order), "progress": progress_text(job.progress), "trouble": trouble}
    return {**job.__dict__, **texts, "state": job.state.value}


def _trouble_text(trouble: JobTrouble) -> str:
    return canonical(dict(trouble.__dict__))


def _job(row: RowMapping) -> Job:
    values = dict(row)
    trouble = values["trouble"]
    values |= {
        "order": json.loads(values["order"]),
        "state": JobState(values["state"]),
        "progress": JobProgress(**json.loads(values["progress"])),
        "trouble": None if trouble is None else JobTrouble(**json.loads(trouble)),
    }
    return Job(**values)
