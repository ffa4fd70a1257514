"""A county's week planned as a job: searched in a process of its own, kept as the plan of the job's id."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

from tianlu.core.calendar import Week
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobProgress, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.jobs.work import OnProgress as OnJobProgress
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.apart import run_apart
from tianlu.plan.counties import Counties, CountyNotFound
from tianlu.plan.county import County
from tianlu.plan.job_kinds import PLAN
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result
from tianlu.plan.sender import PlanRefused
from tianlu.plan.service import PlanMeta, Shelf

TRACE = "trace"


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
    asked_by: str = SERVER


@dataclass(frozen=True)
class Found:
    """What a search came to; `mending` and `replaces` are of a plan that was mended from another."""

    result: Result
    county_name: str
    trace: tuple[Progress, ...]
    mending: Mending | None = None
    replaces: str = ""


@dataclass(frozen=True)
class PlanWork:
    """`clock` tells the time at which a plan was made."""

    counties: Counties
    shelf: Shelf
    solve: Solve
    clock: Callable[[], datetime]

    def find(self, job: Job) -> str | None:
        return job.id if self.shelf.has(job.id) else None

    def run(self, job: Job, on_progress: OnJobProgress) -> Found:
        county, problem = open_ordered(self.counties, job)
        result, trace = search_apart(job, self.solve, problem, on_progress, preload=self.solve.__module__)
        return Found(result, county.name, trace)

    def keep(self, job: Job, found: Found, *, is_cancelled: bool) -> str:
        return keep_found(self.shelf, job, found, made_at=self.clock(), is_cancelled=is_cancelled)


def start_plan(desk: JobDesk, order: PlanOrder) -> Job:
    """Have a plan made; returns at once."""
    said = {"week": order.week.monday.isoformat(), "seconds": order.seconds, "seed": order.seed}
    return desk.order(PLAN, order.county, said, by=order.asked_by)


def order_of(job: Job) -> PlanOrder:
    """The same as `start_plan` was given, of a plan's job or a mending's."""
    said: Any = job.order
    week = Week(date.fromisoformat(said["week"]))
    return PlanOrder(job.org, week, seconds=said["seconds"], seed=said["seed"], asked_by=job.ordered_by)


def trace_of(job: Job) -> tuple[Progress, ...]:
    """The falling cost and rising bound of its search so far."""
    points: Any = job.progress.more.get(TRACE, ())
    return tuple(Progress(**point) for point in points)


def open_ordered(counties: Counties, job: Job) -> tuple[County, WeekProblem]:
    """The job's county and week as they stand now. Raises as `open_ordered_week`."""
    return open_ordered_week(counties, job.org, order_of(job).week)


def open_ordered_week(counties: Counties, county: str, week: Week) -> tuple[County, WeekProblem]:
    """Raises JobFailed where there is no such county any more, and ProblemsFound where its package is not sound."""
    try:
        return counties.open_week(county, week)
    except CountyNotFound:
        en = f"there is no data package of county {county} any more; bring one and try again"
        zh = f"已没有 {county} 县的数据包；请先导入数据包再重试"
        raise JobFailed(JobTrouble("no_county", en, zh)) from None


def search_apart(
    job: Job, solve: Solve, problem: WeekProblem, on_progress: OnJobProgress, *, preload: str
) -> tuple[Result, tuple[Progress, ...]]:
    """What the search found in a process of its own, and how it got there. Raises JobFailed."""
    order = order_of(job)
    trace: tuple[Progress, ...] = ()

    def on_search(progress: Progress) -> bool:
        nonlocal trace
        trace = falling((*trace, progress))
        points = [asdict(point) for point in trace]
        return on_progress(JobProgress(done=progress.fraction, total=1.0, phase="search", more={TRACE: points}))

    search = partial(_search, solve=solve, problem=problem, seconds=order.seconds, seed=order.seed)
    result = run_apart(search, on_search, preload=preload)
    return result, falling(result.trace or trace)


def keep_found(shelf: Shelf, job: Job, found: Found, *, made_at: datetime, is_cancelled: bool) -> str:
    """Keep a plan under its job's id, in the name of who ordered it; a plan of that id stands as it is. Raises
    JobFailed where it may not be kept."""
    order, result = order_of(job), found.result
    meta = PlanMeta(
        id=job.id,
        county=order.county,
        county_name=found.county_name,
        week=order.week,
        seconds=order.seconds,
        seed=order.seed,
        made_at=made_at,
        cost_fen=result.cost_fen,
        bound_fen=result.bound_fen,
        is_feasible=result.is_feasible,
        was_cancelled=is_cancelled,
        iterations=result.iterations,
        cpu_s=result.cpu_s,
        problem_hash=result.problem_hash,
        version=result.version,
        trace=found.trace,
        replaces=found.replaces,
        asked_by="" if order.asked_by == SERVER else order.asked_by,
    )
    try:
        shelf.keep(meta, result.plan, found.mending)
    except PlanRefused as trouble:
        refusal = trouble.refusal
        if refusal.code != "plan_exists":
            en, zh = f"{refusal.reason}; {refusal.mend}", f"{refusal.reason_zh}；{refusal.mend_zh}"
            raise JobFailed(JobTrouble(refusal.code, en, zh)) from None
    return meta.id


def falling(trace: tuple[Progress, ...]) -> tuple[Progress, ...]:
    """The trace without points between two alike: where the cost fell or the bound rose, and where both stand."""
    kept: list[Progress] = []
    for point in trace:
        alike = {(each.cost_fen, each.bound_fen) for each in (*kept[-2:], point)}
        if len(kept) > 1 and len(alike) == 1:
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _search(on_progress: OnProgress, *, solve: Solve, problem: WeekProblem, seconds: float, seed: int) -> Result:
    """The work of the search's process."""
    return solve(problem, budget=Budget(seconds=seconds), seed=seed, on_progress=on_progress)
