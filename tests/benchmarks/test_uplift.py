"""The command that measures uplift reads a file of the e-mail test's form."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np

COMMAND = Path(__file__).parents[2] / "benchmarks" / "uplift.py"
HEAD = "recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,conversion,spend"


def test_made_test_gives_three_lines(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    lines = [HEAD]
    for _ in range(3_000):
        segment, womens = rng.choice(["Womens E-Mail", "No E-Mail", "Mens E-Mail"]), int(rng.integers(2))
        visit = int(rng.random() < 0.1 + 0.3 * womens * (segment == "Womens E-Mail"))
        lines.append(f"{rng.integers(1, 13)},x,{rng.random() * 500:.2f},1,{womens},Rural,0,Web,{segment},{visit},0,0.0")
    file = tmp_path / "made.csv.gz"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    command = [sys.executable, COMMAND, file, "--draws", "10"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split("|") for line in done.stdout.splitlines() if line.startswith("| uplift")]
    assert float(rows[0][2]) > 0.1
    assert len(rows) == 2
