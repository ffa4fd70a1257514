"""The command that measures the search on published instances runs on a small one, and says what it found."""

import json
import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[2] / "benchmarks" / "pvrp.py"

# Two vehicles, four customers, two days; nodes 1 and 2 on both days, 3 and 4 on one of them.
INSTANCE = """\
1 2 4 2
0 3
0 3
0 0 0 0 0 0 0
1 10 0 0 1 2 1 3
2 10 10 0 1 2 1 3
3 0 10 0 1 1 2 1 2
4 -10 0 0 1 1 2 1 2
"""


def test_an_instance_in_cordeaus_format_is_solved_and_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tiny").write_text(INSTANCE)
    out = tmp_path / "out"
    run = subprocess.run(
        [sys.executable, COMMAND, "--dir", tmp_path / "in", "--seconds", "0.5", "--seed", "1", "--out", out],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tiny cost" in run.stdout
    solution = json.loads((out / "tiny.json").read_text())
    served = [sorted(node for route in day for node in route) for day in solution["days"]]
    assert all({1, 2} <= set(day) for day in served)
    assert sorted(node for day in served for node in day) == [1, 1, 2, 2, 3, 4]


def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "other").write_text("4 2 4 2\n0 3\n0 3\n0 0 0 0 0 0 0\n")
    run = subprocess.run(
        [sys.executable, COMMAND, "--dir", tmp_path / "in", "--seconds", "0.1", "--out", tmp_path / "out"],
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert "type 4 is not a PVRP" in run.stderr
