"""HTTP for grading: who of a unit's customers is of another tier by his money now; first told, then done."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import LIST_MANAGE
from tianlu.plan.api import MAY_REFUSE
from tianlu.target.lists.customers.model import Tier


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class GradesOrderBody(View):
    """The customers at a unit and below it; nothing is changed where `dry_run`."""

    org: Annotated[str, Field(min_length=1, max_length=100)]
    dry_run: bool = True


class IntoTierView(View):
    tier: Tier
    customers: int


class GradesView(View):
    """How many change, into which tiers; `refused` could not be changed when it was done."""

    changed: int
    refused: int
    into: tuple[IntoTierView, ...]


Grade = Callable[[GradesOrderBody, ActorId], GradesView]
"""Grades, in somebody's name unless it is a dry run."""


def grades_router(grade: Grade, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/grades", tags=["target"])

    @router.post("", operation_id="grade_customers", responses=MAY_REFUSE)
    def post_grades(actor: Annotated[Actor, Depends(gate)], order: GradesOrderBody) -> GradesView:
        gate.need(actor, LIST_MANAGE, order.org)
        return grade(order, actor.id)

    return router
