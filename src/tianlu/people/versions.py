"""How often organisations were changed, and in which rows: what was read of them is good until then, and mended after.

Two numbers rise: with any change, and with what decides who may do what (names do not). Beside them stands which rows
a change touched, so that a server with a hundred thousand people reads a handful of them again, and not all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tianlu.people.tables import CHANGES, STATE

ANYTHING, ACCESS = 1, 2
"""The rows of people_state."""
KEPT = 10_000
"""For how many versions it is known which rows they touched."""
PRUNE_EACH = 100
"""After how many versions the older ones are forgotten."""
READ_AGAIN_MOST = 1_000
"""Rows that are read again one by one; with more it is quicker to read all."""

_VERSION = select(STATE.c.version).where(STATE.c.id == bindparam("of"))
_RAISE = (
    update(STATE).where(STATE.c.id == bindparam("of")).values(version=STATE.c.version + 1).returning(STATE.c.version)
)
_NOTE = {
    "sqlite": sqlite.insert(CHANGES).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(CHANGES).on_conflict_do_nothing(),
}
"""By the database. What was noted before a savepoint may be noted in it again."""
_SINCE = (
    select(CHANGES.c.part, CHANGES.c.row_id)
    .where(CHANGES.c.version > bindparam("since"))
    .distinct()
    .limit(READ_AGAIN_MOST + 1)
)

_SEEN, _RAISED, _NOTED = "people_access_version_seen", "people_version_raised", "people_changes_noted"


class Part(StrEnum):
    """What changed; EVERYTHING: nobody noted which rows."""

    UNIT = "unit"
    PERSON = "person"
    GRANT = "grant"
    EVERYTHING = "all"


@dataclass(frozen=True)
class Change:
    """One row that was added, changed or dropped."""

    part: Part
    row_id: str


EVERYTHING = Change(Part.EVERYTHING, "")


def find_version(connection: Connection) -> int:
    """How often the organisations were changed."""
    return connection.execute(_VERSION, {"of": ANYTHING}).scalar_one_or_none() or 0


def find_access_version(connection: Connection) -> int:
    """How often they were changed in more than names."""
    return connection.execute(_VERSION, {"of": ACCESS}).scalar_one_or_none() or 0


def seen_access_version(connection: Connection) -> int | None:
    """The one that this transaction began with, asked for once; None after it has changed what access follows from."""
    transaction = connection.get_transaction()
    seen = connection.info.get(_SEEN)
    if seen is None or seen[0] is not transaction:
        seen = connection.info[_SEEN] = (transaction, find_access_version(connection))
    version: int | None = seen[1]
    return version


def raise_version(connection: Connection, change: Change = EVERYTHING, *, is_name: bool = False) -> None:
    """To be called with every change of the organisations; `is_name`: nobody may do more or less after it."""
    _note(connection, _raise(connection, ANYTHING), change)
    if not is_name:
        connection.info[_SEEN] = (connection.get_transaction(), None)
        _raise(connection, ACCESS)


def find_changed(connection: Connection, since: int, until: int) -> Mapping[Part, Sequence[str]] | None:
    """Ids of the rows changed after the version `since`, by part; None where all are to be read again."""
    if not 0 <= until - since < KEPT:
        return None
    changed: dict[Part, list[str]] = {part: [] for part in Part}
    rows = connection.execute(_SINCE, {"since": since}).all()
    for part, row_id in rows:
        changed[Part(part)].append(row_id)
    return None if changed[Part.EVERYTHING] or len(rows) > READ_AGAIN_MOST else changed


def _raise(connection: Connection, of: int) -> int:
    """The number as it stands then. Once a transaction is enough, unless that may be undone by a savepoint."""
    transaction = connection.get_transaction()
    raised = connection.info.get((_RAISED, of))
    if raised is not None and raised[0] is transaction:
        version: int = raised[1]
        return version
    found = connection.execute(_RAISE, {"of": of}).scalar_one_or_none()
    if found is None:
        connection.execute(insert(STATE).values(id=of, version=1))
    version = found or 1
    if not connection.in_nested_transaction():
        connection.info[_RAISED, of] = (transaction, version)
    return version


def _note(connection: Connection, version: int, change: Change) -> None:
    """Once a version is enough, unless that may be undone by a savepoint."""
    transaction = connection.get_transaction()
    of, noted = connection.info.get(_NOTED, (None, set()))
    if of is not transaction:
        noted = set()
        connection.info[_NOTED] = (transaction, noted)
        if version % PRUNE_EACH == 0:
            connection.execute(delete(CHANGES).where(CHANGES.c.version <= version - KEPT))
    if (version, change) in noted:
        return
    connection.execute(
        _NOTE[connection.dialect.name], {"version": version, "part": change.part, "row_id": change.row_id}
    )
    if not connection.in_nested_transaction():
        noted.add((version, change))
