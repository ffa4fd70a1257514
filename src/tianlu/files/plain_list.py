"""A table of plain text as a workbook of one sheet, or as CSV: what other programs' lists look like."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter

QUOTED_SIGNS = ("=", "+", "-", "@")
"""Text that begins so would be taken for a formula where the file is edited."""


def text_xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str, title: str) -> bytes:
    """All cells as text; `title` stands in the workbook's properties."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title})
        text = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        for at, row in enumerate((heads, *rows)):
            for k, cell in enumerate(row):
                if cell:
                    page.write_string(at, k, cell, quoted if cell.startswith(QUOTED_SIGNS) else text)
        page.set_column(0, len(heads) - 1, 18)
    return file.getvalue()


def text_csv(heads: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str) -> bytes:
    file = StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([heads, *rows])
    return file.getvalue().encode(encoding)
