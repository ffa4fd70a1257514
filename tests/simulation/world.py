"""A whole simulation: founded, played against the real server, taken home and looked at; its seed told if it fails."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from tests.simulation.books import TRACE
from tests.simulation.evidence import Evidence, read_evidence
from tests.simulation.office import found_office
from tests.simulation.play import Plot, Simulation
from tests.simulation.real_server import OPERATOR_LOG, Program, Server
from tests.simulation.rules import Case, broken_rules
from tianlu.db.engine import open_engine, open_file
from tianlu.db.workspace import ANCHORS, DATABASE

WORDS_MOST = 25


def play_world(
    seed: int,
    program: Program,
    folder: Path,
    *,
    plot: Plot | None = None,
    database: str | None = None,
    sabotage: str | None = None,
) -> Case:
    """`folder` keeps the workspace as it is in the end. On PostgreSQL two servers work, each with a folder of its own.
    Raises SimulationFailed where it cannot be played through."""
    plot, home = plot or Plot(), folder / "workspace"
    office = found_office(home, database)
    disk = program.disk if database is None else None
    inside, outside = (home, home) if disk is None else (disk.inside / folder.name, disk.outside / folder.name)
    if disk is not None:
        shutil.move(home, outside)
    log = "server.log"
    servers = (Server(program, inside, outside / log, inside / log, database, sabotage),)
    if database is not None:
        servers += (Server(program, folder / "second", folder / log, None, database, sabotage),)
    simulation = Simulation(seed, plot, servers, office, disk)
    try:
        for server in servers:
            server.start()
        simulation.run()
        for server in reversed(servers):
            server.stop()
    except AssertionError as trouble:
        raise SimulationFailed(seed, [str(trouble)], simulation.books.trace) from trouble
    finally:
        for server in servers:
            if server.number and server.is_alive():
                server.kill()
        if disk is not None:
            shutil.move(outside, home)
    return Case(
        books=simulation.books,
        evidence=look_at(folder, database),
        counted=simulation.counted,
        again=simulation.again,
        lists=simulation.lists,
        log=_text_of(home / log) + _text_of(folder / log),
        operated=tuple(simulation.operated),
        operator_log=_text_of(home / OPERATOR_LOG),
        players=tuple(simulation.clients),
    )


def _text_of(file: Path) -> str:
    return file.read_text() if file.is_file() else ""


def look_at(folder: Path, database: str | None = None) -> Evidence:
    """What lies in a folder that was played in."""
    scratch = folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    engine: Engine = open_engine(database) if database else open_file(folder / "workspace" / DATABASE)
    try:
        return read_evidence(engine, folder / "workspace" / ANCHORS, scratch)
    finally:
        engine.dispose()


def look_again(case: Case, folder: Path) -> Case:
    """The same books, held against what is in the folder now."""
    return replace(case, evidence=look_at(folder), sights={})


class SimulationFailed(AssertionError):
    """Says the seed, how to play it again, what is wrong and what happened last."""

    def __init__(self, seed: int, words: Sequence[str], trace: Sequence[str]) -> None:
        again = f"SIMULATION_SEED={seed} .venv/bin/python -m pytest tests/simulation/test_simulation.py"
        more = [f"… and {len(words) - WORDS_MOST} more"] if len(words) > WORDS_MOST else []
        lines = [f"the simulation of seed {seed} fails; play it again: {again}", *words[:WORDS_MOST], *more]
        super().__init__("\n".join([*lines, "the last events:", *trace[-TRACE:]]))


def assert_sound(seed: int, case: Case) -> None:
    """Raises SimulationFailed."""
    broken = broken_rules(case)
    if broken:
        raise SimulationFailed(seed, broken, case.books.trace)
