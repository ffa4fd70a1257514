"""What rooms call: order work, look how far it is, have it stopped or tried again."""

import secrets
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from tianlu.core.uuid7 import make_uuid7
from tianlu.jobs import store
from tianlu.jobs.kinds import CANCEL, ORDER, RETRY
from tianlu.jobs.live import Live
from tianlu.jobs.model import ENDED, Job, JobState

LOOK_EVERY_S = 0.2


class NoSuchJob(LookupError):
    """No job of this id."""


class Send(Protocol):
    """Has one command done in somebody's name at a unit. Raises what the sender's callers know for a refusal."""

    def __call__(self, by: str, kind: str, org: str, body: Mapping[str, object], /) -> object: ...


@dataclass(frozen=True)
class JobBook:
    """The jobs of a database. `live` is shared with the workers of this process; `clock` gives aware moments."""

    engine: Engine
    send: Send
    live: Live
    clock: Callable[[], datetime]

    def order(self, kind: str, org: str, order: Mapping[str, object], *, by: str) -> Job:
        """Have it done when it is its turn; returns at once."""
        now_ms = int(self.clock().timestamp() * 1000)
        job_id = make_uuid7(unix_ms=now_ms, random_bits=secrets.randbits(74))
        self.send(by, ORDER, org, {"job": job_id, "kind": kind, "order": order})
        return self.get(job_id)

    def cancel(self, job_id: str, *, by: str) -> Job:
        """Ask it to stop, in whatever process it is; an ended job stays as it is. Raises NoSuchJob."""
        job = self.get(job_id)
        try:
            if job.state not in ENDED:
                self.send(by, CANCEL, job.org, {"job": job_id})
        except Exception:
            if self.get(job_id).state not in ENDED:  # else it has ended meanwhile
                raise
        return self.get(job_id)

    def retry(self, job_id: str, *, by: str) -> Job:
        """Have a failed job done after all. Raises NoSuchJob."""
        self.send(by, RETRY, self.get(job_id).org, {"job": job_id})
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Raises NoSuchJob."""
        with self.engine.connect() as connection:
            job = store.find_job(connection, job_id)
        if job is None:
            raise NoSuchJob(job_id)
        return self._lively(job)

    def list_jobs(
        self,
        kinds: Collection[str],
        *,
        most: int,
        may_see: Callable[[str], bool] = lambda _: True,
        is_wanted: Callable[[Job], bool] = lambda _: True,
    ) -> list[Job]:
        """At most so many of those that are wanted and whose unit may be seen, newest first."""
        with self.engine.connect() as connection:
            jobs = store.list_jobs(connection, kinds=kinds, most=most, may_see=may_see, is_wanted=is_wanted)
        return [self._lively(job) for job in jobs]

    def wait(self, job_id: str, *, timeout_s: float) -> Job:
        """The job once it has ended, or as it stands when the time is over. Raises NoSuchJob."""
        until = time.monotonic() + timeout_s
        while (job := self.get(job_id)).state not in ENDED and time.monotonic() < until:
            self.live.wait_for_an_end(timeout_s=LOOK_EVERY_S)
        return job

    def _lively(self, job: Job) -> Job:
        heard = self.live.get(job.id) if job.state is JobState.RUNNING else None
        return job if heard is None else replace(job, progress=heard)
