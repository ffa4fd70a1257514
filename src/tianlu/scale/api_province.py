"""HTTP for the province: start, watch, stop and go on with a run; its table and its map layer to take away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from posixpath import basename, commonpath
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from tianlu.command.envelope import OrgId
from tianlu.core.calendar import Week
from tianlu.core.disposition import attachment
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.roles import DATA_EXPORT, PLAN_MAKE
from tianlu.plan.api import TroubleBody
from tianlu.plan.county_gate import sees
from tianlu.scale.county_order import SECONDS_MIN, SECONDS_PER_VILLAGE, CountyBudget
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.province_desk import NoProvinceRun, ProvinceDesk, ProvinceStatus
from tianlu.scale.province_table import PROVINCE_EXPORTS
from tianlu.scale.province_totals import ProvinceTotals, total


class Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class ProvinceOrderBody(Body):
    """A province's week that is asked for: each county so many seconds for each of its villages, and no less than
    `seconds_min`. `week` is a day of the week to be planned."""

    week: date
    seconds_per_village: Annotated[float, Field(gt=0, le=60)] = SECONDS_PER_VILLAGE
    seconds_min: Annotated[float, Field(ge=0, le=3600)] = SECONDS_MIN
    seed: Annotated[int, Field(ge=0, lt=1 << 31)] = 1


class CountyRowBody(Body):
    """A county of the run. `state` is `kept` where every rule holds, `missed` where a floor does not, `broken` where
    only other rules do not, `trouble` where it could not be planned; then that is said. `plan` is its kept plan."""

    county: str
    name: str
    name_en: str
    state: Literal["kept", "broken", "missed", "trouble"]
    stations: int
    villages: int
    cost_fen: int | None
    bound_fen: int | None
    gap: float | None
    floors_met: int
    floors_of: int
    broken: int
    rules_broken: str
    metres: int
    minutes: int
    g_co2e: int
    seconds: float
    plan: str | None
    trouble: str
    trouble_zh: str


class ProvinceTotalsBody(Body):
    """Sums over the counties that have a plan; `sound` of `counties` keep every rule."""

    counties: int
    sound: int
    troubled: int
    villages: int
    cost_fen: int
    bound_fen: int | None
    gap: float | None
    floors_met: int
    floors_of: int
    metres: int
    minutes: int
    g_co2e: int


class ProvinceBody(Body):
    """The newest province run. `done` of `of` counties are finished; `cost_fen` counts those under way with their best
    so far; `running` names these; `left_s` guesses what is left, null while it cannot."""

    id: str
    state: Literal["running", "done", "stopped", "failed"]
    week: str
    seed: int
    done: int
    of: int
    fraction: float
    cost_fen: int
    left_s: float | None
    running: tuple[str, ...]
    trouble: str
    trouble_zh: str
    counties: tuple[CountyRowBody, ...]
    totals: ProvinceTotalsBody


NOT_FOUND: dict[int | str, dict[str, object]] = {404: {"model": TroubleBody}}
REFUSED: dict[int | str, dict[str, object]] = {409: {"model": TroubleBody}, 422: {"model": TroubleBody}}


def province_router(desk: ProvinceDesk, gate: Gate) -> APIRouter:
    """The routes over one workspace; handlers are plain functions, run in threads."""
    router = APIRouter(prefix="/api/province")

    def need_all(actor: Actor, permission: str) -> None:
        """A run plans every county there is, so it takes the permission at each."""
        for key in sorted(_keys(desk)):
            gate.need(actor, permission, key)
        if not gate.reach(actor, permission).paths:
            raise NotAllowed(permission, "any county")

    def unit_above(actor: Actor) -> str:
        """The lowest unit that all counties of a run are below; without any, where the actor plans."""
        nodes = gate.snapshot().nodes
        paths = [nodes[OrgId(key)].path for key in _keys(desk)] or list(gate.reach(actor, PLAN_MAKE).paths)
        unit = basename(commonpath(paths))
        if not unit:
            raise NotAllowed(PLAN_MAKE, "all counties")
        return unit

    @router.get("", operation_id="get_province")
    def get_province(actor: Annotated[Actor, Depends(gate)]) -> ProvinceBody | None:
        """Null while the province has never been planned, which is no trouble."""
        status = desk.find_status()
        seen = None if status is None else _part_seen(status, _keys(desk), sees(gate, actor))
        return None if seen is None else province_body(seen)

    @router.post("", operation_id="start_province", status_code=202, responses=REFUSED)
    def start_province(actor: Annotated[Actor, Depends(gate)], order: ProvinceOrderBody) -> ProvinceBody:
        need_all(actor, PLAN_MAKE)
        budget = CountyBudget(order.seconds_per_village, order.seconds_min)
        week = Week.containing(order.week)
        return province_body(desk.start(week, budget, order.seed, org=unit_above(actor), by=actor.id))

    @router.post("/resume", operation_id="resume_province", status_code=202, responses={**NOT_FOUND, **REFUSED})
    def resume_province(actor: Annotated[Actor, Depends(gate)]) -> ProvinceBody:
        need_all(actor, PLAN_MAKE)
        return province_body(desk.resume(org=unit_above(actor), by=actor.id))

    @router.delete("", operation_id="cancel_province", responses={**NOT_FOUND, **REFUSED})
    def cancel_province(actor: Annotated[Actor, Depends(gate)]) -> ProvinceBody:
        need_all(actor, PLAN_MAKE)
        return province_body(desk.cancel(by=actor.id))

    @router.get("/export.{suffix}", operation_id="export_province", response_class=Response, responses=NOT_FOUND)
    def export_province(actor: Annotated[Actor, Depends(gate)], suffix: str) -> Response:
        export = next((each for each in PROVINCE_EXPORTS if each.suffix == f".{suffix}"), None)
        if export is None:
            known = ", ".join(each.suffix for each in PROVINCE_EXPORTS)
            raise HTTPException(404, f"no export .{suffix}; there are {known}")
        status = _part_seen(desk.status(), _keys(desk), sees(gate, actor, DATA_EXPORT))
        if status is None:
            raise NoProvinceRun
        name = f"tianlu-province-{status.week.monday}{export.suffix}"
        headers = {"Content-Disposition": attachment(name)}
        return Response(export.write(status.outcomes), media_type=export.media_type, headers=headers)

    return router


def _keys(desk: ProvinceDesk) -> frozenset[str]:
    """The counties that a run would plan now."""
    return frozenset(ref.key for ref in desk.list_packages())


def _part_seen(status: ProvinceStatus, keys: frozenset[str], may_see: Callable[[str], bool]) -> ProvinceStatus | None:
    """A run as far as somebody may see its counties, None where he may see none of them. What is told of the run as a
    whole (what is under way, its cost so far) is told only to who may see all."""
    planned = {outcome.code or outcome.key for outcome in status.outcomes}
    seen = {county for county in keys | planned if may_see(county)}
    if seen == keys | planned:
        return status if seen else None
    outcomes = tuple(outcome for outcome in status.outcomes if (outcome.code or outcome.key) in seen)
    return replace(status, outcomes=outcomes, of=len(seen), progress=None, trouble="", trouble_zh="") if seen else None


def answer_no_province(_: Request, __: Exception) -> JSONResponse:
    """404 in both languages."""
    body = TroubleBody(
        detail="the province has not been planned yet; POST /api/province starts a run",
        detail_zh="还没有规划过全省；在总览页可以开始",
    )
    return JSONResponse(body.model_dump(), status_code=404)


def province_body(status: ProvinceStatus) -> ProvinceBody:
    sums = total(status.outcomes)
    progress = status.progress
    done = len(status.outcomes)
    under_way = sum(each.fraction for each in progress.running) if progress else 0.0
    return ProvinceBody(
        id=status.id,
        state=status.state.value,
        week=status.week.monday.isoformat(),
        seed=status.seed,
        done=done,
        of=status.of,
        fraction=min(1.0, (done + under_way) / status.of) if status.of else 1.0,
        cost_fen=progress.cost_fen if progress else sums.cost_fen,
        left_s=progress.left_s if progress else None,
        running=tuple(each.key for each in progress.running) if progress else (),
        trouble=status.trouble,
        trouble_zh=status.trouble_zh,
        counties=tuple(_county(status.id, outcome) for outcome in status.outcomes),
        totals=_totals(sums),
    )


def plan_id(run_id: str, outcome: CountyOutcome) -> str:
    """The name under which a county's plan of a run is on the shelf of plans."""
    return f"{run_id}-{outcome.code}"


