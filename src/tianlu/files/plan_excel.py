"""A plan as an Excel workbook: rounds, stops, bags, places, floors, cost; heads in both languages, with units.

Figures are figures, times are times, dates are dates. What came in as text stays text: a name that begins like a
formula is marked as quoted, so that no program that edits the file later runs it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Generic, TypeVar

import xlsxwriter

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, DayPattern, Week
from tianlu.core.ids import PlaceId
from tianlu.files.plan_rows import BagRow, PlaceRow, RoundRow, StopRow, list_bags, list_places, list_rounds
from tianlu.files.sheets import WEEKDAYS_EN, WEEKDAYS_ZH
from tianlu.plan.floors.compliance import Compliance, FloorLine
from tianlu.plan.rounds.cost import Cost
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
FORMATS = {
    "text": "@",
    "whole": "#,##0",
    "tenths": "#,##0.0",
    "yuan": "#,##0.00",
    "time": "hh:mm",
    "date": "yyyy-mm-dd",
}
WIDTHS = {"text": 16, "whole": 11, "tenths": 11, "yuan": 13, "time": 9, "date": 12}

Row = TypeVar("Row")
Cell = str | int | float | date | None


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its head in both languages, how a row's cell is made, the unit, the format of its figures."""

    zh: str
    en: str
    cell: Callable[[Row], Cell]
    form: str = "text"
    unit: str = ""

    @property
    def head(self) -> str:
        return f"{self.zh}\n{self.en}{f' ({self.unit})' if self.unit else ''}"


@dataclass(frozen=True)
class CostLine:
    """A line of the cost sheet: what for, how much of it, and the money."""

    zh: str
    en: str
    amount: float | None
    unit: str
    fen: int


def _weekday(day: int) -> str:
    return f"{WEEKDAYS_ZH[day]} {WEEKDAYS_EN[day][:3]}"


def _time_of_day(minute: int) -> float:
    """As a fraction of the day, which is what a spreadsheet calls a time."""
    return minute % MINUTES_A_DAY / MINUTES_A_DAY


def _service_on(day: int) -> Callable[[PlaceRow], str]:
    """How a place is served on that weekday, in a word."""

    def service(row: PlaceRow) -> str:
        if day in row.days_by_bag:
            return "邮袋 bag"
        return "邮路 round" if day in row.days else ""

    return service


def _largest_gap(days: DayPattern) -> int | None:
    return days.largest_gap_days() if len(days) else None


ROUND_COLUMNS: tuple[Column[RoundRow], ...] = (
    Column("序号", "No.", lambda row: row.number, "whole"),
    Column("日期", "Date", lambda row: row.date, "date"),
    Column("星期", "Weekday", lambda row: _weekday(row.day)),
    Column("车辆编号", "Vehicle", lambda row: row.vehicle),
    Column("车辆", "Vehicle name", lambda row: row.vehicle_name),
    Column("车型", "Kind", lambda row: row.vehicle_kind),
    Column("车场", "Depot", lambda row: row.depot_name),
    Column("出发", "Leaves", lambda row: _time_of_day(row.leave_min), "time"),
    Column("返回", "Returns", lambda row: _time_of_day(row.return_min), "time"),
    Column("历时", "Duration", lambda row: row.return_min - row.leave_min, "whole", "min"),
    Column("里程", "Distance", lambda row: row.metres / 1000, "tenths", "km"),
    Column("停靠点", "Stops", lambda row: len(row.stops), "whole"),
    Column("投递", "Deliver", lambda row: row.deliver_pieces, "whole", "pcs"),
    Column("投递重量", "Deliver", lambda row: row.deliver_g / 1000, "tenths", "kg"),
    Column("收寄", "Collect", lambda row: row.collect_pieces, "whole", "pcs"),
    Column("收寄重量", "Collect", lambda row: row.collect_g / 1000, "tenths", "kg"),
)

STOP_COLUMNS: tuple[Column[StopRow], ...] = (
    Column("邮路序号", "Round", lambda row: row.round_number, "whole"),
    Column("停靠序号", "Stop", lambda row: row.number, "whole"),
    Column("地点代码", "Place", lambda row: row.place),
    Column("地点", "Place name", lambda row: row.place_name),
    Column("类型", "Kind", lambda row: row.place_kind.value),
    Column("到达", "Arrives", lambda row: _time_of_day(row.arrive_min), "time"),
    Column("离开", "Leaves", lambda row: _time_of_day(row.leave_min), "time"),
    Column("休息", "Rest", lambda row: row.rest_min, "whole", "min"),
    Column("投递", "Deliver", lambda row: row.deliver_pieces, "whole", "pcs"),
    Column("投递重量", "Deliver", lambda row: row.deliver_g / 1000, "tenths", "kg"),
    Column("收寄", "Collect", lambda row: row.collect_pieces, "whole", "pcs"),
    Column("收寄重量", "Collect", lambda row: row.collect_g / 1000, "tenths", "kg"),
)

BAG_COLUMNS: tuple[Column[BagRow], ...] = (
    Column("日期", "Date", lambda row: row.date, "date"),
    Column("星期", "Weekday", lambda row: _weekday(row.day)),
    Column("客运线路", "Line", lambda row: row.line_name),
    Column("班次", "Trip", lambda row: row.trip),
    Column("交运地", "From", lambda row: row.origin_name),
    Column("最迟交运", "Hand over by", lambda row: _time_of_day(row.cutoff_min), "time"),
    Column("发车", "Leaves", lambda row: _time_of_day(row.leave_min), "time"),
    Column("接收地", "To", lambda row: row.destination_name),
    Column("到达", "Arrives", lambda row: _time_of_day(row.arrive_min), "time"),
    Column("件数", "Pieces", lambda row: row.pieces, "whole", "pcs"),
    Column("重量", "Weight", lambda row: row.grams / 1000, "tenths", "kg"),
)

