"""The command that puts a customer's consent on record, given or withdrawn (同意记录)."""

from datetime import timedelta

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.registry import Call
from tianlu.target.lists.customers import refusals, store
from tianlu.target.lists.customers.bodies import ConsentBody
from tianlu.target.lists.customers.kinds_list import current
from tianlu.target.lists.customers.model import ConsentMark, Customer, Stage
from tianlu.target.lists.customers.purposes import Purpose, shipped_purposes

AHEAD_MOST = timedelta(hours=14)
"""So far ahead of UTC somebody's day may be."""


def consent(call: Call[ConsentBody]) -> Outcome:
    """A withdrawal needs no proof: it is to be as easy as the consent (个人信息保护法 15)."""
    customer = current(call, call.body.customer, *Stage)
    if isinstance(customer, Refusal):
        return customer
    wrong = _wrong(call, customer)
    if wrong is not None:
        return wrong
    body = call.body
    mark = ConsentMark(
        id=call.envelope.id,
        customer=customer.id,
        purpose=body.purpose,
        recipient=body.recipient,
        is_given=body.is_given,
        day=body.day,
        documented=body.documented,
        by=call.actor,
        at=call.at,
    )
    store.put_consent(call.connection, customer, mark)
    return Accepted({"customer": customer.id}, version=store.change_customer(call.connection, customer, {}))


def _wrong(call: Call[ConsentBody], customer: Customer) -> Refusal | None:
    body, purposes = call.body, shipped_purposes()
    purpose = purposes.get(body.purpose)
    if purpose is None:
        return refusals.no_such_purpose(body.purpose, purposes)
    if not _fits(call, customer, purpose):
        return refusals.wrong_recipient(purpose.name)
    if body.day > (call.at + AHEAD_MOST).date():
        return refusals.day_to_come(body.day)
    return refusals.consent_undocumented() if body.is_given and not body.documented else None


def _fits(call: Call[ConsentBody], customer: Customer, purpose: Purpose) -> bool:
    """Whether the recipient is one where the purpose has one, and nobody where it has none."""
    recipient = call.body.recipient
    if not purpose.names_recipient:
        return recipient == ""
    own = customer.entity or store.find_entity_of(call.connection, customer.org)
    return recipient != own and store.is_entity(call.connection, recipient)
