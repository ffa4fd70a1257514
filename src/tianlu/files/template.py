"""The Excel template of a data package: a sheet a table, with heads, notes and drop-down lists from the schema."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from tianlu.core.language import Language
from tianlu.files.columns import Column, Table
from tianlu.files.schema import GTFS_COLUMNS, SCHEMA
from tianlu.files.write_package import package_texts
from tianlu.plan.county import County
from tianlu.plan.lines.gtfs import feed_rows

TextRows = Iterable[Mapping[str, str]]

ROWS_TO_FILL = 5000
"""So far down the sheets offer drop-down lists and keep text as it is typed."""

GREEN = "#00684A"
PALE = "#E6EFEC"


def write_template(path: Path | str, *, language: Language, county: County | None = None) -> None:
    """Writes the template, blank, or filled with a county; either way `read_package` understands it.

    Heads and words are Chinese or English as `language` says. Heads of required columns are dark.
    """
    texts = package_texts(county) if county else {}
    gtfs = feed_rows(county.feed) if county and county.feed else {}
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        look = _Look(book)
        _explain(book, look, language)
        for table in SCHEMA:
            sheet = book.add_worksheet(language.pick(zh=table.name_zh, en=table.name))
            if table.is_key_value:
                _fill_key_values(sheet, look, table, language, texts.get(table.name, ()))
            else:
                _fill(sheet, look, table, language, texts.get(table.name, ()))
        for name, columns in GTFS_COLUMNS.items():
            _fill_gtfs(book.add_worksheet(f"gtfs_{name}"), look, columns, gtfs.get(name, ()))


class _Look:
    """The formats of one workbook; they belong to it and cannot be shared."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        head = {"bold": True, "bottom": 1, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": GREEN})
        self.required = book.add_format({**head, "bg_color": GREEN, "font_color": "white"})
        self.optional = book.add_format({**head, "bg_color": PALE})
        self.text = book.add_format({"num_format": "@"})
        self.number = book.add_format({"num_format": "General"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def head(self, required: bool) -> Any:
        return self.required if required else self.optional


def _explain(book: xlsxwriter.Workbook, look: _Look, language: Language) -> None:
    """The first sheet, for people; the reader passes over it."""
    sheet = book.add_worksheet(language.pick(zh="说明", en="README"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, language.pick(zh="天路 · 县数据包模板", en="Tianlu: a county's data package"), look.title)
    for row, line in enumerate(_instructions(language), start=2):
        sheet.write_string(row, 0, line)
    first = 3 + len(_instructions(language))
    for at, head in enumerate(language.pick(zh="表 必填 用途", en="Table Required Purpose").split()):
        sheet.write_string(first, at, head, look.optional)
    for row, table in enumerate(SCHEMA, start=first + 1):
        sheet.write_string(row, 0, language.pick(zh=table.name_zh, en=table.name), look.wrapped)
        sheet.write_string(row, 1, _yes(table.required, language), look.wrapped)
        sheet.write_string(row, 2, language.pick(zh=table.purpose_zh, en=table.purpose), look.wrapped)
    row = first + 1 + len(SCHEMA)
    sheet.write_string(row, 0, "gtfs_…", look.wrapped)
    sheet.write_string(row, 1, _yes(False, language), look.wrapped)
    sheet.write_string(row, 2, language.pick(zh="客运班线（GTFS）。", en="Bus lines (GTFS)."), look.wrapped)


def _yes(required: bool, language: Language) -> str:
    return language.pick(zh="是", en="yes") if required else ""


def _instructions(language: Language) -> tuple[str, ...]:
    if language is Language.ZH:
        return (
            "每个工作表是一张表，第一行是列名，一行一条；深色列名为必填，鼠标停在列名上看说明。",
            "不要合并单元格；列名以 # 开头的列、名称以 # 开头的工作表会被忽略。",
            "列表用“;”分隔，星期写作 1-5;7（周一 = 1），时刻写作 08:30。",
            "填好后运行 tianlu validate 文件名.xlsx，一次列出全部问题。",
        )
    return (
        "A sheet is a table, its first row the heads; dark heads are required, and each head has a note.",
        "Do not merge cells. A column or sheet with # before its name is ignored.",
        "Lists are separated by “;”, weekdays are 1-5;7 (Monday = 1), hours are 08:30.",
        "Then run tianlu validate file.xlsx: it lists all the problems at once.",
    )


def _fill(sheet: Any, look: _Look, table: Table, language: Language, rows: TextRows) -> None:
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(table.columns):
        head = language.pick(zh=column.name_zh, en=column.name)
        sheet.write_string(0, at, head, look.head(column.required))
        sheet.write_comment(0, at, note_of(column), {"x_scale": 2.4, "y_scale": 1.6})
        sheet.set_column(at, at, max(10, 2 * len(head)), look.text if column.kind.is_text else look.number)
        _offer_choices(sheet, (1, at, ROWS_TO_FILL, at), column, language)
    for row, texts in enumerate(rows, start=1):
        for at, column in enumerate(table.columns):
            _write(sheet, look, (row, at), column, texts.get(column.name, ""), language)


def _fill_key_values(sheet: Any, look: _Look, table: Table, language: Language, rows: TextRows) -> None:
    """A row for each key; a third column, which the reader passes over, says what it means."""
    known = {row["key"]: row["value"] for row in rows}
    sheet.freeze_panes(1, 1)
    for at, (head, width) in enumerate(
        zip(language.pick(zh="项目 内容 #说明", en="key value #note").split(), (26, 26, 90), strict=True)
    ):
        sheet.write_string(0, at, head, look.head(at < 2))
        sheet.set_column(at, at, width, look.text if at == 1 else None)
    for row, column in enumerate(table.columns, start=1):
        sheet.write_string(row, 0, language.pick(zh=column.name_zh, en=column.name), look.head(column.required))
        _write(sheet, look, (row, 1), column, known.get(column.name, ""), language)
        sheet.write_string(row, 2, note_of(column).replace("\n", "　"))


def _fill_gtfs(sheet: Any, look: _Look, columns: tuple[str, ...], rows: TextRows) -> None:
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, look.optional)
        sheet.set_column(at, at, max(10, len(column) + 2), look.text)
    for row, texts in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            if texts.get(column):
                sheet.write_string(row, at, texts[column], look.text)


def _write(sheet: Any, look: _Look, cell: tuple[int, int], column: Column, text: str, language: Language) -> None:
    if not text:
        return
    if column.kind.is_text:
        sheet.write_string(*cell, _word(column, text, language), look.text)
    else:
        sheet.write_number(*cell, float(text), look.number)


def _word(column: Column, text: str, language: Language) -> str:
    """The word of a choice in the language; other texts are as they are."""
    return next((language.pick(zh=each.word_zh, en=text) for each in column.kind.choices if each.word == text), text)


def _offer_choices(sheet: Any, cells: tuple[int, int, int, int], column: Column, language: Language) -> None:
    if column.kind.choices:
        words = [language.pick(zh=each.word_zh, en=each.word) for each in column.kind.choices]
        sheet.data_validation(*cells, {"validate": "list", "source": words, "error_type": "warning"})


def note_of(column: Column) -> str:
    """What a column means, in both languages, with unit and what a blank cell means."""
    return "\n".join(filter(None, (_note(column, Language.ZH), _note(column, Language.EN))))


def _note(column: Column, language: Language) -> str:
    doc = language.pick(zh=column.doc_zh, en=column.doc)
    expected = language.pick(zh=column.kind.expected_zh, en=column.kind.expected)
    unit = language.pick(zh=f"（{column.unit_zh}）", en=f" ({column.unit})") if column.unit else ""
    return (
        f"{doc}{language.pick(zh='', en=' ')}{expected}{unit}{language.pick(zh='。', en='.')}{_blank(column, language)}"
    )


def _blank(column: Column, language: Language) -> str:
    """What follows where the cell is left blank."""
    if column.required:
        return language.pick(zh="必填。", en=" Required.")
    default = default_text(column)
    return language.pick(zh=f"留空即为 {default}。", en=f" Blank: {default}.") if default else ""


def default_text(column: Column) -> str:
    """The default as it would be written; nothing where blank stays blank."""
    return "" if column.default is None else column.kind.write(column.default)
