"""The rows of organisations, read and written by the people's commands and service."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.model import Entity, EntityKind, Grant, Level, OrgNode, Person
from tianlu.people.snapshot import Snapshot
from tianlu.people.tables import ENTITIES, GRANTS, ORGS, PERSONS, STATE

ANYTHING, ACCESS = 1, 2
"""The rows of people_state: how often organisations were changed, and how often what access follows from."""
SEEN = "people_access_version_seen"
RAISED = "people_version_raised"
NAMES = {"name", "name_en"}

# What every command asks is put together once: SQLAlchemy takes as long to build a statement as to run it.
_VERSION = select(STATE.c.version).where(STATE.c.id == bindparam("of"))
_RAISE = update(STATE).where(STATE.c.id == bindparam("of")).values(version=STATE.c.version + 1)
_NODE = select(ORGS).where(ORGS.c.id == bindparam("org"))
_PATH = select(ORGS.c.path).where(ORGS.c.id == bindparam("org"))
_OPEN_PATH = _PATH.where(ORGS.c.is_closed.is_(False))
_COUNTIES = select(ORGS.c.id).where(ORGS.c.id.in_(bindparam("ids", expanding=True)), ORGS.c.level == Level.COUNTY)
_OPEN = select(ORGS.c.id).where(ORGS.c.id.in_(bindparam("ids", expanding=True)), ORGS.c.is_closed.is_(False))
_GRANTS = (
    select(*GRANTS.c, ORGS.c.path)
    .join(ORGS, ORGS.c.id == GRANTS.c.org)
    .join(PERSONS, PERSONS.c.id == GRANTS.c.person)
    .where(GRANTS.c.person == bindparam("of"), PERSONS.c.has_left.is_(False))
)


def find_version(connection: Connection) -> int:
    """How often the organisations were changed."""
    return connection.execute(_VERSION, {"of": ANYTHING}).scalar_one_or_none() or 0


def find_access_version(connection: Connection) -> int:
    """How often they were changed in more than names."""
    return connection.execute(_VERSION, {"of": ACCESS}).scalar_one_or_none() or 0


def seen_access_version(connection: Connection) -> int | None:
    """The one that this transaction began with, asked for once; None after it has changed what access follows from."""
    transaction = connection.get_transaction()
    seen = connection.info.get(SEEN)
    if seen is None or seen[0] is not transaction:
        seen = connection.info[SEEN] = (transaction, find_access_version(connection))
    version: int | None = seen[1]
    return version


def raise_version(connection: Connection, *, is_name: bool = False) -> None:
    """To be called with every change of the organisations; `is_name`: nobody may do more or less after it."""
    _raise(connection, ANYTHING)
    if not is_name:
        connection.info[SEEN] = (connection.get_transaction(), None)
        _raise(connection, ACCESS)


def _raise(connection: Connection, row: int) -> None:
    """Once a transaction is enough, unless that may be undone by a savepoint."""
    transaction = connection.get_transaction()
    if connection.info.get((RAISED, row)) is transaction:
        return
    if not connection.in_nested_transaction():
        connection.info[RAISED, row] = transaction
    raised = connection.execute(_RAISE, {"of": row})
    if raised.rowcount == 0:
        connection.execute(insert(STATE).values(id=row, version=1))


def read_snapshot(connection: Connection, version: int) -> Snapshot:
    """All units, people and grants."""
    access_version = find_access_version(connection)
    nodes = [_node(row) for row in connection.execute(select(ORGS)).mappings()]
    persons = [_person(row) for row in connection.execute(select(PERSONS)).mappings()]
    grants = [Grant(**row) for row in connection.execute(select(GRANTS)).mappings()]
    return Snapshot(
        version, access_version, {node.id: node for node in nodes}, {person.id: person for person in persons}, grants
    )


# Units


def find_node(connection: Connection, org: str) -> OrgNode | None:
    row = connection.execute(_NODE, {"org": org}).mappings().one_or_none()
    return None if row is None else _node(row)


def find_open_path(connection: Connection, org: OrgId) -> str | None:
    """Where an open unit stands."""
    return connection.execute(_OPEN_PATH, {"org": org}).scalar_one_or_none()


def find_county(connection: Connection, org: OrgId) -> OrgId | None:
    """The nearest county at or above a unit."""
    path = connection.execute(_PATH, {"org": org}).scalar_one_or_none()
    if path is None:
        return None
    above = path.strip("/").split("/")
    counties = set(connection.execute(_COUNTIES, {"ids": above}).scalars())
    return next((OrgId(each) for each in reversed(above) if each in counties), None)


def find_open_above(connection: Connection, org: OrgId) -> OrgId | None:
    """The nearest open unit at or above one."""
    path = connection.execute(_PATH, {"org": org}).scalar_one_or_none()
    above = [] if path is None else path.strip("/").split("/")
    is_open = set(connection.execute(_OPEN, {"ids": above}).scalars())
    return next((OrgId(each) for each in reversed(above) if each in is_open), None)


def has_open_children(connection: Connection, org: str) -> bool:
    query = select(ORGS.c.id).where(ORGS.c.parent == org, ORGS.c.is_closed.is_(False)).limit(1)
    return connection.execute(query).first() is not None


def put_node(connection: Connection, node: OrgNode) -> None:
    connection.execute(insert(ORGS).values(**node.__dict__))
    raise_version(connection)


def change_node(connection: Connection, node: OrgNode, **changes: object) -> int:
    """Its new version."""
    version = node.version + 1
    connection.execute(update(ORGS).where(ORGS.c.id == node.id).values(**changes, version=version))
    raise_version(connection, is_name=changes.keys() <= NAMES)
    return version


def longest_path(connection: Connection, path: str) -> int:
    """Characters of the longest path at `path` and below it."""
    below = func.substr(ORGS.c.path, 1, len(path)) == path
    longest: int = connection.execute(select(func.max(func.length(ORGS.c.path))).where(below)).scalar_one()
    return longest


def move_paths(connection: Connection, old: str, new: str) -> None:
    """All that lay below the path `old` lies below `new`."""
    moved = new + func.substr(ORGS.c.path, len(old) + 1)
    connection.execute(update(ORGS).where(func.substr(ORGS.c.path, 1, len(old)) == old).values(path=moved))


def count_people_at(connection: Connection, org: str) -> int:
    """How many who have not left have their home at a unit itself."""
    query = select(func.count()).select_from(PERSONS).where(PERSONS.c.home == org, PERSONS.c.has_left.is_(False))
    return connection.execute(query).scalar_one()


# Legal entities


def list_entities(connection: Connection) -> list[Entity]:
    rows = connection.execute(select(ENTITIES).order_by(ENTITIES.c.name)).mappings()
    return [Entity(**{**row, "kind": EntityKind(row["kind"])}) for row in rows]


def has_entity(connection: Connection, entity: str) -> bool:
    return connection.execute(select(ENTITIES.c.id).where(ENTITIES.c.id == entity)).first() is not None


def put_entity(connection: Connection, entity: Entity) -> None:
    connection.execute(insert(ENTITIES).values(**entity.__dict__))
    raise_version(connection)


# People


def find_person(connection: Connection, person: str) -> Person | None:
    row = connection.execute(select(PERSONS).where(PERSONS.c.id == person)).mappings().one_or_none()
    return None if row is None else _person(row)


def find_staff_number(connection: Connection, staff_number: str) -> Person | None:
    """Who has this number and has not left."""
    query = select(PERSONS).where(PERSONS.c.staff_number == staff_number, PERSONS.c.has_left.is_(False))
    row = connection.execute(query).mappings().first()
    return None if row is None else _person(row)


def put_person(connection: Connection, person: Person) -> None:
    connection.execute(insert(PERSONS).values(**person.__dict__))
    raise_version(connection)


def change_person(connection: Connection, person: Person, changes: Mapping[str, object]) -> int:
    """The person's new version."""
    version = person.version + 1
    connection.execute(update(PERSONS).where(PERSONS.c.id == person.id).values(**changes, version=version))
    raise_version(connection)
    return version


