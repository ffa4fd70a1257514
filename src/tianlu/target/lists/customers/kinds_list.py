"""The commands by which customers come onto the list, change, and leave it: entry and exit by approval (审批)."""

from collections.abc import Iterable, Sequence

from tianlu.command.envelope import ActorId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import stale_base
from tianlu.command.registry import Call
from tianlu.target.lists.customers import refusals, store
from tianlu.target.lists.customers.bodies import (
    ChangeBody,
    DecideBody,
    EnterBody,
    ReasonBody,
    RecordBody,
    TakeBody,
)
from tianlu.target.lists.customers.model import WAITING, Customer, SourceRecord, Stage

NOBODY = ActorId("")
AFTER = {
    (Stage.ENTERING, True): Stage.OPEN,
    (Stage.ENTERING, False): Stage.LEFT,
    (Stage.STRIKING, True): Stage.STRUCK,
    (Stage.STRIKING, False): Stage.OPEN,
    (Stage.LEAVING, True): Stage.LEFT,
    (Stage.LEAVING, False): Stage.OPEN,
}
"""What follows when what waits is granted, or turned down."""
NEVER_KNOWN = {"before_fen": 0, "fell_fen": 0}


def enter(call: Call[EnterBody]) -> Outcome:
    """Who left the list may be put on it again; a struck-off one is reopened instead."""
    body = call.body
    before = store.find_customer(call.connection, body.customer)
    if before is not None and (before.stage is not Stage.LEFT or before.org != call.envelope.org):
        return refusals.customer_exists(body.customer)
    records = _records(body.records)
    taken = _taken(call, records, body.customer)
    if taken is not None:
        return taken
    customer = Customer(
        id=body.customer,
        org=call.envelope.org,
        stage=Stage.ENTERING,
        asked_by=call.actor,
        opening=1 if before is None else before.opening + 1,
        struck_for=NOBODY,
        version=1 if before is None else before.version + 1,
        **{**NEVER_KNOWN, **body.model_dump(exclude={"customer", "records"}), **sums(records)},
    )
    if before is not None:
        store.drop_customer(call.connection, before.id)
    store.put_customer(call.connection, customer)
    store.put_records(call.connection, customer, records)
    return Accepted({"customer": customer.id}, version=customer.version)


def take(call: Call[TakeBody]) -> Outcome:
    """Money and lines follow from the records; one that is taken away is nobody's until it is taken in again."""
    customer = current(call, call.body.customer, *Stage)
    if isinstance(customer, Refusal):
        return customer
    records, parts = _records(call.body.records), _records(call.body.parts)
    taken = _taken(call, (*records, *parts), customer.id)
    if taken is not None:
        return taken
    before = store.list_records(call.connection, customer.id)
    store.drop_records(call.connection, parts)
    store.put_records(call.connection, customer, records)
    now = store.list_records(call.connection, customer.id)
    if now == before:
        return refusals.nothing_changes()
    version = store.change_customer(call.connection, customer, sums(now))
    return Accepted({"customer": customer.id}, version=version)


def _records(sent: Iterable[RecordBody]) -> tuple[SourceRecord, ...]:
    """Each once; of two with the same key the later."""
    return tuple({(each.source, each.key): SourceRecord(**each.model_dump()) for each in sent}.values())


def sums(records: Sequence[SourceRecord]) -> dict[str, object]:
    """What follows for a customer from the records he is made of."""
    if not records:
        return {}
    lines = dict.fromkeys(sorted(each.line for each in records if each.line))
    compared = [each for each in records if each.before_fen]
    before = sum(each.before_fen for each in compared)
    return {
        "monthly_fen": sum(each.fen for each in records),
        "before_fen": before,
        "fell_fen": before - sum(each.fen for each in compared),
        "lines": "、".join(lines),
    }


