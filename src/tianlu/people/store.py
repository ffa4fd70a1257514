"""The rows of organisations, read and written by the people's commands and service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, RowMapping, Table, bindparam, delete, func, insert, select, update

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people import versions
from tianlu.people.model import Entity, EntityKind, Grant, Level, OrgNode, Person
from tianlu.people.snapshot import Snapshot
from tianlu.people.tables import ENTITIES, GRANTS, ORGS, PERSONS
from tianlu.people.versions import Change, Part, raise_version

NAMES = {"name", "name_en"}
Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

# What every command asks is put together once: SQLAlchemy takes as long to build a statement as to run it.
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


def read_snapshot(connection: Connection, version: int) -> Snapshot:
    """All units, people and grants."""
    access_version = versions.find_access_version(connection)
    # By place, not by name: of a hundred thousand people it is a second against a third of one.
    nodes = [
        OrgNode(row[0], row[1], Level(row[2]), *row[3:])
        for row in connection.execute(select(*_in_order(ORGS, OrgNode)))
    ]
    persons = [Person(*row) for row in connection.execute(select(*_in_order(PERSONS, Person)))]
    grants = [Grant(*row) for row in connection.execute(select(*_in_order(GRANTS, Grant)))]
    return Snapshot(
        version,
        access_version,
        {node.id: node for node in nodes},
        {person.id: person for person in persons},
        {grant.id: grant for grant in grants},
    )


def mend_snapshot(connection: Connection, kept: Snapshot, version: int) -> Snapshot:
    """Units, people and grants at `version`: what changed since `kept` is read again; all, where that is not known."""
    changed = versions.find_changed(connection, kept.version, version)
    if changed is None:
        return read_snapshot(connection, version)
    return kept.mended(
        version=version,
        access_version=versions.find_access_version(connection),
        nodes=_rows_now(connection, ORGS, [OrgId(each) for each in changed[Part.UNIT]], _node),
        persons=_rows_now(connection, PERSONS, [ActorId(each) for each in changed[Part.PERSON]], _person),
        grants=_rows_now(connection, GRANTS, changed[Part.GRANT], lambda row: Grant(**row)),
    )


def _rows_now(
    connection: Connection, table: Table, ids: Sequence[Id], made: Callable[[RowMapping], Row]
) -> Mapping[Id, Row | None]:
    """Rows by their ids, None where there is none any more."""
    if not ids:
        return {}
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    found = {row["id"]: made(row) for row in rows}
    return {id_: found.get(id_) for id_ in ids}


def _in_order(table: Table, value: type) -> list[Column[Any]]:
    """A table's columns in the order of a dataclass's fields."""
    return [table.c[each.name] for each in fields(value)]


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
    raise_version(connection, Change(Part.UNIT, node.id))


def change_node(connection: Connection, node: OrgNode, **changes: object) -> int:
    """Its new version."""
    version = node.version + 1
    connection.execute(update(ORGS).where(ORGS.c.id == node.id).values(**changes, version=version))
    raise_version(connection, Change(Part.UNIT, node.id), is_name=changes.keys() <= NAMES)
    return version


def longest_path(connection: Connection, path: str) -> int:
    """Characters of the longest path at `path` and below it."""
    below = func.substr(ORGS.c.path, 1, len(path)) == path
    longest: int = connection.execute(select(func.max(func.length(ORGS.c.path))).where(below)).scalar_one()
    return longest


def move_paths(connection: Connection, old: str, new: str) -> None:
    """All that lay below the path `old` lies below `new`."""
    raise_version(connection)
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
    raise_version(connection, Change(Part.PERSON, person.id))


def change_person(connection: Connection, person: Person, changes: Mapping[str, object]) -> int:
    """The person's new version."""
    version = person.version + 1
    connection.execute(update(PERSONS).where(PERSONS.c.id == person.id).values(**changes, version=version))
    raise_version(connection, Change(Part.PERSON, person.id))
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
    raise_version(connection, Change(Part.GRANT, grant.id))


def drop_grant(connection: Connection, grant: str) -> None:
    connection.execute(delete(GRANTS).where(GRANTS.c.id == grant))
    raise_version(connection, Change(Part.GRANT, grant))


def _node(row: RowMapping) -> OrgNode:
    return OrgNode(**{**row, "level": Level(row["level"]), "id": OrgId(row["id"])})


def _person(row: RowMapping) -> Person:
    return Person(**{**row, "id": ActorId(row["id"]), "home": OrgId(row["home"])})
