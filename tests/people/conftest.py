"""A county's office over both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.people.county_office import CountyOffice

__all__ = ["engine", "office", "postgresql"]


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[CountyOffice]:
    opened = CountyOffice(engine, tmp_path / "anchors.jsonl")
    opened.found()
    yield opened
    opened.door.close()