def _taken(call: Call, records: Sequence[SourceRecord], customer: str) -> Refusal | None:  # type: ignore[type-arg]
    """A record is one customer's."""
    whose = store.find_records(call.connection, {(each.source, each.key) for each in records})
    for (source, key), holder in sorted(whose.items()):
        if holder != customer:
            return refusals.record_taken(source, key, holder)
    return None


def change(call: Call[ChangeBody]) -> Outcome:
    customer = current(call, call.body.customer, *Stage)
    if isinstance(customer, Refusal):
        return customer
    wanted = call.body.model_dump(mode="json", exclude={"customer"}, exclude_none=True)
    changes = {name: value for name, value in wanted.items() if value != getattr(customer, name)}
    if not changes:
        return refusals.nothing_changes()
    return Accepted({"customer": customer.id}, version=store.change_customer(call.connection, customer, changes))


def ask_exit(call: Call[ReasonBody]) -> Outcome:
    customer = current(call, call.body.customer, Stage.OPEN)
    if isinstance(customer, Refusal):
        return customer
    return wait(call, customer, Stage.LEAVING, call.body.reason)


def decide(call: Call[DecideBody]) -> Outcome:
    """By a second person. With the strike-off, and with the exit, the claim ends."""
    customer = current(call, call.body.customer, *WAITING)
    if isinstance(customer, Refusal):
        return customer
    claim = store.find_claim(call.connection, customer.id)
    if call.actor == customer.asked_by or (
        customer.stage is Stage.STRIKING and claim is not None and claim.is_held_by(call.actor)
    ):
        return refusals.needs_another()
    stage = AFTER[customer.stage, call.body.grants]
    changes = {"stage": stage.value, "asked_by": NOBODY, "reason": call.body.reason}
    if stage is Stage.STRUCK:
        changes["struck_for"] = customer.asked_by if claim is None else claim.owner
    if stage in (Stage.STRUCK, Stage.LEFT):
        store.drop_claim(call.connection, customer.id)
    version = store.change_customer(call.connection, customer, changes)
    return Accepted({"customer": customer.id, "stage": stage.value}, version=version)


def reopen(call: Call[ReasonBody]) -> Outcome:
    """What was done before the strike-off does not count for the next."""
    customer = current(call, call.body.customer, Stage.STRUCK)
    if isinstance(customer, Refusal):
        return customer
    changes = {
        "stage": Stage.OPEN.value,
        "reason": call.body.reason,
        "opening": customer.opening + 1,
        "struck_for": NOBODY,
    }
    return Accepted({"customer": customer.id}, version=store.change_customer(call.connection, customer, changes))


def current(call: Call, customer: str, *stages: Stage) -> Customer | Refusal:  # type: ignore[type-arg]
    """The unit's customer, if he is in one of these stages and still as the sender saw him."""
    found = at_stage(call, customer, *stages)
    return found if isinstance(found, Refusal) else unless_stale(call, found)


def at_stage(call: Call, customer: str, *stages: Stage) -> Customer | Refusal:  # type: ignore[type-arg]
    """The unit's customer, if he is in one of these stages."""
    found = store.find_customer(call.connection, customer)
    if found is None or found.org != call.envelope.org:
        return refusals.no_such_customer(customer, call.envelope.org)
    if found.stage not in stages:
        return refusals.wrong_stage(customer, found.stage, stages)
    return found


def unless_stale(call: Call, customer: Customer) -> Customer | Refusal:  # type: ignore[type-arg]
    """The customer, if he is still as the sender saw him."""
    base = call.envelope.base
    return customer if base is None or base == customer.version else stale_base(base, customer.version)


def wait(call: Call, customer: Customer, stage: Stage, reason: str) -> Accepted:  # type: ignore[type-arg]
    """For a second person's decision."""
    changes = {"stage": stage.value, "asked_by": call.actor, "reason": reason}
    return Accepted({"customer": customer.id}, version=store.change_customer(call.connection, customer, changes))
