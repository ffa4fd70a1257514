"""Both databases, empty: store tests run the same body on each."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from tests.postgres import run_postgresql
from tianlu.db.engine import open_engine, open_file
from tianlu.db.tables import METADATA

_numbers = count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server. Where it cannot be started the tests fail: PostgreSQL is what a province runs on."""
    with run_postgresql() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine over an empty database with all tables."""
    if request.param == "sqlite":
        made = open_file(tmp_path / "tianlu.sqlite")
    else:
        made = open_engine(new_database(request.getfixturevalue("postgresql")))
    METADATA.create_all(made)
    yield made
    made.dispose()


def new_database(address: str) -> str:
    name = f"test_{next(_numbers)}"
    server = open_engine(address)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)
