"""HTTP for scenarios, frontiers and sitings: routes only. What they open and pose comes in as `WhatIfDoor`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from tianlu.core.calendar import Week
from tianlu.core.disposition import attachment
from tianlu.core.ids import PlaceId
from tianlu.core.language import Language
from tianlu.core.problem import ProblemsFound
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import DATA_EXPORT, PLAN_MAKE, PLAN_READ
from tianlu.place.model import AreaClass
from tianlu.plan.api import NOT_FOUND, TroubleBody
from tianlu.plan.counties import Counties
from tianlu.plan.county import County
from tianlu.plan.county_gate import need_at, need_county, sees
from tianlu.plan.view_whatif import ComparisonView, FrontierView, SitingView
from tianlu.plan.whatif.apply import Pose, PosedScenario, pose_scenario
from tianlu.plan.whatif.planned import Solve, WarmSolve
from tianlu.plan.whatif.ready_made import ReadyMade, open_scenario, ready_made
from tianlu.plan.whatif.scenario_file import read_scenario
from tianlu.plan.whatif.siting import Measure, SitingOrder, Weight, check_order
from tianlu.plan.whatif_service import KeptResult, Kind, WhatIfDesk, WhatIfJob, WhatIfNotFound, WhatIfOrder, WhatIfShelf
from tianlu.plan.whatif_work import CompareWork, FrontierWork, SitingWork

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNUSABLE: dict[int | str, dict[str, object]] = {**NOT_FOUND, 422: {"model": TroubleBody}}


@dataclass(frozen=True)
class WhatIfDoor:
    """What the routes are given: the counties, what poses a changed county's week, the search, the desk that does the
    work, the shelf of results, what writes a comparison as a workbook, and the search that goes on from a plan."""

    counties: Counties
    pose: Pose
    solve: Solve
    desk: WhatIfDesk
    shelf: WhatIfShelf
    workbook: Callable[[ComparisonView, Language], bytes]
    warm_solve: WarmSolve | None = None


class Body(BaseModel):
    model_config = ConfigDict(frozen=True)


Seconds = Annotated[float, Field(gt=0, le=3600)]
Seeds = Annotated[tuple[Annotated[int, Field(ge=0, lt=1 << 31)], ...], Field(min_length=1, max_length=10)]


class AskBody(Body):
    """A figure that a template leaves blank; `kind` says what may be entered."""

    path: str
    kind: str
    change: str
    key: str


class ReadyMadeBody(Body):
    """A shipped scenario; `body` is the scenario as an object, with blanks where it asks."""

    name: str
    body: dict[str, Any]
    asks: tuple[AskBody, ...]


class ScenarioTextBody(Body):
    """A scenario's file, YAML or JSON, with its name."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=100_000)]


class CompareBody(Body):
    """Scenarios as objects, as their files have them; seconds are for each search."""

    county: str
    week: date
    seconds: Seconds = 20
    seeds: Seeds = (1,)
    scenarios: Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=6)]


class FrontierBody(Body):
    county: str
    week: date
    seconds: Seconds = 10
    seeds: Seeds = (1,)
    levels: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(min_length=1)] = (1, 2, 3, 4, 5, 6, 7)
    area_classes: tuple[AreaClass, ...] = ()


class SitingBody(Body):
    county: str
    week: date
    stations: Annotated[int, Field(ge=1, le=1000)]
    weight: Weight = Weight.PIECES
    measure: Measure = Measure.MINUTES
    fixed: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    pieces_max: Annotated[int, Field(ge=1)] | None = None
    seconds: Seconds = 60


class WhatIfBrief(Body):
    """A result or a job at a glance; `names` are the scenarios' in Chinese and English."""

    id: str
    kind: Literal["comparison", "frontier", "siting"]
    county: str
    week: str
    seconds: float
    seeds: tuple[int, ...]
    names: tuple[tuple[str, str], ...]
    made_at: str


class WhatIfJobBody(Body):
    brief: WhatIfBrief
    state: Literal["queued", "running", "done", "cancelled", "failed"]
    share: float
    at: str
    result: str | None
    trouble: str


