"""The rows of a file that was brought in, as they stood there, with the result and the reason beside each."""

from collections.abc import Sequence
from typing import IO

import xlsxwriter

from tianlu.files.raw_table import RawTable
from tianlu.files.sheet_back import Outcome, RowBack
from tianlu.files.sheet_column import ID_HEAD, OWN_HEADS, REASON_HEAD, RESULT_HEAD, VERSION_HEAD, plain_head

OUTCOME_LOOKS = {
    Outcome.REFUSED: {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    Outcome.CHANGED: {"bg_color": "#FFEB9C"},
    Outcome.NEW: {"bg_color": "#C6EFCE"},
    Outcome.UNCHANGED: {},
}


def write_result(out: IO[bytes], table: RawTable, rows: Sequence[RowBack]) -> None:
    """An Excel workbook to mend and send again. `rows` are those of the table in their order, after what they asked for
    was done. A row that was taken has its id and version, so that a new one is not taken for another new one."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("结果")
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True})
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    looks = {outcome: book.add_format({**look, "text_wrap": True}) for outcome, look in OUTCOME_LOOKS.items()}
    kept = [place for place, name in enumerate(table.heads) if name not in (RESULT_HEAD, REASON_HEAD)]
    own = {plain_head(name): place for place, name in enumerate(table.heads) if plain_head(name) in OWN_HEADS}
    sheet.freeze_panes(1, 2)
    for place, name in enumerate([RESULT_HEAD, REASON_HEAD, *(table.heads[each] for each in kept)]):
        sheet.write_string(0, place, name, head)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    for number, (row, line) in enumerate(zip(rows, zip(*table.columns, strict=True), strict=True), start=1):
        sheet.write_string(number, 0, row.outcome.value, looks[row.outcome])
        sheet.write_string(number, 1, say_reasons(row), looks[row.outcome])
        for place, cell in enumerate((_with_id(line, row, own)[each] for each in kept), start=2):
            if cell:
                sheet.write_string(number, place, cell, text)
    sheet.autofilter(0, 0, max(len(rows), 1), len(kept) + 1)
    book.close()


def say_reasons(row: RowBack) -> str:
    """Every reason in Chinese, then in English."""
    return "\n".join([*(each.text_zh for each in row.reasons), *(each.text for each in row.reasons)])


def _with_id(line: Sequence[str], row: RowBack, own: dict[str, int]) -> Sequence[str]:
    """A row that was taken with its id and the version that stands now; any other as it was sent."""
    if row.outcome not in (Outcome.CHANGED, Outcome.NEW) or row.base is None:
        return line
    named = list(line)
    named[own[ID_HEAD]] = row.id
    named[own[VERSION_HEAD]] = str(row.base)
    return named
