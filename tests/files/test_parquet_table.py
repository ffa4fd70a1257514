"""Parquet tables are read apart: a damaged one is a problem, and the only thing that is said of it."""

import textwrap
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from tests.files.package_builders import parquet_without_pages
from tianlu.files import parquet_table
from tianlu.files.package_files import PackageFile
from tianlu.files.parquet_table import read_parquet_tables
from tianlu.files.raw_table import RawTable

TABLE = RawTable("seasons", ("name", "percent"), (("秋", ""), ("80", "120")), (2, 3))


def parquet() -> bytes:
    buffer = BytesIO()
    pl.DataFrame({"name": ["秋", None], "percent": [80, 120]}).write_parquet(buffer)
    return buffer.getvalue()


def a_file(content: bytes) -> tuple[PackageFile, str]:
    return PackageFile("seasons.parquet", content), "seasons"


def test_every_cell_is_text() -> None:
    assert read_parquet_tables([a_file(parquet())]) == ((TABLE,), ())


def test_no_files_are_no_tables() -> None:
    assert read_parquet_tables([]) == ((), ())


def test_damaged_file_is_a_problem_and_nothing_else_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    tables, (problem,) = read_parquet_tables([a_file(parquet_without_pages()), a_file(parquet())])
    assert tables == (TABLE,)
    assert (problem.code, problem.table) == ("unreadable_file", "seasons.parquet")
    assert "panic" not in problem.found.lower()
    assert capfd.readouterr().err == ""


def test_too_many_rows_are_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_reader(monkeypatch, tmp_path, """sys.stdin.buffer.read(); print('{"rows": 9}')""")
    tables, (problem,) = read_parquet_tables([a_file(b"")])
    assert (tables, problem.code, problem.found) == ((), "too_large", "9 rows")


def test_file_that_ends_the_reader_is_a_problem_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As Polars does on a file that makes it ask for 2^61 bytes."""
    deadly = """
        while head := sys.stdin.buffer.readline():
            if sys.stdin.buffer.read(int(head)) == b"deadly":
                print("memory allocation failed", file=sys.stderr, flush=True)
                os.abort()
            print('{"heads": ["name"], "columns": [["x"]]}', flush=True)
    """
    use_reader(monkeypatch, tmp_path, deadly)
    tables, problems = read_parquet_tables([a_file(each) for each in (b"1", b"deadly", b"2", b"deadly")])
    assert len(tables) == 2
    assert [problem.code for problem in problems] == ["unreadable_file", "unreadable_file"]
    assert capfd.readouterr().err == ""


def test_reader_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_reader(monkeypatch, tmp_path, "time.sleep(60)")
    monkeypatch.setattr(parquet_table, "SECONDS_MAX", 0.2)
    _, problems = read_parquet_tables([a_file(b"")])
    assert [problem.code for problem in problems] == ["unreadable_file"]


def use_reader(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Another program in the reader's place."""
    script = folder / "reader.py"
    script.write_text("import os, sys, time\n" + textwrap.dedent(program), encoding="utf-8")
    monkeypatch.setattr(parquet_table, "READER", script)
