"""HTTP for a plan that breaks a rule: which rules conflict."""

from functools import lru_cache
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends

from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import PLAN_READ
from tianlu.plan.api import NOT_FOUND, PlanDoor
from tianlu.plan.county_gate import need_plan
from tianlu.plan.rounds.conflict.report import Infeasibility, why_infeasible
from tianlu.plan.view_conflict import ConflictView, view_conflict

ANSWERS_KEPT = 16


def conflict_router(door: PlanDoor, gate: Gate) -> APIRouter:
    """The routes over one workspace; answers are kept, since neither plan nor its week's problem changes."""
    router = APIRouter(prefix="/api")

    @lru_cache(maxsize=ANSWERS_KEPT)
    def why_of(plan_id: str, problem_hash: str) -> Infeasibility:
        kept = door.shelf.get(plan_id)
        _, problem = door.counties.open_week(kept.meta.county, kept.meta.week)
        return why_infeasible(problem, kept.plan, clock=perf_counter)

    @router.get("/plans/{plan_id}/conflict", operation_id="explain_conflict", responses=NOT_FOUND)
    def conflict(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> ConflictView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        meta = door.shelf.get(plan_id).meta
        _, problem = door.counties.open_week(meta.county, meta.week)
        return view_conflict(problem, why_of(plan_id, problem.hash))

    return router
