"""The commands by which the tree of units changes."""

from tianlu.command.envelope import OrgId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import not_allowed, stale_base
from tianlu.command.registry import Asks, Call, Kind, Registry
from tianlu.people import refusals, store
from tianlu.people.bodies import AddEntityBody, AddOrgBody, ChangeOrgBody, MoveOrgBody, NothingBody
from tianlu.people.model import Entity, Level, OrgNode
from tianlu.people.roles import ORG_MANAGE

ADD, CHANGE, MOVE, CLOSE, ADD_ENTITY = "org.add", "org.change", "org.move", "org.close", "entity.add"
PATH_MOST = 1000
"""Characters of a path, as many as its column holds."""
ORDER = list(Level)
"""From the top down."""


def add_org(call: Call[AddOrgBody]) -> Outcome:
    body = call.body
    parent = store.find_node(call.connection, call.envelope.org)
    if parent is None or parent.is_closed:
        return refusals.no_such_unit(call.envelope.org)
    if store.find_node(call.connection, body.id) is not None:
        return refusals.id_taken(body.id)
    if not lies_below(body.level, parent.level):
        return refusals.wrong_level(body.level, parent.level)
    if not store.has_entity(call.connection, body.entity):
        return refusals.no_such_entity(body.entity)
    path = f"{parent.path}{body.id}/"
    if len(path) > PATH_MOST:
        return refusals.too_deep()
    node = OrgNode(
        id=OrgId(body.id),
        parent=parent.id,
        level=body.level,
        name=body.name,
        name_en=body.name_en,
        entity=body.entity,
        path=path,
        version=1,
    )
    store.put_node(call.connection, node)
    return Accepted({"id": node.id}, version=1)


def change_org(call: Call[ChangeOrgBody]) -> Outcome:
    node = _current(call)
    if isinstance(node, Refusal):
        return node
    changes = {name: value for name, value in call.body if value is not None and value != getattr(node, name)}
    if not changes:
        return refusals.nothing_changes()
    if "entity" in changes and not store.has_entity(call.connection, str(changes["entity"])):
        return refusals.no_such_entity(str(changes["entity"]))
    return Accepted({"id": node.id}, version=store.change_node(call.connection, node, **changes))


def move_org(call: Call[MoveOrgBody]) -> Outcome:
    node = _current(call)
    if isinstance(node, Refusal):
        return node
    to = store.find_node(call.connection, call.body.to)
    if to is None or to.is_closed:
        return refusals.no_such_unit(call.body.to)
    if node.parent is None:
        return refusals.is_top(node.id)
    if to.path.startswith(node.path):
        return refusals.below_itself(node.id)
    if to.id == node.parent:
        return refusals.nothing_changes()
    if not lies_below(node.level, to.level):
        return refusals.wrong_level(node.level, to.level)
    path = f"{to.path}{node.id}/"
    if store.longest_path(call.connection, node.path) + len(path) - len(node.path) > PATH_MOST:
        return refusals.too_deep()
    store.move_paths(call.connection, node.path, path)
    return Accepted({"id": node.id}, version=store.change_node(call.connection, node, parent=to.id))


def may_move(call: Call[MoveOrgBody], asks: Asks) -> Refusal | None:
    """Who moves a unit manages the one it comes to as well."""
    to = OrgId(call.body.to)
    return None if asks(ORG_MANAGE, to) else not_allowed(ORG_MANAGE, to)


def close_org(call: Call[NothingBody]) -> Outcome:
    node = _current(call)
    if isinstance(node, Refusal):
        return node
    if node.parent is None:
        return refusals.is_top(node.id)
    if store.has_open_children(call.connection, node.id):
        return refusals.has_children(node.id)
    if people := store.count_people_at(call.connection, node.id):
        return refusals.has_people(node.id, people)
    return Accepted({"id": node.id}, version=store.change_node(call.connection, node, is_closed=True))


def add_entity(call: Call[AddEntityBody]) -> Outcome:
    body = call.body
    if store.has_entity(call.connection, body.id):
        return refusals.id_taken(body.id)
    store.put_entity(call.connection, Entity(body.id, body.kind, body.name, body.name_en))
    return Accepted({"id": body.id})


def lies_below(level: Level, above: Level) -> bool:
    """Whether a unit of one level may lie directly below one of another."""
    return ORDER.index(level) > ORDER.index(above) or level is above is Level.TEAM


def _current(call: Call) -> OrgNode | Refusal:  # type: ignore[type-arg]
    """The open unit where the command acts, if it is still as its sender saw it."""
    node = store.find_node(call.connection, call.envelope.org)
    if node is None or node.is_closed:
        return refusals.no_such_unit(call.envelope.org)
    base = call.envelope.base
    return node if base is None or base == node.version else stale_base(base, node.version)


def register_orgs(registry: Registry) -> None:
    registry.add(Kind(ADD, 1, AddOrgBody, ORG_MANAGE, add_org))
    registry.add(Kind(CHANGE, 1, ChangeOrgBody, ORG_MANAGE, change_org))
    registry.add(Kind(MOVE, 1, MoveOrgBody, ORG_MANAGE, move_org, also_needs=may_move))
    registry.add(Kind(CLOSE, 1, NothingBody, ORG_MANAGE, close_org))
    registry.add(Kind(ADD_ENTITY, 1, AddEntityBody, ORG_MANAGE, add_entity))