PLACE_COLUMNS: tuple[Column[PlaceRow], ...] = (
    Column("地点代码", "Place", lambda row: row.place),
    Column("地点", "Name", lambda row: row.name),
    Column("英文名", "Name in English", lambda row: row.name_en),
    Column("类型", "Kind", lambda row: row.kind.value),
    Column("区域类别", "Area class", lambda row: row.area_class),
    Column("上级", "Parent", lambda row: row.parent_name),
    *(Column(WEEKDAYS_ZH[day], WEEKDAYS_EN[day][:3], _service_on(day)) for day in range(DAYS_A_WEEK)),
    Column("每周天数", "Days", lambda row: len(row.days), "whole", "days a week"),
    Column("应有天数", "Days owed", lambda row: row.days_owed, "whole", "days a week"),
    Column("最长间隔", "Largest gap", lambda row: _largest_gap(row.days), "whole", "days"),
)

COST_COLUMNS: tuple[Column[CostLine], ...] = (
    Column("项目", "Item", lambda row: f"{row.zh} {row.en}"),
    Column("数量", "Amount", lambda row: row.amount, "tenths"),
    Column("单位", "Unit", lambda row: row.unit),
    Column("金额", "Cost", lambda row: row.fen / 100, "yuan", "¥"),
)


def plan_excel(problem: WeekProblem, plan: Plan, week: Week, *, cost: Cost, compliance: Compliance) -> bytes:
    """The workbook's bytes; equal input gives equal bytes."""
    names = {site.id: site.place.name for site in problem.sites}
    rounds = list_rounds(problem, plan, week)
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": problem.name, "created": datetime.combine(week.monday, time())})
        forms = make_forms(book)
        add_table(book, forms, "邮路 Rounds", ROUND_COLUMNS, rounds)
        add_table(book, forms, "停靠 Stops", STOP_COLUMNS, [stop for row in rounds for stop in row.stops])
        add_table(book, forms, "邮袋 Bags", BAG_COLUMNS, list_bags(problem, plan, week))
        add_table(book, forms, "地点 Places", PLACE_COLUMNS, list_places(problem, plan, week))
        add_table(book, forms, "兜底 Floors", _floor_columns(names), compliance.lines)
        add_table(book, forms, "成本 Cost", COST_COLUMNS, _cost_lines(cost))
    return file.getvalue()


def _floor_columns(names: dict[PlaceId, str]) -> tuple[Column[FloorLine], ...]:
    return (
        Column("地点代码", "Place", lambda line: line.place),
        Column("地点", "Name", lambda line: names[line.place]),
        Column("区域类别", "Area class", lambda line: line.area_class.value),
        Column("规则", "Rule", lambda line: line.rule.name),
        Column("标准", "Figure", lambda line: line.figure, "whole"),
        Column("实际", "Found", lambda line: line.found, "whole"),
        Column("余量", "Margin", lambda line: line.margin, "whole"),
        Column("单位", "Unit", lambda line: line.unit),
        Column("达标", "Kept", lambda line: "是 yes" if line.is_met else "否 no"),
        Column("依据", "Clause", lambda line: line.rule.clause),
        Column("依据类别", "Mark", lambda line: line.rule.mark),
    )


def _cost_lines(cost: Cost) -> tuple[CostLine, ...]:
    return (
        CostLine("车日", "Vehicle-days", cost.vehicle_days, "days", cost.vehicle_days_fen),
        CostLine("里程", "Distance", cost.metres / 1000, "km", cost.km_fen),
        CostLine("工时", "Hours", cost.minutes / 60, "h", cost.hours_fen),
        CostLine("客运运费", "Bus fees", cost.bags, "bags", cost.bus_fees_fen),
        CostLine("处理费", "Handling", None, "", cost.handling_fen),
        CostLine("固定司机与时刻", "Consistency", None, "", cost.consistency_fen),
        CostLine("合计", "Total", None, "", cost.total_fen),
    )


def add_table(
    book: Any, forms: dict[str, Any], name: str, columns: tuple[Column[Row], ...], rows: Iterable[Row]
) -> None:
    """A sheet with a head that stays in sight and a filter on every column."""
    sheet = book.add_worksheet(name)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    for k, column in enumerate(columns):
        sheet.set_column(k, k, WIDTHS[column.form])
        sheet.write_string(0, k, column.head, forms["head"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for k, column in enumerate(columns):
            _write(sheet, last, k, column.cell(row), column.form, forms)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _write(sheet: Any, at: int, k: int, cell: Cell, form: str, forms: dict[str, Any]) -> None:
    if cell is None:
        sheet.write_blank(at, k, None, forms[form])
    elif isinstance(cell, str):
        sheet.write_string(at, k, cell, forms["quoted" if cell.startswith(FORMULA_SIGNS) else "text"])
    elif isinstance(cell, date):
        sheet.write_datetime(at, k, datetime.combine(cell, time()), forms[form])
    else:
        sheet.write_number(at, k, cell, forms[form])


def make_forms(book: Any) -> dict[str, Any]:
    forms = {name: book.add_format({"num_format": pattern}) for name, pattern in FORMATS.items()}
    forms["quoted"] = book.add_format({"num_format": "@", "quote_prefix": True})
    forms["head"] = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    return forms
