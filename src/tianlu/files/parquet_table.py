"""Parquet files as tables of text. They are read in a process of their own: a damaged one can end it, not this one."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tianlu.core.problem import Problem
from tianlu.files.package_files import PackageFile, too_large, unreadable
from tianlu.files.parquet_process import DAMAGED
from tianlu.files.raw_table import RawTable

READER = Path(__file__).with_name("parquet_process.py")
SECONDS_MAX = 300


def read_parquet_tables(files: Sequence[tuple[PackageFile, str]]) -> tuple[tuple[RawTable, ...], tuple[Problem, ...]]:
    """The tables of files, each by the name it is given, and a Problem for each that cannot be read.

    Rows count as if the heads were row 1.
    """
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for (file, name), answer in zip(files, _answers([file.content for file, _ in files]), strict=True):
        if "columns" in answer:
            tables.append(_table(name, answer))
        elif "rows" in answer:
            problems.append(too_large(file.name, f"{answer['rows']} rows"))
        else:
            problems.append(unreadable(file.name, answer["why"]))
    return tuple(tables), tuple(problems)


def _table(name: str, answer: Mapping[str, Any]) -> RawTable:
    columns = tuple(tuple(cells) for cells in answer["columns"])
    height = len(columns[0]) if columns else 0
    return RawTable(name, tuple(answer["heads"]), columns, tuple(range(2, height + 2)))


def _answers(contents: Sequence[bytes]) -> list[Mapping[str, Any]]:
    """The reader's answer to each; where it ends on one, the next reader goes on behind it."""
    answers: list[Mapping[str, Any]] = []
    while len(answers) < len(contents):
        answers += map(json.loads, _ask_reader(contents[len(answers) :]))
        if len(answers) < len(contents):
            answers.append({"why": DAMAGED})
    return answers


def _ask_reader(contents: Sequence[bytes]) -> list[bytes]:
    """The lines of one reader's answers; fewer than there are contents where it ended too soon."""
    asked = b"".join(b"%d\n%b" % (len(content), content) for content in contents)
    # -P keeps the reader's own folder, whose modules have names of everyday things, out of its imports.
    command = [sys.executable, "-P", str(READER)]
    try:
        done = subprocess.run(
            command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS_MAX, check=False
        )
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    return [line for line in said.splitlines(keepends=True) if line.endswith(b"\n")]
