"""HTTP for a county's plots: shown, drawn or mended as a job, a proposal kept, a move priced, files to take away.

Edits go through `/api/commands`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from tianlu.command.envelope import ActorId
from tianlu.core.disposition import attachment
from tianlu.core.language import Language
from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.model import Job, JobState
from tianlu.people.gate import Actor, Gate
from tianlu.people.naming import naming_for
from tianlu.people.roles import LIST_MANAGE, LIST_READ
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND
from tianlu.plan.counties import Counties, CountyNotFound
from tianlu.plan.county_gate import need_plan, sees
from tianlu.plan.sender import PlanRefused, PlanSender
from tianlu.plan.service import Shelf
from tianlu.target.api_jobs import TargetJobBody, target_job_body
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import PERMISSIONS, PLOTS
from tianlu.target.plots.kept import refusals, store
from tianlu.target.plots.kept.balance import shares_of, uneven_plots
from tianlu.target.plots.kept.bodies import MoveBody
from tianlu.target.plots.kept.kinds import trouble_of_move
from tianlu.target.plots.kept.model import Drawing
from tianlu.target.plots.kept.register import KEEP
from tianlu.target.plots.kept.task import task_of
from tianlu.target.plots.kept.view import (
    DrawingView,
    Mode,
    MoveCostView,
    PlotPlaceView,
    ProposalView,
    ShareView,
    View,
    keep_body,
    view_drawing,
    view_places,
)

OrgOf = Annotated[str, Query(max_length=100, description="code of a county")]
WritePlots = Callable[[DrawingView, tuple[PlotPlaceView, ...], Language], bytes]


class PlotsOrderBody(View):
    """Plots by the minutes of a kept plan: `draw` makes `plots` new ones, `mend` keeps those there are but the
    `vacant`. The same seed gives the same plots. Locked places stay."""

    plan: Annotated[str, Field(min_length=1, max_length=100)]
    mode: Mode = "draw"
    plots: Annotated[int, Field(ge=1, le=200)] = 6
    tolerance: Annotated[float, Field(ge=0, le=1)] = 0.1
    with_visits: bool = False
    vacant: Annotated[tuple[Annotated[int, Field(ge=1, le=9_999)], ...], Field(max_length=200)] = ()
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1


class KeepProposalBody(View):
    """The proposal that a job found, kept in place of the plots that it was made for."""

    job: Annotated[str, Field(min_length=1, max_length=100)]
    note: Annotated[str, Field(max_length=500)] = ""


class VersionBody(View):
    """Of the plots after a change."""

    version: int


class PriceBody(MoveBody):
    org: Annotated[str, Field(min_length=1, max_length=100)]


class ShareByAreaBody(View):
    org: Annotated[str, Field(min_length=1, max_length=100)]
    dry_run: bool = False


class AreaSharesView(View):
    """Small customers given to who works their plot, or to be given where it was only asked; those whose plot is
    vacant, for whom he has no room, who are in no plot, and whom the door refused."""

    given: int
    in_vacant: int
    left: int
    elsewhere: int
    refused: int


class PlotsOfCountyBody(View):
    """The plots that a county has, the newest job, and what the newest that is done has found: not where it was kept,
    and where the plots have changed since, only `is_outdated`."""

    org: str
    drawing: DrawingView | None
    places: tuple[PlotPlaceView, ...]
    job: TargetJobBody | None
    proposal: ProposalView | None
    proposal_job: str
    is_outdated: bool
    may_manage: bool


@dataclass(frozen=True)
class PlotsExport:
    """A file that plots can be taken away as."""

    media_type: str
    write: WritePlots


@dataclass(frozen=True)
class PlotsDoor:
    """What the routes are given. `share_by_area` gives small customers to who works their plot, in somebody's name."""

    counties: Counties
    shelf: Shelf
    desk: TargetDesk
    gate: Gate
    sender: PlanSender
    exports: Mapping[str, PlotsExport]
    share_by_area: Callable[[str, ActorId, bool], AreaSharesView]


