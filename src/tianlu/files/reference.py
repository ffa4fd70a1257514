"""The reference page of the data package, from the schema: 中文 and English side by side."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tianlu.files.checks import CHECKS, CHECKS_ZH
from tianlu.files.columns import Column, Table
from tianlu.files.example import example_county
from tianlu.files.schema import GTFS_COLUMNS, SCHEMA
from tianlu.files.template import default_text
from tianlu.files.write_package import TextRow, package_texts

HEADS = ("column 列", "中文列名", "cell 内容", "blank 留空", "example 示例", "meaning 含义")

INTRODUCTION = """# Data package 数据包

<!-- Written from src/tianlu/files/schema.py by `python -m tianlu.files.reference docs/reference/package.md`. -->

A data package describes one county. It is a folder of CSV or Parquet files named after the tables, a `.zip` of such a
folder, or one `.xlsx` workbook with a sheet for each table. `tianlu template` writes a workbook to fill,
`tianlu validate` says everything that is wrong with a package at once.

数据包描述一个县：按表名命名的 CSV 或 Parquet 文件的文件夹，或其 `.zip`，或每张表一个工作表的 `.xlsx`。`tianlu template`
生成待填写的模板，`tianlu validate` 一次列出全部问题。

- Heads, table names and choices may be English or Chinese. 列名、表名和选项可用英文或中文。
- CSV may be UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs.
  CSV 可为 UTF-8、UTF-16 或 GB18030，以逗号、分号或制表符分隔。
- A column or table with `#` before its name is ignored. 名称以 `#` 开头的列或表会被忽略。
- Lists are separated by `;`. Yuan become whole fen, kilograms whole grams, kilometres whole metres, litres and
  kilowatt-hours whole thousandths, rounded half up.
  列表用 `;` 分隔；元、公斤、公里、升和千瓦时分别四舍五入到分、克、米和千分之一。
- `*` marks what is required. `*` 表示必填。
"""


def reference_page() -> str:
    """The whole page as Markdown."""
    examples = package_texts(example_county())
    parts = [
        INTRODUCTION,
        *(_table_part(table, examples[table.name]) for table in SCHEMA),
        _gtfs_part(),
        _checks_part(),
    ]
    return "\n".join(parts)


def _table_part(table: Table, examples: Sequence[TextRow]) -> str:
    star = "*" if table.required else ""
    rows = [
        _row(HEADS),
        _row(("---",) * len(HEADS)),
        *(_column_row(column, table, examples) for column in table.columns),
    ]
    return "\n".join(
        [f"## `{table.name}`{star} {table.name_zh}", "", f"{table.purpose} {table.purpose_zh}", "", *rows, ""]
    )


def _column_row(column: Column, table: Table, examples: Sequence[TextRow]) -> str:
    star = "*" if column.required else ""
    units = dict.fromkeys(filter(None, (column.unit, column.unit_zh)))
    unit = f" ({' '.join(units)})" if units else ""
    return _row(
        (
            f"`{column.name}`{star}",
            column.name_zh,
            f"{column.kind.expected}{unit} · {column.kind.expected_zh}",
            "" if column.required else default_text(column),
            example_of(column, table, examples),
            f"{column.doc} {column.doc_zh}",
        )
    )


def example_of(column: Column, table: Table, examples: Sequence[TextRow]) -> str:
    """What the example county has in a column: the first cell that is filled."""
    if table.is_key_value:
        known: Mapping[str, str] = {row["key"]: row["value"] for row in examples}
        return known.get(column.name, default_text(column))
    return next((row[column.name] for row in examples if row[column.name]), "")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _gtfs_part() -> str:
    lines = [
        "## GTFS 客运班线",
        "",
        "Bus lines are a GTFS feed: a folder `gtfs/` of `.txt` files, a `gtfs.zip`, or sheets `gtfs_stops` and so on.",
        "These tables and columns are read; others are left alone. `calendar` or `calendar_dates` may be missing.",
        "",
        "客运班线用 GTFS：`gtfs/` 文件夹中的 `.txt`、`gtfs.zip`，或名为 `gtfs_stops` 等的工作表。",
        "只读取下列表和列，其余忽略。",
        "",
        *(f"- `{name}`: {', '.join(f'`{column}`' for column in columns)}" for name, columns in GTFS_COLUMNS.items()),
        "",
    ]
    return "\n".join(lines)


def _checks_part() -> str:
    return "\n".join(["## What is checked 检查内容", "", *_check_lines(), ""])


def _check_lines() -> Iterator[str]:
    for check in CHECKS:
        said = (check.__doc__ or "").split("\n")[0]
        yield f"- `{check.__name__}`: {said} {CHECKS_ZH[check.__name__]}"


def main() -> None:
    """Writes the page to the path that is given."""
    Path(sys.argv[1]).write_text(reference_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
