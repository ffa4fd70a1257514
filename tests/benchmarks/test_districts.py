"""The command that measures districting on published files runs on a small one."""

import csv
import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.districts import read_instance

COMMAND = Path(__file__).parents[2] / "benchmarks" / "districts.py"

UNITS = [f"{k} {k % 4} {k // 4} 1 2 3" for k in range(16)]
EDGES = [f"{k} {k + 1}" for k in range(16) if (k + 1) % 4] + [f"{k} {k + 4}" for k in range(12)]
INSTANCE = "\n".join(["16", *UNITS, str(len(EDGES)), *EDGES, "4 50 0.05 0.05 0.05"])


def test_every_file_of_a_folder_is_cut_into_valid_districts(tmp_path: Path) -> None:
    (tmp_path / "plain.in").write_text(INSTANCE)
    (tmp_path / "packed.in.gz").write_bytes(gzip.compress(INSTANCE.encode()))
    out = tmp_path / "out.csv"
    order = [sys.executable, COMMAND, "--dir", tmp_path, "--seconds", "3", "--csv", out]
    subprocess.run(order, check=True, capture_output=True)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["instance"] for row in rows) == ["packed", "plain"]
    for row in rows:
        assert row["valid"] == "True"
        # squares of four are best; how near a run comes depends on what the machine does in its seconds
        assert float(row["bound"]) <= float(row["cost"]) + 1e-4
        assert 2**0.5 - 1e-4 <= float(row["cost"]) <= 3.0 + 1e-4


def test_tolerances_that_differ_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "other.in"
    path.write_text(INSTANCE.replace("0.05 0.05 0.05", "0.05 0.05 0.10"))
    with pytest.raises(ValueError, match="one tolerance three times"):
        read_instance(path)
