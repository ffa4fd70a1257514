"""Plans as they are made and kept: jobs with progress and cancel, and a workspace folder of finished plans.

A server keeps plans in its database (`db_shelf.py`); the folder is for who has no server.

A job runs the search in a process of its own (`apart.py`); only this process writes files. A kept plan is one folder,
made beside its place and renamed into it, so that a kill leaves a whole plan or none.

    workspace/
      plans/<id>/plan.json     the plan, as `Plan.to_json` says
      plans/<id>/plan.bags.jsonl   what happened to its bags, and plan.bags.json, its manifests as issued
      plans/<id>/meta.json     how it came about: county, week, seed, cost, bound, seconds, version, trace
      plans/<id>/mending.json  of a plan of a week under way: from what its problem was mended (decision 0005)
      packages/<code>.<suffix> data packages that were uploaded
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from tianlu.core.calendar import Week
from tianlu.plan.apart import WorkFailed, run_apart
from tianlu.plan.changes import PlanChange
from tianlu.plan.jobs import Jobs, JobState, new_job_id
from tianlu.plan.kept_file import write_synced
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.mending_json import mending_body, read_mending
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result
from tianlu.plan.standing import DRAFT, PlanStanding

ENDED_PLANS_SHOWN = 50


class Solve(Protocol):
    """The search, as `rounds.solve.solve`; it must be importable by name in another process."""

    def __call__(self, problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result: ...


@dataclass(frozen=True)
class PlanOrder:
    """What was asked for: which county's week, for how many seconds, from which seed, by whom."""

    county: str
    week: Week
    seconds: float
    seed: int
    asked_by: str = ""


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
    """How a kept plan came about; what it costs and keeps is computed anew from problem and plan. Who asked for it is
    blank where nobody signs in."""

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
    asked_by: str = ""


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


class Shelf(Protocol):
    """Where finished plans are kept. A kept plan never changes; how it stands does."""

    def keep(self, meta: PlanMeta, plan: Plan, mending: Mending | None = None) -> None:
        """As one step, in the name of who asked for it."""
        ...

    def discard(self, plan_id: str, *, by: str) -> None:
        """Take a plan off the shelf for good. Raises PlanNotFound."""
        ...

    def has(self, plan_id: str) -> bool: ...

    def list_metas(self) -> list[PlanMeta]:
        """Newest first."""
        ...

    def get(self, plan_id: str) -> KeptPlan:
        """Raises PlanNotFound."""
        ...

    def get_standing(self, plan_id: str) -> PlanStanding:
        """Raises PlanNotFound."""
        ...

    def list_standings(self) -> Mapping[str, PlanStanding]:
        """Of all plans on the shelf, by their ids."""
        ...

    def list_changes(self, plan_id: str) -> Sequence[PlanChange]:
        """What was done with a plan, oldest first. Raises PlanNotFound."""
        ...

    def plan_file(self, plan_id: str) -> Path:
        """Beside which file lies what belongs to a plan: its bags. Raises PlanNotFound."""
        ...


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
        write_synced(making / "plan.json", plan.to_json())
        write_synced(making / "meta.json", meta_text(meta))
        if mending is not None:
            write_synced(making / "mending.json", mending_text(mending))
        making.rename(self._folder / meta.id)

    def discard(self, plan_id: str, *, by: str = "") -> None:
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
        metas = [read_meta(path.read_text(encoding="utf-8")) for path in self._folder.glob("[!.]*/meta.json")]
        return sorted(metas, key=lambda meta: (meta.made_at, meta.id), reverse=True)

    def get(self, plan_id: str) -> KeptPlan:
        """Raises PlanNotFound."""
        folder = self._folder_of(plan_id)
        plan = Plan.from_json((folder / "plan.json").read_text(encoding="utf-8"))
        written = folder / "mending.json"
        mending = read_mending_text(written.read_text(encoding="utf-8")) if written.is_file() else None
        return KeptPlan(read_meta((folder / "meta.json").read_text(encoding="utf-8")), plan, mending)

    def get_standing(self, plan_id: str) -> PlanStanding:
        """In a folder every plan is a draft. Raises PlanNotFound."""
        self._folder_of(plan_id)
        return DRAFT

    def list_standings(self) -> Mapping[str, PlanStanding]:
        return {path.parent.name: DRAFT for path in self._folder.glob("[!.]*/meta.json")}

    def list_changes(self, plan_id: str) -> Sequence[PlanChange]:
        """A folder has no record of them. Raises PlanNotFound."""
        self._folder_of(plan_id)
        return ()

    def plan_file(self, plan_id: str) -> Path:
        """Where a kept plan lies; what belongs to it may lie beside it. Raises PlanNotFound."""
        return self._folder_of(plan_id) / "plan.json"

    def _folder_of(self, plan_id: str) -> Path:
        folder = self._folder / plan_id
        if not re.fullmatch(r"[0-9A-Za-z-]+", plan_id) or not folder.is_dir():
            raise PlanNotFound(plan_id)
        return folder


@dataclass(frozen=True)
class _Asked:
    """What a job's search needs."""

    problem: WeekProblem
    county_name: str
    mend: MendOrder | None


