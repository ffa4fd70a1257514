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
from tianlu.core.language import Language
from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobState
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import DATA_EXPORT, PLAN_MAKE, PLAN_READ
from tianlu.place.model import AreaClass
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND, SAID, SaidState, TroubleBody
from tianlu.plan.counties import Counties
from tianlu.plan.county_gate import need_at, need_county, sees
from tianlu.plan.view_whatif import ComparisonView, FrontierView, SitingView
from tianlu.plan.whatif.ready_made import ReadyMade, open_scenario, ready_made
from tianlu.plan.whatif.siting import Measure, Weight
from tianlu.plan.whatif_jobs import WhatIfMaker
from tianlu.plan.whatif_service import (
    KeptResult,
    Kind,
    ResultRef,
    WhatIfNotFound,
    WhatIfOrder,
    WhatIfResults,
    local_time,
    order_of,
    start_whatif,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNUSABLE: dict[int | str, dict[str, object]] = {**MAY_REFUSE, 422: {"model": TroubleBody}}


@dataclass(frozen=True)
class WhatIfDoor:
    """What the routes are given: the counties, what makes the work of an order, the desk that has it done, the results,
    what writes a comparison as a workbook."""

    counties: Counties
    maker: WhatIfMaker
    desk: JobDesk
    results: WhatIfResults
    workbook: Callable[[ComparisonView, Language], bytes]


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
    state: SaidState
    share: float
    at: str
    result: str | None
    trouble: str
    trouble_zh: str
    attempts: int


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
        unseen = WhatIfNotFound(job_id)
        try:
            county = door.desk.get(job_id).org
        except NoSuchJob:
            raise unseen from None
        need_at(gate, actor, permission, county, unseen=unseen)

    def need_result(actor: Actor, permission: str, result_id: str) -> None:
        county = door.results.get(result_id).ref.order.county
        need_at(gate, actor, permission, county, unseen=WhatIfNotFound(result_id))

    def seen_of(actor: Actor, county: str | None) -> Callable[[str], bool]:
        may_see = sees(gate, actor)
        return lambda code: county in (None, code) and may_see(code)

    def _order(
        actor: Actor, kind: Kind, asked: CompareBody | FrontierBody | SitingBody, seeds: tuple[int, ...], more: Any
    ) -> WhatIfOrder:
        """Raises what says that the county may not be planned by the actor, or not at all."""
        need_county(gate, actor, PLAN_MAKE, asked.county)
        week = Week.containing(asked.week)
        county, _ = door.counties.open_week(asked.county, week)
        return WhatIfOrder(kind, county.code, county.name, week, asked.seconds, seeds, more=more)

    @router.get("/scenarios", operation_id="list_scenarios")
    def list_scenarios(_: Annotated[Actor, Depends(gate)]) -> list[ReadyMadeBody]:
        return [_ready(each) for each in ready_made().values()]

    @router.post("/scenarios", operation_id="read_scenario", responses={422: {"model": TroubleBody}})
    def read_own(_: Annotated[Actor, Depends(gate)], file: ScenarioTextBody) -> ReadyMadeBody:
        return _ready(open_scenario(file.name, file.text))

    @router.post("/comparisons", operation_id="start_comparison", status_code=202, responses=UNUSABLE)
    def start_comparison(actor: Annotated[Actor, Depends(gate)], asked: CompareBody) -> WhatIfJobBody:
        order = _order(actor, Kind.COMPARISON, asked, asked.seeds, {"scenarios": list(asked.scenarios)})
        posed = door.maker.pose_scenarios(order, list(asked.scenarios))
        names = tuple((each.scenario.name, each.scenario.name_en) for each in posed)
        return _job(start_whatif(door.desk, replace(order, names=names), by=actor.id))

    @router.post("/frontiers", operation_id="start_frontier", status_code=202, responses=UNUSABLE)
    def start_frontier(actor: Annotated[Actor, Depends(gate)], asked: FrontierBody) -> WhatIfJobBody:
        more = asked.model_dump(mode="json", include={"levels", "area_classes"})
        order = _order(actor, Kind.FRONTIER, asked, asked.seeds, more)
        return _job(start_whatif(door.desk, order, by=actor.id))

    @router.post("/sitings", operation_id="start_siting", status_code=202, responses=UNUSABLE)
    def start_siting(actor: Annotated[Actor, Depends(gate)], asked: SitingBody) -> WhatIfJobBody:
        more = asked.model_dump(mode="json", exclude={"county", "week", "seconds"})
        order = _order(actor, Kind.SITING, asked, (), more)
        door.maker.make(order)
        return _job(start_whatif(door.desk, order, by=actor.id))

    @router.get("/jobs", operation_id="list_whatif_jobs")
    def list_jobs(actor: Annotated[Actor, Depends(gate)], county: str | None = None) -> list[WhatIfJobBody]:
        return [_job(job) for job in door.desk.list_jobs(seen_of(actor, county))]

    @router.get("/jobs/{job_id}", operation_id="get_whatif_job", responses=NOT_FOUND)
    def get_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> WhatIfJobBody:
        need_job(actor, PLAN_READ, job_id)
        return _job(door.desk.get(job_id))

    @router.delete("/jobs/{job_id}", operation_id="cancel_whatif_job", responses=MAY_REFUSE)
    def cancel_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> WhatIfJobBody:
        need_job(actor, PLAN_MAKE, job_id)
        return _job(door.desk.cancel(job_id, by=actor.id))

    @router.post("/jobs/{job_id}/retry", operation_id="retry_whatif_job", status_code=202, responses=MAY_REFUSE)
    def retry_job(actor: Annotated[Actor, Depends(gate)], job_id: str) -> WhatIfJobBody:
        """Have it worked out after all where that failed."""
        need_job(actor, PLAN_MAKE, job_id)
        return _job(door.desk.retry(job_id, by=actor.id))

    @router.get("/results", operation_id="list_whatif_results")
    def list_results(actor: Annotated[Actor, Depends(gate)], county: str | None = None) -> list[WhatIfBrief]:
        return [_brief(ref) for ref in door.results.list_results(seen_of(actor, county))]

    @router.get("/results/{result_id}", operation_id="get_whatif_result", responses=NOT_FOUND)
    def get_result(actor: Annotated[Actor, Depends(gate)], result_id: str) -> WhatIfResultBody:
        need_result(actor, PLAN_READ, result_id)
        return _result(door.results.get(result_id))

    @router.get("/results/{result_id}/export.xlsx", operation_id="export_comparison", response_class=Response)
    def export(actor: Annotated[Actor, Depends(gate)], result_id: str, language: Language = Language.ZH) -> Response:
        need_result(actor, DATA_EXPORT, result_id)
        kept = _result(door.results.get(result_id))
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


def _job(job: Job) -> WhatIfJobBody:
    trouble = job.trouble
    return WhatIfJobBody(
        brief=_brief(ResultRef(job.id, order_of(job), local_time(job.created_at))),
        state=SAID[job.state],
        share=1.0 if job.state is JobState.DONE else job.progress.fraction,
        at=job.progress.phase,
        result=job.id if job.state is JobState.DONE else None,
        trouble=trouble.en if trouble else "",
        trouble_zh=trouble.zh if trouble else "",
        attempts=job.attempts,
    )


def _brief(ref: ResultRef) -> WhatIfBrief:
    order = ref.order
    return WhatIfBrief(
        id=ref.id,
        kind=order.kind.value,
        county=order.county,
        week=order.week.monday.isoformat(),
        seconds=order.seconds,
        seeds=order.seeds,
        names=order.names,
        made_at=ref.made_at.isoformat(timespec="seconds"),
    )


def _result(kept: KeptResult) -> WhatIfResultBody:
    brief = _brief(kept.ref)
    return WhatIfResultBody.model_validate({"brief": brief, kept.ref.order.kind.value: kept.view})
