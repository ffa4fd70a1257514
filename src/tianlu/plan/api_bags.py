"""HTTP for bags on buses: routes only. Counties, plans and what writes the papers come in as `BagDoor`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from tianlu.core.calendar import Week
from tianlu.core.disposition import attachment, shown_here
from tianlu.core.language import Language
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import BAGS_SCAN, PLAN_READ
from tianlu.place.model import PlaceKind
from tianlu.plan.api import NOT_FOUND, TroubleBody
from tianlu.plan.bags.custody import TripBook
from tianlu.plan.bags.event import EventId
from tianlu.plan.bags.manifest import list_manifests
from tianlu.plan.bags.names import Names, names_of
from tianlu.plan.bags.scan import Act, Scan
from tianlu.plan.bags.service import WeekBags, open_bags
from tianlu.plan.bags.split import split_month, split_week
from tianlu.plan.bags.split_rule import read_rule
from tianlu.plan.bags.statement import Month, Statement, choose_books, make_statement, parse_month
from tianlu.plan.counties import Counties
from tianlu.plan.county import County
from tianlu.plan.county_gate import need_county, need_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.service import Shelf
from tianlu.plan.view_bags import (
    BagsView,
    SplitView,
    StatementView,
    view_bags,
    view_month_split,
    view_statement,
    view_week_split,
)

SCANS_MAX = 500


@dataclass(frozen=True)
class BagPaper:
    """Manifests and labels as a kind of file."""

    media_type: str
    write: Callable[[Sequence[TripBook], Names, str, Language], bytes]


@dataclass(frozen=True)
class StatementPaper:
    """A month's statement as a kind of file."""

    media_type: str
    write: Callable[[Statement, Names, str, Language], bytes]


@dataclass(frozen=True)
class BagDoor:
    """What the routes are given; papers by suffix."""

    counties: Counties
    shelf: Shelf
    clock: Callable[[], datetime]
    papers: Mapping[str, BagPaper]
    statements: Mapping[str, StatementPaper]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScanBody(Body):
    """One act upon a bag or a bus. `id` is made by the sender: what is sent twice is written once. `bag` is a number or
    a label's whole text; `other` the one on the other side of a change of hands; without `at` it is now."""

    id: Annotated[str, Field(min_length=1, max_length=80)]
    act: Act
    by: str
    at: datetime | None = None
    bag: str = ""
    trip: str = ""
    other: str = ""
    seal: str = ""
    identity: bool = False
    inspection: bool = False
    registration: bool = False
    pieces: int | None = None
    grams: int | None = None
    stowage: str = ""
    exception: str = ""
    outcome: str = ""
    claim_fen: int | None = None
    note: str = ""


class ScansBody(Body):
    """Acts that are written all, or none of them."""

    scans: Annotated[tuple[ScanBody, ...], Field(min_length=1, max_length=SCANS_MAX)]


class SplitOrderBody(Body):
    """A rule, in the shape of its YAML file (docs/reference/bags.md)."""

    rule: dict[str, Any]


REFUSED: dict[int | str, dict[str, object]] = {**NOT_FOUND, 422: {"model": TroubleBody}}
DayOf = Annotated[int | None, Query(ge=0, le=6, description="a weekday, Monday 0; the whole week where left out")]
MonthOf = Annotated[str, Query(description="a month, as 2026-11")]


@dataclass(frozen=True)
class _OpenPlan:
    """A kept plan's bags with all that belongs to them. The plan is without what its problem no longer has."""

    county: County
    problem: WeekProblem
    plan: Plan
    week: Week
    bags: WeekBags


