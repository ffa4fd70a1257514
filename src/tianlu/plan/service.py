"""Plans as they are made and kept: jobs with progress and cancel, and a workspace folder of finished plans.

A job runs the search in a process of its own. The compiled search holds the interpreter's lock, so a thread would
starve the server; a process can also be ended for certain, and its crash takes nothing with it. Progress and
result come back over a pipe; only this process writes files. A kept plan is one folder, made beside its place and
renamed into it, so that a kill leaves a whole plan or none.

    workspace/
      plans/<id>/plan.json     the plan, as `Plan.to_json` says
      plans/<id>/plan.bags.jsonl   what happened to its bags, and plan.bags.json, its manifests as issued
      plans/<id>/meta.json     how it came about: county, week, seed, cost, bound, seconds, version, trace
      plans/<id>/mending.json  of a plan of a week under way: from what its problem was mended (decision 0005)
      packages/<code>.<suffix> data packages that were uploaded
"""

import json
import multiprocessing
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from tianlu.core.calendar import Week
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.mending_json import mending_body, read_mending
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result

ENDED_PLANS_SHOWN = 50


class Solve(Protocol):
    """The search, as `rounds.solve.solve`; it must be importable by name in another process."""

    def __call__(self, problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result: ...


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = frozenset({JobState.DONE, JobState.CANCELLED, JobState.FAILED})


@dataclass(frozen=True)
class PlanOrder:
    """What was asked for: which county's week, for how many seconds, from which seed."""

    county: str
    week: Week
    seconds: float
    seed: int


@dataclass(frozen=True)
class MendOrder:
    """A kept plan is to be mended: which, how its problem changes, and the search that does it."""

    replaces: str
    mending: Mending
    solve: Solve


@dataclass(frozen=True)
class Job:
    """A plan being made, as it stands now. `plan` names the kept plan once there is one."""

    id: str
    order: PlanOrder
    state: JobState
    asked_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    trace: tuple[Progress, ...] = ()
    plan: str | None = None
    trouble: str = ""

    @property
    def fraction(self) -> float:
        return 1.0 if self.state is JobState.DONE else self.trace[-1].fraction if self.trace else 0.0


@dataclass(frozen=True)
class PlanMeta:
    """How a kept plan came about; what it costs and keeps is computed anew from problem and plan."""

    id: str
    county: str
    county_name: str
    week: Week
    seconds: float
    seed: int
    made_at: datetime
    cost_fen: int
    bound_fen: int | None
    is_feasible: bool
    was_cancelled: bool
    iterations: int
    cpu_s: float
    problem_hash: str
    version: str
    trace: tuple[Progress, ...] = ()
    replaces: str = ""


@dataclass(frozen=True)
class KeptPlan:
    """`mending` says how the problem of a plan that replaces another follows from its week's; None for other plans."""

    meta: PlanMeta
    plan: Plan
    mending: Mending | None = None


class PlanNotFound(LookupError):
    """No plan of this name is kept in the workspace."""


class JobNotFound(LookupError):
    """No job of this name runs or ran since the server started."""


class PlanShelf:
    """The plans of a workspace folder. A plan is whole or absent; `.tmp-` folders of a killed writer are removed."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "plans"
        self._folder.mkdir(parents=True, exist_ok=True)
        for leftover in self._folder.glob(".tmp-*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def keep(self, meta: PlanMeta, plan: Plan, mending: Mending | None = None) -> None:
        """Write plan and meta as one step."""
        making = self._folder / f".tmp-{meta.id}"
        making.mkdir()
        _write_synced(making / "plan.json", plan.to_json())
        _write_synced(making / "meta.json", json.dumps(_meta_body(meta), ensure_ascii=False, indent=1))
        if mending is not None:
            _write_synced(making / "mending.json", json.dumps(mending_body(mending), ensure_ascii=False))
        making.rename(self._folder / meta.id)

    def discard(self, plan_id: str) -> None:
        """Take a plan off the shelf for good. Raises PlanNotFound."""
        folder = self._folder_of(plan_id)
        gone = self._folder / f".tmp-gone-{plan_id}"
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def has(self, plan_id: str) -> bool:
        """Whether a plan of this name is kept."""
        return (self._folder / plan_id).is_dir()

    def list_metas(self) -> list[PlanMeta]:
        """Newest first."""
        metas = [_read_meta(path) for path in self._folder.glob("[!.]*/meta.json")]
        return sorted(metas, key=lambda meta: (meta.made_at, meta.id), reverse=True)

    def get(self, plan_id: str) -> KeptPlan:
        """Raises PlanNotFound."""
        folder = self._folder_of(plan_id)
        plan = Plan.from_json((folder / "plan.json").read_text(encoding="utf-8"))
        written = folder / "mending.json"
        mending = read_mending(json.loads(written.read_text(encoding="utf-8"))) if written.is_file() else None
        return KeptPlan(_read_meta(folder / "meta.json"), plan, mending)

    def plan_file(self, plan_id: str) -> Path:
        """Where a kept plan lies; what belongs to it may lie beside it. Raises PlanNotFound."""
        return self._folder_of(plan_id) / "plan.json"

    def _folder_of(self, plan_id: str) -> Path:
        folder = self._folder / plan_id
        if not re.fullmatch(r"[0-9A-Za-z-]+", plan_id) or not folder.is_dir():
            raise PlanNotFound(plan_id)
        return folder


@dataclass
class _Running:
    """A job's changing part, guarded by the desk's lock."""

    job: Job
    problem: WeekProblem
    county_name: str
    mend: MendOrder | None = None
    stop: threading.Event = field(default_factory=threading.Event)


class PlanDesk:
    """Takes orders for plans, runs them a few at a time, and keeps what comes out.

    `clock` tells the time; `processes` is how many searches run at once. Close it to end the searches: their best
    plans so far are kept.
    """

    def __init__(
        self, shelf: PlanShelf, solve: Solve, *, clock: Callable[[], datetime], processes: int | None = None
    ) -> None:
        self._shelf = shelf
        self._solve = solve
        self._clock = clock
        self._lock = threading.Condition()
        self._running: dict[str, _Running] = {}
        count = processes or max(1, (os.cpu_count() or 2) - 1)
        self._pool = ThreadPoolExecutor(max_workers=count, thread_name_prefix="plan")
        self._context = _process_context(solve)

    def start(self, order: PlanOrder, problem: WeekProblem, county_name: str, *, mend: MendOrder | None = None) -> Job:
        """Queue a plan, or the mending of one; returns at once."""
        now = self._clock()
        job = Job(id=_new_id(now), order=order, state=JobState.QUEUED, asked_at=now)
        with self._lock:
            self._forget_oldest()
            self._running[job.id] = _Running(job, problem, county_name, mend)
        self._pool.submit(self._run, job.id)
        return job

    def get_job(self, job_id: str) -> Job:
        """Raises JobNotFound."""
        with self._lock:
            if job_id not in self._running:
                raise JobNotFound(job_id)
            return self._running[job_id].job

    def list_jobs(self) -> list[Job]:
        """Newest first."""
        with self._lock:
            return [running.job for running in reversed(self._running.values())]

    def cancel(self, job_id: str) -> Job:
        """Ask a job to stop; its best plan so far is kept. An ended job stays as it is."""
        with self._lock:
            job = self.get_job(job_id)
            self._running[job_id].stop.set()
            if job.state is JobState.QUEUED:
                return self._change(job_id, state=JobState.CANCELLED, ended_at=self._clock())
            return job

    def wait(self, job_id: str, *, timeout_s: float) -> Job:
        """The job once it has ended, or as it stands when the time is over."""
        with self._lock:
            self._lock.wait_for(lambda: self.get_job(job_id).state in ENDED, timeout_s)
            return self.get_job(job_id)

    def close(self) -> None:
        """Stop every search and wait until what they found is kept."""
        for job in self.list_jobs():
            self.cancel(job.id)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str) -> None:
        running = self._running[job_id]
        if running.stop.is_set():
            return
        self._change(job_id, state=JobState.RUNNING, started_at=self._clock())
        try:
            result = self._search(running)
            plan_id = self._keep(running, result)
        except Exception as trouble:
            self._change(job_id, state=JobState.FAILED, ended_at=self._clock(), trouble=_said(trouble))
            return
        state = JobState.CANCELLED if running.stop.is_set() else JobState.DONE
        self._change(job_id, state=state, ended_at=self._clock(), plan=plan_id)

    def _search(self, running: _Running) -> Result:
        """Run the search in its own process, pass its progress on, return its result."""
        ours, theirs = self._context.Pipe()
        order = running.job.order
        solve = running.mend.solve if running.mend is not None else self._solve
        process = self._context.Process(
            target=_search_here, args=(theirs, solve, running.problem, order.seconds, order.seed), daemon=True
        )
        process.start()
        theirs.close()
        try:
            for message in _messages(ours, running.stop):
                if isinstance(message, Progress):
                    self._note(running.job.id, message)
                elif isinstance(message, Result):
                    return message
                else:
                    raise SearchFailed(str(message))
            raise SearchFailed("the search ended without a plan")
        finally:
            ours.close()
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()
                process.join()

    def _keep(self, running: _Running, result: Result) -> str:
        order = running.job.order
        meta = PlanMeta(
            id=running.job.id,
            county=order.county,
            county_name=running.county_name,
            week=order.week,
            seconds=order.seconds,
            seed=order.seed,
            made_at=self._clock(),
            cost_fen=result.cost_fen,
            bound_fen=result.bound_fen,
            is_feasible=result.is_feasible,
            was_cancelled=running.stop.is_set(),
            iterations=result.iterations,
            cpu_s=result.cpu_s,
            problem_hash=result.problem_hash,
            version=result.version,
            trace=_falling(result.trace or running.job.trace),
            replaces=running.mend.replaces if running.mend is not None else "",
        )
        self._shelf.keep(meta, result.plan, running.mend.mending if running.mend is not None else None)
        return meta.id

    def _note(self, job_id: str, progress: Progress) -> None:
        with self._lock:
            trace = self._running[job_id].job.trace
            self._change(job_id, trace=_falling((*trace, progress)))

    def _change(self, job_id: str, **changes: Any) -> Job:
        with self._lock:
            running = self._running[job_id]
            running.job = replace(running.job, **changes)
            self._lock.notify_all()
            return running.job

    def _forget_oldest(self) -> None:
        ended = [job_id for job_id, running in self._running.items() if running.job.state in ENDED]
        for job_id in ended[: max(0, len(ended) - ENDED_PLANS_SHOWN)]:
            del self._running[job_id]


class SearchFailed(Exception):
    """The search's process ended with this trouble and no plan."""


def _messages(pipe: Connection, stop: threading.Event) -> Iterator[object]:
    """What the search says, until it hangs up; each is answered with whether to go on."""
    while True:
        try:
            message = pipe.recv()
            if isinstance(message, Progress):
                pipe.send(not stop.is_set())
        except (EOFError, OSError):
            return
        yield message


def _search_here(pipe: Connection, solve: Solve, problem: WeekProblem, seconds: float, seed: int) -> None:
    """The search's process: report, listen whether to go on, hand the result over. Ends when the other side is gone."""

    def on_progress(progress: Progress) -> bool:
        pipe.send(progress)
        return bool(pipe.recv())

    try:
        pipe.send(solve(problem, budget=Budget(seconds=seconds), seed=seed, on_progress=on_progress))
    except (EOFError, OSError):
        return
    except Exception as trouble:
        pipe.send(_said(trouble))


def _process_context(solve: Solve) -> Any:
    """A fork server that has the search loaded where there is one, so that a plan starts at once; else spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([solve.__module__])
    return context


def _falling(trace: tuple[Progress, ...]) -> tuple[Progress, ...]:
    """The trace without points between two alike: where the cost fell or the bound rose, and where both stand."""
    kept: list[Progress] = []
    for point in trace:
        alike = {(each.cost_fen, each.bound_fen) for each in (*kept[-2:], point)}
        if len(kept) > 1 and len(alike) == 1:
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _said(trouble: BaseException) -> str:
    return f"{type(trouble).__name__}: {trouble}"


def _new_id(now: datetime) -> str:
    """Sorts by time; unguessable enough not to collide."""
    return f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _meta_body(meta: PlanMeta) -> dict[str, Any]:
    body = asdict(meta)
    body["week"] = meta.week.monday.isoformat()
    body["made_at"] = meta.made_at.isoformat()
    return body


def _read_meta(path: Path) -> PlanMeta:
    body = json.loads(path.read_text(encoding="utf-8"))
    body["week"] = Week(datetime.fromisoformat(body["week"]).date())
    body["made_at"] = datetime.fromisoformat(body["made_at"])
    body["trace"] = tuple(Progress(**point) for point in body["trace"])
    return PlanMeta(**body)
