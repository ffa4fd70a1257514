"""The bus company's month as a workbook and as a page to print and sign."""

from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter

from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.files.plan_excel import Column, add_table, make_forms
from tianlu.files.sheets import Sheet
from tianlu.files.sheets_html import sheets_html
from tianlu.plan.bags.names import Names
from tianlu.plan.bags.number import shown_number
from tianlu.plan.bags.statement import Amount, Claim, Statement, StatementRow, Sum
from tianlu.plan.lines.trip import FeeBasis

BASIS_ZH = {FeeBasis.BAG: "袋", FeeBasis.KG: "千克", FeeBasis.PIECE: "件"}


@dataclass(frozen=True)
class _Total:
    zh: str
    en: str
    planned: Amount
    carried: Amount


def statement_excel(statement: Statement, names: Names) -> bytes:
    """Rows, trips, lines, claims and totals, a sheet each; equal statements give equal bytes."""
    totals = [_Total("合计", "Total", statement.planned, statement.carried)]
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        first = date(statement.month.year, statement.month.month, 1)
        book.set_properties({"title": str(statement.month), "created": datetime.combine(first, time())})
        forms = make_forms(book)
        add_table(book, forms, "合计 Total", _TOTAL_COLUMNS, totals)
        add_table(book, forms, "线路 Lines", _LINE_COLUMNS, statement.lines)
        add_table(book, forms, "班次 Trips", _TRIP_COLUMNS, statement.trips)
        add_table(book, forms, "明细 Rows", _row_columns(names), statement.rows)
        add_table(book, forms, "索赔 Claims", _claim_columns(names), statement.claims)
    return file.getvalue()


def statement_html(statement: Statement, names: Names, *, title: str, language: Language) -> str:
    """Lines with their totals, then trip by trip, then claims; a sheet each, to be signed by both."""
    sheets = [_line_sheet(statement, title, language), _row_sheet(statement, names, title, language)]
    if statement.claims:
        sheets.append(_claim_sheet(statement, names, title, language))
    return sheets_html(sheets, title=f"{title} {statement.month}", language=language)


# Excel

_TOTAL_COLUMNS: tuple[Column[_Total], ...] = (
    Column("项目", "Item", lambda row: f"{row.zh} {row.en}"),
    Column("计划袋数", "Planned bags", lambda row: row.planned.bags, "whole"),
    Column("交运袋数", "Carried bags", lambda row: row.carried.bags, "whole"),
    Column("计划运费", "Planned fee", lambda row: row.planned.fee_fen / 100, "yuan", "¥"),
    Column("应付运费", "Fee due", lambda row: row.carried.fee_fen / 100, "yuan", "¥"),
    Column("差额", "Difference", lambda row: (row.carried - row.planned).fee_fen / 100, "yuan", "¥"),
)

_LINE_COLUMNS: tuple[Column[Sum], ...] = (
    Column("线路代码", "Line", lambda row: row.id),
    Column("线路", "Name", lambda row: row.name),
    Column("计划袋数", "Planned bags", lambda row: row.planned.bags, "whole"),
    Column("交运袋数", "Carried bags", lambda row: row.carried.bags, "whole"),
    Column("交运件数", "Carried pieces", lambda row: row.carried.pieces, "whole", "pcs"),
    Column("交运重量", "Carried weight", lambda row: row.carried.grams / 1000, "tenths", "kg"),
    Column("计划运费", "Planned fee", lambda row: row.planned.fee_fen / 100, "yuan", "¥"),
    Column("应付运费", "Fee due", lambda row: row.carried.fee_fen / 100, "yuan", "¥"),
    Column("差额", "Difference", lambda row: (row.carried - row.planned).fee_fen / 100, "yuan", "¥"),
)

_TRIP_COLUMNS: tuple[Column[Sum], ...] = (
    Column("日期", "Date", lambda row: row.date, "date"),
    Column("班次", "Trip", lambda row: row.id),
    *_LINE_COLUMNS[1:],
)


