"""Scenarios, frontiers and sitings as they are made and kept: jobs with progress and cancel, results in the workspace.

    workspace/
      whatif/<id>.json   what was asked (kind, county, week, seconds, seeds, names) and the view that came of it

A result is written beside its place and renamed into it: a kill leaves a whole result or none.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from tianlu.core.calendar import Week
from tianlu.plan.apart import Work, run_apart
from tianlu.plan.jobs import Jobs, JobState, new_job_id
from tianlu.plan.kept_file import write_whole

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
        write_whole(self._folder / f"{result.id}.json", json.dumps(body, ensure_ascii=False))

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


class WhatIfDesk:
    """Runs works one after another in a process each, and keeps what comes out. `preload` is the module the works
    need."""

    def __init__(
        self, shelf: WhatIfShelf, *, clock: Callable[[], datetime], preload: str = "tianlu.plan.rounds.solve"
    ) -> None:
        self._shelf, self._clock, self._preload = shelf, clock, preload
        self._jobs = Jobs[WhatIfJob](at_once=1, name="whatif", shown=ENDED_JOBS_SHOWN, not_found=WhatIfNotFound)

    def start(self, order: WhatIfOrder, work: Work[str]) -> WhatIfJob:
        """Queue a piece of work, which answers with its view as JSON; returns at once."""
        now = self._clock()
        job = WhatIfJob(new_job_id(now), order, JobState.QUEUED, now)
        return self._jobs.start(job, lambda job_id: self._run(job_id, work))

    def get_job(self, job_id: str) -> WhatIfJob:
        """Raises WhatIfNotFound."""
        return self._jobs.get(job_id)

    def list_jobs(self, county: str | None = None) -> list[WhatIfJob]:
        """Newest first."""
        return [job for job in self._jobs.newest_first() if county in (None, job.order.county)]

    def cancel(self, job_id: str) -> WhatIfJob:
        """Ask a job to stop; nothing of it is kept. An ended job stays as it is."""
        return self._jobs.stop(job_id)

    def wait(self, job_id: str, *, timeout_s: float) -> WhatIfJob:
        """The job once it has ended, or as it stands when the time is over."""
        return self._jobs.wait(job_id, timeout_s=timeout_s)

    def close(self) -> None:
        """Stop all work and wait until it has ended."""
        self._jobs.close(self.cancel)

    def _run(self, job_id: str, work: Work[str]) -> None:
        order = self._jobs.change(job_id, state=JobState.RUNNING).order

        def on_work(share: float, at: str) -> bool:
            self._jobs.change(job_id, share=share, at=at)
            return not self._jobs.is_stopped(job_id)

        try:
            answer = run_apart(work, on_work, preload=self._preload)
            if not self._jobs.is_stopped(job_id):
                self._shelf.keep(KeptResult(job_id, order, self._clock(), json.loads(answer)))
        except Exception as trouble:
            state = JobState.CANCELLED if self._jobs.is_stopped(job_id) else JobState.FAILED
            self._jobs.change(job_id, state=state, trouble="" if state is JobState.CANCELLED else str(trouble))
            return
        if self._jobs.is_stopped(job_id):
            self._jobs.change(job_id, state=JobState.CANCELLED)
        else:
            self._jobs.change(job_id, state=JobState.DONE, share=1.0, result=job_id)


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
