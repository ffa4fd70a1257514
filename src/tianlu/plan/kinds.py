"""The commands of plans: kept when a search ends, published, withdrawn, discarded, noted on."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import stale_base
from tianlu.command.registry import Asks, Call, Kind, Registry
from tianlu.people.roles import PLAN_MAKE, PLAN_PUBLISH
from tianlu.plan import refusals, store
from tianlu.plan.standing import PlanStanding, PlanState
from tianlu.plan.store import PlanRow
from tianlu.plan.tables import PLANS

KEEP, PUBLISH, WITHDRAW, DISCARD, NOTE = "plan.keep", "plan.publish", "plan.withdraw", "plan.discard", "plan.note"
KINDS = (KEEP, PUBLISH, WITHDRAW, DISCARD, NOTE)
STATE_TABLES = (PLANS,)
"""What a replay of the chains makes again."""

PlanKey = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,100}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeepBody(_Body):
    """A plan that was found, by the digests of what it is. `week` is its Monday."""

    plan: PlanKey
    week: date
    made_at: AwareDatetime
    is_feasible: bool
    content: Digest
    meta: Digest
    mending: Digest | None = None
    replaces: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,100}$")] = ""


class PublishBody(_Body):
    """`knowingly` publishes a plan although it breaks rules of its week, where nothing better can be had."""

    plan: PlanKey
    knowingly: bool = False


class PlanBody(_Body):
    plan: PlanKey


class ReasonBody(_Body):
    plan: PlanKey
    reason: Words = ""


class NoteBody(_Body):
    """Words that stand on a plan from now on; none take them off."""

    plan: PlanKey
    note: Words


def keep_plan(call: Call[KeepBody]) -> Outcome:
    body = call.body
    if store.has_known(call.connection, body.plan):
        return refusals.plan_exists(body.plan)
    row = PlanRow(
        id=body.plan,
        county=call.envelope.org,
        week=body.week,
        made_at=body.made_at,
        is_feasible=body.is_feasible,
        replaces=body.replaces,
        plan=body.content,
        meta=body.meta,
        mending=body.mending,
        standing=PlanStanding(asked_by=call.actor),
    )
    store.put_plan(call.connection, row)
    return Accepted({"plan": row.id}, version=row.standing.version)


def content_is_there(call: Call[KeepBody], _: Asks) -> Refusal | None:
    body = call.body
    digests = [digest for digest in (body.content, body.meta, body.mending) if digest is not None]
    missing = store.missing_blobs(call.connection, digests)
    return refusals.no_content(missing[0]) if missing else None


def publish_plan(call: Call[PublishBody]) -> Outcome:
    """It takes the place of the plan that was published for its week, where there is one."""
    row = _current(call, call.body.plan)
    if isinstance(row, Refusal):
        return row
    if row.standing.state is PlanState.PUBLISHED:
        return refusals.already_published(row.id)
    if not row.is_feasible and not call.body.knowingly:
        return refusals.breaks_rules(row.id)
    before = store.find_published(call.connection, row.county, row.week)
    if before is not None:
        store.change_plan(call.connection, before, state=PlanState.SUPERSEDED.value)
    version = store.change_plan(
        call.connection,
        row,
        state=PlanState.PUBLISHED.value,
        published_by=call.actor,
        published_at=call.envelope.made_at,
    )
    return Accepted({"plan": row.id, "superseded": None if before is None else before.id}, version=version)


def withdraw_plan(call: Call[ReasonBody]) -> Outcome:
    row = _current(call, call.body.plan)
    if isinstance(row, Refusal):
        return row
    if row.standing.state is not PlanState.PUBLISHED:
        return refusals.not_published(row.id, row.standing.state)
    version = store.change_plan(call.connection, row, state=PlanState.WITHDRAWN.value)
    return Accepted({"plan": row.id}, version=version)


def discard_plan(call: Call[PlanBody]) -> Outcome:
    row = _current(call, call.body.plan)
    if isinstance(row, Refusal):
        return row
    if row.standing.state is PlanState.PUBLISHED:
        return refusals.is_published(row.id)
    if store.is_replaced(call.connection, row.id):
        return refusals.was_mended(row.id)
    version = store.change_plan(call.connection, row, state=PlanState.DISCARDED.value)
    return Accepted({"plan": row.id}, version=version)


def note_plan(call: Call[NoteBody]) -> Outcome:
    row = _current(call, call.body.plan)
    if isinstance(row, Refusal):
        return row
    return Accepted({"plan": row.id}, version=store.change_plan(call.connection, row, note=call.body.note))


def register_plans(registry: Registry) -> None:
    """Add the kinds of this room."""
    registry.add(Kind(KEEP, 1, KeepBody, PLAN_MAKE, keep_plan, is_open=False, also_needs=content_is_there))
    registry.add(Kind(PUBLISH, 1, PublishBody, PLAN_PUBLISH, publish_plan))
    registry.add(Kind(WITHDRAW, 1, ReasonBody, PLAN_PUBLISH, withdraw_plan))
    registry.add(Kind(DISCARD, 1, PlanBody, PLAN_MAKE, discard_plan))
    registry.add(Kind(NOTE, 1, NoteBody, PLAN_MAKE, note_plan))


def _current(call: Call, plan: str) -> PlanRow | Refusal:  # type: ignore[type-arg]
    """The county's plan, if it is still as its sender saw it."""
    row = store.find_plan(call.connection, plan)
    if row is None or row.county != call.envelope.org:
        return refusals.no_such_plan(plan, call.envelope.org)
    base, version = call.envelope.base, row.standing.version
    return row if base is None or base == version else stale_base(base, version)
