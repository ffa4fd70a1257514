"""A server does not start on a PostgreSQL whose second wall has a hole, and says how to close it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from tests.databases import new_database
from tests.db.all_tables import METADATA
from tests.postgres import run_postgresql
from tianlu.db.engine import open_engine
from tianlu.db.trouble import StorageTrouble
from tianlu.db.wall import WALLED, find_holes
from tianlu.db.workspace import open_workspace, visit_workspace

WITHOUT_UNITS = {
    "alembic_version",
    "blobs",
    "command_devices",
    "command_held",
    "command_receipts",
    "people_entities",
    "people_changes",
    "people_state",
}
"""Rows that belong to no unit, or that are read by their own id only; and all of sign-in."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A server of its own: roles are the whole server's."""
    with run_postgresql() as address:
        yield address


@pytest.fixture
def superuser(cluster: str) -> Iterator[str]:
    """An empty database; the role is gone afterwards."""
    address = new_database(cluster)
    yield address
    _run(address, "DROP OWNED BY tianlu_app", "DROP ROLE IF EXISTS tianlu_app", missing_ok=True)


def test_every_table_of_units_is_behind_the_wall(superuser: str, tmp_path: Path) -> None:
    open_workspace(tmp_path, superuser).close()
    engine = open_engine(superuser)
    query = text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
    with engine.connect() as connection:
        assert set(connection.execute(query).scalars()) == set(WALLED)
        assert find_holes(connection) == []
        connection.execute(text("SET ROLE tianlu_app"))
        assert find_holes(connection) == []
    engine.dispose()
    ours = {name for name in METADATA.tables if not name.startswith(("signin_", "toy_"))}
    assert ours - set(WALLED) <= WITHOUT_UNITS


def test_server_does_not_start_where_the_role_is_missing(superuser: str, tmp_path: Path) -> None:
    owner = _plain_owner(superuser, "no_maker")
    with pytest.raises(StorageTrouble, match="no role tianlu_app") as trouble:
        open_workspace(tmp_path, owner)
    assert "第二道墙缺失" in trouble.value.zh
    _run(superuser, trouble.value.en.split(" run ")[1].split(" then")[0])
    open_workspace(tmp_path, owner).close()
    visit_workspace(tmp_path, owner).close()


def test_server_does_not_start_where_the_role_is_not_its_users(superuser: str, tmp_path: Path) -> None:
    owner = _plain_owner(superuser, "no_member")
    _run(superuser, "CREATE ROLE tianlu_app NOLOGIN")
    with pytest.raises(StorageTrouble, match="may not work as the role") as trouble:
        open_workspace(tmp_path, owner)
    _run(superuser, trouble.value.en.split(" run ")[1])
    open_workspace(tmp_path, owner).close()


def test_owner_who_may_make_roles_needs_no_superuser(superuser: str, tmp_path: Path) -> None:
    owner = _plain_owner(superuser, "maker", "CREATEROLE")
    open_workspace(tmp_path, owner).close()
    visit_workspace(tmp_path, owner).close()


@pytest.mark.parametrize(
    ("hole", "check"),
    [
        ("ALTER ROLE tianlu_app BYPASSRLS", "app_role"),
        ("ALTER TABLE command_devices OWNER TO tianlu_app", "app_role"),
        ("ALTER TABLE plan_plans NO FORCE ROW LEVEL SECURITY", "row_level_security"),
        ("ALTER TABLE audit_links DISABLE ROW LEVEL SECURITY", "row_level_security"),
        ("DROP POLICY within_reach ON people_persons", "row_level_security"),
        ("GRANT DELETE ON blobs TO tianlu_app", "append_only"),
    ],
)
def test_each_hole_is_found_and_closed_by_its_own_words(superuser: str, tmp_path: Path, hole: str, check: str) -> None:
    open_workspace(tmp_path, superuser).close()
    _run(superuser, hole)
    engine = open_engine(superuser)
    with engine.connect() as connection:
        found = find_holes(connection)
        assert [each.check for each in found] == [check]
    with pytest.raises(StorageTrouble):
        visit_workspace(tmp_path, superuser)
    _run(superuser, *found[0].mend_en.split(" run ")[1].split(" and ")[0].rstrip(";").split(";"))
    with engine.connect() as connection:
        assert find_holes(connection) == []
    engine.dispose()


def _plain_owner(address: str, name: str, may: str = "NOCREATEROLE") -> str:
    """Somebody who owns the database and is no superuser."""
    url = make_url(address)
    _run(address, f"CREATE ROLE {name} LOGIN {may}", f"ALTER DATABASE {url.database} OWNER TO {name}")
    return url.set(username=name).render_as_string(hide_password=False)


def _run(address: str, *statements: str, missing_ok: bool = False) -> None:
    engine = open_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        found = connection.execute(text("SELECT count(*) FROM pg_roles WHERE rolname = 'tianlu_app'")).scalar_one()
        for statement in statements if found or not missing_ok else ():
            connection.execute(text(statement))
    engine.dispose()
