"""The command that measures forecasts of repeat buyers reads a file of CDNOW's form."""

import subprocess
import sys
from pathlib import Path

import numpy as np

COMMAND = Path(__file__).parents[2] / "benchmarks" / "repeat_buyers.py"


def test_made_file_gives_three_lines(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    lines = []
    for customer in range(600):
        for day in np.unique(rng.integers(0, 540, rng.integers(1, 12))):
            stamp = str(np.datetime64("1997-01-01") + int(day)).replace("-", "")
            lines.append(f" {customer:05d} {stamp}  1   11.77")
    file = tmp_path / "made.txt"
    file.write_text("\n".join(lines), encoding="ascii")
    command = [sys.executable, COMMAND, file, "--seeds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("|") for line in done.stdout.splitlines()[2:]]
    assert len(rows) == 3
    assert all(0 < float(row[4]) < 10 for row in rows)
