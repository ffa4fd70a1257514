"""The command that measures the p-median on published files runs on a small one, and judges what it found."""

import csv
import subprocess
import sys
from pathlib import Path

from benchmarks.p_median import is_valid
from tianlu.place.p_median import Sited

COMMAND = Path(__file__).parents[2] / "benchmarks" / "p_median.py"

# A path of four vertices; the edge 2-3 is named twice, the later length counts.
INSTANCE = "4 4 2\n1 2 3\n2 3 1\n3 4 3\n2 3 9\n"


def test_every_file_of_a_folder_is_solved_and_proven(tmp_path: Path) -> None:
    for name in ("pmed2", "pmed10"):
        (tmp_path / f"{name}.txt").write_text(INSTANCE)
    out = tmp_path / "out.csv"
    subprocess.run([sys.executable, COMMAND, "--dir", tmp_path, "--csv", out], check=True, capture_output=True)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["instance"] for row in rows] == ["pmed2", "pmed10"]
    assert all((row["cost"], row["bound"], row["valid"]) == ("6", "6", "True") for row in rows)


def test_a_cost_that_is_not_that_of_its_sites_is_not_valid(tmp_path: Path) -> None:
    path = tmp_path / "tiny.txt"
    path.write_text(INSTANCE)
    assert is_valid(path, Sited((0, 2), (0, 0, 2, 2), 6, 6))
    assert not is_valid(path, Sited((0, 2), (0, 0, 2, 2), 5, 5))
    assert not is_valid(path, Sited((0, 1), (0, 1, 1, 1), 6, 6))
    assert not is_valid(path, Sited((0,), (0, 0, 0, 0), 6, 6))
