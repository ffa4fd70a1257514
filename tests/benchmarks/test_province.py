"""The command that measures a province runs on three counties, and its verdict is the check's."""

import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "province.py"


def test_three_counties_are_planned_measured_and_checked_again(tmp_path: Path) -> None:
    words = [
        "--counties",
        "632803,632626,632625",
        "--iterations",
        "8000",
        "--processes",
        "1",
        "--out",
        tmp_path / "out",
    ]
    run = subprocess.run([sys.executable, COMMAND, *words], capture_output=True, text=True, check=True)
    assert "| 632803 茫崖市 | 20 |" in run.stdout
    assert "3 counties, 77 villages" in run.stdout
    assert "3 plans, no rule broken; 0 differ from their rows." in run.stdout
    assert "3/3 counties" in run.stderr
