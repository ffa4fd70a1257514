"""The role as which the server works on PostgreSQL: it owns nothing, so that it cannot take the second wall down."""

from typing import Any

from sqlalchemy import Connection, Engine, event, text

APP_ROLE = "tianlu_app"
APPEND_ONLY = ("audit_links", "blobs")
EVERYTHING = "*"
"""The reach of the server's own reads and of its writer."""


def ensure_app_role(engine: Engine) -> None:
    """Make the role where that is permitted, and give it what it needs on the tables that there are."""
    with engine.execution_options(writes=True).begin() as connection:
        if not _is_there(connection) and _may_make(connection):
            connection.execute(text(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS"))
        if _is_there(connection) and _owns_tables(connection):
            _give_rights(connection)


def can_enter(connection: Connection) -> bool:
    """Whether the role is there and may be taken on."""
    query = text("SELECT coalesce((SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = :role), false)")
    return bool(connection.execute(query, {"role": APP_ROLE}).scalar_one())


def enter_app_role(engine: Engine, writer: Engine) -> None:
    """From now on each connection of both works as the role, and sees everything unless it is narrowed."""
    with engine.connect() as connection:
        wanted = can_enter(connection)
    engine.dispose()

    def on_connect(connection: Any, _: Any) -> None:
        before, connection.autocommit = connection.autocommit, True
        cursor = connection.cursor()
        if wanted:
            cursor.execute(f"SET ROLE {APP_ROLE}")
        cursor.execute(f"SET tianlu.reach = '{EVERYTHING}'")
        cursor.close()
        connection.autocommit = before

    for each in (engine, writer):
        event.listen(each, "connect", on_connect)


def _is_there(connection: Connection) -> bool:
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": APP_ROLE})
    return found.scalar_one_or_none() is not None


def _may_make(connection: Connection) -> bool:
    query = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(query).scalar_one())


def _owns_tables(connection: Connection) -> bool:
    query = text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('audit_links')")
    return bool(connection.execute(query).scalar_one_or_none())


def _give_rights(connection: Connection) -> None:
    if not can_enter(connection):
        connection.execute(text(f"GRANT {APP_ROLE} TO CURRENT_USER"))
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}" for table in APPEND_ONLY),
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {APP_ROLE}",
    ):
        connection.execute(text(statement))
