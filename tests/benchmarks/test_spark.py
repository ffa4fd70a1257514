"""The command that measures Spark runs on a cluster of one worker."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(__file__).parents[2] / "benchmarks" / "spark.py"


def test_a_cluster_of_one_plans_equal_orders(tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.fail("the Spark benchmark needs Java 17: on Debian, apt install openjdk-17-jre-headless")
    table = tmp_path / "spark.md"
    words = ["--county", "632803", "--orders", "2", "--iterations", "8000", "--workers", "1", "--markdown", table]
    subprocess.run([sys.executable, COMMAND, *words], capture_output=True, text=True, check=True)
    (row,) = table.read_text(encoding="utf-8").splitlines()[2:]
    assert row.startswith("| 1 | 2 |")
    assert "2 keep every rule" in row
