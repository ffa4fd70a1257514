"""The command that measures sheets runs, and every row comes back unchanged."""

import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "sheets.py"


def test_two_hundred_rows_go_out_and_come_back() -> None:
    done = subprocess.run([sys.executable, COMMAND, "--rows", "200"], capture_output=True, text=True, check=True)
    assert [line.split("|")[2].strip() for line in done.stdout.splitlines()[2:6]] == [
        "xlsx out",
        "xlsx back",
        "csv out",
        "csv back",
    ]
