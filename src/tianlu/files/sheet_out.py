"""A table as an Excel workbook or a CSV that somebody edits and sends back."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter

from tianlu.files.kinds import Kind
from tianlu.files.sheet_column import ID_HEAD, OWN_HEADS, VERSION_HEAD, Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_guard import guard

ROWS_BETWEEN_WORDS = 1000
ROWS_FOR_NEW = 1000
"""Rows below the last in which choices are offered too."""
CHOICE_LETTERS_MAX = 255
"""Excel's limit for a list of choices that stands in the rule itself."""
ABOUT_SHEET = "说明"

EXPLAINED = (
    (
        "白色列可改，灰色列不可改；不要改动隐藏的 #id 和 #version 列。",
        "White columns may be edited, grey ones not; leave the hidden columns #id and #version as they are.",
    ),
    (
        "新增：在末尾另起一行，#id 留空。删去某行不会删除系统中的记录。",
        "A new row: below the last, with #id blank. A row taken out of the sheet is not deleted in the system.",
    ),
    (
        "筛选或隐藏的行也会一并读入。",
        "Rows that a filter hides, or that are hidden by hand, are read as well.",
    ),
)


class SheetStopped(Exception):
    """Whoever wanted the sheet does not want it any more."""


@dataclass(frozen=True)
class About:
    """What the first sheet says: when the table was made and which filters were applied, as (中文, English, value)."""

    made_at: datetime
    filters: tuple[tuple[str, str, str], ...] = ()


def never() -> bool:
    return False


def quietly(_: int) -> None:
    return None


def write_xlsx(
    out: IO[bytes],
    form: SheetForm,
    rows: Iterable[SheetRow],
    about: About,
    *,
    on_rows: Callable[[int], None] = quietly,
    is_stopped: Callable[[], bool] = never,
) -> int:
    """Writes the workbook and returns how many rows it has; one row at a time is in memory.

    `on_rows` hears now and then how many are written. Raises SheetStopped, with nothing in `out`.
    """
    # Rows wait in files of this folder; it goes with them, also where the writing is stopped.
    with TemporaryDirectory(prefix="tianlu-sheet-") as folder:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
        _write_about(book, form, about)
        sheet = book.add_worksheet(form.name_zh)
        count = _write_rows(
            sheet, form, watched(rows, on_rows=on_rows, is_stopped=is_stopped), _lay_out(book, sheet, form)
        )
        _offer_choices(sheet, form, count)
        sheet.autofilter(0, 0, max(count, 1), len(form.columns) + 1)
        book.close()
    return count


def write_csv(
    out: IO[bytes],
    form: SheetForm,
    rows: Iterable[SheetRow],
    *,
    on_rows: Callable[[int], None] = quietly,
    is_stopped: Callable[[], bool] = never,
) -> int:
    """Writes a CSV in UTF-8 with its mark, as Excel wants it, and returns how many rows it has. Raises SheetStopped."""
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([*OWN_HEADS, *(column.head for column in form.columns)])
    count = 0
    for row in watched(rows, on_rows=on_rows, is_stopped=is_stopped):
        count += 1
        writer.writerow([guard(row.id), row.version, *(_csv_cell(column, row) for column in form.columns)])
    text.flush()
    text.detach()
    return count


def is_number(kind: Kind) -> bool:
    """Whether a cell of the kind is a number in Excel."""
    return not kind.is_text and not kind.choices


def watched(
    rows: Iterable[SheetRow], *, on_rows: Callable[[int], None], is_stopped: Callable[[], bool]
) -> Iterator[SheetRow]:
    """The rows, with a word now and then of how many have gone by. Raises SheetStopped."""
    count = 0
    for count, row in enumerate(rows, start=1):
        if count % ROWS_BETWEEN_WORDS == 1:
            if is_stopped():
                raise SheetStopped
            on_rows(count - 1)
        yield row
    on_rows(count)


def _write_rows(sheet: Any, form: SheetForm, rows: Iterable[SheetRow], cell: dict[int, Any]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        sheet.write_string(count, 0, row.id)
        sheet.write_number(count, 1, row.version)
        for place, column in enumerate(form.columns, start=2):
            text = row.text(column)
            if text and is_number(column.kind) and column.name not in row.masked:
                sheet.write_number(count, place, float(text), cell[place])
            else:
                _write_text(sheet, count, place, text, cell[place])
    return count


def _write_text(sheet: Any, row: int, place: int, text: str, look: Any) -> None:
    """Text, or a blank cell that has the column's lock."""
    if text:
        sheet.write_string(row, place, text, look)
    else:
        sheet.write_blank(row, place, None, look)


def _csv_cell(column: SheetColumn, row: SheetRow) -> str:
    text = row.text(column)
    return text if is_number(column.kind) and column.name not in row.masked else guard(text)


def _lay_out(book: Any, sheet: Any, form: SheetForm) -> dict[int, Any]:
    """Heads, widths and locks; gives each column's format by its place."""
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    # Hidden and locked; who takes the lock off and edits them all the same is refused by row when it comes back.
    sheet.set_column(0, 1, None, None, {"hidden": True})
    cell = {}
    for place, column in enumerate(form.columns, start=2):
        cell[place] = book.add_format(_format_of(column))
        sheet.set_column(place, place, 18, cell[place])
    for place, words in enumerate([ID_HEAD, VERSION_HEAD, *(column.head for column in form.columns)]):
        sheet.write_string(0, place, words, head)
    free = ("autofilter", "sort", "insert_rows", "delete_rows", "format_cells", "format_columns", "format_rows")
    sheet.protect("", dict.fromkeys(free, True))
    return cell


def _format_of(column: SheetColumn) -> dict[str, object]:
    look: dict[str, object] = {"locked": column.edit is Edit.NEVER}
    if column.edit is Edit.NEVER:
        look["bg_color"] = "#EEEEEE"
    if not is_number(column.kind):
        look |= {"num_format": "@", "quote_prefix": True}
    return look


def _offer_choices(sheet: Any, form: SheetForm, count: int) -> None:
    for place, column in enumerate(form.columns, start=2):
        words = [choice.word for choice in column.kind.choices]
        if words and column.edit is not Edit.NEVER and len(",".join(words)) <= CHOICE_LETTERS_MAX:
            rule = {"validate": "list", "source": words, "error_type": "warning"}
            sheet.data_validation(1, place, count + ROWS_FOR_NEW, place, rule)


def _write_about(book: Any, form: SheetForm, about: About) -> None:
    sheet = book.add_worksheet(ABOUT_SHEET)
    sheet.set_column(0, 2, 40)
    made_at = about.made_at.isoformat(sep=" ", timespec="seconds")
    lines = [
        (form.name_zh, form.name, ""),
        ("导出时间", "Made at", made_at),
        *([("筛选条件", "Filters", "")] if about.filters else [("筛选条件：无", "Filters: none", "")]),
        *about.filters,
        *((zh, en, "") for zh, en in EXPLAINED),
    ]
    for number, line in enumerate(lines):
        for place, words in enumerate(line):
            sheet.write_string(number, place, words)
