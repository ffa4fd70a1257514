"""An office of jobs on each database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.jobs.office import Office

__all__ = ["engine", "postgresql"]


@pytest.fixture
def office(engine: Engine) -> Iterator[Office]:
    opened = Office(engine)
    yield opened
    opened.close()
