"""HTTP for sharing out the customers whom nobody owns: first what would be done, then done in the reader's name."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor, Gate
from tianlu.people.naming import naming_for
from tianlu.people.roles import LIST_MANAGE, LIST_WORK, shipped_roles
from tianlu.plan.api import MAY_REFUSE

NO_COUNTY = {
    "detail": "customers are shared out within a county that has a data package; choose one",
    "detail_zh": "分户须在一个有数据包的县内进行；请选择县",
}
NO_ROLE = {
    "detail": "nobody of this role may work customers; choose another",
    "detail_zh": "该角色不能维护客户；请选择其他角色",
}


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class SharesOrderBody(View):
    """Customers of a county to who has the role; nothing is changed where `dry_run`."""

    org: Annotated[str, Field(min_length=1, max_length=100)]
    role: Annotated[str, Field(min_length=1, max_length=40)] = "account_manager"
    dry_run: bool = True


class OwnerShareView(View):
    owner: str
    name: str
    customers: int


class SharesView(View):
    """`given` customers get an owner, for `left` nobody has room; `refused` could not be given when it was done. Beside
    `metres` from owners to customers stands the least that any sharing could have."""

    given: int
    left: int
    refused: int
    metres: float
    bound_m: float
    owners: tuple[OwnerShareView, ...]


class Shared(View):
    """What a sharing gives to whom, by owner."""

    of: dict[str, int]
    left: int
    refused: int
    metres: float
    bound_m: float


ShareOut = Callable[[SharesOrderBody, ActorId], Shared]
"""Shares out, in somebody's name unless it is a dry run. Raises LookupError where there is no such county."""


def shares_router(share_out: ShareOut, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/shares", tags=["target"])

    @router.post("", operation_id="share_out_customers", responses=MAY_REFUSE)
    def post_shares(actor: Annotated[Actor, Depends(gate)], order: SharesOrderBody) -> SharesView:
        gate.need(actor, LIST_MANAGE, order.org)
        roles = shipped_roles()
        if order.role not in roles or LIST_WORK not in roles[order.role].may:
            raise HTTPException(422, NO_ROLE)
        try:
            shared = share_out(order, actor.id)
        except LookupError:
            raise HTTPException(404, NO_COUNTY) from None
        naming = naming_for(gate, actor)
        owners = sorted(shared.of.items(), key=lambda each: (-each[1], each[0]))
        return SharesView(
            given=sum(shared.of.values()),
            left=shared.left,
            refused=shared.refused,
            metres=shared.metres,
            bound_m=shared.bound_m,
            owners=tuple(
                OwnerShareView(owner=owner, name=naming.person_name(owner), customers=count) for owner, count in owners
            ),
        )

    return router
