"""What was backed up comes back, on the same database or the other, and goes on being used."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from tests.databases import new_database
from tests.db.all_tables import METADATA
from tests.db.backup.conftest import Source
from tests.db.backup.filled import NOW, SCANS, add_units, address_of, all_rows, fill, served
from tianlu.command.soundness import find_breaks
from tianlu.db.backup.archive import open_archive
from tianlu.db.backup.manifest import Manifest
from tianlu.db.backup.revision_tables import tables_at
from tianlu.db.engine import open_engine
from tianlu.db.migrate import head_revision, migrate
from tianlu.db.wall import find_holes
from tianlu.server.keeping import back_up, restore


def manifest_of(path: Path) -> Manifest:
    with open_archive(path) as opened:
        return opened.manifest


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_all_comes_back_on_either_database(source: Source, kind: str, tmp_path: Path, postgresql: str) -> None:
    address, folder = address_of(kind, tmp_path, postgresql), tmp_path / "restored"
    restore(source.archive, folder, address)
    assert all_rows(folder, address) == all_rows(source.folder, source.address)
    assert (folder / SCANS).read_bytes() == (source.folder / SCANS).read_bytes()
    assert (folder / "anchors.jsonl").read_bytes() == (source.folder / "anchors.jsonl").read_bytes()
    assert not (folder / "cache").exists()
    first = manifest_of(source.archive)
    again = back_up(folder, address, tmp_path / "again.zip", now=NOW).manifest
    assert (again.tables, again.files, again.blobs) == (first.tables, first.files, first.blobs)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_restored_workspace_is_served_from_and_keeps_counties_apart(
    source: Source, kind: str, tmp_path: Path, postgresql: str
) -> None:
    address, folder = address_of(kind, tmp_path, postgresql), tmp_path / "restored"
    restore(source.archive, folder, address)
    with served(folder, address) as one_door:
        add_units(one_door, range(100, 103))
        with one_door.workspace.engine.connect() as connection:
            assert list(find_breaks(connection, [])) == []
    if address is not None:
        engine = open_engine(address)
        with engine.connect() as connection:
            assert find_holes(connection) == []
        engine.dispose()


def test_every_table_that_rooms_declare_is_in_a_backup(archive: Path) -> None:
    ours = {name for name in METADATA.tables if not name.startswith("toy_")}
    assert {entry.name for entry in manifest_of(archive).tables} == ours
    assert {table.name for table in tables_at(head_revision())} == ours


def test_owner_who_is_no_superuser_loses_no_row_to_the_wall(postgresql: str, tmp_path: Path) -> None:
    addresses = [_plain_owners(postgresql), _plain_owners(postgresql)]
    fill(tmp_path / "workspace", addresses[0])
    path = back_up(tmp_path / "workspace", addresses[0], tmp_path / "b.zip", now=NOW).path
    assert {entry.name: entry.rows for entry in manifest_of(path).tables}["people_orgs"] == 9
    restore(path, tmp_path / "restored", addresses[1])
    assert all_rows(tmp_path / "restored", addresses[1]) == all_rows(tmp_path / "workspace", addresses[0])


def test_backup_of_an_older_revision_is_brought_forward(address: str, tmp_path: Path) -> None:
    engine = open_engine(address)
    migrate(engine, "0002")
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO people_orgs VALUES ('63', NULL, 'province', '青海', '', 'e', '/63/', 1, false)")
        )
    engine.dispose()
    (tmp_path / "old").mkdir()
    path = back_up(tmp_path / "old", address, tmp_path / "old.zip", now=NOW).path
    assert manifest_of(path).revision == "0002"
    restore(path, tmp_path / "restored", None)
    rows = all_rows(tmp_path / "restored", None)
    assert [row[0] for row in rows["people_orgs"]] == ["63"]
    assert rows["plan_plans"] == []


def _plain_owners(server: str) -> str:
    """A database of somebody who is no superuser."""
    url = make_url(new_database(server))
    engine = open_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for role in ("tianlu_app NOLOGIN", "plain_keeper LOGIN"):
            if not connection.execute(text(f"SELECT 1 FROM pg_roles WHERE rolname = '{role.split()[0]}'")).first():
                connection.execute(text(f"CREATE ROLE {role}"))
        connection.execute(text("GRANT tianlu_app TO plain_keeper"))
        connection.execute(text(f"ALTER DATABASE {url.database} OWNER TO plain_keeper"))
    engine.dispose()
    return url.set(username="plain_keeper").render_as_string(hide_password=False)
