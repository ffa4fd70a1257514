"""The commands of pairs in doubt: put on record, judged the same or not, and parted again (疑似核对、合并、拆分)."""

from collections.abc import Mapping
from dataclasses import replace

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import not_allowed
from tianlu.command.registry import Asks, Call
from tianlu.people.roles import LIST_MANAGE
from tianlu.target.lists.customers import doubt_store, refusals, store
from tianlu.target.lists.customers.bodies import DoubtBody, JudgeBody, PartBody
from tianlu.target.lists.customers.doubt import Doubt, DoubtReason, Judged, pair_of
from tianlu.target.lists.customers.kinds_list import NOBODY, current, sums
from tianlu.target.lists.customers.model import Claim, Customer, Stage

ON_LIST = tuple(stage for stage in Stage if stage is not Stage.LEFT)
GOES_INTO = {(Stage.ENTERING, Stage.ENTERING), (Stage.ENTERING, Stage.OPEN), (Stage.OPEN, Stage.OPEN)}
"""Stages of who may go into whom."""
FOLLOWS_RECORDS = ("monthly_fen", "before_fen", "fell_fen", "lines")
WAITS = ("stage", "asked_by", "reason")


def manages_both(call: Call[DoubtBody] | Call[JudgeBody] | Call[PartBody], asks: Asks) -> Refusal | None:
    """The other one may lie at another unit."""
    other = store.find_customer(call.connection, call.body.other)
    if other is None or asks(LIST_MANAGE, other.org):
        return None
    return not_allowed(LIST_MANAGE, other.org)


def doubt(call: Call[DoubtBody]) -> Outcome:
    """What somebody has said of the two already stands above it."""
    found = _both(call, *ON_LIST)
    if isinstance(found, Refusal):
        return found
    body, pair = call.body, pair_of(call.body.customer, call.body.other)
    reasons = tuple(DoubtReason(each.said, each.said_zh, each.centibits) for each in body.reasons)
    wanted = Doubt(pair, body.permille, reasons)
    if (
        doubt_store.find_judged(call.connection, pair) is not None
        or doubt_store.find_doubt(call.connection, pair) == wanted
    ):
        return refusals.nothing_changes()
    doubt_store.put_doubt(call.connection, wanted, call.envelope.org)
    return Accepted({"customer": body.customer, "other": body.other})


def judge(call: Call[JudgeBody]) -> Outcome:
    """The same: records and claim of the other go to the customer, and the other leaves the list. Not the same: that is
    remembered."""
    found = _both(call, *ON_LIST)
    if isinstance(found, Refusal):
        return found
    kept, gone = found
    if call.body.is_same:
        return _why_not_one(call, kept, gone) or _merge(call, kept, gone)
    before = doubt_store.find_judged(call.connection, pair_of(kept.id, gone.id))
    if before is not None and not before.is_same:
        return refusals.nothing_changes()
    doubt_store.drop_doubt(call.connection, pair_of(kept.id, gone.id))
    doubt_store.put_judged(call.connection, _said(call, kept, gone))
    return Accepted({"customer": kept.id, "other": gone.id}, version=kept.version)


def part(call: Call[PartBody]) -> Outcome:
    """The other is on the list again as he was, with the records that he brought and what they say now; the claim stays
    where it is. That they are two is remembered."""
    kept = current(call, call.body.customer, *ON_LIST)
    if isinstance(kept, Refusal):
        return kept
    judged = doubt_store.find_judged(call.connection, pair_of(kept.id, call.body.other))
    gone = store.find_customer(call.connection, call.body.other)
    if judged is None or not judged.is_same or judged.kept != kept.id or gone is None:
        return refusals.not_merged(kept.id, call.body.other)
    if gone.stage is not Stage.LEFT:
        return refusals.wrong_stage(gone.id, gone.stage, (Stage.LEFT,))
    moved = [each for each in store.list_records(call.connection, kept.id) if (each.source, each.key) in judged.moved]
    store.put_records(call.connection, gone, moved)
    rest = store.list_records(call.connection, kept.id)
    version = store.change_customer(call.connection, kept, sums(rest) or judged.was[kept.id])
    store.change_customer(call.connection, gone, {**judged.was[gone.id], **sums(moved)})
    doubt_store.put_judged(call.connection, _said(call, kept, gone))
    return Accepted({"customer": kept.id, "other": gone.id}, version=version)


def _both(call: Call[DoubtBody] | Call[JudgeBody], *stages: Stage) -> tuple[Customer, Customer] | Refusal:
    body = call.body
    if body.customer == body.other:
        return refusals.same_twice(body.customer)
    customer = current(call, body.customer, *stages)
    if isinstance(customer, Refusal):
        return customer
    other = store.find_customer(call.connection, body.other)
    if other is None or other.stage is Stage.LEFT:
        return refusals.no_such_customer(body.other, call.envelope.org if other is None else other.org)
    return customer, other


def _why_not_one(call: Call[JudgeBody], kept: Customer, gone: Customer) -> Refusal | None:
    if (gone.stage, kept.stage) not in GOES_INTO:
        return refusals.cannot_go_into(gone.id, gone.stage, kept.id, kept.stage)
    if _entity(call, kept) != _entity(call, gone):
        return refusals.two_entities(kept.id, gone.id)
    claims = [_standing(call, each) for each in (kept, gone)]
    if claims[0] is not None and claims[1] is not None and claims[0].owner != claims[1].owner:
        return refusals.two_owners(kept.id, claims[0].owner, gone.id, claims[1].owner)
    return None


def _merge(call: Call[JudgeBody], kept: Customer, gone: Customer) -> Accepted:
    connection = call.connection
    records = store.list_records(connection, gone.id)
    his = _standing(call, gone)
    if his is not None and _standing(call, kept) is None:
        store.put_claim(connection, kept, replace(his, customer=kept.id))
    store.drop_claim(connection, gone.id)
    store.put_records(connection, kept, records)
    version = store.change_customer(connection, kept, sums(store.list_records(connection, kept.id)))
    left = {"stage": Stage.LEFT.value, "asked_by": NOBODY, "reason": call.body.reason}
    store.change_customer(connection, gone, left)
    doubt_store.drop_doubts_of(connection, gone.id)
    judged = replace(
        _said(call, kept, gone),
        is_same=True,
        kept=kept.id,
        moved=tuple((each.source, each.key) for each in records),
        was={kept.id: _values(kept, FOLLOWS_RECORDS), gone.id: _values(gone, WAITS)},
    )
    doubt_store.put_judged(connection, judged)
    return Accepted({"customer": kept.id, "other": gone.id}, version=version)


def _said(call: Call[JudgeBody] | Call[PartBody], kept: Customer, gone: Customer) -> Judged:
    """That the two are not the same."""
    return Judged(
        pair=pair_of(kept.id, gone.id),
        org=kept.org,
        is_same=False,
        kept="",
        moved=(),
        was={},
        by=call.actor,
        at=call.at,
        reason=call.body.reason,
    )


def _values(customer: Customer, fields: tuple[str, ...]) -> Mapping[str, object]:
    return {field: getattr(customer, field) for field in fields}


def _entity(call: Call[JudgeBody], customer: Customer) -> str | None:
    return customer.entity or doubt_store.find_entity(call.connection, customer.org)


def _standing(call: Call[JudgeBody], customer: Customer) -> Claim | None:
    found = store.find_claim(call.connection, customer.id)
    return found if found is not None and found.stands(call.at) else None