def _row_columns(names: Names) -> tuple[Column[StatementRow], ...]:
    return (
        Column("线路", "Line", lambda row: row.line_name),
        Column("日期", "Date", lambda row: row.date, "date"),
        Column("班次", "Trip", lambda row: row.trip),
        Column("从", "From", lambda row: names.place(row.origin)),
        Column("到", "To", lambda row: names.place(row.destination)),
        Column("计费", "Basis", lambda row: f"{BASIS_ZH[row.tariff.basis]} {row.tariff.basis.value}"),
        Column("单价", "Rate", lambda row: row.tariff.fee_fen / 100, "yuan", "¥"),
        Column("计划袋数", "Planned bags", lambda row: row.planned.bags, "whole"),
        Column("计划件数", "Planned pieces", lambda row: row.planned.pieces, "whole", "pcs"),
        Column("计划重量", "Planned weight", lambda row: row.planned.grams / 1000, "tenths", "kg"),
        Column("计划运费", "Planned fee", lambda row: row.planned.fee_fen / 100, "yuan", "¥"),
        Column("交运袋数", "Carried bags", lambda row: row.carried.bags, "whole"),
        Column("交运件数", "Carried pieces", lambda row: row.carried.pieces, "whole", "pcs"),
        Column("交运重量", "Carried weight", lambda row: row.carried.grams / 1000, "tenths", "kg"),
        Column("应付运费", "Fee due", lambda row: row.carried.fee_fen / 100, "yuan", "¥"),
        Column("差额", "Difference", lambda row: row.difference.fee_fen / 100, "yuan", "¥"),
        Column("未结束袋数", "Under way", lambda row: row.under_way, "whole"),
    )


def _claim_columns(names: Names) -> tuple[Column[Claim], ...]:
    return (
        Column("袋号", "Bag", lambda row: shown_number(row.number)),
        Column("日期", "Date", lambda row: row.date, "date"),
        Column("线路", "Line", lambda row: row.line_name),
        Column("班次", "Trip", lambda row: row.trip),
        Column("从", "From", lambda row: names.place(row.origin)),
        Column("到", "To", lambda row: names.place(row.destination)),
        Column("封签号", "Seal", lambda row: row.seal),
        Column("件数", "Pieces", lambda row: row.pieces, "whole", "pcs"),
        Column("重量", "Weight", lambda row: row.grams / 1000, "tenths", "kg"),
        Column("索赔额", "Claim", lambda row: None if row.claim_fen is None else row.claim_fen / 100, "yuan", "¥"),
        Column("备注", "Note", lambda row: "待核定 to be worked out" if row.claim_fen is None else ""),
    )


# Sheets to print


def _line_sheet(statement: Statement, title: str, language: Language) -> Sheet:
    pick = language.pick
    total = Sum("", pick(zh="合计", en="Total"), None, statement.planned, statement.carried)
    return Sheet(
        title=pick(zh=f"交邮联运月度结算单 · {title}", en=f"Statement of bags on buses · {title}"),
        subtitle=str(statement.month),
        facts=(
            (pick(zh="应付运费", en="Fee due"), yuan(statement.carried.fee_fen)),
            (pick(zh="计划运费", en="Planned"), yuan(statement.planned.fee_fen)),
            (pick(zh="差额", en="Difference"), yuan(statement.difference.fee_fen)),
            (pick(zh="未结束袋数", en="Still under way"), str(statement.under_way)),
            (pick(zh="丢失", en="Lost"), str(len(statement.claims))),
        ),
        heads=_amount_heads(pick(zh="线路", en="Line"), language),
        rows=tuple((row.name, *_amount_cells(row.planned, row.carried)) for row in (*statement.lines, total)),
        numeric=frozenset(range(1, 7)),
        notes=(
            pick(
                zh="应付运费按客运公司签收且未退回的邮袋、按封袋时的实际件数与重量计算。索赔另列，不与运费冲抵。",
                en="The fee is for every bag that the bus company signed for and that did not return, by what was "
                "sealed in it. Claims stand apart and are not set off against it.",
            ),
        ),
        foot=pick(
            zh="邮政经办：____________    客运公司：____________    日期：____________",
            en="Post: ____________    Bus company: ____________    Date: ____________",
        ),
    )


