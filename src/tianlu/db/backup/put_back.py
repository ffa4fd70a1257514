"""Blobs that are gone or damaged are put back from any backup: who knows the digest knows the bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, delete
from sqlalchemy.exc import DBAPIError

from tianlu.db.backup.archive import open_archive
from tianlu.db.backup.manifest import BLOBS
from tianlu.db.blobs import BLOBS as BLOB_TABLE
from tianlu.db.blobs import digest_of, each_blob, put_blob
from tianlu.db.doctor.blobs_kept import list_named
from tianlu.db.workspace import unusable


@dataclass(frozen=True)
class PutBack:
    """Digests that are right again, and those that the backup does not have either."""

    mended: tuple[str, ...]
    left: tuple[str, ...]


def put_back_blobs(engine: Engine, path: Path, in_use: Sequence[Select[Any]]) -> PutBack:
    """As the tables' owner, beside a server that may be running. Raises StorageTrouble."""
    with open_archive(path) as archive:
        there = set(archive.zip.namelist())
        try:
            with engine.execution_options(writes=True).begin() as connection:
                sound = {digest for digest, content in each_blob(connection) if digest_of(content) == digest}
                mended, left = [], []
                for digest in sorted(list_named(connection, in_use) - sound):
                    content = archive.blob(digest) if f"{BLOBS}{digest}" in there else b""
                    if digest_of(content) != digest:
                        left.append(digest)
                        continue
                    connection.execute(delete(BLOB_TABLE).where(BLOB_TABLE.c.digest == digest))
                    put_blob(connection, content)
                    mended.append(digest)
        except DBAPIError as trouble:
            raise unusable(trouble) from None
    return PutBack(tuple(mended), tuple(left))
