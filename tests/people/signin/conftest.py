"""Sign-in over both databases, with a clock that only the test moves."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.people.signin.post_office import Office, open_office

__all__ = ["engine", "office", "postgresql"]


@pytest.fixture
def office(engine: Engine) -> Iterator[Office]:
    """A post office that was just founded: one administrator, one courier, one service."""
    opened = open_office(engine)
    yield opened
    opened.close()
