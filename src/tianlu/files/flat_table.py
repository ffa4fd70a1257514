"""One table of plain figures as CSV, Parquet or an Excel sheet: names for programs in the first two, heads in both
languages in the third."""

import csv
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, Literal

import polars as pl
import xlsxwriter

Cell = str | int | float | None
Form = Literal["text", "whole", "tenths", "yuan", "share"]

FORMATS: dict[Form, str] = {"text": "@", "whole": "#,##0", "tenths": "#,##0.0", "yuan": "#,##0.00", "share": "0.0%"}
WIDTHS: dict[Form, int] = {"text": 18, "whole": 11, "tenths": 11, "yuan": 14, "share": 9}
PARQUET_TYPES: dict[Form, Any] = {
    "text": pl.String,
    "whole": pl.Int64,
    "tenths": pl.Float64,
    "yuan": pl.Float64,
    "share": pl.Float64,
}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class FlatColumn:
    """A column: its name for programs, its head in both languages, the form of its figures, a cell for each row, and
    what stands under them in a sheet."""

    name: str
    zh: str
    en: str
    form: Form
    cells: tuple[Cell, ...]
    foot: Cell = None


def flat_csv(columns: tuple[FlatColumn, ...]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; blank where there is nothing."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerows(zip(*(column.cells for column in columns), strict=True))
    return file.getvalue().encode("utf-8-sig")


def flat_parquet(columns: tuple[FlatColumn, ...]) -> bytes:
    """Columns by name; a figure that is not there is null."""
    file = BytesIO()
    pl.DataFrame(
        {column.name: list(column.cells) for column in columns},
        schema={column.name: PARQUET_TYPES[column.form] for column in columns},
    ).write_parquet(file)
    return file.getvalue()


def flat_excel(columns: tuple[FlatColumn, ...], *, sheet: str, title: str) -> bytes:
    """A workbook of one sheet with a head that stays in sight, a filter, and the feet in bold beneath."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title})
        forms = {form: book.add_format({"num_format": pattern}) for form, pattern in FORMATS.items()}
        feet = {
            form: book.add_format({"num_format": pattern, "bold": True, "top": 1}) for form, pattern in FORMATS.items()
        }
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        page = book.add_worksheet(sheet)
        page.set_row(0, 32)
        page.freeze_panes(1, 0)
        last = len(columns[0].cells)
        for k, column in enumerate(columns):
            page.set_column(k, k, WIDTHS[column.form])
            page.write_string(0, k, f"{column.zh}\n{column.en}", head)
            for at, cell in enumerate(column.cells, start=1):
                _write(page, at, k, cell, quoted if _is_formula(cell) else forms[column.form])
            _write(page, last + 1, k, column.foot, feet[column.form])
        page.autofilter(0, 0, last, len(columns) - 1)
    return file.getvalue()


def _is_formula(cell: Cell) -> bool:
    """Text that begins like one: marked as quoted, so that no program that edits the file later runs it."""
    return isinstance(cell, str) and cell.startswith(FORMULA_SIGNS)


def _write(page: Any, at: int, k: int, cell: Cell, form: Any) -> None:
    if cell is None:
        page.write_blank(at, k, None, form)
    elif isinstance(cell, str):
        page.write_string(at, k, cell, form)
    else:
        page.write_number(at, k, cell, form)
