"""A sheet that somebody sent, read apart: its table as text, and what of its rows cannot be trusted."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.package_files import unreadable
from tianlu.files.raw_table import RawTable

SECONDS_MAX = 150
ONE_THREAD = {"POLARS_MAX_THREADS": "1"}
"""Each thread takes address space, which is bounded there."""


@dataclass(frozen=True)
class SheetFile:
    """The table; rows (as they are numbered in the file) of merged cells, and those with a formula's error; how many
    rows are hidden (they count as the others); the sheets that were not looked at."""

    table: RawTable
    merged: frozenset[int] = frozenset()
    errors: Mapping[int, str] = field(default_factory=dict)
    hidden: int = 0
    ignored_sheets: tuple[str, ...] = ()


def read_sheet_file(name: str, content: bytes, *, wanted: Sequence[str] = ()) -> SheetFile:
    """The sheet in a file; `wanted` are names that it may have. Raises ProblemsFound."""
    command = [sys.executable, "-P", "-m", "tianlu.files.sheet_process", name, *wanted]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS_MAX,
            check=True,
            env=os.environ | ONE_THREAD,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        raise ProblemsFound([unreadable(name, "a file that takes too much memory or time to read")]) from None
    if "problems" in answer:
        raise ProblemsFound(Problem(**each) for each in answer["problems"])
    return _sheet_file(answer)


def _sheet_file(answer: Mapping[str, Any]) -> SheetFile:
    columns = tuple(map(tuple, answer["columns"]))
    table = RawTable(answer["name"], tuple(answer["heads"]), columns, tuple(answer["rows"]), answer["head_row"])
    return SheetFile(
        table,
        frozenset(answer.get("merged", ())),
        dict(answer.get("errors", ())),
        answer.get("hidden", 0),
        tuple(answer.get("ignored_sheets", ())),
    )
