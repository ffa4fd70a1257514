"""HTTP for customers: the list, one customer, the funnel, the work levels. Changes go through `/api/commands`."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, ConfigDict

from tianlu.people.gate import Actor, Gate
from tianlu.people.naming import Naming, naming_for
from tianlu.people.roles import LIST_READ
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import ConsentMark, CustomerKind, Relation, Stage, Step, Tier, Work, WorkDone
from tianlu.target.lists.customers.purposes import shipped_purposes, standing_marks
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
    on the year that the churn alarm sounds. `asked_by` is who asked for what waits;
    `struck_for` who owned him when he was struck off; both empty where there is none."""

    id: str
    org: str
    org_name: str
    kind: CustomerKind
    name: str
    phone: str
    address: str
    division: str
    place: str
    entity: str
    tier: Tier
    relation: Relation
    monthly_fen: int
    before_fen: int
    fallen_percent: int | None
    lines: str
    stage: Stage
    asked_by: str
    asked_by_name: str
    reason: str
    opening: int
    struck_for: str
    struck_for_name: str
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


class RecordView(View):
    """A row of a source's list that the customer is made of; its key is masked where he is. Money in fen a month."""

    source: str
    key: str
    line: str
    fen: int


class ConsentView(View):
    """A consent given, or refused or withdrawn; `stands` where nothing later was said to the same purpose and
    recipient. `recipient` is a legal entity, empty where the data stay."""

    purpose: str
    recipient: str
    is_given: bool
    day: date
    documented: str
    by: str
    by_name: str
    at: datetime
    stands: bool


class CustomerWholeView(View):
    """`missing` is what the tier still asks for before he may be struck off, each work as often as it is missing.
    `consents` stand with the latest day first; `merged` are those who went into him."""

    customer: CustomerView
    works: tuple[WorkView, ...]
    missing: tuple[Work, ...]
    merged: tuple[MergedView, ...]
    records: tuple[RecordView, ...]
    consents: tuple[ConsentView, ...]


class StepsView(View):
    """Customers at each step of the way, each step within the one before: of a unit with all below it, or of an owner.
    `own` are listed at the unit itself; `above` is the unit of the row into which this one is counted."""

    of: str
    name: str
    above: str | None
    own: int
    listed: int
    claimed: int
    worked: int
    striking: int
    struck: int


class WorkerView(View):
    """Somebody who may own a customer; `owned` of the customer's tier, of at most `capacity`."""

    id: str
    name: str
    home_name: str
    owned: int
    capacity: int


class PurposeView(View):
    """What a consent is asked for, by the law's clause; `names_recipient`: a mark says to which legal entity."""

    id: str
    name: str
    name_en: str
    clause: str
    names_recipient: bool


class LevelView(View):
    tier: Tier
    needs: tuple[Work, ...]
    proven: tuple[Work, ...]
    idle_days: int
    capacity: int


def narrowing(customers: Customers) -> Callable[..., Wanted]:
    """A dependency: what the list is narrowed to, by the query."""

    def wanted_by(
        org: Annotated[str | None, Query(max_length=100, description="a unit, with all below it")] = None,
        tier: Tier | None = None,
        relation: Relation | None = None,
        stage: Stage | None = None,
        owner: Annotated[str | None, Query(max_length=100, description="whose customers, as A or B")] = None,
        unclaimed: bool = False,
        text: Annotated[str, Query(max_length=100, description="part of a company's name, or an id")] = "",
        falling: Annotated[bool, Query(description="only whose money fell so far on the year: churn alarm")] = False,
        waiting: Annotated[bool, Query(description="for a second person's decision")] = False,
        step: Annotated[Step | None, Query(description="who has come so far, as the funnel counts")] = None,
    ) -> Wanted:
        path = None if org is None else customers.path_of(org)
        return Wanted(path, tier, relation, stage, owner, unclaimed, text.strip(), waiting, step, falling)

    return wanted_by


