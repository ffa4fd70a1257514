"""HTTP for a plan that breaks a rule: which rules conflict, and what ways out cost, sought in a process of its own."""

from functools import lru_cache
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import PLAN_MAKE, PLAN_READ
from tianlu.plan.apart import run_apart
from tianlu.plan.api import NOT_FOUND, PlanDoor
from tianlu.plan.conflict_work import WaysWork
from tianlu.plan.county_gate import need_plan
from tianlu.plan.rounds.conflict.report import NO_WAYS, Infeasibility, find_ways_out, why_infeasible
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.view_conflict import ConflictView, WaysOutView, view_conflict, view_ways

ANSWERS_KEPT = 16

SecondsOfEach = Annotated[float, Query(gt=0, le=60, description="how long to search with each way out")]


def conflict_router(door: PlanDoor, gate: Gate) -> APIRouter:
    """The routes over one workspace; answers are kept, since neither plan nor its week's problem changes."""
    router = APIRouter(prefix="/api")

    @lru_cache(maxsize=ANSWERS_KEPT)
    def why_of(plan_id: str, problem_hash: str) -> Infeasibility:
        kept = door.shelf.get(plan_id)
        return why_infeasible(_problem(plan_id), kept.plan, clock=perf_counter)

    @lru_cache(maxsize=ANSWERS_KEPT)
    def ways_of(plan_id: str, problem_hash: str, seconds: float) -> WaysOutView:
        problem, seed = _problem(plan_id), door.shelf.get(plan_id).meta.seed
        why = why_of(plan_id, problem_hash)
        if not why.is_needed:
            return view_ways(problem, NO_WAYS)
        work = WaysWork(problem, why, seconds, seed)
        return WaysOutView.model_validate_json(run_apart(work, lambda *_: True, preload=find_ways_out.__module__))

    def _problem(plan_id: str) -> WeekProblem:
        meta = door.shelf.get(plan_id).meta
        return door.counties.open_week(meta.county, meta.week)[1]

    @router.get("/plans/{plan_id}/conflict", operation_id="explain_conflict", responses=NOT_FOUND)
    def conflict(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> ConflictView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        problem = _problem(plan_id)
        return view_conflict(problem, why_of(plan_id, problem.hash))

    @router.get("/plans/{plan_id}/conflict/ways", operation_id="find_ways_out", responses=NOT_FOUND)
    def ways(actor: Annotated[Actor, Depends(gate)], plan_id: str, seconds: SecondsOfEach = 3.0) -> WaysOutView:
        need_plan(gate, actor, PLAN_MAKE, plan_id, shelf=door.shelf)
        return ways_of(plan_id, _problem(plan_id).hash, seconds)

    return router
