"""The commands by which people come, change and leave, and are given roles."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from sqlalchemy import Connection

from tianlu.command.envelope import ActorId, OrgId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import not_allowed, stale_base
from tianlu.command.registry import Asks, Call, Kind, Registry
from tianlu.people import refusals, store
from tianlu.people.bodies import AddPersonBody, ChangePersonBody, EndGrantBody, GiveGrantBody, PersonBody
from tianlu.people.model import Grant, Person
from tianlu.people.roles import ADMINISTRATOR, ORG_MANAGE, PEOPLE_MANAGE, Role, shipped_roles

ADD, CHANGE, LEAVE, GIVE, END = "person.add", "person.change", "person.leave", "grant.give", "grant.end"


class Asking(Protocol):
    """Who asks, in which transaction: a call is one."""

    @property
    def connection(self) -> Connection: ...
    @property
    def actor(self) -> ActorId: ...


def add_person(call: Call[AddPersonBody]) -> Outcome:
    body = call.body
    if body.is_service and body.phone:
        return refusals.phone_of_service()
    if store.find_person(call.connection, body.id) is not None:
        return refusals.id_taken(body.id)
    if store.find_staff_number(call.connection, body.staff_number) is not None:
        return refusals.staff_number_taken(body.staff_number)
    if not store.has_entity(call.connection, body.entity):
        return refusals.no_such_entity(body.entity)
    person = Person(
        id=ActorId(body.id),
        name=body.name,
        staff_number=body.staff_number,
        entity=body.entity,
        phone=body.phone,
        home=call.envelope.org,
        version=1,
        is_service=body.is_service,
    )
    store.put_person(call.connection, person)
    return Accepted({"id": person.id}, version=1)


def may_add(call: Call[AddPersonBody], asks: Asks) -> Refusal | None:
    return across_entities(call, {call.body.entity}, call.envelope.org, asks)


def change_person(call: Call[ChangePersonBody]) -> Outcome:
    person = _current(call, call.body.person)
    if isinstance(person, Refusal):
        return person
    wanted = call.body.model_dump(exclude={"person"}, exclude_none=True)
    changes = {name: value for name, value in wanted.items() if value != getattr(person, name)}
    refusal = _cannot_be(call, person, changes)
    if refusal is not None:
        return refusal
    return Accepted({"id": person.id}, version=store.change_person(call.connection, person, changes))


def _cannot_be(call: Call[ChangePersonBody], person: Person, changes: Mapping[str, str]) -> Refusal | None:
    if not changes:
        return refusals.nothing_changes()
    if person.is_service and changes.get("phone"):
        return refusals.phone_of_service()
    if "staff_number" in changes and store.find_staff_number(call.connection, changes["staff_number"]) is not None:
        return refusals.staff_number_taken(changes["staff_number"])
    if "entity" in changes and not store.has_entity(call.connection, changes["entity"]):
        return refusals.no_such_entity(changes["entity"])
    if "home" in changes and store.find_open_path(call.connection, OrgId(changes["home"])) is None:
        return refusals.no_such_unit(changes["home"])
    return None


def may_change(call: Call[ChangePersonBody], asks: Asks) -> Refusal | None:
    """Who moves somebody manages people at the new home as well; nobody with fewer rights changes a login name."""
    home = call.body.home
    if call.body.person == call.actor and not (home is None and call.body.entity is None):
        return refusals.by_somebody_else()
    if home is not None and not asks(PEOPLE_MANAGE, OrgId(home)):
        return not_allowed(PEOPLE_MANAGE, home)
    person = store.find_person(call.connection, call.body.person)
    if person is not None and call.body.entity is not None:
        refusal = across_entities(call, {person.entity, call.body.entity}, call.envelope.org, asks)
        if refusal is not None:
            return refusal
    return outranked(call, call.body.person, asks)


def leave(call: Call[PersonBody]) -> Outcome:
    """Somebody leaves: he may do nothing from now on, and is still named in what he did."""
    person = _current(call, call.body.person)
    if isinstance(person, Refusal):
        return person
    for grant, _ in store.find_grants(call.connection, person.id):
        if grant.role == ADMINISTRATOR and _is_last_administrator(call, grant):
            return refusals.last_administrator(grant.org)
    return Accepted({"id": person.id}, version=store.change_person(call.connection, person, {"has_left": True}))


def may_leave(call: Call[PersonBody], asks: Asks) -> Refusal | None:
    return outranked(call, call.body.person, asks)


def give(call: Call[GiveGrantBody]) -> Outcome:
    body = call.body
    person = store.find_person(call.connection, body.person)
    if person is None or person.has_left:
        return refusals.no_such_person(body.person, call.envelope.org)
    if body.role not in shipped_roles():
        return refusals.no_such_role(body.role)
    if store.find_grant(call.connection, body.id) is not None:
        return refusals.id_taken(body.id)
    if body.since is not None and body.until is not None and body.until < body.since:
        return refusals.dates_crossed()
    grant = Grant(body.id, person.id, body.role, call.envelope.org, body.since, body.until)
    store.put_grant(call.connection, grant)
    return Accepted({"id": grant.id})


def may_give(call: Call[GiveGrantBody], asks: Asks) -> Refusal | None:
    """Nobody gives what he does not have himself."""
    return _lacks(_may(call.body.role), call.envelope.org, asks)


def end(call: Call[EndGrantBody]) -> Outcome:
    """It holds no more from now on, whatever the client's clock says; that it held stands in the audit chain."""
    grant = store.find_grant(call.connection, call.body.id)
    if grant is None or grant.org != call.envelope.org:
        return refusals.no_such_grant(call.body.id)
    if grant.role == ADMINISTRATOR and _is_last_administrator(call, grant):
        return refusals.last_administrator(grant.org)
    store.drop_grant(call.connection, grant.id)
    return Accepted({"id": grant.id})


