"""A small table that goes out and comes back, for the tests of sheets."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import openpyxl

from tianlu.files import kinds
from tianlu.files.sheet_back import RowBack, compare
from tianlu.files.sheet_column import Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_file import read_sheet_file
from tianlu.files.sheet_out import About, write_csv, write_xlsx

MADE_AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)

FORM = SheetForm(
    "people",
    "人员",
    (
        SheetColumn("name", "姓名", kinds.text(), required=True),
        SheetColumn("phone", "电话", kinds.text(), Edit.NEVER),
        SheetColumn("grade", "级别", kinds.one_of(kinds.Choice("low", "低", 1), kinds.Choice("high", "高", 2))),
        SheetColumn("load", "载重", kinds.whole(0, 1000), unit="kg"),
        SheetColumn("since", "起始", kinds.day()),
    ),
)
NAME, PHONE, GRADE, LOAD, SINCE = range(2, 7)
"""Where the columns stand in a line of the file."""


def a_row(key: str = "a", version: int = 3, **values: object) -> SheetRow:
    return SheetRow(key, version, {"name": "才让", "phone": "139****0001", **values}, frozenset({"phone"}))


def xlsx_of(*rows: SheetRow, form: SheetForm = FORM, about: About | None = None) -> bytes:
    out = BytesIO()
    write_xlsx(out, form, rows, about or About(MADE_AT))
    return out.getvalue()


def csv_of(*rows: SheetRow, form: SheetForm = FORM) -> bytes:
    out = BytesIO()
    write_csv(out, form, rows)
    return out.getvalue()


def edited(content: bytes, *changes: tuple[int, int, object]) -> bytes:
    """The workbook with other values in cells, by row as Excel counts and place from 0."""
    book = openpyxl.load_workbook(BytesIO(content))
    for row, place, value in changes:
        book["人员"].cell(row, place + 1).value = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def back(content: bytes, *current: SheetRow, name: str = "people.xlsx") -> tuple[RowBack, ...]:
    file = read_sheet_file(name, content, wanted=("人员", "people"))
    return compare(FORM, file, {row.id: row for row in current}, made_at=MADE_AT)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The zip with one part more, or another in its place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()
