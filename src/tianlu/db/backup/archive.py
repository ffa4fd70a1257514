"""An archive is opened and looked at, before anything is done with it: whole, ours, of a revision that we know, and
with nothing in it but what its manifest says.

What is read is bounded by what the manifest says, and that by the archive's size: no backup packs 200 times.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from sqlalchemy import Table

from tianlu.db.backup.manifest import BLOBS, MANIFEST, Manifest, NewerFormat, NoManifest, TableEntry, read_manifest
from tianlu.db.backup.revision_tables import kept_columns, tables_at
from tianlu.db.backup.workspace_files import is_safe
from tianlu.db.blobs import BLOB_BYTES_MOST
from tianlu.db.blobs import BLOBS as BLOB_TABLE
from tianlu.db.migrate import list_revisions, newer_than_program
from tianlu.db.trouble import StorageTrouble

CHUNK = 1 << 20
MANIFEST_BYTES_MOST = LINE_BYTES_MOST = 64 * 1024 * 1024
PACKED_MOST, UNSUSPICIOUS_BYTES = 200, 256 * 1024 * 1024

_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, UnicodeError)


@dataclass(frozen=True)
class Archive:
    """`tables` are those of its revision, in the order in which they can be filled."""

    path: Path
    zip: zipfile.ZipFile
    manifest: Manifest
    tables: tuple[Table, ...]

    def entry_of(self, table: Table) -> TableEntry:
        return next(entry for entry in self.manifest.tables if entry.name == table.name)

    def lines(self, entry: TableEntry) -> Iterator[bytes]:
        """A table's rows. Raises StorageTrouble where the archive is damaged."""
        with self._reading(entry.entry) as raw:
            buffered = io.BufferedReader(cast(io.RawIOBase, raw), CHUNK)
            while line := buffered.readline(LINE_BYTES_MOST + 1):
                if not line.endswith(b"\n"):
                    raise damaged(self.path, f"{entry.entry}: a line without end")
                yield line

    def chunks(self, name: str) -> Iterator[bytes]:
        """An entry piece by piece. Raises StorageTrouble where the archive is damaged."""
        with self._reading(name) as raw:
            while chunk := raw.read(CHUNK):
                yield chunk

    def blob(self, digest: str) -> bytes:
        return b"".join(self.chunks(f"{BLOBS}{digest}"))

    @contextmanager
    def _reading(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self.zip.open(name) as raw:
                yield raw
        except (*_DAMAGE, KeyError) as trouble:
            raise damaged(self.path, f"{name}: {trouble}") from None


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Raises StorageTrouble for what is no backup, not whole, newer than this program, or meant to do harm."""
    try:
        opened = zipfile.ZipFile(path)
    except _DAMAGE as trouble:
        raise damaged(path, str(trouble)) from None
    with opened:
        if foreign := [each.filename for each in opened.infolist() if each.compress_type != zipfile.ZIP_DEFLATED]:
            raise damaged(path, f"{foreign[0]} is packed as no backup is")
        manifest = _manifest_of(path, opened)
        if manifest.revision not in list_revisions():
            raise newer_than_program(manifest.revision)
        archive = Archive(path, opened, manifest, tables_at(manifest.revision))
        _check_tables(archive)
        _check_entries(archive)
        yield archive


def check_bytes(archive: Archive) -> None:
    """Read all of it and hold every size, count and digest against the manifest. Raises StorageTrouble."""
    for entry in archive.manifest.tables:
        _check_table(archive, entry)
    for file in archive.manifest.files:
        _compare(archive, file.entry, archive.chunks(file.entry), file.size_bytes, file.sha256)


def damaged(path: Path, said: str) -> StorageTrouble:
    return StorageTrouble(
        en=f"{path} is no whole backup ({said}): nothing was restored; take another copy or an earlier backup",
        zh=f"{path} 不是完整的备份（{said}）：未恢复任何内容；请换用另一份副本或更早的备份",
    )


def _manifest_of(path: Path, opened: zipfile.ZipFile) -> Manifest:
    try:
        if opened.getinfo(MANIFEST).file_size > MANIFEST_BYTES_MOST:
            raise damaged(path, f"{MANIFEST} is too large")
        return read_manifest(opened.read(MANIFEST).decode())
    except NewerFormat as trouble:
        raise StorageTrouble(
            en=f"{path} was made by a newer Tianlu ({trouble}): update Tianlu; nothing was restored",
            zh=f"{path} 由更新版本的天路生成（{trouble}）：请升级天路；未恢复任何内容",
        ) from None
    except NoManifest as trouble:
        raise damaged(path, f"{MANIFEST}: {trouble}") from None
    except (*_DAMAGE, KeyError) as trouble:
        raise damaged(path, str(trouble)) from None


def _check_tables(archive: Archive) -> None:
    expected = {table.name: tuple(column.name for column in kept_columns(table)) for table in archive.tables}
    found = {entry.name: entry.columns for entry in archive.manifest.tables}
    if found != expected or len(archive.manifest.tables) != len(expected):
        differing = sorted({*found.items()} ^ {*expected.items()})
        raise damaged(archive.path, f"its tables are not those of revision {archive.manifest.revision}: {differing}")


def _check_entries(archive: Archive) -> None:
    """Names, sizes and number of the entries, without reading them."""
    manifest, infos = archive.manifest, archive.zip.infolist()
    sizes = {info.filename: info.file_size for info in infos}
    expected = {each.entry: each.size_bytes for each in manifest.listed}
    for file in manifest.files:
        if not is_safe(file.path):
            raise damaged(archive.path, f"the path {file.path!r} leads out of the workspace")
    blobs = [name for name in sizes if name.startswith(BLOBS)]
    others = {name: size for name, size in sizes.items() if name not in (MANIFEST, *blobs)}
    if len(sizes) != len(infos) or others != expected or len(blobs) != manifest.blobs:
        unlike = sorted({*others.items()} ^ {*expected.items()})[:3]
        raise damaged(archive.path, f"its entries are not those that its manifest lists: {unlike}")
    if sum(sizes[name] for name in blobs) != manifest.blobs_bytes:
        raise damaged(archive.path, "its blobs have another size than its manifest says")
    if manifest.size_bytes > max(UNSUSPICIOUS_BYTES, PACKED_MOST * archive.path.stat().st_size):
        raise damaged(archive.path, f"it would unpack to {manifest.size_bytes} bytes, more than any backup")


def _check_table(archive: Archive, entry: TableEntry) -> None:
    digest, size, rows, blob = hashlib.sha256(), 0, 0, ""
    for line in archive.lines(entry):
        digest.update(line)
        size += len(line)
        rows += 1
        if entry.name == BLOB_TABLE.name:
            blob = _check_blob(archive, entry, line, after=blob)
    if (size, digest.hexdigest(), rows) != (entry.size_bytes, entry.sha256, entry.rows):
        raise damaged(archive.path, f"{entry.entry} is not what its manifest says")
    if entry.name == BLOB_TABLE.name and rows != archive.manifest.blobs:
        raise damaged(archive.path, f"{entry.entry} has {rows} rows for {archive.manifest.blobs} blobs")


def _check_blob(archive: Archive, entry: TableEntry, line: bytes, *, after: str) -> str:
    """Rows are in the order of their digests, none twice, so that equal numbers mean that no blob is left over."""
    try:
        row = dict(zip(entry.columns, json.loads(line), strict=True))
        digest, size = str(row["digest"]), int(row["size_bytes"])
    except (ValueError, TypeError, KeyError):
        raise damaged(archive.path, f"{entry.entry} has a line that is no row") from None
    if size > BLOB_BYTES_MOST or digest <= after:
        raise damaged(archive.path, f"the blob {digest} is too large or out of order")
    _compare(archive, f"{BLOBS}{digest}", archive.chunks(f"{BLOBS}{digest}"), size, digest)
    return digest


def _compare(archive: Archive, name: str, chunks: Iterator[bytes], size: int, sha256: str) -> None:
    digest, found = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        found += len(chunk)
    if (found, digest.hexdigest()) != (size, sha256):
        raise damaged(archive.path, f"{name} is not what its manifest says")
