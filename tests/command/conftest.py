"""The door over both databases, with a toy room behind it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.command.toy_room import open_toy_door
from tests.databases import engine, postgresql
from tianlu.command.door import Door

__all__ = ["door", "engine", "postgresql"]


@pytest.fixture
def door(engine: Engine) -> Iterator[Door]:
    opened = open_toy_door(engine)
    yield opened
    opened.close()