class PlanDesk:
    """Takes orders for plans, runs them a few at a time, and keeps what comes out.

    `clock` tells the time; `processes` is how many searches run at once. Close it to end the searches: their best
    plans so far are kept.
    """

    def __init__(
        self, shelf: Shelf, solve: Solve, *, clock: Callable[[], datetime], processes: int | None = None
    ) -> None:
        self._shelf = shelf
        self._solve = solve
        self._clock = clock
        count = processes or max(1, (os.cpu_count() or 2) - 1)
        self._jobs = Jobs[Job](at_once=count, name="plan", shown=ENDED_PLANS_SHOWN, not_found=JobNotFound)

    def start(self, order: PlanOrder, problem: WeekProblem, county_name: str, *, mend: MendOrder | None = None) -> Job:
        """Queue a plan, or the mending of one; returns at once."""
        now = self._clock()
        job = Job(id=new_job_id(now), order=order, state=JobState.QUEUED, asked_at=now)
        asked = _Asked(problem, county_name, mend)
        return self._jobs.start(job, lambda job_id: self._run(job_id, asked))

    def get_job(self, job_id: str) -> Job:
        """Raises JobNotFound."""
        return self._jobs.get(job_id)

    def list_jobs(self) -> list[Job]:
        """Newest first."""
        return self._jobs.newest_first()

    def cancel(self, job_id: str) -> Job:
        """Ask a job to stop; its best plan so far is kept. An ended job stays as it is."""
        return self._jobs.stop(job_id, ended_at=self._clock())

    def wait(self, job_id: str, *, timeout_s: float) -> Job:
        """The job once it has ended, or as it stands when the time is over."""
        return self._jobs.wait(job_id, timeout_s=timeout_s)

    def close(self) -> None:
        """Stop every search and wait until what they found is kept."""
        self._jobs.close(self.cancel)

    def _run(self, job_id: str, asked: _Asked) -> None:
        order = self._jobs.change(job_id, state=JobState.RUNNING, started_at=self._clock()).order
        solve = asked.mend.solve if asked.mend is not None else self._solve
        search = partial(_search, solve=solve, problem=asked.problem, seconds=order.seconds, seed=order.seed)

        def on_progress(progress: Progress) -> bool:
            self._jobs.change(job_id, trace=_falling((*self._jobs.get(job_id).trace, progress)))
            return not self._jobs.is_stopped(job_id)

        try:
            plan_id = self._keep(job_id, asked, run_apart(search, on_progress, preload=self._solve.__module__))
        except Exception as trouble:
            words = str(trouble) if isinstance(trouble, WorkFailed) else f"{type(trouble).__name__}: {trouble}"
            self._jobs.change(job_id, state=JobState.FAILED, ended_at=self._clock(), trouble=words)
            return
        state = JobState.CANCELLED if self._jobs.is_stopped(job_id) else JobState.DONE
        self._jobs.change(job_id, state=state, ended_at=self._clock(), plan=plan_id)

    def _keep(self, job_id: str, asked: _Asked, result: Result) -> str:
        job = self._jobs.get(job_id)
        order = job.order
        meta = PlanMeta(
            id=job_id,
            county=order.county,
            county_name=asked.county_name,
            week=order.week,
            seconds=order.seconds,
            seed=order.seed,
            made_at=self._clock(),
            cost_fen=result.cost_fen,
            bound_fen=result.bound_fen,
            is_feasible=result.is_feasible,
            was_cancelled=self._jobs.is_stopped(job_id),
            iterations=result.iterations,
            cpu_s=result.cpu_s,
            problem_hash=result.problem_hash,
            version=result.version,
            trace=_falling(result.trace or job.trace),
            replaces=asked.mend.replaces if asked.mend is not None else "",
            asked_by=order.asked_by,
        )
        self._shelf.keep(meta, result.plan, asked.mend.mending if asked.mend is not None else None)
        return meta.id


def _search(on_progress: OnProgress, *, solve: Solve, problem: WeekProblem, seconds: float, seed: int) -> Result:
    """The work of the search's process."""
    return solve(problem, budget=Budget(seconds=seconds), seed=seed, on_progress=on_progress)


def _falling(trace: tuple[Progress, ...]) -> tuple[Progress, ...]:
    """The trace without points between two alike: where the cost fell or the bound rose, and where both stand."""
    kept: list[Progress] = []
    for point in trace:
        alike = {(each.cost_fen, each.bound_fen) for each in (*kept[-2:], point)}
        if len(kept) > 1 and len(alike) == 1:
            kept.pop()
        kept.append(point)
    return tuple(kept)


def meta_text(meta: PlanMeta) -> str:
    """As JSON."""
    body = asdict(meta)
    body["week"] = meta.week.monday.isoformat()
    body["made_at"] = meta.made_at.isoformat()
    return json.dumps(body, ensure_ascii=False, indent=1)


def read_meta(text: str) -> PlanMeta:
    body = json.loads(text)
    body["week"] = Week(datetime.fromisoformat(body["week"]).date())
    body["made_at"] = datetime.fromisoformat(body["made_at"])
    body["trace"] = tuple(Progress(**point) for point in body["trace"])
    return PlanMeta(**body)


def mending_text(mending: Mending) -> str:
    """As JSON."""
    return json.dumps(mending_body(mending), ensure_ascii=False)


def read_mending_text(text: str) -> Mending:
    return read_mending(json.loads(text))
