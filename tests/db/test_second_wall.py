"""PostgreSQL keeps rows beyond a reader's reach from it, whatever SQL it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.databases import new_database
from tianlu.db.blobs import put_blob
from tianlu.db.engine import open_engine
from tianlu.db.reading import reading
from tianlu.db.workspace import Workspace, open_workspace

ORGS = {
    "63": "/63/",
    "6325": "/63/6325/",
    "632521": "/63/6325/632521/",
    "6301": "/63/6301/",
    "630123": "/63/6301/630123/",
}
WALLED = (
    "people_orgs",
    "people_persons",
    "people_grants",
    "command_dead_letters",
    "audit_links",
    "audit_heads",
    "jobs",
)


@pytest.fixture
def filled(postgresql: str, tmp_path: Path) -> Iterator[Workspace]:
    """A row of each walled table at each unit, written as the server writes."""
    opened = open_workspace(tmp_path, new_database(postgresql))
    with opened.engine.execution_options(writes=True).begin() as connection:
        for org, path in ORGS.items():
            for row in (
                f"people_orgs VALUES ('{org}', NULL, 'county', 'n', 'n', 'e', '{path}', 1, false)",
                f"people_persons VALUES ('p{org}', 'n', '1', 'e', '', '{org}', 1, false, false)",
                f"people_grants VALUES ('g{org}', 'p{org}', 'planner', '{org}', NULL, NULL)",
                f"command_dead_letters VALUES ('d{org}', 'p', '{org}', '{{}}', '{{}}', 1, now(), NULL)",
                f"audit_links VALUES ('{org}', 1, {org}, 'i{org}', 'org.add', 'at', 'p', '{{}}', '{{}}', '0', '1')",
                f"audit_heads VALUES ('{org}', 1, '1')",
                f"jobs VALUES ('j{org}', 'plan', '{org}', 'p', '{{}}', 'waiting', now(), 0, 3, '{{}}', false)",
            ):
                connection.execute(text(f"INSERT INTO {row}"))
    yield opened
    opened.close()


@pytest.mark.parametrize("table", WALLED)
def test_reader_sees_its_prefecture_and_no_row_of_another(filled: Workspace, table: str) -> None:
    with reading(filled.engine, ["/63/6325/"]) as connection:
        rows = [str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}"))]
    assert len(rows) == 2
    assert not any("6301" in row for row in rows)


@pytest.mark.parametrize("table", WALLED)
def test_no_reach_shows_no_row_and_everything_shows_all(filled: Workspace, table: str) -> None:
    count = text(f"SELECT count(*) FROM {table}")
    with reading(filled.engine, []) as connection:
        assert connection.execute(count).scalar_one() == 0
    with filled.engine.begin() as connection:
        assert connection.execute(count).scalar_one() == len(ORGS)
        connection.execute(text("RESET tianlu.reach"))
        assert connection.execute(count).scalar_one() == 0
        connection.rollback()


def test_reach_ends_with_its_transaction(filled: Workspace) -> None:
    with reading(filled.engine, ["/63/6325/", "/63/6301/"]) as connection:
        assert connection.execute(text("SELECT count(*) FROM people_orgs")).scalar_one() == 4
    with filled.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people_orgs")).scalar_one() == len(ORGS)


def test_a_reading_cannot_write(filled: Workspace) -> None:
    with pytest.raises(DBAPIError, match="read-only"), reading(filled.engine, ["/63/"]) as connection:
        connection.execute(text("UPDATE people_orgs SET name = 'x'"))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE people_orgs DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_orgs NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY within_reach ON people_orgs",
        "ALTER ROLE tianlu_app BYPASSRLS",
        "UPDATE audit_links SET content = 'x'",
        "DELETE FROM audit_links",
        "TRUNCATE audit_links",
        "UPDATE blobs SET content = ''",
        "DELETE FROM blobs",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_server_may_not_take_the_wall_down_nor_change_what_is_kept_for_ever(filled: Workspace, statement: str) -> None:
    with filled.engine.begin() as connection:
        put_blob(connection, b"kept")
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner|42501"), filled.engine.begin() as connection:
        connection.execute(text(statement))


def test_owner_who_is_no_superuser_is_bound_too(postgresql: str, filled: Workspace) -> None:
    address = filled.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    superuser = open_engine(address)
    with superuser.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE ROLE plain_owner"))
        connection.execute(text("ALTER TABLE people_orgs OWNER TO plain_owner"))
        connection.execute(text("GRANT USAGE ON SCHEMA public TO plain_owner"))
        connection.execute(text("SET ROLE plain_owner"))
        assert connection.execute(text("SELECT count(*) FROM people_orgs")).scalar_one() == 0
        connection.execute(text("RESET ROLE"))
    superuser.dispose()


@pytest.mark.parametrize("path", ["*", "63", "/63", "/63/\n/64/"])
def test_what_is_no_path_is_no_reach(filled: Workspace, path: str) -> None:
    with pytest.raises(ValueError, match="no path"), reading(filled.engine, [path]):
        pass
