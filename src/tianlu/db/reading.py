"""Reads that see what lies below some units' paths and, on PostgreSQL, nothing else: for a while, or one by one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, text

EVERYTHING = "*"
"""The reach of the server's own reads and of its writer."""
_REACH: ContextVar[str] = ContextVar("reach", default=EVERYTHING)


def narrow_reads(paths: Iterable[str]) -> None:
    """From now on in this task, and in the threads that it asks to work, transactions see what lies below `paths`.
    Raises ValueError for what is no path."""
    _REACH.set(_reach(paths))


@contextmanager
def seeing_everything() -> Iterator[None]:
    """For what the server reads for itself, whoever asked: who there is, and which units."""
    before = _REACH.set(EVERYTHING)
    try:
        yield
    finally:
        _REACH.reset(before)


def take_reach(connection: Connection) -> None:
    """To be called where a transaction begins on PostgreSQL: give it the reach of the task it is in."""
    reach = _REACH.get()
    if reach != EVERYTHING:
        _set_reach(connection, reach)


@contextmanager
def reading(engine: Engine, paths: Iterable[str]) -> Iterator[Connection]:
    """A transaction that only reads, with a reach of `paths` such as "/63/6325/". On SQLite it is a plain transaction:
    there the query's own conditions are the only wall. Raises ValueError for what is no path."""
    reach = _reach(paths)
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION READ ONLY"))
            _set_reach(connection, reach)
        yield connection


def _set_reach(connection: Connection, reach: str) -> None:
    connection.execute(text("SELECT set_config('tianlu.reach', :reach, true)"), {"reach": reach})


def _reach(paths: Iterable[str]) -> str:
    """One path a line, as the policies read it."""
    listed = tuple(paths)
    for path in listed:
        if not (path.startswith("/") and path.endswith("/")) or "\n" in path:
            raise ValueError(f"{path!r} is no path of a unit; it begins and ends with / and has no line break")
    return "\n".join(listed)
