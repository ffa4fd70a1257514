"""What a mended plan changes, as tables: figures, places, rounds and bags; what had left and was cut; missed floors."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from rich.table import Table

from tianlu.cli.report import out, rule_name
from tianlu.core.calendar import MINUTES_A_DAY, clock
from tianlu.core.ids import PlaceId
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.plan.rounds.difference import BagChange, Change, Difference, PlaceChange, RoundChange, Visit
from tianlu.plan.rounds.mail import Mode
from tianlu.plan.rounds.mend import Cut, CutKind
from tianlu.plan.rounds.plan import Round
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.replan import Keepable, MissedFloor
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH

T = TypeVar("T")

ROWS_SHOWN = 30

MODES = {
    Mode.HUB_ROUND: ("van from the hub", "县级邮路"),
    Mode.STATION_ROUND: ("station's round", "站投邮路"),
    Mode.BAG: ("bag by bus", "客车邮袋"),
}
CHANGES = {
    Change.ADDED: ("added", "新增"),
    Change.REMOVED: ("removed", "取消"),
    Change.CHANGED: ("changed", "变动"),
    Change.LOADS: ("other mail", "仅装载变化"),
}
CUTS = {
    CutKind.STOPS_SKIPPED: ("skips", "途中跳过"),
    CutKind.ROUND_STRUCK: ("turns back before", "未到即返回"),
    CutKind.BAG_RETURNED: ("bag comes back from", "邮袋退回"),
    CutKind.BACK_MOVED: ("sends back on a later bus:", "改由后续班次带回"),
    CutKind.BACK_LOST: ("cannot send back that day:", "当日无法带回"),
}
KEEPABLE = {
    Keepable.NO: ("no choice of the days left keeps it", "剩余的日子都无法守住"),
    Keepable.NOT_FOUND: ("days would do; no vehicle or bus was found for it", "日子够，但没有找到可用的车辆或班次"),
    Keepable.UNKNOWN: ("not known", "不确定"),
}


def say_difference(difference: Difference, problem: WeekProblem, language: Language) -> None:
    """Before and after in figures, then each place, round and bag that changes; loads alone are only counted."""
    out.print(figures_table(difference, language))
    if difference.is_none:
        out.print(language.pick(zh="没有变化。", en="Nothing changes."))
        return
    names = {site.id: _name(site, language) for site in problem.sites}
    for title, table, count in (
        (language.pick(zh="地点", en="Places"), places_table(difference.places, names, language), difference.places),
        (language.pick(zh="邮路", en="Rounds"), rounds_table(difference.rounds, names, language), difference.rounds),
        (language.pick(zh="邮袋", en="Bags"), bags_table(difference.bags, names, language), difference.bags),
    ):
        if count:
            out.print(f"\n{title}: {len(count)}")
            out.print(table)


def figures_table(difference: Difference, language: Language) -> Table:
    before, after = difference.before, difference.after
    table = _table([("", "")], [("before", "之前"), ("after", "之后"), ("change", "变化")], language)
    rows: tuple[tuple[str, str, int, int, Callable[[int], str]], ...] = (
        ("floors kept", "达标", before.floors_met, after.floors_met, str),
        ("rules broken", "违反规则", before.violations, after.violations, str),
        ("cost a week", "每周成本", before.total_fen, after.total_fen, yuan),
        ("km", "公里", before.metres, after.metres, _thousands),
        ("hours", "小时", before.minutes, after.minutes, _hours),
        ("vehicle-days", "车日", before.vehicle_days, after.vehicle_days, str),
        ("bags by bus", "客车邮袋", before.bags, after.bags, str),
        ("visits", "到访", before.visits, after.visits, str),
    )
    for en, zh, was, now, shown in rows:
        sign = "+" if now >= was else ""
        table.add_row(language.pick(zh=zh, en=en), shown(was), shown(now), sign + shown(now - was))
    return table


def places_table(changes: Iterable[PlaceChange], names: dict[PlaceId, str], language: Language) -> Table:
    """Only the visits that differ."""
    table = _table([("Place", "地点"), ("before", "之前"), ("after", "之后")], [], language)
    for change in _first(changes):
        before = [visit for visit in change.before if visit not in change.after]
        after = [visit for visit in change.after if visit not in change.before]
        table.add_row(names.get(change.place, change.place), _visits(before, language), _visits(after, language))
    return table


def rounds_table(changes: Iterable[RoundChange], names: dict[PlaceId, str], language: Language) -> Table:
    table = _table(
        [("Vehicle", "车辆"), ("Day", "日期"), ("", ""), ("before", "之前"), ("after", "之后")], [], language
    )
    for change in _first(changes):
        either = change.either
        table.add_row(
            either.vehicle,
            _day(either.day, language),
            language.pick(zh=CHANGES[change.change][1], en=CHANGES[change.change][0]),
            _way(change.before, names),
            "" if change.change is Change.LOADS else _way(change.after, names),
        )
    return table


def bags_table(changes: Iterable[BagChange], names: dict[PlaceId, str], language: Language) -> Table:
    table = _table([("Trip", "班次"), ("Day", "日期"), ("from", "自"), ("to", "至"), ("", "")], [], language)
    for change in _first(changes):
        bag = change.either
        table.add_row(
            bag.trip,
            _day(bag.day, language),
            names.get(bag.origin, bag.origin),
            names.get(bag.destination, bag.destination),
            language.pick(zh=CHANGES[change.change][1], en=CHANGES[change.change][0]),
        )
    return table


def say_cuts(problem: WeekProblem, cuts: Iterable[Cut], language: Language) -> None:
    """What had left and cannot be as it was planned, a line each."""
    for cut in cuts:
        places = language.pick(zh="、", en=", ").join(_name(problem.site(place), language) for place in cut.places)
        who = cut.vehicle or cut.trip or ""
        words = language.pick(zh=CUTS[cut.kind][1], en=CUTS[cut.kind][0])
        out.print(f"  {_day(cut.day, language)} {who} {words} {places}")


def say_missed(problem: WeekProblem, missed: tuple[MissedFloor, ...], language: Language) -> None:
    """Each floor that is missed with its clause, those of the law first."""
    if not missed:
        out.print(language.pick(zh="\n兜底标准全部守住。", en="\nEvery floor is kept."))
        return
    table = _table(
        [("Place", "地点"), ("Floor", "兜底规则"), ("found", "实际"), ("owed", "应有"), ("clause", "条款"), ("", "")],
        [],
        language,
    )
    for each in missed:
        line = each.line
        mark = language.pick(zh="法定", en="law") if line.rule.mark == "statute" else language.pick(zh="企标", en="own")
        table.add_row(
            _name(problem.site(line.place), language),
            f"{rule_name(line.rule.name, language)} ({mark})",
            "–" if line.found is None else str(line.found),
            str(line.figure),
            line.rule.clause,
            language.pick(zh=KEEPABLE[each.keepable][1], en=KEEPABLE[each.keepable][0]),
        )
    out.print(language.pick(zh=f"\n未守住 {len(missed)} 项", en=f"\n{len(missed)} floors are missed"))
    out.print(table)


def _table(left: list[tuple[str, str]], right: list[tuple[str, str]], language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for en, zh in left:
        table.add_column(language.pick(zh=zh, en=en), overflow="fold")
    for en, zh in right:
        table.add_column(language.pick(zh=zh, en=en), justify="right")
    return table


def _first(items: Iterable[T]) -> list[T]:
    """As many as a table shows."""
    return list(items)[:ROWS_SHOWN]


def _visits(visits: Iterable[Visit], language: Language) -> str:
    """`Mon 09:05 station's round S1`, one after another."""
    words = [
        f"{_day(visit.day, language)} {clock(visit.at_min)} "
        f"{language.pick(zh=MODES[visit.mode][1], en=MODES[visit.mode][0])} {visit.vehicle or visit.trip or ''}"
        for visit in visits
    ]
    return "\n".join(words) or "–"


def _way(round_: Round | None, names: dict[PlaceId, str]) -> str:
    if round_ is None:
        return "–"
    stops = " → ".join(names.get(stop.place, stop.place) for stop in round_.stops)
    return f"{clock(round_.leave_min)}–{clock(round_.return_min)} {stops}"


def _day(day: int, language: Language) -> str:
    return language.pick(zh=WEEKDAYS_ZH[day], en=WEEKDAYS[day][:3])


def moment_words(minute: int, language: Language) -> str:
    """A minute of the week as `Wed 10:00`, 周三 10:00; the week's end as `Sun 24:00`."""
    day = min(minute // MINUTES_A_DAY, len(WEEKDAYS) - 1)
    hours, minutes = divmod(minute - day * MINUTES_A_DAY, 60)
    return f"{_day(day, language)} {hours:02d}:{minutes:02d}"


def _name(site: Site, language: Language) -> str:
    return language.pick(zh=site.place.name, en=site.place.name_en or site.place.name)


def _thousands(metres: int) -> str:
    return f"{metres / 1000:,.1f}"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:,.1f}"
