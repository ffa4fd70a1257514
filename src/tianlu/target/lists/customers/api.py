"""HTTP for customers: the list, one customer, the funnel, the work levels. Changes go through `/api/commands`."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, ConfigDict

from tianlu.people.gate import Actor, Gate
from tianlu.people.naming import Naming, naming_for
from tianlu.people.roles import LIST_READ
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import CustomerKind, Relation, Stage, Tier, Work, WorkDone
from tianlu.target.lists.customers.service import Customers
from tianlu.target.lists.customers.sight import CustomerSeen
from tianlu.target.lists.customers.store import Key, Wanted

PAGE_MOST = 500
NO_PLACE = {
    "detail": "`after` is no place in the list: take it from `next` of the page before, or leave it out",
    "detail_zh": "after 不是清单中的位置：请使用上一页返回的 next，或不填",
}


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class ClaimView(View):
    owner: str
    owner_name: str
    deputy: str | None
    deputy_name: str | None
    since: datetime
    until: datetime


class CustomerView(View):
    """Personal fields are masked where `is_masked`. Money in fen a month; `fallen_percent` is set where it fell so far
    on the year that the churn alarm sounds."""

    id: str
    org: str
    org_name: str
    kind: CustomerKind
    name: str
    phone: str
    address: str
    division: str
    place: str
    tier: Tier
    relation: Relation
    monthly_fen: int
    before_fen: int
    fallen_percent: int | None
    lines: str
    stage: Stage
    reason: str
    opening: int
    version: int
    is_masked: bool
    claim: ClaimView | None


class CustomersPage(View):
    """Most money first. The next page is asked for with `next` as `after`, where there is one."""

    customers: tuple[CustomerView, ...]
    total: int
    next: str | None


class WorkView(View):
    work: Work
    by: str
    by_name: str
    at: datetime
    words: str
    evidence: str
    opening: int


class MergedView(View):
    """Somebody who was made one with the customer, and may be parted from him again."""

    id: str
    name: str
    by: str
    by_name: str
    at: datetime
    reason: str


class CustomerWholeView(View):
    """`missing` is what the tier still asks for before he may be struck off, each work as often as it is missing;
    `merged` are those who went into him."""

    customer: CustomerView
    works: tuple[WorkView, ...]
    missing: tuple[Work, ...]
    merged: tuple[MergedView, ...]


class StepsView(View):
    """Customers of a unit or an owner at each step of the way, each step within the one before."""

    of: str
    name: str
    listed: int
    claimed: int
    worked: int
    striking: int
    struck: int


class LevelView(View):
    tier: Tier
    needs: tuple[Work, ...]
    proven: tuple[Work, ...]
    idle_days: int
    capacity: int


def customer_router(customers: Customers, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/customers", tags=["customers"])
    signed_in = Annotated[Actor, Depends(gate)]

    def wanted_by(
        org: Annotated[str | None, Query(max_length=100, description="a unit, with all below it")] = None,
        tier: Tier | None = None,
        relation: Relation | None = None,
        stage: Stage | None = None,
        owner: Annotated[str | None, Query(max_length=100, description="whose customers, as A or B")] = None,
        unclaimed: bool = False,
        text: Annotated[str, Query(max_length=100, description="part of a company's name, or an id")] = "",
        falling: Annotated[bool, Query(description="only whose money fell so far on the year: churn alarm")] = False,
    ) -> Wanted:
        path = None if org is None else customers.path_of(org)
        return Wanted(path, tier, relation, stage, owner, unclaimed, text.strip(), falling)

    narrowed = Annotated[Wanted, Depends(wanted_by)]

    @router.get("", operation_id="list_customers")
    def list_customers(
        actor: signed_in,
        wanted: narrowed,
        after: Annotated[str, Query(max_length=400, description="`next` of the page before")] = "",
        count: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
    ) -> CustomersPage:
        found = customers.page(actor, wanted, after=_read_key(after), count=count)
        naming = naming_for(gate, actor)
        return CustomersPage(
            customers=tuple(_view(seen, naming) for seen in found.customers),
            total=found.total,
            next=None if found.last is None else _write_key(found.last),
        )

    @router.get("/funnel", operation_id="get_customer_funnel")
    def get_funnel(actor: signed_in, wanted: narrowed, by_owner: bool = False) -> list[StepsView]:
        naming = naming_for(gate, actor)
        name = naming.person_name if by_owner else naming.unit_name
        return [
            StepsView(**each.__dict__, name=name(each.of))
            for each in customers.funnel(actor, wanted, by_owner=by_owner)
        ]

    @router.get("/levels", operation_id="list_work_levels")
    def list_levels(actor: signed_in) -> list[LevelView]:
        gate.need_anywhere(actor, LIST_READ)
        return [
            LevelView(
                tier=tier,
                needs=tuple(work for work, times in level.needs.items() for _ in range(times)),
                proven=tuple(sorted(level.proven)),
                idle_days=level.idle.days,
                capacity=level.capacity,
            )
            for tier, level in shipped_levels().items()
        ]

    @router.get("/{customer}", operation_id="get_customer")
    def get_customer(customer: str, actor: signed_in) -> CustomerWholeView:
        whole, naming = customers.get(actor, customer), naming_for(gate, actor)
        return CustomerWholeView(
            customer=_view(whole.seen, naming),
            works=tuple(_work(work, naming) for work in whole.works),
            missing=tuple(whole.missing),
            merged=tuple(
                MergedView(
                    id=each.said.gone,
                    name=each.seen.customer.name,
                    by=each.said.by,
                    by_name=naming.person_name(each.said.by),
                    at=each.said.at,
                    reason=each.said.reason,
                )
                for each in whole.merged
            ),
        )

    return router


def _view(seen: CustomerSeen, naming: Naming) -> CustomerView:
    values = {name: value for name, value in seen.customer.__dict__.items() if name in CustomerView.model_fields}
    claim = seen.claim
    return CustomerView(
        **values,
        org_name=naming.unit_name(seen.customer.org),
        fallen_percent=seen.customer.fallen_percent,
        is_masked=seen.is_masked,
        claim=None
        if claim is None
        else ClaimView(
            owner=claim.owner,
            owner_name=naming.person_name(claim.owner),
            deputy=claim.deputy,
            deputy_name=None if claim.deputy is None else naming.person_name(claim.deputy),
            since=claim.since,
            until=claim.until,
        ),
    )


def _work(work: WorkDone, naming: Naming) -> WorkView:
    values = {name: value for name, value in work.__dict__.items() if name in WorkView.model_fields}
    return WorkView(**values, by_name=naming.person_name(work.by))


def _write_key(key: Key) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _read_key(text: str) -> Key | None:
    """Raises HTTPException 422 for what no page gave."""
    if not text:
        return None
    try:
        fen, id_ = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError):
        raise HTTPException(422, NO_PLACE) from None
    if not (isinstance(fen, int) and not isinstance(fen, bool) and isinstance(id_, str)) or abs(fen) > 10**15:
        raise HTTPException(422, NO_PLACE)
    return fen, id_
