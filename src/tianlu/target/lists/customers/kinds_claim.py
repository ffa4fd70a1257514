"""The commands by which customers are owned and worked: claim, hand-over, work done, strike-off (认领、移交、销号)."""

from datetime import datetime

from tianlu.command.envelope import ActorId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import not_allowed
from tianlu.command.registry import Asks, Call
from tianlu.people.roles import LIST_MANAGE, LIST_WORK
from tianlu.target.lists.customers import refusals, store
from tianlu.target.lists.customers.bodies import AssignBody, ClaimBody, CustomerBody, ReasonBody, WorkBody
from tianlu.target.lists.customers.kinds_list import at_stage, current, unless_stale, wait
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Claim, Customer, Stage, WorkDone


def claim(call: Call[ClaimBody]) -> Outcome:
    """For oneself, where nobody's claim stands; one that has idled out stands no more."""
    found = at_stage(call, call.body.customer, Stage.OPEN)
    if isinstance(found, Refusal):
        return found
    standing = _standing(call, found)
    if standing is not None:  # said before all else: who was quicker is what the sender wants to know
        return refusals.already_claimed(found.id, standing.owner, standing.until)
    customer = unless_stale(call, found)
    if isinstance(customer, Refusal):
        return customer
    return _give(call, customer, call.actor, call.body.deputy)


def assign(call: Call[AssignBody]) -> Outcome:
    """To somebody: by his owner, who hands him over, or by a manager."""
    customer = current(call, call.body.customer, Stage.OPEN)
    if isinstance(customer, Refusal):
        return customer
    return _give(call, customer, ActorId(call.body.owner), call.body.deputy)


def release(call: Call[CustomerBody]) -> Outcome:
    customer = current(call, call.body.customer, Stage.OPEN)
    if isinstance(customer, Refusal):
        return customer
    if _standing(call, customer) is None:
        return refusals.not_claimed(customer.id)
    store.drop_claim(call.connection, customer.id)
    return _touched(call, customer)


def may_claim(call: Call[ClaimBody], asks: Asks) -> Refusal | None:
    """A deputy may work the list there, as whoever claims must."""
    return _unless_may_work(call, asks, call.body.deputy)


def may_assign(call: Call[AssignBody], asks: Asks) -> Refusal | None:
    """By his owner or a manager, to people who may work the list there."""
    return is_owner_or_manager(call, asks) or _unless_may_work(call, asks, call.body.owner, call.body.deputy)


def _unless_may_work(call: Call, asks: Asks, *persons: str | None) -> Refusal | None:  # type: ignore[type-arg]
    """Whoever has left is said to have left by what gives him the customer."""
    for person in filter(None, persons):
        is_able = asks(LIST_WORK, call.envelope.org, of=ActorId(person))
        if not is_able and store.is_there(call.connection, person):
            return refusals.may_not_work(person)
    return None


def is_owner_or_manager(call: Call[AssignBody] | Call[CustomerBody], asks: Asks) -> Refusal | None:
    standing = store.find_claim(call.connection, call.body.customer)
    is_his = standing is not None and standing.owner == call.actor and standing.stands(call.at)
    if is_his or asks(LIST_MANAGE, call.envelope.org):
        return None
    return not_allowed(LIST_MANAGE, call.envelope.org)


def work(call: Call[WorkBody]) -> Outcome:
    """By owner or deputy; the claim stands anew for as long as its tier's may idle."""
    customer = current(call, call.body.customer, Stage.OPEN)
    if isinstance(customer, Refusal):
        return customer
    standing = _standing(call, customer)
    if standing is None or not standing.is_held_by(call.actor):
        return refusals.not_yours(customer.id)
    body = call.body
    done = WorkDone(
        id=call.envelope.id,
        customer=customer.id,
        work=body.work,
        by=call.actor,
        at=min(call.envelope.made_at, call.at),  # done when it was put down, and not in days to come
        words=body.words,
        evidence=body.evidence,
        opening=customer.opening,
    )
    store.put_work(call.connection, customer, done)
    store.prolong_claim(call.connection, customer.id, max(standing.until, _until(customer, call.at)))
    return _touched(call, customer)


def ask_strike_off(call: Call[ReasonBody]) -> Outcome:
    """By owner or deputy, when all that the tier asks for was done since the customer was opened."""
    customer = current(call, call.body.customer, Stage.OPEN)
    if isinstance(customer, Refusal):
        return customer
    standing = _standing(call, customer)
    if standing is None or not standing.is_held_by(call.actor):
        return refusals.not_yours(customer.id)
    done = store.list_works(call.connection, customer.id, customer.opening)
    missing = shipped_levels()[customer.tier].missing(done)
    if missing:
        return refusals.works_missing(customer.id, missing)
    return wait(call, customer, Stage.STRIKING, call.body.reason)


def _standing(call: Call, customer: Customer) -> Claim | None:  # type: ignore[type-arg]
    """The claim, if it stands when the command is taken; a sender's clock does not make one end or last."""
    found = store.find_claim(call.connection, customer.id)
    return found if found is not None and found.stands(call.at) else None


def _give(call: Call, customer: Customer, owner: ActorId, deputy: str | None) -> Outcome:  # type: ignore[type-arg]
    if owner == deputy:
        return refusals.same_person()
    for person in filter(None, (owner, deputy)):
        if not store.is_there(call.connection, person):
            return refusals.no_such_worker(person)
    standing = _standing(call, customer)
    capacity = shipped_levels()[customer.tier].capacity
    is_his = standing is not None and standing.owner == owner
    if not is_his and store.count_owned(call.connection, owner, customer.tier, call.at) >= capacity:
        return refusals.is_full(owner, capacity)
    given = Claim(
        customer=customer.id,
        owner=owner,
        deputy=None if deputy is None else ActorId(deputy),
        since=call.at,
        until=_until(customer, call.at),
    )
    store.put_claim(call.connection, customer, given)
    return _touched(call, customer)


def _until(customer: Customer, at: datetime) -> datetime:
    return at + shipped_levels()[customer.tier].idle


def _touched(call: Call, customer: Customer) -> Accepted:  # type: ignore[type-arg]
    """Whoever saw him before sees that something changed."""
    return Accepted({"customer": customer.id}, version=store.change_customer(call.connection, customer, {}))
