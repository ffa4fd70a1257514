"""HTTP for mending: a kept plan mended as a job, the difference of two kept plans, a mended plan discarded."""

from functools import lru_cache
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from tianlu.core.calendar import MINUTES_A_WEEK
from tianlu.core.ids import VehicleId
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import PLAN_MAKE, PLAN_READ
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND, JobBody, PlanDoor, TroubleBody, job_body, open_kept
from tianlu.plan.county_gate import need_plan
from tianlu.plan.mended import MendAsked, cuts_of, start_mending
from tianlu.plan.rounds.difference import difference_of, judged
from tianlu.plan.rounds.hand_over import HandOver
from tianlu.plan.rounds.mending_json import DisruptionForm, disruption_form, read_disruption
from tianlu.plan.rounds.replan import missed_floors
from tianlu.plan.service import KeptPlan, PlanNotFound
from tianlu.plan.view_difference import DifferenceView, view_difference

DIFFERENCES_KEPT = 8
REFUSED: dict[int | str, dict[str, object]] = {**MAY_REFUSE, 422: {"model": TroubleBody}}


class Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class DisruptionBody(Body):
    """A disruption; `kind` says which fields count. Minutes are from Monday 00:00 of the planned week."""

    kind: Literal["place_closed", "way_closed", "trip_cancelled", "vehicle_away", "mail_surge"]
    known_min: Annotated[int, Field(ge=0, lt=MINUTES_A_WEEK)]
    place: str = ""
    origin: str = ""
    destination: str = ""
    trip: str = ""
    vehicle: str = ""
    days: tuple[int, ...] = ()
    percent: int = 0
    start_min: int = 0
    end_min: int = 0
    reason: str = ""


class HandOverBody(Body):
    """The rounds of `vehicle` on a weekday go to `to_vehicle`."""

    vehicle: str
    day: Annotated[int, Field(ge=0, le=6)]
    to_vehicle: str


class ReplanBody(Body):
    """What a plan is to be mended for: what has left at `at_min` stays."""

    at_min: Annotated[int, Field(ge=0, lt=MINUTES_A_WEEK)]
    disruptions: tuple[DisruptionBody, ...] = ()
    hand_overs: tuple[HandOverBody, ...] = ()
    seconds: Annotated[float, Field(gt=0, le=600)] = 2
    seed: Annotated[int, Field(ge=0, lt=1 << 31)] = 1


class StepBody(Body):
    at_min: int
    disruptions: tuple[DisruptionBody, ...]


class MendingBody(Body):
    """From what a mended plan was mended, one step a moment; the last is the one that made it of `replaces`."""

    replaces: str
    steps: tuple[StepBody, ...]


def replan_router(door: PlanDoor, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api")

    @router.post("/plans/{plan_id}/replan", operation_id="replan", status_code=202, responses=REFUSED)
    def replan(actor: Annotated[Actor, Depends(gate)], plan_id: str, body: ReplanBody) -> JobBody:
        need_plan(gate, actor, PLAN_MAKE, plan_id, shelf=door.shelf)
        kept, problem = open_kept(door, plan_id)
        return job_body(start_mending(door.desk, kept, problem, _asked(body, actor)))

    @router.get("/plans/{plan_id}/mending", operation_id="get_mending", responses=NOT_FOUND)
    def mending(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> MendingBody:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        kept = _mended(door.shelf.get(plan_id))
        steps = kept.mending.steps if kept.mending is not None else ()
        return MendingBody(
            replaces=kept.meta.replaces,
            steps=tuple(
                StepBody(
                    at_min=step.at_min,
                    disruptions=tuple(DisruptionBody(**vars(disruption_form(each))) for each in step.disruptions),
                )
                for step in steps
            ),
        )

    @lru_cache(maxsize=DIFFERENCES_KEPT)
    def difference_between(before_id: str, after_id: str, hashes: tuple[str, str]) -> DifferenceView:
        """Kept plans never change: the difference changes with their problems alone."""
        (old, old_problem), (new, new_problem) = open_kept(door, before_id), open_kept(door, after_id)
        before, after = judged(old_problem, old.plan), judged(new_problem, new.plan)
        is_mended_from = new.meta.replaces == before_id
        return view_difference(
            difference_of(before, after),
            before_id=before_id,
            after_id=after_id,
            cuts=cuts_of(old, old_problem, new) if is_mended_from else (),
            missed=missed_floors(before, after),
        )

    @router.get("/plans/{plan_id}/difference", operation_id="get_difference", responses=NOT_FOUND)
    def difference(
        actor: Annotated[Actor, Depends(gate)],
        plan_id: str,
        since: Annotated[str | None, Query(description="the earlier plan; if left out, the one it replaces")] = None,
    ) -> DifferenceView:
        need_plan(gate, actor, PLAN_READ, plan_id, shelf=door.shelf)
        kept, problem = open_kept(door, plan_id)
        before_id = since or _mended(kept).meta.replaces
        need_plan(gate, actor, PLAN_READ, before_id, shelf=door.shelf)
        _, before = open_kept(door, before_id)
        return difference_between(before_id, plan_id, (before.hash, problem.hash))

    @router.delete("/plans/{plan_id}", operation_id="discard_plan", status_code=204, responses=NOT_FOUND)
    def discard(actor: Annotated[Actor, Depends(gate)], plan_id: str) -> Response:
        """A mended plan is taken off the shelf; the plan that it was to replace stands."""
        need_plan(gate, actor, PLAN_MAKE, plan_id, shelf=door.shelf)
        _mended(door.shelf.get(plan_id))
        if any(meta.replaces == plan_id for meta in door.shelf.list_metas()):
            raise HTTPException(409, f"plan {plan_id} has been mended itself; discard what replaces it first")
        door.shelf.discard(plan_id, by=actor.id)
        return Response(status_code=204)

    return router


def _mended(kept: KeptPlan) -> KeptPlan:
    """Raises PlanNotFound for a plan that replaces no other."""
    if not kept.meta.replaces:
        raise PlanNotFound(f"{kept.meta.id} as a mended plan")
    return kept


def _asked(body: ReplanBody, actor: Actor) -> MendAsked:
    return MendAsked(
        at_min=body.at_min,
        disruptions=tuple(
            read_disruption(DisruptionForm(**each.model_dump()), f"disruptions[{k}]")
            for k, each in enumerate(body.disruptions)
        ),
        hand_overs=tuple(
            HandOver(VehicleId(each.vehicle), each.day, VehicleId(each.to_vehicle)) for each in body.hand_overs
        ),
        seconds=body.seconds,
        seed=body.seed,
        asked_by=actor.id,
    )
