"""The program, loaded once for all simulations; a PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.databases import postgresql
from tests.simulation.real_server import Program, loaded_program

__all__ = ["postgresql"]
DISK_MIB = 48


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with loaded_program(tmp_path_factory.mktemp("program"), disk_mib=DISK_MIB) as loaded:
        yield loaded
