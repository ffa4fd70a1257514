"""A backup is one moment, taken while commands are written; what is not whole never has its name."""

import os
import subprocess
import sys
import threading
import tracemalloc
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from tests.db.backup.conftest import Source
from tests.db.backup.filled import NOW, add_unit, address_of, entity_of, fill, served
from tianlu.command.tables import LINKS, RECEIPTS
from tianlu.db.backup import take
from tianlu.db.blobs import BLOBS, put_blob
from tianlu.db.engine import open_engine, open_file
from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import look_at_workspace
from tianlu.server.keeping import back_up, restore

WRITERS, BACKUPS = 4, 3
FILLED = 9
"""Units of `fill`."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_backup_beside_writers_has_each_command_acknowledged_before_it(
    kind: str, tmp_path: Path, postgresql: str
) -> None:
    address, folder = address_of(kind, tmp_path, postgresql), tmp_path / "workspace"
    fill(folder, address)
    acknowledged: list[str] = []
    with served(folder, address) as one_door:
        entity, numbers, is_over = entity_of(one_door), count(1000), threading.Event()

        def write() -> None:
            while not is_over.is_set():
                acknowledged.append(add_unit(one_door, next(numbers), entity))

        writers = [threading.Thread(target=write) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        taken = []
        for number in range(BACKUPS):
            before = len(acknowledged)
            while len(acknowledged) < before + 20:
                is_over.wait(0.01)
            promised = set(acknowledged)
            taken.append((promised, back_up(folder, address, tmp_path / f"{number}.zip", now=datetime.now(UTC)).path))
        is_over.set()
        for writer in writers:
            writer.join()
    for number, (promised, path) in enumerate(taken):
        restored = tmp_path / f"restored-{number}"
        restore(path, restored, None)  # raises where a chain does not hold
        opened = look_at_workspace(restored)
        with opened.engine.connect() as connection:
            links = set(connection.execute(select(LINKS.c.id)).scalars())
            receipts = set(connection.execute(select(RECEIPTS.c.id)).scalars())
            orgs = connection.execute(text("SELECT count(*) FROM people_orgs")).scalar_one()
        opened.close()
        assert promised <= links
        assert promised <= receipts
        added = [each for each in acknowledged if each in links]
        assert orgs == FILLED + len(added)


def test_killed_backup_leaves_no_archive(source: Source, tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from tianlu.db.backup import take\nfrom tianlu.server.keeping import back_up\n"
        "take.open_archive = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "back_up(Path(sys.argv[1]), sys.argv[2] or None, Path(sys.argv[3]), now=datetime.now(UTC))"
    )
    target = tmp_path / "killed.zip"
    command = [sys.executable, "-c", code, str(source.folder), source.address or "", str(target)]
    assert subprocess.run(command, check=False).returncode == -9
    assert not target.exists()
    back_up(source.folder, source.address, target, now=NOW)
    assert not list(tmp_path.glob(".tmp-*"))


def test_backup_that_fails_leaves_no_file(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(take.os, "fsync", full)
    with pytest.raises(StorageTrouble, match="No space") as trouble:
        back_up(source.folder, source.address, tmp_path / "full.zip", now=NOW)
    assert "请清理磁盘" in trouble.value.zh
    assert sorted(tmp_path.iterdir()) == before


def test_archive_is_its_owners_alone_and_never_overwritten(source: Source) -> None:
    assert source.archive.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StorageTrouble, match="there already"):
        back_up(source.folder, source.address, source.archive, now=NOW)


def test_folder_as_target_gives_a_name_by_the_moment(source: Source, tmp_path: Path) -> None:
    path = back_up(source.folder, source.address, tmp_path, now=NOW).path
    assert path.name == f"tianlu-{NOW.astimezone():%Y%m%d-%H%M%S}.zip"


def test_backup_into_the_workspace_is_refused(source: Source) -> None:
    with pytest.raises(StorageTrouble, match="lost with it"):
        back_up(source.folder, source.address, source.folder / "b.zip", now=NOW)


def test_damaged_bytes_are_named_and_make_no_backup(source: Source, tmp_path: Path) -> None:
    owner = open_engine(source.address) if source.address else open_file(source.folder / "tianlu.sqlite")
    with owner.begin() as connection:
        connection.execute(update(BLOBS).where(BLOBS.c.size_bytes > 0).values(content=b"rotten"))
    owner.dispose()
    with pytest.raises(StorageTrouble, match="damaged"):
        back_up(source.folder, source.address, tmp_path / "c.zip", now=NOW)
    assert not (tmp_path / "c.zip").exists()


def test_folder_that_is_not_there_makes_no_backup(source: Source, tmp_path: Path) -> None:
    address = source.address or f"sqlite:///{source.folder / 'tianlu.sqlite'}"
    with pytest.raises(StorageTrouble, match="no folder"):
        back_up(tmp_path / "elsewhere", address, tmp_path / "c.zip", now=NOW)


def test_link_in_the_workspace_is_refused_not_left_out(source: Source, tmp_path: Path) -> None:
    (source.folder / "plans" / "linked").symlink_to(tmp_path)
    with pytest.raises(StorageTrouble, match="link"):
        back_up(source.folder, source.address, tmp_path / "c.zip", now=NOW)


def test_unfinished_files_are_left_out(source: Source, tmp_path: Path) -> None:
    (source.folder / "plans" / ".tmp-half").mkdir()
    (source.folder / "plans" / ".tmp-half" / "plan.json").write_text("{")
    files = {file.path for file in back_up(source.folder, source.address, tmp_path / "c.zip", now=NOW).manifest.files}
    assert not any("half" in path or path.startswith(("cache", "tianlu")) for path in files)


def test_only_a_few_blobs_are_in_memory_at_once(tmp_path: Path) -> None:
    fill(tmp_path / "workspace", None)
    mib, many = 1 << 20, 24
    with served(tmp_path / "workspace", None) as one_door, one_door.workspace.engine.begin() as connection:
        for _ in range(many):
            put_blob(connection, os.urandom(4 * mib))
    tracemalloc.start()
    path = back_up(tmp_path / "workspace", None, tmp_path / "large.zip", now=NOW).path
    restore(path, tmp_path / "restored", None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > many * 4 * mib
    assert peak < 6 * 4 * mib
