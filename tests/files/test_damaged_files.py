"""Files damaged anywhere give problems or a county, never anything else."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.package_builders import (
    Tables,
    problems_of,
    sound_tables,
    write_folder,
    write_parquet,
    write_workbook,
    write_zip,
)
from tianlu.core.problem import ProblemsFound
from tianlu.files.package import read_package

NASTY = (
    "",
    " ",
    "-1",
    "1e999",
    "nan",
    "99999999999999999999",
    "24:00",
    "1-",
    "2026-02-30",
    ";",
    "=1+1",
    "\u202e村",
    "是",
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound package in each form that is one file."""
    base = tmp_path_factory.mktemp("sound")
    csv = write_zip(write_folder(sound_tables(), base / "csv"), base / "csv.zip")
    parquet = write_zip(write_parquet(sound_tables(), base / "parquet"), base / "parquet.zip")
    book = write_workbook(sound_tables(), base / "book.xlsx")
    return {path.name: path.read_bytes() for path in (csv, parquet, book)}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from(["csv.zip", "parquet.zip", "book.xlsx"]))
def test_changed_bytes_give_problems_or_a_county(
    data: st.DataObject, name: str, archives: dict[str, bytes], tmp_path: Path
) -> None:
    content = bytearray(archives[name])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path / name
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    with suppress(ProblemsFound):
        read_package(path)


@st.composite
def spoilt_tables(draw: st.DrawFn) -> Tables:
    """A sound package with some cells, heads among them, replaced, and perhaps a table gone."""
    tables = sound_tables()
    for _ in range(draw(st.integers(1, 6))):
        lines = tables[draw(st.sampled_from(sorted(tables)))]
        line = lines[draw(st.integers(0, len(lines) - 1))]
        others = st.sampled_from([cell for row in lines for cell in row])
        at = draw(st.integers(0, len(line) - 1))
        line[at] = draw(st.one_of(st.sampled_from(NASTY), others, st.text(max_size=5)))
    if draw(st.integers(0, 9)) == 0:
        del tables[draw(st.sampled_from(sorted(tables)))]
    return tables


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=spoilt_tables())
def test_changed_cells_give_problems_or_a_county(tables: Tables, tmp_path: Path) -> None:
    for file in tmp_path.rglob("*.*"):
        file.unlink()
    problems = problems_of(write_folder(tables, tmp_path))
    assert all(problem.expected_zh and problem.how_to_fix_zh for problem in problems)
