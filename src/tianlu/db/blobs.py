"""Bytes under their own digest: put once, never changed, checked whenever they are read."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from tianlu.db.tables import METADATA
from tianlu.db.trouble import StorageTrouble

BLOB_BYTES_MOST = 64 * 1024 * 1024

BLOBS = Table(
    "blobs",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


def put_blob(connection: Connection, content: bytes) -> str:
    """The SHA-256 of `content` in hex, under which it is kept from now on. Raises StorageTrouble above 64 MiB."""
    if len(content) > BLOB_BYTES_MOST:
        raise StorageTrouble(
            en=f"the file has {len(content)} bytes; at most {BLOB_BYTES_MOST} (64 MiB) are kept: split it",
            zh=f"文件有 {len(content)} 字节，上限为 {BLOB_BYTES_MOST} 字节（64 MiB）：请拆分后再提交",
        )
    digest = digest_of(content)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {"digest": digest, "size_bytes": len(content), "content": content}
    connection.execute(insert(BLOBS).values(**row).on_conflict_do_nothing())
    return digest


def get_blob(connection: Connection, digest: str) -> bytes | None:
    """What is kept under `digest`. Raises StorageTrouble where it is no longer what was put there."""
    found = connection.execute(select(BLOBS.c.content).where(BLOBS.c.digest == digest)).scalar_one_or_none()
    if found is None:
        return None
    content = bytes(found)
    if digest_of(content) != digest:
        raise StorageTrouble(
            en=f"the stored bytes {digest} are damaged: restore the workspace from a backup",
            zh=f"存储的内容 {digest} 已损坏：请从备份恢复工作区",
        )
    return content


def each_blob(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """All that is kept with its digest, in their order, one at a time and unchecked: SQLite may hold text there."""
    first = select(BLOBS.c.digest, BLOBS.c.content).order_by(BLOBS.c.digest).limit(1)
    row = connection.execute(first).one_or_none()
    while row is not None:
        yield row.digest, row.content.encode() if isinstance(row.content, str) else bytes(row.content)
        row = connection.execute(first.where(BLOBS.c.digest > row.digest)).one_or_none()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