def customers_page(
    customers: Customers, gate: Gate, actor: Actor, wanted: Wanted, *, after: str, count: int
) -> CustomersPage:
    """As the actor may see it. Raises HTTPException 422 for an `after` that no page gave."""
    found = customers.page(actor, wanted, after=_read_key(after), count=count)
    naming = naming_for(gate, actor)
    return CustomersPage(
        customers=tuple(_view(seen, naming) for seen in found.customers),
        total=found.total,
        next=None if found.last is None else _write_key(found.last),
    )


def customer_router(customers: Customers, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/customers", tags=["customers"])
    signed_in = Annotated[Actor, Depends(gate)]

    def counted_by(
        org: Annotated[str | None, Query(max_length=100, description="a unit, with all below it")] = None,
        tier: Tier | None = None,
        relation: Relation | None = None,
        owner: Annotated[str | None, Query(max_length=100, description="who answers for them")] = None,
    ) -> Wanted:
        return Wanted(None if org is None else customers.path_of(org), tier, relation, owner=owner)

    narrowed = Annotated[Wanted, Depends(narrowing(customers))]
    counted = Annotated[Wanted, Depends(counted_by)]

    @router.get("", operation_id="list_customers")
    def list_customers(
        actor: signed_in,
        wanted: narrowed,
        after: Annotated[str, Query(max_length=400, description="`next` of the page before")] = "",
        count: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
    ) -> CustomersPage:
        return customers_page(customers, gate, actor, wanted, after=after, count=count)

    @router.get("/funnel", operation_id="get_customer_funnel")
    def get_funnel(actor: signed_in, wanted: counted, by_owner: bool = False) -> list[StepsView]:
        """By unit, each after the one above it, or by owner."""
        naming = naming_for(gate, actor)
        name = naming.person_name if by_owner else naming.unit_name
        return [
            StepsView(**each.count.__dict__, name=name(each.count.of), own=each.own, above=each.above)
            for each in customers.funnel(actor, wanted, by_owner=by_owner)
        ]

    @router.get("/purposes", operation_id="list_consent_purposes")
    def list_purposes(actor: signed_in) -> list[PurposeView]:
        """What consents are asked for."""
        gate.need_anywhere(actor, LIST_READ)
        return [PurposeView(**each.__dict__) for each in shipped_purposes().values()]

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
            records=tuple(RecordView(**each.__dict__) for each in whole.records),
            consents=_consents(whole.consents, naming),
        )

    @router.get("/{customer}/workers", operation_id="list_customer_workers")
    def list_workers(customer: str, actor: signed_in) -> list[WorkerView]:
        """Who may own this customer; colleagues from units above are among them, whose units are named too."""
        naming = naming_for(gate, actor)
        nodes = naming.snapshot.nodes
        return [
            WorkerView(
                id=each.id,
                name=naming.person_name(each.id),
                home_name=nodes[each.home].name if each.home in nodes else each.home,
                owned=each.owned,
                capacity=each.capacity,
            )
            for each in customers.workers(actor, customer)
        ]

    return router


def _view(seen: CustomerSeen, naming: Naming) -> CustomerView:
    values = {name: value for name, value in seen.customer.__dict__.items() if name in CustomerView.model_fields}
    claim = seen.claim
    return CustomerView(
        **values,
        org_name=naming.unit_name(seen.customer.org),
        fallen_percent=seen.customer.fallen_percent,
        asked_by_name=naming.person_name(seen.customer.asked_by),
        struck_for_name=naming.person_name(seen.customer.struck_for),
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


def _consents(marks: Sequence[ConsentMark], naming: Naming) -> tuple[ConsentView, ...]:
    standing = {each.id for each in standing_marks(marks).values()}
    shown = [(mark, {k: v for k, v in mark.__dict__.items() if k in ConsentView.model_fields}) for mark in marks]
    return tuple(
        ConsentView(**values, by_name=naming.person_name(mark.by), stands=mark.id in standing) for mark, values in shown
    )


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
