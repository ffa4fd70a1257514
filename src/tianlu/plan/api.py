"""HTTP for counties, plan jobs and kept plans: routes only. What they open, pose and export comes in as `PlanDoor`."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from tianlu.core.calendar import Week
from tianlu.core.disposition import attachment, shown_here
from tianlu.core.ids import PlaceId
from tianlu.core.language import Language
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import ENDED, Job, JobState
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.naming import names_for
from tianlu.people.roles import DATA_EXPORT, DATA_IMPORT, DATA_READ, PLAN_MAKE, PLAN_READ
from tianlu.place.model import Place
from tianlu.plan.counties import Counties, CountyNotFound, CountyRef
from tianlu.plan.county_gate import need_at, need_county, need_import, need_plan, sees
from tianlu.plan.plan_work import PlanOrder, order_of, start_plan, trace_of
from tianlu.plan.rounds.mend import mended_problem
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.sender import PlanRefused
from tianlu.plan.service import KeptPlan, PlanNotFound, Shelf
from tianlu.plan.standing import DRAFT
from tianlu.plan.store_packages import PackageVersion
from tianlu.plan.view_county import view_county
from tianlu.plan.view_models import CountyView, PlanBrief, PlanChangeView, PlanView, PointView
from tianlu.plan.view_plan import view_brief, view_plan
from tianlu.plan.why import OneMoreView, PlaceWhy, price_visit, why_place

PACKAGE_BYTES_MAX = 64 << 20
EVENT_EVERY_S = 0.25
HEARTBEAT_EVERY = 60
SaidState = Literal["queued", "running", "done", "cancelled", "failed"]
SAID: Mapping[JobState, SaidState] = {
    JobState.WAITING: "queued",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.CANCELLED: "cancelled",
    JobState.FAILED: "failed",
}
"""How states of jobs are called over HTTP."""
VIEWS_KEPT = 8


@dataclass(frozen=True)
class Export:
    """A file that a plan can be taken away as."""

    media_type: str
    write: Callable[[WeekProblem, Plan, Week, Language], bytes]


@dataclass(frozen=True)
class PlanDoor:
    """What the routes are given: the counties, the shelf of plans, the desk that makes them, the exports by suffix, the
    clock; what reads an uploaded package, asks whether it may be kept for the county of its code, keeps it in
    somebody's name and returns that code (or raises ProblemsFound, or what asking raises); all versions of a county's
    package."""

    counties: Counties
    shelf: Shelf
    desk: JobDesk
    exports: Mapping[str, Export]
    clock: Callable[[], datetime]
    receive_package: Callable[[str, bytes, Callable[[str], None], str], str]
    list_packages: Callable[[str], Sequence[PackageVersion]] = lambda _: ()


class Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class CountyCardBody(Body):
    """A county on the province's map; lon, lat are its hub's."""

    code: str
    name: str
    name_en: str
    group: str
    group_en: str
    is_sample: bool
    lon: float
    lat: float
    stations: int
    villages: int


class OutlineBody(Body):
    """The hull of a county's places: illustrative, no boundary."""

    code: str
    hull: tuple[tuple[float, float], ...]


class PlaceNameBody(Body):
    """A place of any county, to be found by name or code."""

    county: str
    id: str
    kind: str
    name: str
    name_en: str


class ProblemBody(Body):
    code: str
    table: str
    row: int | None
    field: str | None
    found: str
    expected: str
    how_to_fix: str
    expected_zh: str
    how_to_fix_zh: str


class TroubleBody(Body):
    """Why a request cannot be served; `problems` says each thing that is wrong with what was sent."""

    detail: str
    detail_zh: str
    problems: tuple[ProblemBody, ...] = ()


class OrderBody(Body):
    """A plan that is asked for. `week` is a day of the week to be planned."""

    county: str
    week: date
    seconds: Annotated[float, Field(gt=0, le=3600)] = 30
    seed: Annotated[int, Field(ge=0, lt=1 << 31)] = 1


class JobBody(Body):
    id: str
    county: str
    week: str
    seconds: float
    seed: int
    state: SaidState
    fraction: float
    cost_fen: int | None
    trace: tuple[PointView, ...]
    plan: str | None
    trouble: str
    trouble_zh: str
    attempts: int


class PackageVersionView(Body):
    """A county's data package: `number` counts them from 1, `digest` is its bytes' SHA-256."""

    id: str
    number: int
    name: str
    digest: str
    is_current: bool
    imported_by: str
    imported_at: datetime


