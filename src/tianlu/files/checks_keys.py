"""Checks that every key stands once and every reference leads somewhere."""

from collections.abc import Iterator
from functools import lru_cache

from tianlu.core.problem import Problem
from tianlu.files.cells import BAD
from tianlu.files.columns import Column, Table
from tianlu.files.draft import Draft
from tianlu.files.kinds import nearest
from tianlu.files.schema import SCHEMA


def keys_stand_once(draft: Draft) -> Iterator[Problem]:
    """A code names one row; a row of a table with several key columns stands once."""
    for table in SCHEMA:
        read = draft.tables[table.name]
        keys = list(zip(*(read.columns[name] for name in table.key), strict=True))
        if len(set(keys)) == len(keys):
            continue  # a travel table has a hundred thousand rows
        first: dict[tuple[object, ...], int] = {}
        for row, key in zip(read.rows, keys, strict=True):
            if BAD not in key and first.setdefault(key, row) != row:
                yield _repeated(table, row, key, first[key])


def _repeated(table: Table, row: int, key: tuple[object, ...], first: int) -> Problem:
    return Problem(
        f"duplicate_{table.key[0]}" if len(table.key) == 1 else "duplicate_row",
        table.name,
        row,
        table.key[0],
        f"“{' / '.join(str(part) for part in key if part is not None)}”, as in row {first}",
        f"every {' + '.join(table.key)} once",
        "Take one of the rows out, or correct it.",
        f"{'、'.join(table.column(name).name_zh for name in table.key)}不重复",
        f"与第 {first} 行重复：请删去或更正其中一行。",
    )


def references_exist(draft: Draft) -> Iterator[Problem]:
    """A code that names a row of another table is found there."""
    for table in SCHEMA:
        for column in table.columns:
            if column.refers_to:
                yield from _unknown_references(draft, table, column)


def _unknown_references(draft: Draft, table: Table, column: Column) -> Iterator[Problem]:
    target = draft.tables[column.refers_to]
    known = frozenset(code for code in target.columns[target.table.key[0]] if code is not BAD)
    if BAD in target.columns[target.table.key[0]] and not known:
        return  # the column itself is missing: every reference would be reported
    read = draft.tables[table.name]
    if known.issuperset(read.columns[column.name]):
        return
    for row, value in zip(read.rows, read.columns[column.name], strict=True):
        for code in value if isinstance(value, tuple) else (value,):
            if code not in known and code is not BAD and code not in (None, ""):
                yield _unknown_reference(table, column, row, code, known)


def _unknown_reference(table: Table, column: Column, row: int, code: str, known: frozenset[str]) -> Problem:
    close = _nearest(code, known)
    return Problem(
        f"unknown_{column.name}",
        table.name,
        row,
        column.name,
        f"“{code}”",
        f"a code of the table {column.refers_to}",
        f"Did you mean “{close}”?" if close else f"Correct the code, or add the row to {column.refers_to}.",
        f"{column.refers_to} 表中已有的代码",
        f"是否应为“{close}”？" if close else f"请更正代码，或在 {column.refers_to} 表中补上。",
    )


@lru_cache(maxsize=1024)
def _nearest(code: str, known: frozenset[str]) -> str | None:
    """A long table repeats few wrong codes."""
    return nearest(code, known)
