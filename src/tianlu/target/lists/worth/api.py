"""HTTP for what customers are worth: orders sent as a file, assessed as a job, shown with customers as the reader sees
them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, UploadFile

from tianlu.jobs.model import JobState
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.roles import DATA_IMPORT, LIST_READ
from tianlu.plan.api import MAY_REFUSE
from tianlu.plan.county_gate import sees
from tianlu.target.api_jobs import FileTaken, FileTakenBody, TargetJobBody, file_taken_body, read_file, target_job_body
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import PERMISSIONS, VALUE
from tianlu.target.lists.customers.model import CustomerKind, Relation, Tier
from tianlu.target.lists.customers.service import Customers
from tianlu.target.lists.worth.view import View, WorthsView, WorthView


@dataclass(frozen=True)
class OrdersSent:
    """A file of orders of the customers at a unit; `source` is whose list the customers' keys are from, `until` the
    last day that counts, that of the last order where None."""

    org: str
    source: str
    name: str
    content: bytes
    until: date | None
    days_ahead: int


TakeOrders = Callable[[OrdersSent, str], FileTaken]
"""Reads a file and orders the job in somebody's name. Raises ProblemsFound."""


class ValuedView(View):
    """A customer with his worth, as the reader sees him; personal fields are masked where `is_masked`."""

    id: str
    name: str
    kind: CustomerKind
    tier: Tier
    relation: Relation
    monthly_fen: int
    owner: str
    is_masked: bool
    worth: WorthView


class WorthsBody(View):
    """The newest job at a unit, and what the newest that is done has found, without its customers; those in reach stand
    beside it, most to be expected first."""

    job: TargetJobBody | None
    found: WorthsView | None
    customers: tuple[ValuedView, ...]


def worth_router(desk: TargetDesk, take: TakeOrders, customers: Customers, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/value", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]
    unit = Annotated[str, Query(max_length=100, description="the unit whose customers, with all below it")]

    @router.get("", operation_id="get_customer_worths")
    def get_worths(actor: signed_in, org: unit) -> WorthsBody:
        if not sees(gate, actor, LIST_READ)(org):
            raise NotAllowed(LIST_READ, org)
        newest, done = desk.newest(VALUE, org), desk.newest(VALUE, org, JobState.DONE)
        found = None if done is None else desk.read(done, WorthsView)
        return WorthsBody(
            job=None if newest is None else target_job_body(newest),
            found=None if found is None else found.model_copy(update={"customers": ()}),
            customers=() if found is None else _valued(actor, found),
        )

    @router.post("", operation_id="assess_customers", status_code=202, responses=MAY_REFUSE)
    def send_orders(
        actor: signed_in,
        file: UploadFile,
        org: unit,
        source: Annotated[str, Query(min_length=1, max_length=60, description="whose list the keys are from")],
        until: Annotated[date | None, Query(description="the last day that counts; the last order's")] = None,
        days_ahead: Annotated[int, Query(ge=7, le=366, description="days that are looked ahead")] = 90,
    ) -> FileTakenBody:
        """An Excel or CSV file with customer, day and yuan, and perhaps product and pieces."""
        gate.need(actor, PERMISSIONS[VALUE], org)
        gate.need(actor, DATA_IMPORT, org)
        sent = OrdersSent(org, source.strip(), file.filename or "orders", read_file(file), until, days_ahead)
        return file_taken_body(take(sent, actor.id))

    def _valued(actor: Actor, found: WorthsView) -> tuple[ValuedView, ...]:
        seen = customers.seen(actor, [each.customer for each in found.customers])
        best_first = sorted(found.customers, key=lambda each: (-(each.expected_fen or 0), -each.fen, each.customer))
        return tuple(
            ValuedView(
                id=each.customer,
                name=who.customer.name,
                kind=who.customer.kind,
                tier=who.customer.tier,
                relation=who.customer.relation,
                monthly_fen=who.customer.monthly_fen,
                owner="" if who.claim is None else who.claim.owner,
                is_masked=who.is_masked,
                worth=each,
            )
            for each in best_first
            if (who := seen.get(each.customer)) is not None
        )

    return router
