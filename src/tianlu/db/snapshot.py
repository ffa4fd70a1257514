"""One moment of a database, read as a whole while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads one moment of the database, all rows of it, and keeps nobody from writing."""
    is_postgresql = engine.dialect.name == "postgresql"
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if is_postgresql else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if is_postgresql:
            connection.execute(text("SELECT set_config('tianlu.reach', '*', true)"))
        yield connection
