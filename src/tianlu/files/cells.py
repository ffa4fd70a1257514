"""From a table of text to a table of values: heads matched, cells read, and all that could not be read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tianlu.core.problem import Problem
from tianlu.files.columns import KEY_HEADS, Column, Table
from tianlu.files.kinds import Unfit, nearest
from tianlu.files.raw_table import RawTable


class Bad:
    """Stands where a cell could not be read; it has been reported."""


BAD = Bad()
BLANK = "(blank 空)"


@dataclass(frozen=True)
class Record:
    """A row of values, without those that could not be read."""

    row: int
    values: Mapping[str, Any]
    rows: Mapping[str, int] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str) -> Any:
        """The value, or None where the cell is blank without a default or could not be read."""
        return self.values.get(name)

    def has(self, *names: str) -> bool:
        """Whether all of them could be read and hold something."""
        return all(self.values.get(name) is not None for name in names)

    def row_of(self, name: str) -> int:
        """The row in the file; in a table of key, value rows every value has its own."""
        return self.rows.get(name, self.row)


@dataclass(frozen=True)
class ReadTable:
    """Columns of values; `BAD` where a cell could not be read."""

    table: Table
    rows: tuple[int, ...]
    columns: Mapping[str, tuple[Any, ...]]
    rows_of_values: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        names = tuple(self.columns)
        cells = zip(*self.columns.values(), strict=True)
        return tuple(
            Record(
                row,
                {name: value for name, value in zip(names, values, strict=True) if value is not BAD},
                self.rows_of_values,
            )
            for row, values in zip(self.rows, cells, strict=True)
        )


def empty(table: Table) -> ReadTable:
    """A table that the package does not have."""
    return ReadTable(table, (), {column.name: () for column in table.columns})


def read_cells(raw: RawTable, table: Table) -> tuple[ReadTable, tuple[Problem, ...]]:
    """The table's values, and the problems of its heads and cells."""
    if table.is_key_value:
        return _read_key_values(raw, table)
    places, problems = _match_heads(raw, table, (raw.head_row,) * len(raw.heads))
    columns: dict[str, tuple[Any, ...]] = {}
    for column in table.columns:
        if column.name in places:
            values, trouble = _read_column(raw.columns[places[column.name]], raw.rows, table, column)
            problems += trouble
        else:
            values = (BAD if column.required else column.default,) * len(raw.rows)
        columns[column.name] = values
    if table.required and not raw.rows:
        problems.append(_empty_table(table))
    return ReadTable(table, raw.rows, columns), tuple(problems)


def _match_heads(raw: RawTable, table: Table, head_rows: tuple[int, ...]) -> tuple[dict[str, int], list[Problem]]:
    """Which column is where; `head_rows` says in which row each head stands. A head with # before it is ignored."""
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for k, head in enumerate(raw.heads):
        column = table.by_head.get(head.casefold())
        if head.startswith("#") or (not head and not any(cell.strip() for cell in raw.columns[k])):
            continue
        if column is None:
            problems.append(_unknown_column(raw, table, k, head_rows[k]))
        elif column.name in places:
            problems.append(_column_twice(table, column, head, head_rows[k]))
        else:
            places[column.name] = k
    problems += [
        _missing_column(raw.head_row, table, column)
        for column in table.columns
        if column.required and column.name not in places
    ]
    return places, problems


def _read_column(
    cells: tuple[str, ...], rows: tuple[int, ...], table: Table, column: Column
) -> tuple[tuple[Any, ...], list[Problem]]:
    """Values of a column. Every distinct text is read once: a travel table repeats few codes very often."""
    read: dict[str, Any] = {}
    trouble: dict[str, Callable[[int], Problem]] = {}
    for cell in set(cells):
        try:
            read[cell] = _read_cell(cell, column)
        except Unfit as unfit:
            read[cell] = BAD
            trouble[cell] = _reporter(cell, table, column, unfit)
    problems = [trouble[cell](row) for cell, row in zip(cells, rows, strict=True) if cell in trouble] if trouble else []
    return tuple(map(read.__getitem__, cells)), problems


def _read_cell(cell: str, column: Column) -> Any:
    if cell.strip():
        return column.kind.parse(cell)
    if column.required:
        raise Unfit("blank_cell", "Fill in the cell.", "请填写。")
    return column.default