def plots_router(door: PlotsDoor) -> APIRouter:
    router = APIRouter(prefix="/api/target/plots", tags=["target"])
    gate, desk = door.gate, door.desk
    signed_in = Annotated[Actor, Depends(gate)]

    def need(actor: Actor, org: str, permission: str = LIST_READ) -> None:
        """Raises CountyNotFound also to who may not see it, NotAllowed."""
        if not sees(gate, actor, LIST_READ)(org):
            raise CountyNotFound(org)
        gate.need(actor, permission, org)

    def find(org: str) -> Drawing | None:
        with desk.engine.connect() as connection:
            return store.find_drawing(connection, org)

    def must_have(org: str) -> Drawing:
        """Raises PlanRefused where there are none."""
        drawing = find(org)
        if drawing is None:
            raise PlanRefused(refusals.no_drawing(org))
        return drawing

    def show(actor: Actor, drawing: Drawing) -> DrawingView:
        naming, persons = naming_for(gate, actor), gate.snapshot().persons

        def has_left(id_: str) -> bool:
            person = persons.get(ActorId(id_))
            return person is None or person.has_left

        return view_drawing(drawing, person_name=naming.person_name, unit_name=naming.unit_name, has_left=has_left)

    @router.get("", operation_id="get_plots", responses=NOT_FOUND)
    def get_plots(actor: signed_in, org: OrgOf) -> PlotsOfCountyBody:
        need(actor, org)
        drawing, places = find(org), door.counties.places(org)
        newest, done = desk.newest(PLOTS, org), desk.newest(PLOTS, org, JobState.DONE)
        found = None if done is None or _is_kept(done, drawing) else desk.read(done, ProposalView)
        is_outdated = found is not None and found.base != (0 if drawing is None else drawing.version)
        return PlotsOfCountyBody(
            org=org,
            drawing=None if drawing is None else show(actor, drawing),
            places=view_places(drawing, places),
            job=None if newest is None else target_job_body(newest),
            proposal=None if is_outdated else found,
            proposal_job="" if found is None or is_outdated or done is None else done.id,
            is_outdated=is_outdated,
            may_manage=sees(gate, actor, LIST_MANAGE)(org),
        )

    @router.post("", operation_id="propose_plots", status_code=202, responses=MAY_REFUSE)
    def order_plots(actor: signed_in, order: PlotsOrderBody) -> TargetJobBody:
        """While the same is under way, that job."""
        need_plan(gate, actor, PERMISSIONS[PLOTS], order.plan, shelf=door.shelf)
        county = door.shelf.get(order.plan).meta.county
        if order.mode == "mend":
            must_have(county)
        return target_job_body(desk.order(PLOTS, county, order.model_dump(mode="json"), by=actor.id))

    @router.post("/keep", operation_id="keep_plots", responses=MAY_REFUSE)
    def keep_proposal(actor: signed_in, body: KeepProposalBody) -> VersionBody:
        """Refused where the plots have changed since the proposal was made for them."""
        job = desk.jobs.get(body.job)
        if job.kind != PLOTS or job.state is not JobState.DONE or not sees(gate, actor, LIST_READ)(job.org):
            raise NoSuchJob(body.job)
        need(actor, job.org, LIST_MANAGE)
        found = desk.read(job, ProposalView)
        content = keep_body(found, job=job.id, note=body.note)
        receipt = door.sender.send(actor.id, KEEP, job.org, content, base=found.base)
        assert receipt.version is not None, "what is kept has a version"
        return VersionBody(version=receipt.version)

    @router.post("/price", operation_id="price_plot_move", responses=MAY_REFUSE)
    def price(actor: signed_in, body: PriceBody) -> MoveCostView:
        """What a move would come to; nothing is moved."""
        need(actor, body.org)
        return price_of(must_have(body.org), {each.place: each.plot for each in body.moves})

    @router.post("/share-by-area", operation_id="share_customers_by_plot", responses=MAY_REFUSE)
    def share_by_area(actor: signed_in, body: ShareByAreaBody) -> AreaSharesView:
        need(actor, body.org, LIST_MANAGE)
        must_have(body.org)
        return door.share_by_area(body.org, actor.id, body.dry_run)

    @router.get(
        "/export/{suffix}",
        operation_id="export_plots",
        response_class=Response,
        responses={**MAY_REFUSE, 200: {"content": {"application/octet-stream": {}}}},
    )
    def export(
        actor: signed_in, suffix: Literal["xlsx", "geojson"], org: OrgOf, language: Language = Language.ZH
    ) -> Response:
        need(actor, org)
        drawing, kind = must_have(org), door.exports[suffix]
        content = kind.write(show(actor, drawing), view_places(drawing, door.counties.places(org)), language)
        headers = {"Content-Disposition": attachment(f"tianlu-plots-{org}.{suffix}")}
        return Response(content, media_type=kind.media_type, headers=headers)

    return router


def price_of(drawing: Drawing, goes_to: Mapping[str, int]) -> MoveCostView:
    """Of places and plots that there are; of others the refusal alone."""
    trouble = trouble_of_move(drawing, goes_to)
    is_known = set(goes_to) <= set(drawing.place) and set(goes_to.values()) <= set(drawing.plot)
    plot_of = {**drawing.plot_of, **goes_to} if is_known else drawing.plot_of
    uneven = set(uneven_plots(drawing, plot_of))
    return MoveCostView(
        more_cut=task_of(drawing).price(goes_to).more_cut if is_known else 0,
        shares=tuple(
            ShareView(plot=plot, share=share, is_even=plot not in uneven)
            for plot, share in shares_of(drawing, plot_of).items()
        ),
        refusal="" if trouble is None else f"{trouble.reason}; {trouble.mend}",
        refusal_zh="" if trouble is None else f"{trouble.reason_zh}；{trouble.mend_zh}",
    )


def _is_kept(job: Job, drawing: Drawing | None) -> bool:
    return drawing is not None and drawing.job == job.id