class PackageBody(Body):
    """The county that was read out of an uploaded package."""

    county: str


WeekOf = Annotated[date | None, Query(description="a day of the week; the coming week where it is left out")]

NOT_FOUND: dict[int | str, dict[str, object]] = {404: {"model": TroubleBody}}
MAY_REFUSE: dict[int | str, dict[str, object]] = {**NOT_FOUND, 409: {"model": TroubleBody}}
"""Of routes that send a command."""


def plan_router(door: PlanDoor, gate: Gate) -> APIRouter:
    """The routes over one workspace. Handlers are plain functions, run in threads, but for the event stream."""
    router = APIRouter(prefix="/api")

    def need_job(actor: Actor, permission: str, job_id: str) -> None:
        need_at(gate, actor, permission, door.desk.get(job_id).org, unseen=NoSuchJob(job_id))

    @router.get("/counties", operation_id="list_counties")
    def list_counties(actor: Annotated[Actor, Depends(gate)]) -> list[CountyCardBody]:
        may_see = sees(gate, actor)
        return [_card(ref) for ref in door.counties.list_refs() if may_see(ref.code)]

    @router.get("/outlines", operation_id="list_outlines")
    def list_outlines(actor: Annotated[Actor, Depends(gate)]) -> list[OutlineBody]:
        may_see = sees(gate, actor)
        codes = [ref.code for ref in door.counties.list_refs() if may_see(ref.code)]
        return [OutlineBody(code=code, hull=door.counties.outline(code)) for code in codes]

    @router.get("/places", operation_id="list_places")
    def list_places(actor: Annotated[Actor, Depends(gate)]) -> list[PlaceNameBody]:
        may_see = sees(gate, actor)
        codes = [ref.code for ref in door.counties.list_refs() if may_see(ref.code)]
        return [_place_name(code, place) for code in codes for place in door.counties.places(code)]

    @router.get("/counties/{code}", operation_id="get_county", responses=NOT_FOUND)
    def get_county(actor: Annotated[Actor, Depends(gate)], code: str, week: WeekOf = None) -> CountyView:
        need_county(gate, actor, PLAN_READ, code)
        chosen = Week.containing(week) if week else door.counties.coming_week(code, door.clock().date())
        county, problem = door.counties.open_week(code, chosen)
        return view_county(county, problem, chosen)

    @router.post("/packages", operation_id="upload_package", status_code=201, responses={422: {"model": TroubleBody}})
    def upload_package(actor: Annotated[Actor, Depends(gate)], file: UploadFile) -> PackageBody:
        if not gate.reach(actor, DATA_IMPORT).paths:
            raise NotAllowed(DATA_IMPORT, "any county")
        content = file.file.read(PACKAGE_BYTES_MAX + 1)
        if len(content) > PACKAGE_BYTES_MAX:
            raise HTTPException(413, f"a package is at most {PACKAGE_BYTES_MAX >> 20} MiB; send fewer tables")
        check = partial(need_import, gate, actor)
        return PackageBody(county=door.receive_package(file.filename or "package", content, check, actor.id))

    @router.get("/counties/{code}/packages", operation_id="list_packages", responses=NOT_FOUND)
    def list_packages(actor: Annotated[Actor, Depends(gate)], code: str) -> list[PackageVersionView]:
        """All versions of a county's data package, newest first, and who brought them; none for a sample county."""
        need_county(gate, actor, DATA_READ, code)
        name_of = names_for(gate, actor)
        return [
            PackageVersionView(**{**vars(package), "imported_by": name_of(package.imported_by)})
            for package in door.list_packages(code)
        ]

    @router.post("/plans", operation_id="start_plan", status_code=202, responses=MAY_REFUSE)
    def order_plan(actor: Annotated[Actor, Depends(gate)], order: OrderBody) -> JobBody:
        need_county(gate, actor, PLAN_MAKE, order.county)
        week = Week.containing(order.week)
        door.counties.open_week(order.county, week)
        asked = PlanOrder(county=order.county, week=week, seconds=order.seconds, seed=order.seed, asked_by=actor.id)
        return job_body(start_plan(door.desk, asked))

    @router.get("/jobs", operation_id="list_jobs")
    def list_jobs(actor: Annotated[Actor, Depends(gate)]) -> list[JobBody]:
        return [job_body(job) for job in door.desk.list_jobs(sees(gate, actor))]

    @router.get("/jobs/{job_id}", operation_id="get_job", responses=NOT_FOUND)
    def get_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> JobBody:
        need_job(actor, PLAN_READ, job_id)
        return job_body(door.desk.get(job_id))

    @router.delete("/jobs/{job_id}", operation_id="cancel_job", responses=MAY_REFUSE)
    def cancel_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> JobBody:
        need_job(actor, PLAN_MAKE, job_id)
        return job_body(door.desk.cancel(job_id, by=actor.id))

    @router.post("/jobs/{job_id}/retry", operation_id="retry_job", status_code=202, responses=MAY_REFUSE)
    def retry_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> JobBody:
        """Have a plan made after all whose making failed."""
        need_job(actor, PLAN_MAKE, job_id)
        return job_body(door.desk.retry(job_id, by=actor.id))

    @router.get("/jobs/{job_id}/events", operation_id="watch_job", response_class=StreamingResponse)
    async def watch_job(actor: Annotated[Actor, Depends(gate)], job_id: str, request: Request) -> StreamingResponse:
        await run_in_threadpool(need_job, actor, PLAN_READ, job_id)
        return StreamingResponse(_events(door.desk, job_id, request), media_type="text/event-stream")

    @router.get("/plans", operation_id="list_plans")
    def list_plans(actor: Annotated[Actor, Depends(gate)], county: str | None = None) -> list[PlanBrief]:
        may_see, name_of, standings = sees(gate, actor), names_for(gate, actor), door.shelf.list_standings()
        return [
            view_brief(meta, standings.get(meta.id, DRAFT), name_of=name_of)
            for meta in door.shelf.list_metas()
            if county in (None, meta.county) and may_see(meta.county)
        ]

    @lru_cache(maxsize=VIEWS_KEPT)
    def view_of(kept_plan: str, problem_hash: str) -> PlanView:
        """A kept plan never changes: what is shown of it changes with its problem alone."""
        kept, problem = open_kept(door, kept_plan)
        return view_plan(problem, kept)

    @router.get("/plans/{plan_id}", operation_id="get_plan", responses=NOT_FOUND)
    def get_plan(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> PlanView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        kept, problem = open_kept(door, plan_id)
        brief = view_brief(kept.meta, door.shelf.get_standing(plan_id), name_of=names_for(gate, actor))
        return view_of(plan_id, problem.hash).model_copy(update={"brief": brief})

    @router.get("/plans/{plan_id}/history", operation_id="list_plan_changes", responses=NOT_FOUND)
    def list_plan_changes(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> list[PlanChangeView]:
        """Who changed what of it, oldest first."""
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        name_of = names_for(gate, actor)
        changes = door.shelf.list_changes(plan_id)
        return [PlanChangeView(**{**vars(change), "actor": name_of(change.actor)}) for change in changes]

    @router.get("/plans/{plan_id}/places/{place}/why", operation_id="explain_place", responses=NOT_FOUND)
    def explain(actor: Annotated[Actor, Depends(gate)], plan_id: str, place: str) -> PlaceWhy:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        return why_place(*_planned_place(door, plan_id, place))

    @router.get("/plans/{plan_id}/places/{place}/one-more", operation_id="price_visit", responses=NOT_FOUND)
    def one_more(actor: Annotated[Actor, Depends(gate)], plan_id: str, place: str) -> OneMoreView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        return price_visit(*_planned_place(door, plan_id, place))

    @router.get("/plans/{plan_id}/export.{suffix}", operation_id="export_plan", response_class=Response)
    def export_plan(
        actor: Annotated[Actor, Depends(gate)], plan_id: str, suffix: str, language: Language = Language.ZH
    ) -> Response:
        need_plan(gate, actor, DATA_EXPORT, plan_id, shelf=door.shelf)
        export = door.exports.get(suffix)
        if export is None:
            raise HTTPException(404, f"no export .{suffix}; there are {', '.join(sorted(door.exports))}")
        kept, problem = open_kept(door, plan_id)
        name = f"tianlu-{kept.meta.county}-{kept.meta.week.monday}.{suffix}"
        headers = {"Content-Disposition": shown_here(name) if suffix.startswith("sheets") else attachment(name)}
        content = export.write(problem, kept.plan, kept.meta.week, language)
        return Response(content, media_type=export.media_type, headers=headers)

    return router


def answer_trouble(_: Request, trouble: Exception) -> JSONResponse:
    """Expected trouble as an answer: 404 for what is not there, 409 for a command that was refused, 422 with every
    problem for what cannot be used."""
    if isinstance(trouble, ProblemsFound):
        body = TroubleBody(
            detail="what was given cannot be used; mend what `problems` lists and try again",
            detail_zh="所给的还不能用；请按 `problems` 所列逐条改好再试",
            problems=tuple(_problem(problem) for problem in trouble.problems),
        )
        return JSONResponse(body.model_dump(), status_code=422)
    said: dict[type[Exception], tuple[str, str]] = {
        CountyNotFound: ("no county {}; /api/counties lists those there are", "没有 {} 这个县；总览列有全部的县"),
        PlanNotFound: ("no plan {}; /api/plans lists those there are", "没有 {} 这个计划；打开它的县可看到已存的计划"),
        NoSuchJob: ("no job {}; /api/jobs lists those there are", "没有 {} 这个任务；顶栏的任务里列有现有的任务"),
    }
    if isinstance(trouble, PlanRefused):
        refusal = trouble.refusal
        said_so = TroubleBody(
            detail=f"{refusal.reason}; {refusal.mend}", detail_zh=f"{refusal.reason_zh}；{refusal.mend_zh}"
        )
        return JSONResponse(said_so.model_dump(), status_code=409)
    detail, detail_zh = (words.format(trouble) for words in said[type(trouble)])
    return JSONResponse(TroubleBody(detail=detail, detail_zh=detail_zh).model_dump(), status_code=404)


EXPECTED_TROUBLE: Sequence[type[Exception]] = (ProblemsFound, CountyNotFound, PlanNotFound, NoSuchJob, PlanRefused)


def open_kept(door: PlanDoor, plan_id: str) -> tuple[KeptPlan, WeekProblem]:
    """A kept plan with the problem that it is a plan for. Raises PlanNotFound, CountyNotFound."""
    kept = door.shelf.get(plan_id)
    _, problem = door.counties.open_week(kept.meta.county, kept.meta.week)
    return kept, mended_problem(problem, kept.mending)


def _planned_place(door: PlanDoor, plan_id: str, place: str) -> tuple[WeekProblem, Plan, PlaceId]:
    kept, problem = open_kept(door, plan_id)
    if place not in problem.index or place == problem.hub.id:
        raise HTTPException(404, f"no station or village {place}; /api/counties/{kept.meta.county} lists them")
    return problem, kept.plan, PlaceId(place)


async def _events(desk: JobDesk, job_id: str, request: Request) -> AsyncIterator[str]:
    """The job's state whenever it changes, until it ends; a comment now and then keeps the line open."""
    last: Job | None = None
    silent = 0
    while not await request.is_disconnected():
        try:
            job = await run_in_threadpool(desk.get, job_id)
        except NoSuchJob:
            return
        if job != last:
            last, silent = job, 0
            yield f"data: {json.dumps(job_body(job).model_dump(), ensure_ascii=False)}\n\n"
        if job.state in ENDED:
            return
        silent += 1
        if silent % HEARTBEAT_EVERY == 0:
            yield ": still here\n\n"
        await asyncio.sleep(EVENT_EVERY_S)


def _card(card: CountyRef) -> CountyCardBody:
    return CountyCardBody(
        code=card.code,
        name=card.name,
        name_en=card.name_en,
        group=card.group,
        group_en=card.group_en,
        is_sample=card.is_sample,
        lon=card.lon,
        lat=card.lat,
        stations=card.stations,
        villages=card.villages,
    )


def _place_name(county: str, place: Place) -> PlaceNameBody:
    return PlaceNameBody(county=county, id=place.id, kind=place.kind, name=place.name, name_en=place.name_en)


def job_body(job: Job) -> JobBody:
    order, trace, trouble = order_of(job), trace_of(job), job.trouble
    return JobBody(
        id=job.id,
        county=order.county,
        week=order.week.monday.isoformat(),
        seconds=order.seconds,
        seed=order.seed,
        state=SAID[job.state],
        fraction=1.0 if job.state is JobState.DONE else job.progress.fraction,
        cost_fen=trace[-1].cost_fen if trace else None,
        trace=tuple(PointView.of(point) for point in trace),
        plan=job.result,
        trouble=trouble.en if trouble else "",
        trouble_zh=trouble.zh if trouble else "",
        attempts=job.attempts,
    )


def _problem(problem: Problem) -> ProblemBody:
    return ProblemBody(
        code=problem.code,
        table=problem.table,
        row=problem.row,
        field=problem.field,
        found=problem.found,
        expected=problem.expected,
        how_to_fix=problem.how_to_fix,
        expected_zh=problem.expected_zh,
        how_to_fix_zh=problem.how_to_fix_zh,
    )
