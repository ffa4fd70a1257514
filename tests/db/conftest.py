"""Both databases, empty: without any table, as a workspace finds them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import new_database, postgresql
from tianlu.db.workspace import Workspace, open_workspace

__all__ = ["postgresql"]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.sqlite'}"
    return new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def workspace(address: str, tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "workspace", address)
    yield opened
    opened.close()
