"""Reads a sheet that somebody sent in a process of its own, with bounds on its memory and time.

`python -m tianlu.files.sheet_process NAME < file > answer`: the answer is one line of JSON, the fields of a SheetFile.
"""

import json
import re
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tianlu.core.problem import Problem
from tianlu.files.package_files import PackageFile, unreadable
from tianlu.files.raw_table import RawTable
from tianlu.files.sheet_archive import refuse
from tianlu.files.sheet_guard import unguard
from tianlu.files.text_table import read_text_table
from tianlu.files.workbook import UNREADABLE, is_for_people, list_sheet_xml, read_workbook

MEMORY_BYTES_MAX = 4 * 1024**3
SECONDS_MAX = 120
ROWS_MAX = 200_000
COLUMNS_MAX = 200

_MERGED = re.compile(r'<(?:\w+:)?mergeCell\s+ref="[A-Z]+(\d+):[A-Z]+(\d+)"')
_WITHOUT_VALUE = re.compile(
    r'<c\s+r="[A-Z]+(\d+)"[^>]*><f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>',
)
"""A formula whose value nobody kept: read as it stands it would be a blank, which erases."""
_HIDDEN = re.compile(r'<(?:\w+:)?row\s[^>]*\bhidden="(?:1|true)"')


def main(names: Sequence[str]) -> None:
    name, *wanted = names
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    answer = json.dumps(read(PackageFile(name, sys.stdin.buffer.read()), wanted), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


def read(file: PackageFile, wanted: Sequence[str]) -> dict[str, Any]:
    """The table as plain JSON; `wanted` are the names that its sheet may have, else the first sheet is taken."""
    try:
        refused = refuse(file.name, file.content)
        if refused:
            return _no(refused)
        is_book = file.content.startswith(b"PK")
        return _read_book(file, wanted) if is_book else _read_text(file)
    except UNREADABLE as error:
        return _no(unreadable(file.name, type(error).__name__))


def _read_text(file: PackageFile) -> dict[str, Any]:
    table, problems = read_text_table(file, file.stem)
    if table is None:
        return _no(*problems)
    return _answer(table, unguarded=True)


def _read_book(file: PackageFile, wanted: Sequence[str]) -> dict[str, Any]:
    tables, problems = read_workbook(file)
    if not tables:
        return _no(*(problems or (unreadable(file.name, "no sheet with rows"),)))
    table = next((each for each in tables if each.name in wanted), tables[0])
    marks = next(
        (xml for name, xml in list_sheet_xml(file.content) if name == table.name and not is_for_people(name)), ""
    )
    merged = sorted({row for first, last in _MERGED.findall(marks) for row in _span(int(first), int(last), table)})
    errors = {each.row: each.found for each in problems if each.table == table.name and each.code == "formula_error"}
    errors |= {int(row): "no value" for row in _WITHOUT_VALUE.findall(marks)}
    extra = {
        "merged": merged,
        "errors": list(errors.items()),
        "hidden": len(_HIDDEN.findall(marks)),
        "ignored_sheets": [each.name for each in tables if each is not table],
    }
    return _answer(table) | extra


def _span(first: int, last: int, table: RawTable) -> range:
    return range(first, min(last, table.rows[-1] if table.rows else first) + 1)


def _answer(table: RawTable, *, unguarded: bool = False) -> dict[str, Any]:
    if len(table.rows) > ROWS_MAX or len(table.heads) > COLUMNS_MAX:
        return _no(_too_many(table))
    columns = [[unguard(cell) for cell in cells] if unguarded else list(cells) for cells in table.columns]
    return {
        "heads": table.heads,
        "columns": columns,
        "rows": table.rows,
        "name": table.name,
        "head_row": table.head_row,
    }


def _no(*problems: Problem) -> dict[str, Any]:
    return {"problems": [asdict(problem) for problem in problems]}


def _too_many(table: RawTable) -> Problem:
    return Problem(
        "too_large",
        table.name,
        None,
        None,
        f"{len(table.rows)} rows in {len(table.heads)} columns",
        f"at most {ROWS_MAX} rows in {COLUMNS_MAX} columns",
        "Send it in several files.",
        f"不超过 {ROWS_MAX} 行、{COLUMNS_MAX} 列",
        "请分成几个文件导入。",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
