"""The command that measures visits runs on a small county, with and without the exact model."""

import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "visits.py"
SMALL = ["--county", "632803", "--iterations", "4000", "--seeds", "1"]


def rows(*more: str) -> list[list[str]]:
    done = subprocess.run([sys.executable, COMMAND, *SMALL, *more], capture_output=True, text=True, check=True)
    return [[cell.strip() for cell in line.split("|")] for line in done.stdout.splitlines()[3:]]


def test_week_of_wishes_has_no_faults() -> None:
    (row,) = rows("--candidates", "60")
    assert int(row[3]) > 0
    assert row[11] == "0"


def test_small_week_is_held_against_the_best() -> None:
    (row,) = rows("--candidates", "8", "--exact")
    assert 95 <= float(row[5].rstrip("%")) <= 100
