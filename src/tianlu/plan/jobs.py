"""Jobs as they stand: queued, run a few at a time, told to stop, waited for, and forgotten when long ended."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = frozenset({JobState.DONE, JobState.CANCELLED, JobState.FAILED})


class AnyJob(Protocol):
    """A frozen dataclass that says at least this."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> JobState: ...


JobT = TypeVar("JobT", bound=AnyJob)


class Jobs(Generic[JobT]):
    """The jobs of one desk, each with a thread that waits for its work. `shown` is how many ended ones are remembered;
    `not_found` is raised for a name that none has."""

    def __init__(self, *, at_once: int, name: str, shown: int, not_found: type[LookupError]) -> None:
        self._shown, self._not_found = shown, not_found
        self._lock = threading.Condition()
        self._jobs: dict[str, JobT] = {}
        self._stops: dict[str, threading.Event] = {}
        self._pool = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix=name)

    def start(self, job: JobT, run: Callable[[str], None]) -> JobT:
        """Queue a job; `run` is called with its name once it is its turn, unless it was stopped before."""
        with self._lock:
            self._forget_oldest()
            self._jobs[job.id] = job
            self._stops[job.id] = threading.Event()
        self._pool.submit(self._run, job.id, run)
        return job

    def get(self, job_id: str) -> JobT:
        with self._lock:
            if job_id not in self._jobs:
                raise self._not_found(job_id)
            return self._jobs[job_id]

    def newest_first(self) -> list[JobT]:
        with self._lock:
            return list(reversed(self._jobs.values()))

    def stop(self, job_id: str, **if_queued: Any) -> JobT:
        """Ask a job to stop; one that is queued has ended then, with these changes. An ended job stays as it is."""
        with self._lock:
            job = self.get(job_id)
            self._stops[job_id].set()
            return self.change(job_id, state=JobState.CANCELLED, **if_queued) if job.state is JobState.QUEUED else job

    def is_stopped(self, job_id: str) -> bool:
        """Whether the job was asked to stop, or is forgotten already."""
        asked = self._stops.get(job_id)
        return asked is None or asked.is_set()

    def change(self, job_id: str, **changes: Any) -> JobT:
        with self._lock:
            job: JobT = replace(self._jobs[job_id], **changes)  # type: ignore[type-var]
            self._jobs[job_id] = job
            self._lock.notify_all()
            return job

    def wait(self, job_id: str, *, timeout_s: float) -> JobT:
        """The job once it has ended, or as it stands when the time is over."""
        with self._lock:
            self._lock.wait_for(lambda: self.get(job_id).state in ENDED, timeout_s)
            return self.get(job_id)

    def close(self, stop: Callable[[str], object]) -> None:
        """Stop every job with `stop` and wait until all have ended."""
        for job in self.newest_first():
            stop(job.id)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, run: Callable[[str], None]) -> None:
        if not self.is_stopped(job_id):
            run(job_id)

    def _forget_oldest(self) -> None:
        ended = [job_id for job_id, job in self._jobs.items() if job.state in ENDED]
        for job_id in ended[: max(0, len(ended) - self._shown)]:
            del self._jobs[job_id], self._stops[job_id]


def new_job_id(now: datetime) -> str:
    """Sorts by time; unguessable enough not to collide."""
    return f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
