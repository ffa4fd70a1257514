"""The command that measures the grid runs on a county."""

import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "grid.py"


def test_a_county_at_a_coarse_resolution_gives_two_lines() -> None:
    command = [sys.executable, COMMAND, "--resolution", "7", "--counties", "630121,632222,632322", "--seeds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("|") for line in done.stdout.splitlines()[2:]]
    assert [row[2].strip() for row in rows] == ["scattered", "blocks"]
    assert all(0.5 < float(row[5]) <= 1.0 for row in rows)
