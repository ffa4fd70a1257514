"""A backup is taken: one consistent moment of the database and the workspace's files, while a server goes on working.

The anchors are copied before the snapshot begins, so that the chains in it are at least as long as they say; all other
files after it, so that a file may be newer than the rows, never older. Some rows or one blob are in memory at a time.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from tianlu import __version__
from tianlu.db.backup.archive import check_bytes, open_archive
from tianlu.db.backup.manifest import BLOBS, FILES, MANIFEST, TABLES, FileEntry, Manifest, TableEntry
from tianlu.db.backup.revision_tables import in_order, kept_columns, tables_at
from tianlu.db.backup.row_line import line_of
from tianlu.db.backup.workspace_files import list_files
from tianlu.db.blobs import BLOBS as BLOB_TABLE
from tianlu.db.blobs import digest_of, each_blob
from tianlu.db.migrate import check_known, find_revision
from tianlu.db.snapshot import snapshot
from tianlu.db.trouble import StorageTrouble, cannot_write
from tianlu.db.workspace import ANCHORS, Workspace, database_file, unusable

LEVEL = 1
"""Of deflate: packages are packed already, and a backup is not to keep a server's processor busy."""
CHUNK = 1 << 20
ROWS_AT_ONCE = 1000


def take_backup(workspace: Workspace, target: Path, *, now: datetime) -> Manifest:
    """Write an archive that has its name only when it is whole, on disk and read back. Raises StorageTrouble."""
    _check_folder(workspace.folder)
    _check_target(workspace, target)
    making = target.with_name(f".tmp-{target.name}")
    try:
        with open(os.open(making, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
                manifest = _fill(_Packer(archive), workspace, now)
            file.flush()
            os.fsync(file.fileno())
        with open_archive(making) as written:
            check_bytes(written)
        making.rename(target)
        sync_folder(target.parent)
    except DBAPIError as trouble:
        raise unusable(trouble) from None
    except OSError as trouble:
        raise cannot_write(target, trouble) from None
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)
    return manifest


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _check_folder(folder: Path) -> None:
    """With a database elsewhere a wrong folder would go unnoticed, and its anchors and bags be missing one day."""
    if not folder.is_dir():
        raise StorageTrouble(
            en=f"there is no folder {folder}: name the server's by --workspace; its anchors and bags belong in",
            zh=f"没有文件夹 {folder}：请用 --workspace 指定服务器的工作区，备份需要其中的锚点与邮袋记录",
        )


def _check_target(workspace: Workspace, target: Path) -> None:
    if target.exists():
        raise StorageTrouble(
            en=f"{target} is there already: name another file, or a folder",
            zh=f"{target} 已存在：请换一个文件名，或指定文件夹",
        )
    if not target.parent.is_dir():
        raise StorageTrouble(
            en=f"there is no folder {target.parent}: make it first", zh=f"没有文件夹 {target.parent}：请先创建"
        )
    if target.resolve().is_relative_to(workspace.folder.resolve()):
        raise StorageTrouble(
            en=f"{target} lies in the workspace, and would be lost with it: name a place outside, on another disk",
            zh=f"{target} 位于工作区内，会与工作区一同丢失：请指定工作区以外的位置，最好在另一块磁盘",
        )


class _Packer:
    """Puts entries into an archive, each with its size and SHA-256."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def put(self, name: str, chunks: Iterable[bytes]) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        with self._archive.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                size += len(chunk)
                digest.update(chunk)
        return size, digest.hexdigest()


def _fill(packer: _Packer, workspace: Workspace, now: datetime) -> Manifest:
    anchors = _put_file(packer, workspace.folder, ANCHORS)
    with snapshot(workspace.engine) as connection:
        revision = find_revision(connection)
        check_known(connection, revision)
        if revision is None:
            raise StorageTrouble(
                en="the database holds nothing of Tianlu's: see that --workspace and --database name the right one",
                zh="数据库中没有天路的数据：请核对 --workspace 与 --database",
            )
        tables = tables_at(revision)
        entries = tuple(_put_table(packer, connection, table) for table in tables)
        has_blobs = any(table.name == BLOB_TABLE.name for table in tables)
        sizes = [_put_blob(packer, *each) for each in each_blob(connection)] if has_blobs else []
    others = list_files(workspace.folder, leave_out=_database_files(workspace))
    files = [_put_file(packer, workspace.folder, path) for path in others if path != ANCHORS]
    manifest = Manifest(
        revision=revision,
        made_at=now,
        program=__version__,
        database=workspace.engine.dialect.name,
        tables=entries,
        blobs=len(sizes),
        blobs_bytes=sum(sizes),
        files=tuple(each for each in (anchors, *files) if each is not None),
    )
    packer.put(MANIFEST, [manifest.to_json().encode()])
    return manifest


def _put_table(packer: _Packer, connection: Connection, table: Table) -> TableEntry:
    columns = kept_columns(table)
    rows = 0

    def lines() -> Iterator[bytes]:
        nonlocal rows
        query = select(*columns).order_by(*in_order(table, connection.dialect.name))
        for row in connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}):
            rows += 1
            yield line_of(row, columns)

    names = tuple(column.name for column in columns)
    size, digest = packer.put(f"{TABLES}{table.name}.jsonl", lines())
    return TableEntry(table.name, names, rows, size, digest)


def _put_blob(packer: _Packer, digest: str, content: bytes) -> int:
    if digest_of(content) != digest:
        raise StorageTrouble(
            en=f"the stored bytes {digest} are damaged, so this would be no sound backup: keep the earlier ones, and "
            "see what tianlu doctor says",
            zh=f"存储的内容 {digest} 已损坏，无法生成可靠的备份：请保留以前的备份，并查看 tianlu doctor 的诊断",
        )
    return packer.put(f"{BLOBS}{digest}", [content])[0]


def _put_file(packer: _Packer, folder: Path, path: str) -> FileEntry | None:
    """None where it is gone meanwhile."""
    try:
        file = (folder / path).open("rb")
    except FileNotFoundError:
        return None
    with file:
        return FileEntry(path, *packer.put(f"{FILES}{path}", iter(lambda: file.read(CHUNK), b"")))


def _database_files(workspace: Workspace) -> frozenset[Path]:
    """What SQLite keeps itself."""
    path = database_file(workspace.engine.url)
    if path is None:
        return frozenset()
    beside = (path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal"))
    return frozenset({*beside, path.with_suffix(".lock")})