def _county(run_id: str, row: CountyOutcome) -> CountyRowBody:
    return CountyRowBody(
        county=row.code or row.key,
        name=row.name,
        name_en=row.name_en,
        state=row.state.value,
        stations=row.stations,
        villages=row.villages,
        cost_fen=row.cost_fen,
        bound_fen=row.bound_fen,
        gap=row.gap,
        floors_met=row.floors_met,
        floors_of=row.floors_of,
        broken=row.broken,
        rules_broken=row.rules_broken,
        metres=row.metres,
        minutes=row.minutes,
        g_co2e=row.g_co2e,
        seconds=row.seconds,
        plan=None if row.trouble else plan_id(run_id, row),
        trouble=row.trouble,
        trouble_zh=row.trouble_zh,
    )


def _totals(sums: ProvinceTotals) -> ProvinceTotalsBody:
    return ProvinceTotalsBody(
        counties=sums.counties,
        sound=sums.sound,
        troubled=sums.troubled,
        villages=sums.villages,
        cost_fen=sums.cost_fen,
        bound_fen=sums.bound_fen,
        gap=sums.gap,
        floors_met=sums.floors_met,
        floors_of=sums.floors_of,
        metres=sums.metres,
        minutes=sums.minutes,
        g_co2e=sums.g_co2e,
    )
