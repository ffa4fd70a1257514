"""The rows of organisations, read and written by the people's service and its commands."""

from sqlalchemy import Connection, insert, select, update

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.model import Grant, Level, OrgNode, Person
from tianlu.people.snapshot import Snapshot
from tianlu.people.tables import GRANTS, ORGS, PERSONS, STATE

ONLY_ROW = 1


def find_version(connection: Connection) -> int:
    """How often the organisations were changed."""
    return connection.execute(select(STATE.c.version).where(STATE.c.id == ONLY_ROW)).scalar_one_or_none() or 0


def raise_version(connection: Connection) -> None:
    """To be called with every change of the organisations."""
    raised = connection.execute(update(STATE).where(STATE.c.id == ONLY_ROW).values(version=STATE.c.version + 1))
    if raised.rowcount == 0:
        connection.execute(insert(STATE).values(id=ONLY_ROW, version=1))


def read_snapshot(connection: Connection, version: int) -> Snapshot:
    """All units, people and grants."""
    nodes = [
        OrgNode(**{**row._asdict(), "level": Level(row.level), "id": OrgId(row.id)})
        for row in connection.execute(select(ORGS))
    ]
    persons = [Person(**{**row._asdict(), "id": ActorId(row.id)}) for row in connection.execute(select(PERSONS))]
    grants = [Grant(**row._asdict()) for row in connection.execute(select(GRANTS))]
    return Snapshot(version, {node.id: node for node in nodes}, {person.id: person for person in persons}, grants)
