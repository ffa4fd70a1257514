"""HTTP for pairs in doubt: both sides as the reader may see them, with what speaks for and against."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from tianlu.people.gate import Actor, Gate
from tianlu.people.naming import Naming, naming_for
from tianlu.target.lists.customers.api import View
from tianlu.target.lists.customers.model import CustomerKind, Relation, Stage, Tier
from tianlu.target.lists.customers.service import Customers
from tianlu.target.lists.customers.sight import CustomerSeen

PAIRS_MOST = 500


class DoubtedView(View):
    """A customer as the reader sees him; personal fields are masked where `is_masked`."""

    id: str
    org: str
    org_name: str
    kind: CustomerKind
    name: str
    phone: str
    address: str
    tier: Tier
    relation: Relation
    monthly_fen: int
    lines: str
    stage: Stage
    version: int
    owner: str | None
    owner_name: str | None
    is_masked: bool


class DoubtReasonView(View):
    """What speaks for the two being one (above 0) or against it, in hundredths of a bit; None where it is not
    weighed."""

    said: str
    said_zh: str
    centibits: int | None


class DoubtView(View):
    one: DoubtedView
    other: DoubtedView
    permille: int
    reasons: tuple[DoubtReasonView, ...]


class DoubtsBody(View):
    """The most probable first; of `total` that wait."""

    total: int
    doubts: tuple[DoubtView, ...]


def doubts_router(customers: Customers, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/doubts", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]

    @router.get("", operation_id="list_doubts")
    def list_doubts(
        actor: signed_in,
        org: Annotated[str | None, Query(max_length=100, description="a unit, with all below it")] = None,
        count: Annotated[int, Query(ge=1, le=PAIRS_MOST)] = 200,
    ) -> DoubtsBody:
        path = None if org is None else customers.path_of(org)
        doubts, total, seen = customers.doubts(actor, path, count=count)
        naming = naming_for(gate, actor)
        return DoubtsBody(
            total=total,
            doubts=tuple(
                DoubtView(
                    one=_doubted(seen[doubt.pair[0]], naming),
                    other=_doubted(seen[doubt.pair[1]], naming),
                    permille=doubt.permille,
                    reasons=tuple(DoubtReasonView(**each.__dict__) for each in doubt.reasons),
                )
                for doubt in doubts
            ),
        )

    return router


def _doubted(seen: CustomerSeen, naming: Naming) -> DoubtedView:
    values = {name: value for name, value in seen.customer.__dict__.items() if name in DoubtedView.model_fields}
    owner = None if seen.claim is None else seen.claim.owner
    return DoubtedView(
        **values,
        org_name=naming.unit_name(seen.customer.org),
        owner=owner,
        owner_name=None if owner is None else naming.person_name(owner),
        is_masked=seen.is_masked,
    )
