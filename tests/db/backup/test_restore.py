"""A restore is done whole or not at all, into what is empty only."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, text

from tests.databases import new_database
from tests.db.backup.filled import address_of, all_rows, fill, names_in
from tianlu.db.backup.restore import restore_backup, set_sequences
from tianlu.db.engine import open_engine
from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import RESTORING, open_workspace
from tianlu.server.keeping import restore

KILLED = """
import os, signal, sys
from pathlib import Path
from tianlu.db.backup.restore import restore_backup
restore_backup(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] or None,
               verify=lambda *_: os.kill(os.getpid(), signal.SIGKILL))
"""
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from tianlu.db.backup import restore
of, _, name = sys.argv[4].rpartition(".")
setattr(getattr(restore, of) if of else restore, name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
restore.restore_backup(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] or None, verify=lambda *_: None)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path, postgresql: str) -> str | None:
    return address_of(request.param, tmp_path, postgresql)


def test_filled_folder_is_refused_and_left_alone(archive: Path, tmp_path: Path, address: str | None) -> None:
    folder = tmp_path / "used"
    folder.mkdir()
    (folder / "oidc.yaml").write_text("mine")
    with pytest.raises(StorageTrouble, match="not empty") as trouble:
        restore(archive, folder, address)
    assert "--workspace" in trouble.value.zh
    assert [each.name for each in folder.iterdir()] == ["oidc.yaml"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_filled_database_is_refused_and_left_alone(archive: Path, tmp_path: Path, postgresql: str, kind: str) -> None:
    address = new_database(postgresql) if kind == "postgresql" else f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    fill(tmp_path / "workspace", address)
    before = all_rows(tmp_path / "workspace", address)
    with pytest.raises(StorageTrouble, match="make a new database"):
        restore(archive, tmp_path / "new", address)
    assert not (tmp_path / "new").exists()
    assert all_rows(tmp_path / "workspace", address) == before


def test_what_fails_leaves_nothing(archive: Path, tmp_path: Path, address: str | None) -> None:
    def fail(*_: object) -> None:
        raise StorageTrouble(en="it does not hold", zh="不成立")

    for folder in (tmp_path / "new", tmp_path / "empty"):
        if folder.name == "empty":
            folder.mkdir()
        with pytest.raises(StorageTrouble, match="does not hold"):
            restore_backup(archive, folder, address, verify=fail)
        assert not folder.exists() or [each.name for each in folder.iterdir()] in ([], ["tianlu.lock"])
        assert address is None or names_in(address) == set()
    restore(archive, tmp_path / "empty", address)


def test_restore_that_was_killed_is_not_served_from(archive: Path, tmp_path: Path, address: str | None) -> None:
    folder = tmp_path / "killed"
    command = [sys.executable, "-c", KILLED, str(archive), str(folder), address or ""]
    assert subprocess.run(command, check=False).returncode == -9
    with pytest.raises(StorageTrouble, match="cut off") as trouble:
        open_workspace(folder, address)
    assert "tianlu restore" in trouble.value.zh
    with pytest.raises(StorageTrouble, match="cut off"):
        restore(archive, folder, address)
    assert address is None or names_in(address) == set()
    restore(archive, tmp_path / "again", address)


@pytest.mark.parametrize("stage", ["_write_files", "_Made.place_files", "_Made.finish", "release"])
def test_restore_killed_at_any_stage_is_whole_or_not_served_from(
    archive: Path, tmp_path: Path, address: str | None, stage: str
) -> None:
    """`release` comes when all is done: what a kill leaves there is whole."""
    folder = tmp_path / "killed"
    command = [sys.executable, "-c", KILLED_AT, str(archive), str(folder), address or "", stage]
    assert subprocess.run(command, check=False).returncode == -9
    if stage == "release":
        assert len(all_rows(folder, address)["people_orgs"]) == 9
        open_workspace(folder, address).close()
        return
    with pytest.raises(StorageTrouble, match="cut off"):
        open_workspace(folder, address)
    shutil.rmtree(folder)
    if address is not None and stage == "_Made.finish":
        with pytest.raises(StorageTrouble, match="make a new database"):
            restore(archive, folder, address)
        return
    restore(archive, folder, address)
    open_workspace(folder, address).close()


def test_server_that_has_the_folder_open_keeps_a_restore_out(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "post.sqlite"
    opened = open_workspace(tmp_path / "one", f"sqlite:///{file}")
    with pytest.raises(StorageTrouble):
        restore(archive, tmp_path / "two", f"sqlite:///{file}")
    opened.close()


def test_database_beside_the_folder_is_restored_there(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "post.sqlite"
    restore(archive, tmp_path / "folder", f"sqlite:///{file}")
    assert sorted(each.name for each in file.parent.iterdir()) == ["post.lock", "post.sqlite"]
    open_workspace(tmp_path / "folder", f"sqlite:///{file}").close()


def test_what_a_kill_left_beside_the_database_is_no_hindrance(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "post.sqlite"
    file.parent.mkdir()
    fill(tmp_path / "other", f"sqlite:///{file}{RESTORING}")
    restore(archive, tmp_path / "folder", f"sqlite:///{file}")
    open_workspace(tmp_path / "folder", f"sqlite:///{file}").close()


def test_sequences_go_on_after_what_is_there(postgresql: str) -> None:
    engine = open_engine(new_database(postgresql))
    metadata = MetaData()
    counted = Table("counted", metadata, Column("nr", Integer, primary_key=True), Column("name", Text))
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(counted), [{"nr": 7, "name": "a"}, {"nr": 8, "name": "b"}])
        set_sequences(connection, (counted,))
        connection.execute(text("INSERT INTO counted (name) VALUES ('c')"))
        assert connection.execute(text("SELECT max(nr) FROM counted")).scalar_one() == 9
    engine.dispose()
