"""HTTP for the week's visits on the rounds of a plan: ordered as a job, shown with the customers as the reader sees
them."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import Response
from pydantic import Field

from tianlu.core.disposition import attachment
from tianlu.core.language import Language
from tianlu.jobs.model import Job, JobState
from tianlu.people.gate import Actor, Gate
from tianlu.people.naming import naming_for
from tianlu.people.roles import DATA_EXPORT, LIST_READ
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND, PlanDoor
from tianlu.plan.county_gate import need_plan, sees
from tianlu.plan.service import PlanNotFound
from tianlu.target.api_jobs import TargetJobBody, target_job_body
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import PERMISSIONS, VISITS
from tianlu.target.lists.customers.model import CustomerKind, Relation, Tier
from tianlu.target.lists.customers.service import Customers
from tianlu.target.visits.view import View, VisitsView


class VisitsOrderBody(View):
    """Visits on the rounds of a kept plan; the same seed gives the same visits."""

    plan: Annotated[str, Field(min_length=1, max_length=100)]
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1


class VisitedView(View):
    """A customer as the reader sees him; personal fields are masked where `is_masked`."""

    id: str
    name: str
    kind: CustomerKind
    phone: str
    address: str
    tier: Tier
    relation: Relation
    monthly_fen: int
    is_masked: bool


class VisitsOfPlanBody(View):
    """The newest job for a plan, and what the newest that is done has found; `customers` are those in reach and
    `owners` the names of who owns them, by id. `is_current` is False where the county's data have changed since."""

    job: TargetJobBody | None
    found: VisitsView | None
    customers: tuple[VisitedView, ...]
    owners: dict[str, str]
    is_current: bool


Workbook = Callable[[VisitsOfPlanBody, Mapping[str, str], Language], bytes]
"""Writes visits that were planned; the mapping are the names of places."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_PLANNED = {
    "detail": "no visits were planned on the rounds of this plan; plan them first",
    "detail_zh": "这个计划还没有安排走访；请先安排",
}


def visits_router(
    door: PlanDoor, desk: TargetDesk, customers: Customers, gate: Gate, *, workbook: Workbook
) -> APIRouter:
    router = APIRouter(prefix="/api/target/visits", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]
    plan_id = Annotated[str, Query(max_length=100, description="id of a kept plan")]

    @router.get("", operation_id="get_week_visits", responses=NOT_FOUND)
    def get_visits(actor: signed_in, plan: plan_id) -> VisitsOfPlanBody:
        return _visits_of(actor, plan)

    @router.get("/export.xlsx", operation_id="export_week_visits", response_class=Response, responses=NOT_FOUND)
    def export_visits(actor: signed_in, plan: plan_id, language: Language = Language.ZH) -> Response:
        """The visits and who is left out, customers as the reader sees them."""
        need_plan(gate, actor, DATA_EXPORT, plan, shelf=door.shelf)
        body, county = _visits_of(actor, plan), door.shelf.get(plan).meta.county
        if body.found is None:
            raise HTTPException(404, NOT_PLANNED)
        english = language is Language.EN
        names = {str(p.id): (p.name_en if english and p.name_en else p.name) for p in door.counties.places(county)}
        headers = {"Content-Disposition": attachment(f"tianlu-visits-{county}-{body.found.week}.xlsx")}
        return Response(workbook(body, names, language), media_type=XLSX, headers=headers)

    @router.post("", operation_id="plan_week_visits", status_code=202, responses=MAY_REFUSE)
    def order_visits(actor: signed_in, order: VisitsOrderBody) -> TargetJobBody:
        """While the same is under way, that job."""
        need_plan(gate, actor, PERMISSIONS[VISITS], order.plan, shelf=door.shelf)
        county = door.shelf.get(order.plan).meta.county
        job: Job = desk.order(VISITS, county, {"plan": order.plan, "seed": order.seed}, by=actor.id)
        return target_job_body(job)

    def _visits_of(actor: Actor, plan: str) -> VisitsOfPlanBody:
        """Raises PlanNotFound, also to who may not see the county's list."""
        meta = door.shelf.get(plan).meta
        if not sees(gate, actor, LIST_READ)(meta.county):
            raise PlanNotFound(plan)
        is_its = lambda job: job.order["plan"] == plan  # noqa: E731
        newest = desk.newest(VISITS, meta.county, is_wanted=is_its)
        done = desk.newest(VISITS, meta.county, JobState.DONE, is_wanted=is_its)
        found = None if done is None else desk.read(done, VisitsView)
        _, problem = door.counties.open_week(meta.county, meta.week)
        shown, owners = _who(actor, found)
        return VisitsOfPlanBody(
            job=None if newest is None else target_job_body(newest),
            found=found,
            customers=shown,
            owners=owners,
            is_current=found is not None and found.problem_hash == problem.hash,
        )

    def _who(actor: Actor, found: VisitsView | None) -> tuple[tuple[VisitedView, ...], dict[str, str]]:
        if found is None:
            return (), {}
        ids = [
            *(each.customer for each in found.visits),
            *(each.customer for each in found.left_out),
            *found.elsewhere,
        ]
        naming = naming_for(gate, actor)
        shown = tuple(
            VisitedView(
                **{name: value for name, value in seen.customer.__dict__.items() if name in VisitedView.model_fields},
                is_masked=seen.is_masked,
            )
            for seen in customers.seen(actor, ids).values()
        )
        owners = {each.owner for each in found.visits} | {each.owner for each in found.left_out}
        return shown, {owner: naming.person_name(owner) for owner in sorted(owners) if owner}

    return router