def _row_sheet(statement: Statement, names: Names, title: str, language: Language) -> Sheet:
    pick = language.pick
    heads = (
        pick(zh="日期", en="Date"),
        pick(zh="班次", en="Trip"),
        pick(zh="从", en="From"),
        pick(zh="到", en="To"),
        *_amount_heads("", language)[1:],
    )
    return Sheet(
        title=pick(zh=f"逐班明细 · {title}", en=f"Trip by trip · {title}"),
        subtitle=str(statement.month),
        facts=(),
        heads=heads,
        rows=tuple(
            (
                row.date.isoformat()[5:],
                row.trip,
                names.place(row.origin),
                names.place(row.destination),
                *_amount_cells(row.planned, row.carried),
            )
            for row in statement.rows
        ),
        numeric=frozenset({0, *range(4, 10)}),
        foot="",
    )


def _claim_sheet(statement: Statement, names: Names, title: str, language: Language) -> Sheet:
    pick = language.pick
    return Sheet(
        title=pick(zh=f"丢失邮袋与索赔 · {title}", en=f"Lost bags and claims · {title}"),
        subtitle=str(statement.month),
        facts=(
            (pick(zh="已核定", en="Worked out"), yuan(statement.claimed_fen)),
            (pick(zh="待核定", en="To be worked out"), str(statement.claims_open)),
        ),
        heads=(
            pick(zh="袋号", en="Bag"),
            pick(zh="班次", en="Trip"),
            pick(zh="从", en="From"),
            pick(zh="到", en="To"),
            pick(zh="封签号", en="Seal"),
            pick(zh="件", en="Pcs"),
            pick(zh="千克", en="kg"),
            pick(zh="索赔额", en="Claim"),
        ),
        rows=tuple(
            (
                shown_number(claim.number),
                claim.trip,
                names.place(claim.origin),
                names.place(claim.destination),
                claim.seal,
                str(claim.pieces),
                f"{claim.grams / 1000:,.1f}",
                pick(zh="待核定", en="open") if claim.claim_fen is None else yuan(claim.claim_fen),
            )
            for claim in statement.claims
        ),
        numeric=frozenset({5, 6, 7}),
        notes=(
            pick(
                zh="赔偿标准见邮政法 46、47：保价按保价额，未保价给据邮件最高为所收资费的三倍。",
                en="What is owed: 邮政法 46, 47 (insured: the declared value; uninsured recorded mail: at most three "
                "times the postage).",
            ),
        ),
        foot=pick(zh="邮政经办：____________    客运公司：____________", en="Post: ________    Bus company: ________"),
    )


def _amount_heads(first: str, language: Language) -> tuple[str, ...]:
    pick = language.pick
    return (
        first,
        pick(zh="计划袋", en="Planned"),
        pick(zh="交运袋", en="Carried"),
        pick(zh="千克", en="kg"),
        pick(zh="计划运费", en="Planned ¥"),
        pick(zh="应付运费", en="Due ¥"),
        pick(zh="差额", en="± ¥"),
    )


def _amount_cells(planned: Amount, carried: Amount) -> tuple[str, ...]:
    return (
        str(planned.bags),
        str(carried.bags),
        f"{carried.grams / 1000:,.1f}",
        f"{planned.fee_fen / 100:,.2f}",
        f"{carried.fee_fen / 100:,.2f}",
        f"{(carried - planned).fee_fen / 100:+,.2f}",
    )