def may_end(call: Call[EndGrantBody], asks: Asks) -> Refusal | None:
    """Nobody takes what he could not give."""
    grant = store.find_grant(call.connection, call.body.id)
    return None if grant is None else _lacks(_may(grant.role), grant.org, asks)


def outranked(call: Asking, person: str, asks: Asks) -> Refusal | None:
    """Refuses where the person may do something, somewhere, that the actor may not."""
    for grant, _ in store.find_grants(call.connection, person):
        refusal = _lacks(_may(grant.role), grant.org, asks)
        if refusal is not None and person != call.actor:
            return refusal
    return None


def across_entities(call: Asking, entities: Iterable[str], org: OrgId, asks: Asks) -> Refusal | None:
    """Refuses who would, by making or becoming somebody of another legal entity, see its people clear: only who manages
    units at `org` may."""
    own = store.find_person(call.connection, call.actor)
    is_own = own is not None and all(entity == own.entity for entity in entities)
    return None if is_own or asks(ORG_MANAGE, org) else refusals.other_entity()


def _lacks(permissions: Iterable[str], org: OrgId, asks: Asks) -> Refusal | None:
    missing = sorted(permission for permission in permissions if not asks(permission, org))
    return refusals.more_than_own(", ".join(missing)) if missing else None


def _may(role: str) -> frozenset[str]:
    known: Role | None = shipped_roles().get(role)
    return known.may if known is not None else frozenset()


def _is_last_administrator(call: Call, grant: Grant) -> bool:  # type: ignore[type-arg]
    """Whether the top unit would be without an administrator whose role neither begins nor ends on a day: by no clock,
    for a client's may be wrong."""
    node = store.find_node(call.connection, grant.org)
    if node is None or node.parent is not None:
        return False
    others = store.list_holders(call.connection, ADMINISTRATOR, grant.org)
    return not any(other.person != grant.person and other.since is None and other.until is None for other in others)


def _current(call: Call, id_: str) -> Person | Refusal:  # type: ignore[type-arg]
    """Somebody at home where the command acts, if he is still as its sender saw him."""
    person = store.find_person(call.connection, id_)
    if person is None or person.has_left or person.home != call.envelope.org:
        return refusals.no_such_person(id_, call.envelope.org)
    base = call.envelope.base
    return person if base is None or base == person.version else stale_base(base, person.version)


def register_persons(registry: Registry) -> None:
    registry.add(Kind(ADD, 1, AddPersonBody, PEOPLE_MANAGE, add_person, also_needs=may_add))
    registry.add(Kind(CHANGE, 1, ChangePersonBody, PEOPLE_MANAGE, change_person, also_needs=may_change))
    registry.add(Kind(LEAVE, 1, PersonBody, PEOPLE_MANAGE, leave, also_needs=may_leave))
    registry.add(Kind(GIVE, 1, GiveGrantBody, PEOPLE_MANAGE, give, also_needs=may_give))
    registry.add(Kind(END, 1, EndGrantBody, PEOPLE_MANAGE, end, also_needs=may_end))