def _reporter(cell: str, table: Table, column: Column, unfit: Unfit) -> Callable[[int], Problem]:
    return lambda row: Problem(
        unfit.code,
        table.name,
        row,
        column.name,
        f"“{cell.strip()}”" if cell.strip() else BLANK,
        column.kind.expected,
        unfit.how_to_fix,
        column.kind.expected_zh,
        unfit.how_to_fix_zh,
    )


def _read_key_values(raw: RawTable, table: Table) -> tuple[ReadTable, tuple[Problem, ...]]:
    """A table of key, value rows as one row of values."""
    columns = {KEY_HEADS.get(head.casefold()): raw.columns[k] for k, head in enumerate(raw.heads)}
    if "key" not in columns or "value" not in columns:
        return _nothing(table), (_no_key_value(raw, table),)
    lines = {
        row: (key.strip(), value) for row, key, value in zip(raw.rows, columns["key"], columns["value"], strict=True)
    }
    rows = tuple(row for row, (key, _) in lines.items() if not key.startswith("#"))
    heads = tuple(lines[row][0] for row in rows)
    turned = RawTable(raw.name, heads, tuple((lines[row][1],) for row in rows), (raw.head_row,))
    places, problems = _match_heads(turned, table, rows)
    rows_of_values = {name: rows[k] for name, k in places.items()}
    values: dict[str, tuple[Any, ...]] = {}
    for column in table.columns:
        found = turned.columns[places[column.name]] if column.name in places else ("",)
        row = (rows_of_values.get(column.name, raw.head_row),)
        values[column.name], trouble = _read_column(found, row, table, column)
        if column.name in places or not column.required:
            problems += trouble
    return ReadTable(table, (raw.head_row,), values, rows_of_values), tuple(problems)


def _nothing(table: Table) -> ReadTable:
    return ReadTable(table, (1,), {column.name: (BAD,) for column in table.columns})


def _heads_of(table: Table) -> Iterator[str]:
    return (head for column in table.columns for head in (column.name, column.name_zh))


def _unknown_column(raw: RawTable, table: Table, k: int, row: int) -> Problem:
    head = raw.heads[k]
    close = nearest(head.casefold(), _heads_of(table))
    return Problem(
        "unknown_column",
        table.name,
        row,
        head or f"column {k + 1}",
        f"“{head}”" if head else BLANK,
        "one of " + ", ".join(column.name for column in table.columns),
        f"Did you mean “{close}”?" if close else "Rename the column; one with # before its name is ignored.",
        "以下列名之一：" + "、".join(column.name_zh for column in table.columns),
        f"是否应为“{close}”？" if close else "请改名；列名以 # 开头的会被忽略。",
    )


def _column_twice(table: Table, column: Column, head: str, row: int) -> Problem:
    return Problem(
        "column_twice",
        table.name,
        row,
        column.name,
        f"“{head}” once more",
        "every column once, in English or in Chinese",
        "Take one of the two out.",
        "每列只出现一次（英文或中文）",
        "请删去其中一列。",
    )


def _missing_column(row: int, table: Table, column: Column) -> Problem:
    return Problem(
        "missing_column",
        table.name,
        row,
        column.name,
        "no such column",
        f"the column “{column.name}” or “{column.name_zh}”",
        f"Add it: {column.doc}",
        f"“{column.name_zh}”或“{column.name}”列",
        f"请补上该列：{column.doc_zh}",
    )


def _no_key_value(raw: RawTable, table: Table) -> Problem:
    return Problem(
        "missing_column",
        table.name,
        raw.head_row,
        "key",
        ", ".join(filter(None, raw.heads)),
        "two columns, “key” and “value”",
        "Write one row for each figure: its name under key, the figure under value.",
        "“项目”“内容”（key、value）两列",
        "每项一行：项目列写名称，内容列写数值。",
    )


def _empty_table(table: Table) -> Problem:
    return Problem(
        "empty_table",
        table.name,
        None,
        None,
        "heads without a row",
        "one row or more",
        f"Fill it: {table.purpose}",
        "至少一行数据",
        f"请填写：{table.purpose_zh}",
    )


def missing_table(table: Table) -> Problem:
    """A required table that the package does not have."""
    return Problem(
        "missing_table",
        table.name,
        None,
        None,
        "no such table",
        f"the table “{table.name}” or “{table.name_zh}”",
        f"Add it: {table.purpose}",
        f"“{table.name_zh}”表（{table.name}）",
        f"请补上：{table.purpose_zh}",
    )
