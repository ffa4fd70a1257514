"""The long work of targeting, each kind with what does it, and the routes over it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from tianlu.command.envelope import ActorId
from tianlu.files.plots_files import plots_excel, plots_geojson
from tianlu.files.visits_excel import visits_workbook
from tianlu.jobs.book import JobBook
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.work import Work
from tianlu.jobs.worker import WorkerParams
from tianlu.plan.api import PlanDoor
from tianlu.plan.sender import PlanSender
from tianlu.server.job_book import beside_a_server
from tianlu.server.one_door import OneDoor
from tianlu.server.target.api_intake import intake_router
from tianlu.server.target.area_shares import plan_area_sharing
from tianlu.server.target.campaign import take_campaign
from tianlu.server.target.campaign_work import CampaignMaker
from tianlu.server.target.grid_files import grid_files_router
from tianlu.server.target.grid_work import GridMaker
from tianlu.server.target.intake_work import IntakeMaker, IntakeWork
from tianlu.server.target.lists import send_orders
from tianlu.server.target.parts import TargetParts, open_parts
from tianlu.server.target.plots_work import PlotsMaker
from tianlu.server.target.shares import share_out_as
from tianlu.server.target.tiering import grade_as
from tianlu.server.target.visits_work import VisitsMaker
from tianlu.server.target.worth import take_orders
from tianlu.server.target.worth_work import WorthMaker
from tianlu.target.api_jobs import target_jobs_router
from tianlu.target.desk import TargetDesk, ViewWork
from tianlu.target.job_kinds import CAMPAIGN, GRID, PLOTS, TAKE_IN, VALUE, VISITS
from tianlu.target.lists.api_grades import grades_router
from tianlu.target.lists.api_shares import shares_router
from tianlu.target.lists.campaign.api import campaign_router
from tianlu.target.lists.customers.api_doubts import doubts_router
from tianlu.target.lists.customers.service import Customers
from tianlu.target.lists.worth.api import worth_router
from tianlu.target.map.api import grid_router
from tianlu.target.plots.kept.api import AreaSharesView, PlotsDoor, PlotsExport, plots_router
from tianlu.target.visits.api import visits_router

PLOTS_EXPORTS = {
    "xlsx": PlotsExport("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", plots_excel),
    "geojson": PlotsExport("application/geo+json", plots_geojson),
}


def open_target(
    one_door: OneDoor, door: PlanDoor, jobs: JobBook, *, clock: Callable[[], datetime] | None = None
) -> TargetDesk:
    """One work at a time; `clock` gives aware moments."""
    clock = clock or (lambda: datetime.now(UTC))
    parts = TargetParts(one_door, door.counties, door.shelf)
    return TargetDesk(JobDesk(jobs, _works(parts, clock), WorkerParams()), parts.engine)


def open_target_beside(one_door: OneDoor, kind: str) -> TargetDesk:
    """For the command line, which has a job of one kind done: here, or by a server that runs beside."""
    parts = open_parts(one_door)
    works = {kind: _works(parts, lambda: datetime.now(UTC))[kind]}
    return TargetDesk(JobDesk(beside_a_server(one_door), works, WorkerParams()), parts.engine)


def _works(parts: TargetParts, clock: Callable[[], datetime]) -> dict[str, Work]:
    return {
        TAKE_IN: IntakeWork(parts.engine, IntakeMaker(parts)),
        GRID: ViewWork(parts.engine, GridMaker(parts, clock)),
        VALUE: ViewWork(parts.engine, WorthMaker(parts, clock)),
        CAMPAIGN: ViewWork(parts.engine, CampaignMaker(parts, clock)),
        VISITS: ViewWork(parts.engine, VisitsMaker(parts, clock)),
        PLOTS: ViewWork(parts.engine, PlotsMaker(parts, clock)),
    }


def add_target(app: FastAPI, one_door: OneDoor, door: PlanDoor, desk: TargetDesk) -> None:
    """The routes of all kinds."""
    gate = one_door.sign_in.gate
    customers = Customers(one_door.workspace.engine, gate, clock=lambda: datetime.now(UTC))
    app.include_router(target_jobs_router(desk, gate))
    app.include_router(intake_router(desk, gate))
    app.include_router(doubts_router(customers, gate))
    app.include_router(grid_router(desk, customers, door.shelf, gate))
    app.include_router(grid_files_router(desk, gate))
    app.include_router(visits_router(door, desk, customers, gate, workbook=visits_workbook))
    parts = TargetParts(one_door, door.counties, door.shelf)
    app.include_router(worth_router(desk, partial(take_orders, parts, desk), customers, gate))
    app.include_router(grades_router(partial(grade_as, parts), gate))
    app.include_router(shares_router(partial(share_out_as, parts), gate))
    app.include_router(campaign_router(desk, partial(take_campaign, parts, desk), customers, gate))
    plots = PlotsDoor(
        counties=door.counties,
        shelf=door.shelf,
        desk=desk,
        gate=gate,
        sender=PlanSender(one_door.door.submit, clock=lambda: datetime.now(UTC)),
        exports=PLOTS_EXPORTS,
        share_by_area=partial(share_by_area, parts),
    )
    app.include_router(plots_router(plots))


def share_by_area(parts: TargetParts, org: str, by: ActorId, is_dry_run: bool) -> AreaSharesView:
    """Small customers whom nobody owns to who works their plot; or only told how many it would be."""
    plan = plan_area_sharing(parts, org, now=datetime.now(UTC))
    sent = None if is_dry_run else send_orders(parts.one_door.door.submit, by, plan.orders)
    return AreaSharesView(
        given=len(plan.orders) if sent is None else sent.changes,
        in_vacant=plan.in_vacant,
        left=plan.left,
        elsewhere=plan.elsewhere,
        refused=0 if sent is None else len(sent.refused),
    )
