"""What scenarios, frontiers and sitings came to: kept among the blobs of the database, named by the jobs' results.

workspace/
  whatif/<id>.json   results of older versions: what was asked, and the view that came of it; read, never written
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tianlu.core.calendar import Week
from tianlu.db.blobs import get_blob
from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobState


class Kind(StrEnum):
    """As their jobs are called (`job_kinds.WHATIF`)."""

    COMPARISON = "comparison"
    FRONTIER = "frontier"
    SITING = "siting"


class WhatIfNotFound(LookupError):
    """No job or result of this name."""


@dataclass(frozen=True)
class WhatIfOrder:
    """What was asked. `names` are the scenarios' names in both languages; seconds are for each search; `more` is what
    the kind needs besides."""

    kind: Kind
    county: str
    county_name: str
    week: Week
    seconds: float
    seeds: tuple[int, ...]
    names: tuple[tuple[str, str], ...] = ()
    more: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class ResultRef:
    """A result at a glance."""

    id: str
    order: WhatIfOrder
    made_at: datetime


@dataclass(frozen=True)
class KeptResult:
    ref: ResultRef
    view: dict[str, Any]


def start_whatif(desk: JobDesk, order: WhatIfOrder, *, by: str) -> Job:
    """Have it worked out; returns at once."""
    said = {
        "week": order.week.monday.isoformat(),
        "county_name": order.county_name,
        "seconds": order.seconds,
        "seeds": list(order.seeds),
        "names": [list(name) for name in order.names],
        "more": dict(order.more or {}),
    }
    return desk.order(order.kind.value, order.county, said, by=by)


def order_of(job: Job) -> WhatIfOrder:
    """The same as `start_whatif` was given."""
    return _read_order({**job.order, "kind": job.kind, "county": job.org})


class WhatIfResults:
    """Of the desk's jobs, and of an older version's folder in the workspace."""

    def __init__(self, desk: JobDesk, engine: Engine, workspace: Path) -> None:
        self._desk, self._engine, self._folder = desk, engine, workspace / "whatif"

    def list_results(self, may_see: Callable[[str], bool] = lambda _: True) -> list[ResultRef]:
        """Of counties that may be seen, newest first."""
        made = [_ref(job) for job in self._desk.list_jobs(may_see) if job.state is JobState.DONE]
        old = [_read(path).ref for path in self._folder.glob("[!.]*.json")]
        refs = [*made, *(ref for ref in old if may_see(ref.order.county))]
        return sorted(refs, key=lambda ref: (ref.made_at, ref.id), reverse=True)

    def get(self, result_id: str) -> KeptResult:
        """Raises WhatIfNotFound."""
        path = self._folder / f"{result_id}.json"
        if re.fullmatch(r"[0-9A-Za-z-]+", result_id) and path.is_file():
            return _read(path)
        try:
            job = self._desk.get(result_id)
        except NoSuchJob:
            raise WhatIfNotFound(result_id) from None
        if job.state is not JobState.DONE or job.result is None:
            raise WhatIfNotFound(result_id)
        with self._engine.connect() as connection:
            content = get_blob(connection, job.result)
        assert content is not None, f"no blob {job.result}"
        return KeptResult(_ref(job), json.loads(content))


def local_time(moment: datetime) -> datetime:
    """As the clock on the server's wall shows it."""
    return moment.astimezone().replace(tzinfo=None)


def _ref(job: Job) -> ResultRef:
    return ResultRef(job.id, order_of(job), local_time(job.ended_at or job.created_at))


def _read(path: Path) -> KeptResult:
    body = json.loads(path.read_text(encoding="utf-8"))
    made_at = datetime.fromisoformat(body["made_at"])
    return KeptResult(ResultRef(body["id"], _read_order(body["order"]), made_at), body["view"])


def _read_order(order: Mapping[str, Any]) -> WhatIfOrder:
    return WhatIfOrder(
        kind=Kind(order["kind"]),
        county=order["county"],
        county_name=order["county_name"],
        week=Week(date.fromisoformat(order["week"])),
        seconds=order["seconds"],
        seeds=tuple(order["seeds"]),
        names=tuple((zh, en) for zh, en in order["names"]),
        more=order.get("more"),
    )
