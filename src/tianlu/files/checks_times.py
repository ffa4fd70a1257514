"""Checks on when things are open, closed and in force."""

from collections.abc import Iterator

from tianlu.core.calendar import clock
from tianlu.core.problem import Problem
from tianlu.files.cells import BLANK
from tianlu.files.draft import Draft


def hours_go_forward(draft: Draft) -> Iterator[Problem]:
    """What opens closes later, and a shift ends after it starts."""
    for table, start, end, code in (
        ("places", "open_from", "open_to", "hours_reversed"),
        ("vehicles", "shift_from", "shift_to", "shift_reversed"),
        ("county", "hub_ready", "hub_cutoff", "hub_hours_reversed"),
    ):
        for record in draft.records(table):
            if record.has(start, end) and record[start] >= record[end]:
                yield Problem(
                    code,
                    table,
                    record.row_of(end),
                    end,
                    f"{_hour(record[start])} to {_hour(record[end])}",
                    f"{end} later than {start}, on one day",
                    "Correct the hours; the end of the day is 24:00.",
                    f"{end} 晚于 {start}，且在同一天",
                    "请更正时刻；一天结束写作 24:00。",
                )


def _hour(minute: int) -> str:
    return "24:00" if minute == 1440 else clock(minute)


def closures_name_a_place_or_a_way(draft: Draft) -> Iterator[Problem]:
    """A closure names either a place, or both ends of a way, which differ."""
    for closure in draft.records("closures"):
        if not all(name in closure for name in ("place", "from", "to")):
            continue
        place, origin, destination = (closure[name] for name in ("place", "from", "to"))
        is_place = place is not None and origin is None and destination is None
        is_way = place is None and None not in (origin, destination) and origin != destination
        if not (is_place or is_way):
            yield Problem(
                "closure_of_what",
                "closures",
                closure.row,
                "place",
                f"place {place or BLANK}, from {origin or BLANK}, to {destination or BLANK}",
                "either a place, or two different places in from and to",
                "Fill in place alone, or from and to.",
                "只填地点，或填写不同的起点和终点",
                "封地点时只填 place；封路时填 from 和 to。",
            )


def periods_go_forward(draft: Draft) -> Iterator[Problem]:
    """A closure, and a rule's time in force, end after they start."""
    for table, code in (("closures", "closure_reversed"), ("floors", "floor_reversed")):
        for record in draft.records(table):
            if record.has("start", "end") and record["start"] >= record["end"]:
                yield Problem(
                    code,
                    table,
                    record.row,
                    "end",
                    f"{record['start']} to {record['end']}",
                    "an end after the start",
                    "Correct the dates.",
                    "结束晚于开始",
                    "请更正日期。",
                )
