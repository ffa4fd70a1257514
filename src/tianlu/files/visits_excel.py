"""The week's visits as an Excel workbook: a row a visit in the order of the week; who is left out, and why."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from tianlu.core.calendar import clock
from tianlu.core.language import Language
from tianlu.files.sheets import WEEKDAYS_EN, WEEKDAYS_ZH
from tianlu.target.lists.customers.words import TIER_WORDS
from tianlu.target.visits.api import VisitedView, VisitsOfPlanBody

HEADS = (
    ("日", "Day"),
    ("开始", "From"),
    ("结束", "To"),
    ("客户", "Customer"),
    ("等级", "Tier"),
    ("电话", "Telephone"),
    ("地点", "Place"),
    ("地址", "Address"),
    ("车辆", "Vehicle"),
    ("停靠点", "Stop"),
    ("责任人", "Owner"),
    ("预期收益（元）", "Expected (yuan)"),
    ("绕行（公里）", "Detour (km)"),
    ("为何此时此地", "Why there and then"),
)
LEFT_HEADS = (
    ("客户", "Customer"),
    ("等级", "Tier"),
    ("地点", "Place"),
    ("责任人", "Owner"),
    ("预期收益（元）", "Expected (yuan)"),
    ("为何不去", "Why not"),
)
WIDTHS = (6, 8, 8, 24, 8, 14, 14, 28, 10, 14, 10, 14, 12, 44)


def visits_workbook(body: VisitsOfPlanBody, places: Mapping[str, str], language: Language) -> bytes:
    """The workbook's bytes; customers as `body` shows them, `places` are names by id."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    money, km = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.0"})
    who = {each.id: each for each in body.customers}
    found = body.found
    assert found is not None, "visits that were not planned are not written"
    days = language.pick(zh="\n".join(WEEKDAYS_ZH), en="\n".join(WEEKDAYS_EN)).split("\n")
    table = _sheet(book, language.pick(zh="走访", en="Visits"), HEADS, WIDTHS, language, head)
    for row, each in enumerate(found.visits, start=1):
        name, tier, phone, address = _who(who.get(each.customer), each.customer, language)
        table.write_row(row, 0, (days[each.day], clock(each.begin_min), clock(each.end_min), name, tier, phone))
        table.write_row(row, 6, (places.get(each.place, each.place), address, each.vehicle))
        table.write_row(row, 9, (places.get(each.stop_place, each.stop_place), body.owners.get(each.owner, "")))
        table.write_number(row, 11, each.gain_fen / 100, money)
        table.write_number(row, 12, each.off_m / 1000, km)
        table.write_string(row, 13, language.pick(zh=each.reason_zh, en=each.reason))
    left = _sheet(book, language.pick(zh="未安排", en="Left out"), LEFT_HEADS, (24, 8, 14, 10, 14, 60), language, head)
    for row, each_left in enumerate(found.left_out, start=1):
        name, tier, _, _ = _who(who.get(each_left.customer), each_left.customer, language)
        owner = body.owners.get(each_left.owner, "")
        left.write_row(row, 0, (name, tier, places.get(each_left.place, each_left.place), owner))
        left.write_number(row, 4, each_left.gain_fen / 100, money)
        left.write_string(row, 5, language.pick(zh=each_left.reason_zh, en=each_left.reason))
    book.close()
    return out.getvalue()


def _sheet(
    book: Any, name: str, heads: tuple[tuple[str, str], ...], widths: tuple[int, ...], language: Language, head: Any
) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, [language.pick(zh=zh, en=en) for zh, en in heads], head)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    return sheet


def _who(seen: VisitedView | None, id_: str, language: Language) -> tuple[str, str, str, str]:
    """Name, tier, telephone, address; of who is out of reach the id alone."""
    if seen is None:
        return id_, "", "", ""
    en, zh = TIER_WORDS[seen.tier]
    return seen.name, language.pick(zh=zh, en=en), seen.phone, seen.address
