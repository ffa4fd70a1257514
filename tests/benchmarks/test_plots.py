"""The commands that measure plots and claims run on small cases, and break no rule."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "benchmarks"


def table(*order: str) -> list[list[str]]:
    run = subprocess.run([sys.executable, *order], capture_output=True, text=True, check=True)
    lines = [line for line in run.stdout.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_plots_are_drawn_and_mended_in_every_case() -> None:
    rows = table(str(FOLDER / "plots.py"), "--seeds", "1", "--cells", "900", "--plots", "18")
    assert len(rows) == 16
    assert all(row[6] == "0" and int(row[4]) <= int(row[3]) for row in rows)
    assert all(float(row[5].split("(")[1].rstrip("%)")) < 50 for row in rows if row[2] != "drawn")


def test_claims_keep_every_capacity() -> None:
    rows = table(str(FOLDER / "claims.py"), "--customers", "2000", "--owners", "40", "--seeds", "1")
    assert len(rows) == 4
    assert all(row[8] == "0" and 0 <= float(row[5].rstrip("%")) < 5 for row in rows)


def test_plots_of_a_sample_county_have_a_bound_that_is_near() -> None:
    [row] = table(str(FOLDER / "county_plots.py"), "--counties", "632803", "--iterations", "2000")
    assert row[:2] == ["632803", "22"]
    assert int(row[5]) <= int(row[6]) <= int(row[4])
    assert float(row[7]) <= 10
    assert row[8] == "0"
