"""Reads that see what lies below some units' paths and, on PostgreSQL, nothing else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text


@contextmanager
def reading(engine: Engine, paths: Iterable[str]) -> Iterator[Connection]:
    """A transaction that only reads, with a reach of `paths` such as "/63/6325/". On SQLite it is a plain transaction:
    there the query's own conditions are the only wall. Raises ValueError for what is no path."""
    reach = _reach(paths)
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(text("SELECT set_config('tianlu.reach', :reach, true)"), {"reach": reach})
        yield connection


def _reach(paths: Iterable[str]) -> str:
    """One path a line, as the policies read it."""
    listed = tuple(paths)
    for path in listed:
        if not (path.startswith("/") and path.endswith("/")) or "\n" in path:
            raise ValueError(f"{path!r} is no path of a unit; it begins and ends with / and has no line break")
    return "\n".join(listed)
