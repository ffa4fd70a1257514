"""The role as which the server works on PostgreSQL: it owns nothing, so that it cannot take the second wall down."""

from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError

from tianlu.db.reading import EVERYTHING, take_reach

APP_ROLE = "tianlu_app"
APPEND_ONLY = ("audit_links", "blobs")


def ensure_app_role(engine: Engine) -> None:
    """Make the role where that is permitted, and give it what it needs on the tables that there are."""
    with engine.execution_options(writes=True).begin() as connection:
        make_app_role(connection)


def make_app_role(connection: Connection) -> None:
    """The same within a transaction. What is not permitted is left out: `wall.find_holes` says so."""
    if not is_there(connection) and _may_make(connection):
        connection.execute(text(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS"))
    if is_there(connection) and not can_enter(connection):
        with suppress(DBAPIError), connection.begin_nested():
            connection.execute(text(f"GRANT {APP_ROLE} TO CURRENT_USER"))
    if is_there(connection) and _owns_tables(connection):
        _give_rights(connection)


def is_there(connection: Connection) -> bool:
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": APP_ROLE})
    return found.scalar_one_or_none() is not None


def can_enter(connection: Connection) -> bool:
    """Whether the role is there and may be taken on. From PostgreSQL 16 on a member may be kept from that."""
    query = text(
        "SELECT coalesce((SELECT pg_has_role(session_user, oid, CASE WHEN current_setting('server_version_num')::int "
        ">= 160000 THEN 'SET' ELSE 'MEMBER' END) FROM pg_roles WHERE rolname = :role), false)"
    )
    return bool(connection.execute(query, {"role": APP_ROLE}).scalar_one())


def enter_app_role(*engines: Engine) -> None:
    """From now on each of their connections works as the role, and sees everything unless its task is narrowed."""
    for engine in engines:
        _on_connect(engine, f"SET ROLE {APP_ROLE}", f"SET tianlu.reach = '{EVERYTHING}'")
        event.listen(engine, "begin", take_reach)


def see_everything(engine: Engine) -> None:
    """From now on each of the engine's connections sees every row, as whoever it logs in."""
    _on_connect(engine, f"SET tianlu.reach = '{EVERYTHING}'")


def _on_connect(engine: Engine, *statements: str) -> None:
    engine.dispose()

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        before, connection.autocommit = connection.autocommit, True
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.autocommit = before


def _may_make(connection: Connection) -> bool:
    query = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(query).scalar_one())


def _owns_tables(connection: Connection) -> bool:
    query = text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('audit_links')")
    return bool(connection.execute(query).scalar_one_or_none())


def _give_rights(connection: Connection) -> None:
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}" for table in APPEND_ONLY),
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {APP_ROLE}",
    ):
        connection.execute(text(statement))
