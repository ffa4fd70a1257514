"""Scenarios, frontiers and sitings as they are made and kept: jobs with progress and cancel, results in the workspace.

    workspace/
      whatif/<id>.json   what was asked (kind, county, week, seconds, seeds, names) and the view that came of it

A result is written beside its place and renamed into it: a kill leaves a whole result or none.
"""

import json
import os
import re
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from tianlu.core.calendar import Week
from tianlu.plan.apart import Work, run_apart
from tianlu.plan.service import ENDED, JobState

ENDED_JOBS_SHOWN = 30


class Kind(StrEnum):
    COMPARISON = "comparison"
    FRONTIER = "frontier"
    SITING = "siting"


class WhatIfNotFound(LookupError):
    """No job or result of this name."""


@dataclass(frozen=True)
class WhatIfOrder:
    """What was asked. `names` are the scenarios' names in both languages; seconds are for each search."""

    kind: Kind
    county: str
    county_name: str
    week: Week
    seconds: float
    seeds: tuple[int, ...]
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WhatIfJob:
    """A piece of work as it stands. `at` says at which scenario or level it is; `result` names what is kept."""

    id: str
    order: WhatIfOrder
    state: JobState
    asked_at: datetime
    share: float = 0.0
    at: str = ""
    result: str | None = None
    trouble: str = ""


@dataclass(frozen=True)
class KeptResult:
    id: str
    order: WhatIfOrder
    made_at: datetime
    view: dict[str, Any]


class WhatIfShelf:
    """The results of a workspace folder; leftovers of a killed writer are removed."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "whatif"
        self._folder.mkdir(parents=True, exist_ok=True)
        for leftover in self._folder.glob(".tmp-*"):
            leftover.unlink(missing_ok=True)

    def keep(self, result: KeptResult) -> None:
        order = {**asdict(result.order), "week": result.order.week.monday.isoformat()}
        body = {"id": result.id, "made_at": result.made_at.isoformat(), "order": order, "view": result.view}
        making = self._folder / f".tmp-{result.id}"
        with making.open("w", encoding="utf-8") as file:
            json.dump(body, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        making.rename(self._folder / f"{result.id}.json")

    def list_results(self, county: str | None = None) -> list[KeptResult]:
        """Newest first."""
        results = [_read(path) for path in self._folder.glob("[!.]*.json")]
        chosen = [result for result in results if county in (None, result.order.county)]
        return sorted(chosen, key=lambda result: (result.made_at, result.id), reverse=True)

    def get(self, result_id: str) -> KeptResult:
        """Raises WhatIfNotFound."""
        path = self._folder / f"{result_id}.json"
        if not re.fullmatch(r"[0-9A-Za-z-]+", result_id) or not path.is_file():
            raise WhatIfNotFound(result_id)
        return _read(path)


@dataclass
class _Running:
    """A job's changing part, guarded by the desk's lock."""

    job: WhatIfJob
    work: Work
    stop: threading.Event = field(default_factory=threading.Event)


class WhatIfDesk:
    """Runs works one after another in a process each, and keeps what comes out. `preload` is the module the works
    need."""

    def __init__(
        self, shelf: WhatIfShelf, *, clock: Callable[[], datetime], preload: str = "tianlu.plan.rounds.solve"
    ) -> None:
        self._shelf, self._clock, self._preload = shelf, clock, preload
        self._lock = threading.Condition()
        self._running: dict[str, _Running] = {}
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whatif")

    def start(self, order: WhatIfOrder, work: Work) -> WhatIfJob:
        """Queue a piece of work; returns at once."""
        now = self._clock()
        job = WhatIfJob(f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}", order, JobState.QUEUED, now)
        with self._lock:
            self._forget_oldest()
            self._running[job.id] = _Running(job, work)
        self._pool.submit(self._run, job.id)
        return job

    def get_job(self, job_id: str) -> WhatIfJob:
        """Raises WhatIfNotFound."""
        with self._lock:
            if job_id not in self._running:
                raise WhatIfNotFound(job_id)
            return self._running[job_id].job

    def list_jobs(self, county: str | None = None) -> list[WhatIfJob]:
        """Newest first."""
        with self._lock:
            jobs = [running.job for running in reversed(self._running.values())]
        return [job for job in jobs if county in (None, job.order.county)]

    def cancel(self, job_id: str) -> WhatIfJob:
        """Ask a job to stop; nothing of it is kept. An ended job stays as it is."""
        with self._lock:
            job = self.get_job(job_id)
            self._running[job_id].stop.set()
            return self._change(job_id, state=JobState.CANCELLED) if job.state is JobState.QUEUED else job

    def wait(self, job_id: str, *, timeout_s: float) -> WhatIfJob:
        """The job once it has ended, or as it stands when the time is over."""
        with self._lock:
            self._lock.wait_for(lambda: self.get_job(job_id).state in ENDED, timeout_s)
            return self.get_job(job_id)

    def close(self) -> None:
        """Stop all work and wait until it has ended."""
        for job in self.list_jobs():
            self.cancel(job.id)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str) -> None:
        running = self._running[job_id]
        if running.stop.is_set():
            return
        self._change(job_id, state=JobState.RUNNING)

        def on_work(share: float, at: str) -> bool:
            self._change(job_id, share=share, at=at)
            return not running.stop.is_set()

        try:
            answer = run_apart(running.work, on_work, preload=self._preload)
            if not running.stop.is_set():
                self._shelf.keep(KeptResult(job_id, running.job.order, self._clock(), json.loads(answer)))
        except Exception as trouble:
            state = JobState.CANCELLED if running.stop.is_set() else JobState.FAILED
            self._change(job_id, state=state, trouble="" if state is JobState.CANCELLED else str(trouble))
            return
        if running.stop.is_set():
            self._change(job_id, state=JobState.CANCELLED)
        else:
            self._change(job_id, state=JobState.DONE, share=1.0, result=job_id)

    def _change(self, job_id: str, **changes: Any) -> WhatIfJob:
        with self._lock:
            running = self._running[job_id]
            running.job = replace(running.job, **changes)
            self._lock.notify_all()
            return running.job

    def _forget_oldest(self) -> None:
        ended = [job_id for job_id, running in self._running.items() if running.job.state in ENDED]
        for job_id in ended[: max(0, len(ended) - ENDED_JOBS_SHOWN)]:
            del self._running[job_id]


def _read(path: Path) -> KeptResult:
    body = json.loads(path.read_text(encoding="utf-8"))
    order = body["order"]
    return KeptResult(
        id=body["id"],
        order=WhatIfOrder(
            kind=Kind(order["kind"]),
            county=order["county"],
            county_name=order["county_name"],
            week=Week(datetime.fromisoformat(order["week"]).date()),
            seconds=order["seconds"],
            seeds=tuple(order["seeds"]),
            names=tuple((zh, en) for zh, en in order["names"]),
        ),
        made_at=datetime.fromisoformat(body["made_at"]),
        view=body["view"],
    )
