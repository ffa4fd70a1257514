"""A backup is put back, whole or not at all: into an empty folder and an empty database of either kind.

Everything is made in `.restoring` within the folder and in one transaction; files get their places before the commit,
an SQLite file its name last. A server does not start while `.restoring` is there, so a kill leaves nothing that looks
whole.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from tianlu.db.app_role import make_app_role
from tianlu.db.backup.archive import Archive, check_bytes, damaged, open_archive
from tianlu.db.backup.manifest import Manifest
from tianlu.db.backup.revision_tables import BLOB_CONTENT, OF_ALEMBIC, tables_at
from tianlu.db.backup.row_line import row_of
from tianlu.db.backup.take import sync_folder
from tianlu.db.backup.workspace_files import SQLITE_BESIDE
from tianlu.db.blobs import BLOBS as BLOB_TABLE
from tianlu.db.engine import open_engine
from tianlu.db.migrate import bring_forward, head_revision
from tianlu.db.trouble import StorageTrouble, cannot_write
from tianlu.db.wall import refuse_holes
from tianlu.db.workspace import (
    ANCHORS,
    LOCK,
    RESTORING,
    database_file,
    find_url,
    make_private,
    refuse_half_restored,
    release,
    take_locks,
    unusable,
)

ROWS_AT_ONCE = 500
NOT_OURS = frozenset({"lost+found", LOCK})
"""What may lie in a folder that counts as empty."""

Verify = Callable[[Connection, Path], None]
"""Given the restored rows and the anchors: raises StorageTrouble where they do not fit."""


def check_archive(path: Path) -> Manifest:
    """Whether a restore could begin: all of the archive is read, nothing is written. Raises StorageTrouble."""
    with open_archive(path) as archive:
        check_bytes(archive)
        return archive.manifest


def restore_backup(path: Path, folder: Path, address: str | None = None, *, verify: Verify) -> Manifest:
    """Rows, blobs and files as they were, and the schema brought up to date. Raises StorageTrouble where the archive is
    not sound, or where folder or database are not empty; then nothing is there that was not there before."""
    url = find_url(folder, address)
    with open_archive(path) as archive:
        _refuse_filled(folder, url)
        check_bytes(archive)
        try:
            with _making(folder, url) as made:
                _check_room(archive, made.making)
                _write_files(archive, made.making)
                _fill_database(archive, url, made, verify)
                made.finish()
        except (DBAPIError, OverflowError) as trouble:
            raise unusable(trouble) from None
        except OSError as trouble:
            raise cannot_write(folder, trouble) from None
        return archive.manifest


class _Made:
    """What a restore has made so far."""

    def __init__(self, folder: Path, url: URL) -> None:
        self.folder, self.making = folder, folder / RESTORING
        self.file = database_file(url)
        self._placed: list[Path] = []
        self._is_kept = False

    @property
    def database(self) -> URL | None:
        """Where an SQLite file is made, beside its place."""
        return None if self.file is None else URL.create("sqlite", database=str(self._unfinished))

    @property
    def _unfinished(self) -> Path:
        assert self.file is not None
        return self.file.with_name(self.file.name + RESTORING)

    def place_files(self) -> None:
        for path in sorted(self.making.iterdir()):
            place = self.folder / path.name
            path.rename(place)
            self._placed.append(place)
        sync_folder(self.folder)

    def finish(self) -> None:
        """The database gets its name; from now on a server may start."""
        if self.file is not None:
            self._unfinished.chmod(0o600)
            _sync_file(self._unfinished)
            self._unfinished.rename(self.file)
            self.keep()
            sync_folder(self.file.parent)
        self.making.rmdir()
        sync_folder(self.folder)

    def keep(self) -> None:
        """The rows are there for good: the files that belong to them are not to be taken away any more."""
        self._is_kept = True

    def undo(self) -> None:
        if self._is_kept:
            return
        for path in (self.making, *self._placed):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        self.clear()

    def clear(self) -> None:
        """Take away an SQLite file that has not got its name, now or when a restore was killed."""
        for suffix in SQLITE_BESIDE if self.file is not None else ():
            self._unfinished.with_name(self._unfinished.name + suffix).unlink(missing_ok=True)


@contextmanager
def _making(folder: Path, url: URL) -> Iterator[_Made]:
    """Locked against servers; what fails is taken away again."""
    is_new = not folder.exists()
    make_private(folder)
    locks = take_locks(folder, url)
    made = _Made(folder, url)
    try:
        made.clear()
        made.making.mkdir(mode=0o700)
        yield made
    except BaseException:
        made.undo()
        release(locks)
        if is_new and {each.name for each in folder.iterdir()} <= NOT_OURS:
            shutil.rmtree(folder)
        raise
    release(locks)


def _refuse_filled(folder: Path, url: URL) -> None:
    refuse_half_restored(folder)
    file = database_file(url)
    if file is not None and file.exists():
        raise _filled(f"{file}")
    if not folder.exists():
        return
    found = sorted({each.name for each in folder.iterdir()} - NOT_OURS)
    if found:
        raise StorageTrouble(
            en=f"{folder} is not empty ({', '.join(found[:3])}): name a new folder by --workspace; "
            "nothing was restored",
            zh=f"{folder} 不是空文件夹（{'、'.join(found[:3])}）：请用 --workspace 指定新文件夹；未恢复任何内容",
        )


def _filled(what: str) -> StorageTrouble:
    return StorageTrouble(
        en=f"{what} is not empty: make a new database and name it by --database; nothing was restored",
        zh=f"{what} 不是空数据库：请新建数据库并用 --database 指定；未恢复任何内容",
    )


def _check_room(archive: Archive, folder: Path) -> None:
    """An SQLite file and its log need about twice the rows, beside the files."""
    needed = 3 * archive.manifest.size_bytes
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise StorageTrouble(
            en=f"the disk of {folder.parent} has {free >> 20} MiB free and {needed >> 20} MiB are needed: make room, "
            "or name a folder on another disk",
            zh=f"{folder.parent} 所在磁盘剩余 {free >> 20} MiB，需要 {needed >> 20} MiB：请清理磁盘或改用其他磁盘",
        )


def _write_files(archive: Archive, making: Path) -> None:
    for entry in archive.manifest.files:
        path = making / entry.path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in archive.chunks(entry.entry):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


def _restoring_engine(url: URL) -> Engine:
    engine = open_engine(url.render_as_string(hide_password=False))
    if engine.dialect.name == "postgresql":
        # many rows in one statement: four times as fast over pg8000, which sends rows one by one otherwise
        engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine


def _fill_database(archive: Archive, url: URL, made: _Made, verify: Verify) -> None:
    engine = _restoring_engine(made.database or url)
    try:
        _fill(engine, archive, made, verify)
    finally:
        engine.dispose()


def _fill(engine: Engine, archive: Archive, made: _Made, verify: Verify) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('tianlu.reach', '*', true)"))
        _refuse_tables(connection, archive)
        bring_forward(connection, archive.manifest.revision)
        for table in archive.tables:
            _fill_table(connection, archive, table)
        bring_forward(connection)
        verify(connection, made.making / ANCHORS)
        if engine.dialect.name == "postgresql":
            set_sequences(connection, tables_at(head_revision()))
            make_app_role(connection)
            refuse_holes(connection)
        made.place_files()
    if engine.dialect.name == "postgresql":
        made.keep()
    else:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _refuse_tables(connection: Connection, archive: Archive) -> None:
    found = set(inspect(connection).get_table_names())
    if found & {OF_ALEMBIC, *(table.name for table in archive.tables)}:
        raise _filled(str(connection.engine.url.database))


def _fill_table(connection: Connection, archive: Archive, table: Table) -> None:
    entry = archive.entry_of(table)
    columns = [table.c[name] for name in entry.columns]
    lines = archive.lines(entry)
    at_once = 1 if table.name == BLOB_TABLE.name else ROWS_AT_ONCE
    try:
        while rows := [dict(row_of(line, columns)) for line in islice(lines, at_once)]:
            if table.name == BLOB_TABLE.name:
                rows[0][BLOB_CONTENT] = archive.blob(rows[0]["digest"])
            connection.execute(insert(table), rows)
    except ValueError as trouble:
        raise damaged(archive.path, f"{entry.entry}: {trouble}") from None


def set_sequences(connection: Connection, tables: tuple[Table, ...]) -> None:
    """Where PostgreSQL counts up a column by itself, let it go on after what is there."""
    for table in tables:
        for column in table.columns:
            found = text("SELECT pg_get_serial_sequence(:table, :column)")
            sequence: Any = connection.execute(found, {"table": table.name, "column": column.name}).scalar_one()
            if sequence is not None:
                last = f'SELECT setval(:sequence, coalesce(max("{column.name}"), 0) + 1, false) FROM "{table.name}"'
                connection.execute(text(last), {"sequence": sequence})


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
