"""What Excel makes of a cell is what its reader meant."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from tianlu.files.package_files import PackageFile
from tianlu.files.workbook import read_workbook


def cell_of(path: Path, value: object, number_format: str = "General") -> str:
    """The text that is read from a sheet with one head and one cell."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("places")
        sheet.write(0, 0, "head")
        sheet.write(1, 0, value, book.add_format({"num_format": number_format}))
    (table,), problems = read_workbook(PackageFile(path.name, path.read_bytes()))
    assert problems == ()
    return table.columns[0][0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (632521100000, "0", "632521100000"),
        (0.1 + 0.2, "General", "0.3"),
        (12.50, "0.00", "12.5"),
        (True, "General", "true"),
        (time(8, 30), "hh:mm", "08:30:00"),
        (timedelta(hours=25, minutes=10), "[h]:mm:ss", "25:10:00"),
        (datetime(2026, 11, 25, 8), "yyyy-mm-dd hh:mm", "2026-11-25 08:00:00"),
        (date(2026, 11, 25), "yyyy-mm-dd", "2026-11-25 00:00:00"),
    ],
)
def test_numbers_times_and_dates_are_read_as_shown(
    value: object, number_format: str, text: str, tmp_path: Path
) -> None:
    assert cell_of(tmp_path / "one.xlsx", value, number_format) == text


def test_value_of_a_formula_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        sheet = book.add_worksheet("places")
        sheet.write(0, 0, "head")
        sheet.write_formula(1, 0, "=6*7", None, 42)
    (table,), _ = read_workbook(PackageFile("f.xlsx", (tmp_path / "f.xlsx").read_bytes()))
    assert table.columns == (("42",),)


def test_rows_that_look_empty_at_the_end_are_none(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "e.xlsx") as book:
        sheet = book.add_worksheet("places")
        sheet.write_column(0, 0, ["head", "one"])
        sheet.write_blank(500, 0, None, book.add_format({"bold": True}))
        sheet.write(600, 0, "   ")
        book.add_worksheet("说明").write(0, 0, "for people")
        book.add_worksheet("demand")
    (table,), problems = read_workbook(PackageFile("e.xlsx", (tmp_path / "e.xlsx").read_bytes()))
    assert (table.name, table.rows, problems) == ("places", (2,), ())
