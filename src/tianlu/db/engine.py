"""An engine for an address: one SQLite file by default, PostgreSQL for a province."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import OperationalError

BUSY_MS = 10_000
"""How long SQLite waits for another process's lock."""
PASSING = ("08", "25006", "40", "53", "55P03", "57", "58")
"""What PostgreSQL's codes begin with where the same may go well later: connections, a standby, deadlocks, no room,
locks, an operator, the system below."""
ONE_WRITER = 0x7469616E6C75
"""The lock by which writers on one PostgreSQL take turns, as they do on SQLite."""


def open_engine(address: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://user:password@host/name`. Raises ValueError for others."""
    url = known_url(address)
    return _noting_writes(_open_sqlite(address) if url.get_backend_name() == "sqlite" else _open_postgresql(url))


def known_url(address: str) -> URL:
    """An address in its parts. Raises ValueError where it is of no database that Tianlu knows, ArgumentError where it
    is no address."""
    url = make_url(address)
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError(f"{url.get_backend_name()} is not a database that Tianlu knows; use sqlite or postgresql")
    return url


def open_file(path: Path) -> Engine:
    """An engine over one SQLite file, which is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return open_engine(f"sqlite:///{path}")


def _open_sqlite(address: str) -> Engine:
    engine = create_engine(address, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        # transactions begin when we say so, not when the driver thinks that one is needed
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


def writer_beside(engine: Engine) -> Engine:
    """The engine to give to a group commit. For PostgreSQL one over a driver that waits half as long for a statement
    and speaks only within an event loop; for SQLite the same."""
    if engine.dialect.name == "sqlite":
        return engine
    return _noting_writes(_open_postgresql(engine.url, driver="asyncpg"))


def _open_postgresql(url: URL, *, driver: str = "pg8000") -> Engine:
    engine = create_engine(url.set(drivername=f"postgresql+{driver}"), pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_WRITER})")

    @event.listens_for(engine, "handle_error")
    def on_error(context: ExceptionContext) -> BaseException | None:
        trouble = context.original_exception
        is_one = not context.is_pre_ping and _is_passing(trouble)
        return OperationalError(context.statement, None, trouble) if is_one else None

    return engine


def _is_passing(trouble: BaseException) -> bool:
    """Whether the server says that it cannot just now, and not that what it was asked is wrong."""
    state = getattr(trouble, "sqlstate", None)  # asyncpg's name for it; pg8000 gives the message's fields
    fields = trouble.args[0] if trouble.args else None
    if isinstance(fields, dict):
        state = fields.get("C")
    return isinstance(state, str) and state.startswith(PASSING)


def _noting_writes(engine: Engine) -> Engine:
    """Note in a connection's `info["wrote"]` that it was used for more than reading."""

    @event.listens_for(engine, "before_cursor_execute")
    def on_execute(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("SELECT"):
            connection.info["wrote"] = True

    return engine