class WhatIfResultBody(Body):
    """One of the three is there, as `brief.kind` says."""

    brief: WhatIfBrief
    comparison: ComparisonView | None = None
    frontier: FrontierView | None = None
    siting: SitingView | None = None


def whatif_router(door: WhatIfDoor, gate: Gate) -> APIRouter:
    """The routes over one workspace."""
    router = APIRouter(prefix="/api/whatif")

    def need_job(actor: Actor, permission: str, job_id: str) -> None:
        county = door.desk.get_job(job_id).order.county
        need_at(gate, actor, permission, county, unseen=WhatIfNotFound(job_id))

    def need_result(actor: Actor, permission: str, result_id: str) -> None:
        county = door.shelf.get(result_id).order.county
        need_at(gate, actor, permission, county, unseen=WhatIfNotFound(result_id))

    @router.get("/scenarios", operation_id="list_scenarios")
    def list_scenarios(_: Annotated[Actor, Depends(gate)]) -> list[ReadyMadeBody]:
        return [_ready(each) for each in ready_made().values()]

    @router.post("/scenarios", operation_id="read_scenario", responses={422: {"model": TroubleBody}})
    def read_own(_: Annotated[Actor, Depends(gate)], file: ScenarioTextBody) -> ReadyMadeBody:
        return _ready(open_scenario(file.name, file.text))

    @router.post("/comparisons", operation_id="start_comparison", status_code=202, responses=UNUSABLE)
    def start_comparison(actor: Annotated[Actor, Depends(gate)], asked: CompareBody) -> WhatIfJobBody:
        need_county(gate, actor, PLAN_MAKE, asked.county)
        week = Week.containing(asked.week)
        county, base = door.counties.open_week(asked.county, week)
        posed = tuple(_posed(door, county, week, k, body) for k, body in enumerate(asked.scenarios))
        names = tuple((each.scenario.name, each.scenario.name_en) for each in posed)
        order = WhatIfOrder(Kind.COMPARISON, county.code, county.name, week, asked.seconds, asked.seeds, names)
        return _job(
            door.desk.start(order, CompareWork(base, posed, door.solve, asked.seconds, asked.seeds, door.warm_solve))
        )

    @router.post("/frontiers", operation_id="start_frontier", status_code=202, responses=UNUSABLE)
    def start_frontier(actor: Annotated[Actor, Depends(gate)], asked: FrontierBody) -> WhatIfJobBody:
        need_county(gate, actor, PLAN_MAKE, asked.county)
        week = Week.containing(asked.week)
        county, problem = door.counties.open_week(asked.county, week)
        order = WhatIfOrder(Kind.FRONTIER, county.code, county.name, week, asked.seconds, asked.seeds)
        work = FrontierWork(
            problem, door.solve, asked.seconds, asked.seeds, asked.levels, asked.area_classes, door.warm_solve
        )
        return _job(door.desk.start(order, work))

    @router.post("/sitings", operation_id="start_siting", status_code=202, responses=UNUSABLE)
    def start_siting(actor: Annotated[Actor, Depends(gate)], asked: SitingBody) -> WhatIfJobBody:
        need_county(gate, actor, PLAN_MAKE, asked.county)
        week = Week.containing(asked.week)
        county, problem = door.counties.open_week(asked.county, week)
        siting = SitingOrder(
            asked.stations,
            asked.weight,
            asked.measure,
            candidates=tuple(PlaceId(code) for code in asked.candidates),
            fixed=tuple(PlaceId(code) for code in asked.fixed),
            pieces_max=asked.pieces_max,
        )
        check_order(problem, siting)
        order = WhatIfOrder(Kind.SITING, county.code, county.name, week, asked.seconds, ())
        return _job(door.desk.start(order, SitingWork(problem, siting, asked.seconds)))

    @router.get("/jobs", operation_id="list_whatif_jobs")
    def list_jobs(actor: Annotated[Actor, Depends(gate)], county: str | None = None) -> list[WhatIfJobBody]:
        may_see = sees(gate, actor)
        return [_job(job) for job in door.desk.list_jobs(county) if may_see(job.order.county)]

    @router.get("/jobs/{job_id}", operation_id="get_whatif_job", responses=NOT_FOUND)
    def get_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> WhatIfJobBody:
        need_job(actor, PLAN_READ, job_id)
        return _job(door.desk.get_job(job_id))

    @router.delete("/jobs/{job_id}", operation_id="cancel_whatif_job", responses=NOT_FOUND)
    def cancel_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> WhatIfJobBody:
        need_job(actor, PLAN_MAKE, job_id)
        return _job(door.desk.cancel(job_id))

    @router.get("/results", operation_id="list_whatif_results")
    def list_results(actor: Annotated[Actor, Depends(gate)], county: str | None = None) -> list[WhatIfBrief]:
        may_see = sees(gate, actor)
        return [
            _brief(kept.id, kept.order, kept.made_at.isoformat(timespec="seconds"))
            for kept in door.shelf.list_results(county)
            if may_see(kept.order.county)
        ]

    @router.get("/results/{result_id}", operation_id="get_whatif_result", responses=NOT_FOUND)
    def get_result(actor: Annotated[Actor, Depends(gate)], result_id: str) -> WhatIfResultBody:
        need_result(actor, PLAN_READ, result_id)
        return _result(door.shelf.get(result_id))

    @router.get("/results/{result_id}/export.xlsx", operation_id="export_comparison", response_class=Response)
    def export(actor: Annotated[Actor, Depends(gate)], result_id: str, language: Language = Language.ZH) -> Response:
        need_result(actor, DATA_EXPORT, result_id)
        kept = _result(door.shelf.get(result_id))
        if kept.comparison is None:
            raise HTTPException(404, "only a comparison of scenarios is written as a workbook")
        name = f"tianlu-whatif-{kept.brief.county}-{kept.brief.week}.xlsx"
        headers = {"Content-Disposition": attachment(name)}
        return Response(door.workbook(kept.comparison, language), media_type=XLSX, headers=headers)

    return router


