"""A county's office that also keeps customers, over both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.target.lists.customers.list_office import ListOffice

__all__ = ["engine", "office", "postgresql"]


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[ListOffice]:
    opened = ListOffice(engine, tmp_path / "anchors.jsonl")
    opened.found()
    yield opened
    opened.door.close()
