"""A county's office that keeps plots, over both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.target.plots.kept.plot_office import PlotOffice

__all__ = ["engine", "office", "postgresql"]


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[PlotOffice]:
    opened = PlotOffice(engine, tmp_path / "anchors.jsonl")
    opened.found()
    yield opened
    opened.door.close()