def answer_no_whatif(_: Request, trouble: Exception) -> JSONResponse:
    """404 for a job or result that is not there."""
    body = TroubleBody(
        detail=f"no what-if job or result {trouble}; /api/whatif/results lists those there are",
        detail_zh=f"没有 {trouble} 这个情景任务或结果；情景页列有全部结果",
    )
    return JSONResponse(body.model_dump(), status_code=404)


NO_WHATIF: type[Exception] = WhatIfNotFound


def _ready(scenario: ReadyMade) -> ReadyMadeBody:
    asks = (AskBody(path=ask.path, kind=ask.kind, change=ask.change, key=ask.key) for ask in scenario.asks)
    return ReadyMadeBody(name=scenario.name, body=scenario.body, asks=tuple(asks))


def _posed(door: WhatIfDoor, county: County, week: Week, k: int, body: dict[str, Any]) -> PosedScenario:
    """Raises ProblemsFound, each under the scenario's number."""
    try:
        return pose_scenario(county, week, read_scenario(body), door.pose)
    except ProblemsFound as trouble:
        raise ProblemsFound(replace(each, row=k + 1) for each in trouble.problems) from None


def _job(job: WhatIfJob) -> WhatIfJobBody:
    return WhatIfJobBody(
        brief=_brief(job.id, job.order, job.asked_at.isoformat(timespec="seconds")),
        state=job.state.value,
        share=job.share,
        at=job.at,
        result=job.result,
        trouble=job.trouble,
    )


def _brief(id_: str, order: WhatIfOrder, made_at: str) -> WhatIfBrief:
    return WhatIfBrief(
        id=id_,
        kind=order.kind.value,
        county=order.county,
        week=order.week.monday.isoformat(),
        seconds=order.seconds,
        seeds=order.seeds,
        names=order.names,
        made_at=made_at,
    )


def _result(kept: KeptResult) -> WhatIfResultBody:
    brief = _brief(kept.id, kept.order, kept.made_at.isoformat(timespec="seconds"))
    return WhatIfResultBody.model_validate({"brief": brief, kept.order.kind.value: kept.view})
