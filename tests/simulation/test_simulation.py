"""Clients, network, server and disk that fail, from a seed: accepted once, books equal, nothing lost, nothing seen.

`SIMULATION_SEED=7 pytest tests/simulation/test_simulation.py` plays one seed again; `SIMULATION_FRESH=1` adds one that
was never played: the hour's, so that processes which share the tests agree on it.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.databases import new_database
from tests.simulation.play import Plot
from tests.simulation.real_server import Program
from tests.simulation.world import assert_sound, play_world


def seeds(*fixed: int) -> list[int]:
    asked = os.environ.get("SIMULATION_SEED")
    if asked:
        return [int(asked)]
    fresh = [int(f"{datetime.now(UTC):%Y%m%d%H}")] if os.environ.get("SIMULATION_FRESH") else []
    return [*fixed, *fresh]


@pytest.mark.parametrize("seed", seeds(1, 2))
def test_nothing_goes_wrong_on_sqlite(program: Program, tmp_path: Path, seed: int) -> None:
    assert_sound(seed, play_world(seed, program, tmp_path))


@pytest.mark.parametrize("seed", seeds(4))
def test_nothing_goes_wrong_on_postgresql(program: Program, tmp_path: Path, postgresql: str, seed: int) -> None:
    plot = Plot(rounds=24, kills=3, full_disks=0)
    assert_sound(seed, play_world(seed, program, tmp_path, plot=plot, database=new_database(postgresql)))


@pytest.mark.parametrize("mounted", [True, False])
def test_server_goes_on_after_a_full_disk_without_a_restart(program: Program, tmp_path: Path, mounted: bool) -> None:
    """On a disk of its own, where the machine lets one be mounted; else the process may not write to files."""
    used = program if mounted else replace(program, disk=None)
    case = play_world(5, used, tmp_path, plot=Plot(rounds=20, kills=0, full_disks=2))
    assert case.books.statuses[503]
    assert_sound(5, case)