def bag_router(door: BagDoor, gate: Gate) -> APIRouter:
    """The routes over one workspace."""
    router = APIRouter(prefix="/api")

    @router.get("/plans/{plan_id}/bags", operation_id="list_bags", responses=REFUSED)
    def list_bags(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> BagsView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        opened = _open(door, plan_id)
        return _view(opened, plan_id, opened.bags.list_books())

    @router.post("/plans/{plan_id}/bags/scans", operation_id="scan_bags", responses=REFUSED)
    def scan_bags(actor: Annotated[Actor, Depends(gate)], plan_id: str, body: ScansBody) -> BagsView:
        need_plan(gate, actor, BAGS_SCAN, plan_id, shelf=door.shelf)
        opened = _open(door, plan_id)
        now = door.clock().replace(tzinfo=None, microsecond=0)
        return _view(opened, plan_id, opened.bags.append(_scan(each, now) for each in body.scans))

    @router.get("/plans/{plan_id}/bags/papers.{suffix}", operation_id="print_bags", response_class=Response)
    def print_bags(
        actor: Annotated[Actor, Depends(gate)],
        plan_id: str,
        suffix: str,
        day: DayOf = None,
        trip: str | None = None,
        language: Language = Language.ZH,
    ) -> Response:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        paper = door.papers.get(suffix) or _no_paper(suffix, door.papers)
        opened = _open(door, plan_id)
        books = [
            book
            for book in opened.bags.list_books()
            if day in (None, book.manifest.day) and trip in (None, book.manifest.trip)
        ]
        if not books:
            raise HTTPException(404, f"no bag rides then; /api/plans/{plan_id}/bags lists the trips that carry any")
        names = names_of(opened.county, opened.problem, language)
        content = paper.write(books, names, opened.problem.name, language)
        return _file(content, paper.media_type, f"tianlu-bags-{opened.county.code}-{opened.week.monday}.{suffix}")

    @router.post("/plans/{plan_id}/bags/split", operation_id="split_cost", responses=REFUSED)
    def split_cost(actor: Annotated[Actor, Depends(gate)], plan_id: str, body: SplitOrderBody) -> SplitView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        rule = read_rule(body.rule)
        opened = _open(door, plan_id)
        manifests = list_manifests(opened.problem, opened.plan, opened.week)
        return view_week_split(split_week(opened.problem, opened.plan, manifests, rule))

    @router.get("/counties/{code}/bags/statement", operation_id="get_bag_statement", responses=REFUSED)
    def get_statement(actor: Annotated[Actor, Depends(gate)], code: str, month: MonthOf) -> StatementView:
        need_county(gate, actor, PLAN_READ, code)
        chosen = parse_month(month)
        books, _ = _month_books(door, code, chosen)
        return view_statement(make_statement(books, chosen))

    @router.get("/counties/{code}/bags/statement.{suffix}", operation_id="print_statement", response_class=Response)
    def print_statement(
        actor: Annotated[Actor, Depends(gate)], code: str, suffix: str, month: MonthOf, language: Language = Language.ZH
    ) -> Response:
        need_county(gate, actor, PLAN_READ, code)
        paper = door.statements.get(suffix) or _no_paper(suffix, door.statements)
        chosen = parse_month(month)
        books, names = _month_books(door, code, chosen, language)
        county = door.counties.open(code)
        title = language.pick(zh=county.name, en=county.name_en or county.name)
        content = paper.write(make_statement(books, chosen), names, title, language)
        return _file(content, paper.media_type, f"tianlu-statement-{code}-{chosen}.{suffix}")

    @router.post("/counties/{code}/bags/split", operation_id="split_month", responses=REFUSED)
    def split_fees(
        actor: Annotated[Actor, Depends(gate)], code: str, month: MonthOf, body: SplitOrderBody
    ) -> SplitView:
        need_county(gate, actor, PLAN_READ, code)
        rule, chosen = read_rule(body.rule), parse_month(month)
        books, _ = _month_books(door, code, chosen)
        hub = next(place for place in door.counties.open(code).places if place.kind is PlaceKind.HUB)
        return view_month_split(split_month(books, chosen, rule, hub=hub.id))

    return router


def _open(door: BagDoor, plan_id: str) -> _OpenPlan:
    kept = door.shelf.get(plan_id)
    county, problem = door.counties.open_week(kept.meta.county, kept.meta.week)
    plan, _ = sound_part(problem, kept.plan)
    bags = open_bags(problem, kept.plan, kept.meta.week, plan_file=door.shelf.plan_file(plan_id))
    return _OpenPlan(county, problem, plan, kept.meta.week, bags)


def _view(opened: _OpenPlan, plan_id: str, books: Sequence[TripBook]) -> BagsView:
    names = names_of(opened.county, opened.problem, Language.ZH)
    return view_bags(books, names, plan=plan_id, county=opened.county.code, week=opened.week.monday.isoformat())


def _scan(body: ScanBody, now: datetime) -> Scan:
    fields = body.model_dump()
    return Scan(**{**fields, "id": EventId(body.id), "act": body.act.value, "at": body.at or now})


def _month_books(
    door: BagDoor, code: str, month: Month, language: Language = Language.ZH
) -> tuple[tuple[TripBook, ...], Names]:
    """The month's trips: of each week those of the plans under which bags were scanned, else of the newest plan."""
    by_week: dict[Week, list[_OpenPlan]] = {}
    for meta in door.shelf.list_metas():
        if meta.county == code and _touches(meta.week, month):
            by_week.setdefault(meta.week, []).append(_open(door, meta.id))
    chosen = [
        opened
        for plans in by_week.values()
        for opened in ([each for each in plans if each.bags.log.list_events()] or plans[:1])
    ]
    books = choose_books(book for opened in chosen for book in opened.bags.list_books())
    county = door.counties.open(code)
    places = {place.id: language.pick(zh=place.name, en=place.name_en or place.name) for place in county.places}
    return books, Names(places, {})


def _touches(week: Week, month: Month) -> bool:
    days: list[date] = [week.monday + timedelta(days=day) for day in range(7)]
    return any(day in month for day in days)


def _no_paper(suffix: str, known: Mapping[str, object]) -> Any:
    raise HTTPException(404, f"no paper .{suffix}; there are {', '.join(sorted(known))}")


def _file(content: bytes, media_type: str, name: str) -> Response:
    """Pages open in the browser to be printed; a workbook is saved."""
    how = attachment(name) if name.endswith(".xlsx") else shown_here(name)
    return Response(content, media_type=media_type, headers={"Content-Disposition": how})
