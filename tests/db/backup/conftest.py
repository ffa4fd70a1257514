"""Filled workspaces on both databases, and their archives."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import postgresql
from tests.db.backup.filled import NOW, address_of, fill
from tianlu.server.keeping import back_up

__all__ = ["postgresql"]


@dataclass(frozen=True)
class Source:
    folder: Path
    address: str | None
    archive: Path


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    """A filled workspace on either database, with a backup of it."""
    return _source(request.param, tmp_path, request.getfixturevalue("postgresql"))


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a filled workspace on SQLite; not to be changed."""
    folder = tmp_path_factory.mktemp("source")
    return _source("sqlite", folder, "").archive


def _source(kind: str, folder: Path, server: str) -> Source:
    address = address_of(kind, folder, server)
    fill(folder / "workspace", address)
    return Source(folder / "workspace", address, back_up(folder / "workspace", address, folder / "b.zip", now=NOW).path)
