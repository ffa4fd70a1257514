"""kill -9 under load, a few times over: what was acknowledged is there once, and the chains are whole."""

import subprocess
import sys
from pathlib import Path

from tests.databases import new_database, postgresql

__all__ = ["postgresql"]
COMMAND = Path(__file__).parents[2] / "benchmarks" / "simulation.py"


def run(*more: str) -> str:
    command = [sys.executable, str(COMMAND), "--kills", "3", "--clients", "3", "--seed", "7", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_nothing_is_lost_or_doubled_by_kills() -> None:
    said = run()
    assert "| lost | 0 |" in said
    assert "| doubled | 0 |" in said


def test_nothing_is_lost_or_doubled_by_kills_on_postgresql(postgresql: str) -> None:
    assert "| lost | 0 |" in run("--database", new_database(postgresql))
