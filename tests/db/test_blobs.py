"""Bytes come back as they were put, or not at all."""

import hashlib

import pytest
from sqlalchemy import func, select, update

from tianlu.db.blobs import BLOB_BYTES_MOST, BLOBS, get_blob, put_blob
from tianlu.db.engine import open_engine
from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import Workspace


def test_bytes_come_back_under_their_sha256(workspace: Workspace) -> None:
    content = bytes(range(256)) * 1000
    with workspace.engine.begin() as connection:
        digest = put_blob(connection, content)
    assert digest == hashlib.sha256(content).hexdigest()
    with workspace.engine.connect() as connection:
        assert get_blob(connection, digest) == content
        assert get_blob(connection, "0" * 64) is None


def test_the_same_bytes_are_kept_once(workspace: Workspace) -> None:
    with workspace.engine.begin() as connection:
        assert put_blob(connection, b"twice") == put_blob(connection, b"twice")
        assert connection.execute(select(func.count()).select_from(BLOBS)).scalar_one() == 1


def test_more_than_64_mib_is_refused(workspace: Workspace) -> None:
    with workspace.engine.begin() as connection, pytest.raises(StorageTrouble, match="64 MiB"):
        put_blob(connection, bytes(BLOB_BYTES_MOST + 1))


def test_damaged_bytes_are_not_handed_out(workspace: Workspace, address: str) -> None:
    with workspace.engine.begin() as connection:
        digest = put_blob(connection, b"sound")
    owner = open_engine(address)
    with owner.begin() as connection:
        connection.execute(update(BLOBS).values(content=b"rotten"))
    owner.dispose()
    with workspace.engine.connect() as connection, pytest.raises(StorageTrouble, match="damaged"):
        get_blob(connection, digest)
