"""Scenarios as an Excel workbook: the table with signed differences, the places that changed, the subsidies' steps."""

from io import BytesIO
from typing import Any

import xlsxwriter

from tianlu.core.calendar import DayPattern
from tianlu.core.language import Language
from tianlu.files.sheets import WEEKDAYS_EN, WEEKDAYS_ZH
from tianlu.plan.view_whatif import ComparisonView, FigureRowView, OutcomeView

UNITS = {
    "fen": (100, "#,##0.00", "元", "yuan"),
    "m": (1000, "#,##0.0", "公里", "km"),
    "min": (60, "#,##0.0", "小时", "h"),
    "g": (1000, "#,##0.0", "千克", "kg"),
    "count": (1, "#,##0", "", ""),
    "permille": (10, "0.0", "%", "%"),
}
"""Parts a unit, number format, and the unit's name in both languages."""


def whatif_workbook(comparison: ComparisonView, language: Language) -> bytes:
    """The workbook's bytes; a figure that does not exist is an empty cell."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    forms = {form: book.add_format({"num_format": form}) for _, form, _, _ in UNITS.values()}
    signed = {form: book.add_format({"num_format": f"+{form};-{form};0"}) for form in forms}
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    table = book.add_worksheet(language.pick(zh="情景", en="Scenarios"))
    _write_heads(table, comparison, language, head)
    for row, figure in enumerate(comparison.figures, start=1):
        _write_figure(table, row, figure, language, forms, signed)
    _write_changes(book.add_worksheet(language.pick(zh="变化", en="Changes")), comparison, language, head)
    _write_subsidies(book.add_worksheet(language.pick(zh="补助", en="Subsidies")), comparison, language, head, forms)
    book.close()
    return out.getvalue()


def _name(outcome: OutcomeView, language: Language) -> str:
    return language.pick(zh=outcome.name, en=outcome.name_en)


def _write_heads(table: Any, comparison: ComparisonView, language: Language, head: Any) -> None:
    heads = [language.pick(zh="项目", en="Figure"), language.pick(zh="单位", en="Unit")]
    for outcome in comparison.outcomes:
        heads.append(_name(outcome, language))
        if not outcome.is_base:
            heads.append(language.pick(zh="与现状之差", en="difference"))
    table.write_row(0, 0, heads, head)
    table.set_column(0, 0, 24)
    table.set_column(1, 1, 8)
    table.set_column(2, len(heads), 16)
    table.freeze_panes(1, 2)


def _write_figure(
    table: Any, row: int, figure: FigureRowView, language: Language, forms: dict[str, Any], signed: dict[str, Any]
) -> None:
    parts, form, unit_zh, unit = UNITS[figure.unit]
    table.write_string(row, 0, language.pick(zh=figure.zh, en=figure.en))
    table.write_string(row, 1, language.pick(zh=unit_zh, en=unit))
    column = 2
    for k, (value, less) in enumerate(zip(figure.values, figure.differences, strict=True)):
        if value is not None:
            table.write_number(row, column, value / parts, forms[form])
        column += 1
        if k:
            if less is not None:
                table.write_number(row, column, less / parts, signed[form])
            column += 1


def _write_changes(sheet: Any, comparison: ComparisonView, language: Language, head: Any) -> None:
    heads_zh = ("情景", "代码", "地点", "原来的日子", "现在的日子", "投递方式", "车辆或线路")
    heads_en = ("Scenario", "Code", "Place", "Days before", "Days now", "Mode", "Vehicle or line")
    sheet.write_row(0, 0, heads_zh if language is Language.ZH else heads_en, head)
    sheet.set_column(0, 6, 16)
    names = {place.id: place for outcome in comparison.outcomes for place in outcome.places}
    changed, same = language.pick(zh="变", en="changed"), ""
    rows = ((outcome, change) for outcome in comparison.outcomes for change in outcome.changes)
    for row, (outcome, change) in enumerate(rows, start=1):
        place = names[change.place]
        cells = (
            _name(outcome, language),
            change.place,
            language.pick(zh=place.name, en=place.name_en or place.name),
            _days(change.days_before, language),
            _days(change.days_after, language),
            changed if change.mode_changed else same,
            changed if change.carrier_changed else same,
        )
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)


def _write_subsidies(
    sheet: Any, comparison: ComparisonView, language: Language, head: Any, forms: dict[str, Any]
) -> None:
    heads_zh, heads_en = ("情景", "规则", "依据", "步骤", "金额（元）"), ("Scenario", "Rule", "Clause", "Step", "Yuan")
    sheet.write_row(0, 0, heads_zh if language is Language.ZH else heads_en, head)
    sheet.set_column(0, 4, 22)
    steps = (
        (outcome, subsidy, step)
        for outcome in comparison.outcomes
        for subsidy in outcome.subsidies
        for step in subsidy.steps
    )
    for row, (outcome, subsidy, step) in enumerate(steps, start=1):
        name = language.pick(zh=subsidy.name, en=subsidy.name_en)
        words = (_name(outcome, language), name, subsidy.clause, language.pick(zh=step.zh, en=step.en))
        for column, word in enumerate(words):
            sheet.write_string(row, column, word)
        sheet.write_number(row, 4, step.fen / 100, forms["#,##0.00"])


def _days(mask: int, language: Language) -> str:
    names = WEEKDAYS_ZH if language is Language.ZH else [name[:3] for name in WEEKDAYS_EN]
    return " ".join(names[day] for day in DayPattern(mask))
