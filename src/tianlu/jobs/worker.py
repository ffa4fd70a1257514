"""Takes jobs of some kinds, a few at a time, and does them in threads; the work itself may have processes of its own.

One thread watches: once a second it renews the leases of what is under way, writes how far it is, reads who was asked
to stop, and takes what waits. Of two workers with one job, because one of them stood still for longer than its lease,
the later one's writes count, and the earlier stops.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from tianlu.jobs import store
from tianlu.jobs.live import Live
from tianlu.jobs.model import BEGUN, Job, JobProgress, JobState
from tianlu.jobs.store import Lease
from tianlu.jobs.trouble import GAVE_UP, JobFailed, trouble_of
from tianlu.jobs.work import Work

LOG = logging.getLogger("tianlu.jobs")


@dataclass(frozen=True)
class WorkerParams:
    """How many jobs at once; how long a lease is; how often the rows are looked at and written; how long one waits
    after the first failure that can pass, doubled with each further one, and at most."""

    at_once: int = 1
    lease_s: float = 20.0
    look_every_s: float = 1.0
    again_after_s: float = 10.0
    again_after_s_most: float = 600.0


class Stop(StrEnum):
    """Why a job under way is to stop."""

    CANCELLED = "cancelled"
    CLOSING = "closing"
    LOST = "lost"


@dataclass
class _Run:
    """A job under way here. What stops it first counts, but for a lost lease."""

    job: Job
    lease: Lease
    thread: threading.Thread | None = None
    stop: Stop | None = None
    renewed_at: float = field(default_factory=time.monotonic)

    def ask_to_stop(self, why: Stop) -> None:
        if self.stop is None or why is Stop.LOST:
            self.stop = why


class Worker:
    """`works` are the kinds that it does; `clock` gives aware moments. Nothing is taken before `start`."""

    def __init__(
        self,
        engine: Engine,
        works: Mapping[str, Work],
        live: Live,
        *,
        clock: Callable[[], datetime],
        params: WorkerParams,
    ) -> None:
        # on SQLite what writes takes the one lock when it begins; PostgreSQL locks rows
        self._reads, self._writes = engine, engine.execution_options(writes=engine.dialect.name == "sqlite")
        self._works, self._live, self._clock, self._params = works, live, clock, params
        self._holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"
        self._runs: dict[Lease, _Run] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._is_closing = False
        self._watch: threading.Thread | None = None

    def start(self) -> None:
        """Begin to take jobs; again is no matter."""
        with self._lock:
            if self._watch is None and not self._is_closing:
                self._watch = threading.Thread(target=self._keep_watch, name="jobs", daemon=True)
                self._watch.start()
        self._wake.set()

    def wake(self) -> None:
        """Look at the rows now: something was ordered or cancelled."""
        self._wake.set()

    def close(self) -> None:
        """Stop what is under way and give it back, so that it is done when a worker starts again."""
        with self._lock:
            self._is_closing = True
            for run in self._runs.values():
                run.ask_to_stop(Stop.CLOSING)
        self._wake.set()
        if self._watch is not None:
            self._watch.join()
        for run in list(self._runs.values()):
            if run.thread is not None:
                run.thread.join()

    def _keep_watch(self) -> None:
        while not self._is_closing:
            try:
                self._look()
            except DBAPIError as trouble:
                LOG.warning("jobs cannot be looked at just now: %s", trouble.orig)
            self._wake.wait(self._params.look_every_s)
            self._wake.clear()

    def _look(self) -> None:
        for run in list(self._runs.values()):
            self._look_after(run)
        if len(self._runs) < self._params.at_once:
            self._take_what_waits()

    def _look_after(self, run: _Run) -> None:
        if time.monotonic() - run.renewed_at >= self._params.look_every_s:
            progress = self._live.get(run.job.id) or BEGUN
            with self._writes.begin() as connection:
                is_ours = store.renew(connection, run.lease, progress=progress, until=self._until())
            run.renewed_at = time.monotonic()
            if not is_ours and run.lease in self._runs:
                run.ask_to_stop(Stop.LOST)
        with self._reads.connect() as connection:
            if store.is_cancel_asked(connection, run.job.id):
                run.ask_to_stop(Stop.CANCELLED)

    def _take_what_waits(self) -> None:
        kinds, now = tuple(self._works), self._clock()
        with self._reads.connect() as connection:
            if not store.has_due(connection, kinds=kinds, now=now):
                return
        with self._writes.begin() as connection:
            store.settle_lost(connection, kinds=kinds, now=now, gave_up=GAVE_UP)
        while len(self._runs) < self._params.at_once and (job := self._take()) is not None:
            self._begin(job)

    def _take(self) -> Job | None:
        if self._is_closing:
            return None
        with self._writes.begin() as connection:
            return store.take_next(
                connection, kinds=tuple(self._works), holder=self._holder, now=self._clock(), until=self._until()
            )

    def _begin(self, job: Job) -> None:
        run = _Run(job, Lease(job.id, self._holder, job.attempts))
        run.thread = threading.Thread(target=self._do, args=(run,), name=f"job {job.kind}", daemon=True)
        with self._lock:
            self._runs[run.lease] = run
            if self._is_closing:
                run.ask_to_stop(Stop.CLOSING)
            run.thread.start()

    def _do(self, run: _Run) -> None:
        try:
            self._end(run, *self._attempt(run))
        except Exception as trouble:
            # the lease runs out, and whoever takes the job then finds what is kept
            LOG.warning("the end of job %s is not written: %s", run.job.id, trouble)
        finally:
            with self._lock:
                self._runs.pop(run.lease, None)
            self._live.forget(run.job.id)
            self._wake.set()

    def _attempt(self, run: _Run) -> tuple[str | None, JobFailed | None]:
        """What is kept, and what went wrong."""
        work, job = self._works[run.job.kind], run.job
        try:
            kept = work.find(job)
            if kept is not None:
                return kept, None
            found = work.run(job, lambda progress: self._hear(run, progress))
            if run.stop in (Stop.CLOSING, Stop.LOST):
                return None, None
            return work.keep(job, found, is_cancelled=run.stop is Stop.CANCELLED), None
        except Exception as raised:
            failed = trouble_of(raised)
            if failed.trouble.code == "bug" and run.stop is None:
                LOG.error("job %s failed", job.id, exc_info=raised)
            return None, failed

    def _hear(self, run: _Run, progress: JobProgress) -> bool:
        self._live.hear(run.job.id, progress)
        return run.stop is None

    def _end(self, run: _Run, kept: str | None, failed: JobFailed | None) -> None:
        progress, now = self._live.get(run.job.id) or BEGUN, self._clock()
        with self._writes.begin() as connection:
            if kept is None and run.stop is Stop.CLOSING:
                store.give_back(connection, run.lease, attempts=run.job.attempts - 1)
            elif failed is None or run.stop is Stop.CANCELLED:
                state = JobState.CANCELLED if run.stop is Stop.CANCELLED else JobState.DONE
                store.end(connection, run.lease, state=state, now=now, progress=progress, result=kept)
            elif failed.may_pass and run.job.attempts < run.job.attempts_most:
                again = now + timedelta(seconds=self._wait_s(run.job.attempts))
                store.give_back(
                    connection, run.lease, attempts=run.job.attempts, not_before=again, trouble=failed.trouble
                )
            else:
                trouble = failed.trouble
                store.end(connection, run.lease, state=JobState.FAILED, now=now, progress=progress, trouble=trouble)

    def _wait_s(self, attempts: int) -> float:
        return min(self._params.again_after_s_most, self._params.again_after_s * 2.0 ** (attempts - 1))

    def _until(self) -> datetime:
        return self._clock() + timedelta(seconds=self._params.lease_s)