# Grants


def find_grant(connection: Connection, grant: str) -> Grant | None:
    row = connection.execute(select(GRANTS).where(GRANTS.c.id == grant)).mappings().one_or_none()
    return None if row is None else Grant(**row)


def find_grants(connection: Connection, person: str) -> Sequence[tuple[Grant, str]]:
    """The grants of somebody who has not left, each with its unit's path."""
    rows = connection.execute(_GRANTS, {"of": person})
    return [(Grant(*row[:-1]), row[-1]) for row in rows]


def list_holders(connection: Connection, role: str, org: str) -> list[Grant]:
    """Grants of a role at one unit, of people who have not left."""
    query = (
        select(*GRANTS.c)
        .join(PERSONS, PERSONS.c.id == GRANTS.c.person)
        .where(GRANTS.c.role == role, GRANTS.c.org == org, PERSONS.c.has_left.is_(False))
    )
    return [Grant(**row) for row in connection.execute(query).mappings()]


def put_grant(connection: Connection, grant: Grant) -> None:
    connection.execute(insert(GRANTS).values(**grant.__dict__))
    raise_version(connection)


def drop_grant(connection: Connection, grant: str) -> None:
    connection.execute(delete(GRANTS).where(GRANTS.c.id == grant))
    raise_version(connection)


def _node(row: RowMapping) -> OrgNode:
    return OrgNode(**{**row, "level": Level(row["level"]), "id": OrgId(row["id"])})


def _person(row: RowMapping) -> Person:
    return Person(**{**row, "id": ActorId(row["id"]), "home": OrgId(row["home"])})
