"""The papers of a week: one sheet a round for the driver, one loading list (装载清单) a day for the buses.

A sheet is words in cells, the same for the screen's print view (`sheets_html`) and for PDF (`sheets_pdf`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tianlu.core.calendar import Week, clock
from tianlu.core.language import Language
from tianlu.files.plan_rows import BagRow, RoundRow, StopRow, list_bags, list_rounds
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TO_TICK = "□"


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper: a heading, a line of facts, a table, and what is signed below it.

    `numeric` are the columns of figures, which stand to the right; `notes` are lines of text below the table.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int]
    foot: str
    notes: tuple[str, ...] = ()


def list_sheets(problem: WeekProblem, plan: Plan, week: Week, language: Language) -> tuple[Sheet, ...]:
    """By day: the rounds in their order, then the day's loading list if any bag rides."""
    rounds = list_rounds(problem, plan, week)
    bags = {day: tuple(rows) for day, rows in groupby(list_bags(problem, plan, week), key=lambda row: row.day)}
    sheets: list[Sheet] = []
    for day in range(7):
        sheets.extend(round_sheet(row, language) for row in rounds if row.day == day)
        if day in bags:
            sheets.append(loading_list(bags[day], language))
    return tuple(sheets)


def round_sheet(row: RoundRow, language: Language) -> Sheet:
    """What one driver does on one round."""
    pick = language.pick
    return Sheet(
        title=pick(zh=f"邮路单 {row.number} · {row.vehicle_name}", en=f"Route sheet {row.number} · {row.vehicle_name}"),
        subtitle=f"{_weekday(row.day, language)} {row.date}",
        facts=(
            (pick(zh="车场", en="Depot"), row.depot_name),
            (pick(zh="出发", en="Leaves"), clock(row.leave_min)),
            (pick(zh="返回", en="Returns"), clock(row.return_min)),
            (pick(zh="里程", en="Distance"), f"{row.metres / 1000:.1f} km"),
            (pick(zh="投递", en="Deliver"), _load(row.deliver_pieces, row.deliver_g, language)),
            (pick(zh="收寄", en="Collect"), _load(row.collect_pieces, row.collect_g, language)),
        ),
        heads=(
            "",
            pick(zh="停靠点", en="Stop"),
            pick(zh="到达", en="Arrive"),
            pick(zh="离开", en="Leave"),
            pick(zh="投递 件", en="Deliver pcs"),
            pick(zh="千克", en="kg"),
            pick(zh="收寄 件", en="Collect pcs"),
            pick(zh="千克", en="kg"),
            pick(zh="备注", en="Note"),
            pick(zh="完成", en="Done"),
        ),
        rows=tuple(_stop_cells(stop, language) for stop in row.stops),
        numeric=frozenset({0, 2, 3, 4, 5, 6, 7}),
        foot=pick(
            zh="驾驶员签字：____________    实际返回：____:____", en="Driver: ____________    Back at: ____:____"
        ),
    )


def loading_list(rows: Iterable[BagRow], language: Language) -> Sheet:
    """What rides on one day's buses, in the order in which they leave."""
    rows = tuple(rows)
    pick = language.pick
    pieces, grams = sum(row.pieces for row in rows), sum(row.grams for row in rows)
    return Sheet(
        title=pick(zh="客车装载清单", en="Loading list for the buses"),
        subtitle=f"{_weekday(rows[0].day, language)} {rows[0].date}",
        facts=(
            (pick(zh="邮袋票数", en="Consignments"), str(len(rows))),
            (pick(zh="合计", en="In all"), _load(pieces, grams, language)),
        ),
        heads=(
            pick(zh="客运线路", en="Line"),
            pick(zh="交运站", en="From"),
            pick(zh="最迟交运", en="Hand over by"),
            pick(zh="发车", en="Leaves"),
            pick(zh="接收地", en="To"),
            pick(zh="到达", en="Arrives"),
            pick(zh="件", en="Pcs"),
            pick(zh="千克", en="kg"),
            pick(zh="封签号", en="Seal"),
            pick(zh="交接", en="Signed"),
        ),
        rows=tuple(_bag_cells(row) for row in rows),
        numeric=frozenset({2, 3, 5, 6, 7}),
        foot=pick(zh="经办人签字：____________", en="Handed over by: ____________"),
    )


def _stop_cells(stop: StopRow, language: Language) -> tuple[str, ...]:
    return (
        str(stop.number),
        stop.place_name,
        clock(stop.arrive_min),
        clock(stop.leave_min),
        str(stop.deliver_pieces),
        _kg(stop.deliver_g),
        str(stop.collect_pieces),
        _kg(stop.collect_g),
        language.pick(zh=f"休息 {stop.rest_min} 分钟", en=f"rest {stop.rest_min} min") if stop.rest_min else "",
        TO_TICK,
    )


def _bag_cells(row: BagRow) -> tuple[str, ...]:
    return (
        row.line_name,
        row.origin_name,
        clock(row.cutoff_min),
        clock(row.leave_min),
        row.destination_name,
        clock(row.arrive_min),
        str(row.pieces),
        _kg(row.grams),
        "",
        TO_TICK,
    )


def _weekday(day: int, language: Language) -> str:
    return language.pick(zh=WEEKDAYS_ZH[day], en=WEEKDAYS_EN[day])


def _load(pieces: int, grams: int, language: Language) -> str:
    return language.pick(zh=f"{pieces:,} 件 {_kg(grams)} 千克", en=f"{pieces:,} pcs, {_kg(grams)} kg")


def _kg(grams: int) -> str:
    return f"{grams / 1000:,.1f}"
