"""A server that is killed while it makes its tables for the first time starts the next time."""

from pathlib import Path
from random import Random
from time import sleep

import pytest

from tests.databases import new_database
from tests.simulation.real_server import Program, Server

KILLS = 3
FIRST_START_S = 0.8


@pytest.mark.parametrize("is_postgresql", [False, True])
def test_killed_while_it_makes_its_tables(
    program: Program, tmp_path: Path, postgresql: str, is_postgresql: bool
) -> None:
    chance = Random(17)
    database = new_database(postgresql) if is_postgresql else None
    server = Server(program, tmp_path / "workspace", tmp_path / "server.log", database=database)
    for _ in range(KILLS):
        server.launch()
        sleep(chance.uniform(0.05, FIRST_START_S))
        server.kill()
    server.start()
    server.stop()
