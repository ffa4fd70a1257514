"""The cells of a GTFS row as values: times past midnight, dates, numbers; a cell that is none of these is a Problem."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tianlu.core.problem import Problem

Row = Mapping[str, str]

_TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_FIRST_ROW = 2
"""The head is row 1, so the first row of data is row 2."""


@dataclass(frozen=True)
class Expectation:
    """What a cell should have been, and how to mend it: what every Problem of one kind says alike."""

    code: str
    expected: str
    expected_zh: str
    how_to_fix: str
    how_to_fix_zh: str


A_VALUE = Expectation("blank_cell", "a value", "应有内容", "Fill in the cell.", "请填写该单元格。")
A_NUMBER = Expectation(
    "not_a_number",
    "a number",
    "应为数字",
    "Write digits with a point, such as 35.66.",
    "请填写数字，例如 35.66。",
)
A_COUNT = Expectation(
    "not_a_count", "a whole number, 0 or more", "应为不小于 0 的整数", "Write digits only.", "请只填写数字。"
)
A_TIME = Expectation(
    "not_a_time",
    "hours, minutes and seconds, HH:MM:SS",
    "应为时:分:秒（HH:MM:SS）",
    "Write 08:05:00, or 25:10:00 for ten past one in the night after.",
    "请写作 08:05:00；次日凌晨一点十分写作 25:10:00。",
)
A_DATE = Expectation(
    "not_a_date",
    "a date, YYYYMMDD",
    "应为日期（YYYYMMDD）",
    "Write 20261123 for 23 November 2026.",
    "2026 年 11 月 23 日请写作 20261123。",
)


@dataclass
class Table:
    """The rows of one table while they are read, with the trouble found so far; reading goes on after trouble."""

    name: str
    rows: Sequence[Row]
    trouble: list[Problem] = field(default_factory=list)
    is_readable: bool = True

    def close(self, column: str | None, expectation: Expectation) -> None:
        """Note that the table, or a column of it, is missing, and read none of its rows."""
        self.report(None, column, "nothing", expectation)
        self.rows, self.is_readable = (), False

    def names(self, column: str) -> frozenset[str] | None:
        """What a column holds, soundly or not, for others to refer to; None where that cannot be known."""
        return frozenset(self.text(k, column) for k in range(len(self.rows))) if self.is_readable else None

    def text(self, k: int, name: str) -> str:
        """A cell without the space around it; blank where the column is missing."""
        return (self.rows[k].get(name) or "").strip()

    def required(self, k: int, name: str) -> str:
        """A cell that may not be blank."""
        found = self.text(k, name)
        if not found:
            self.report(k, name, "nothing", A_VALUE)
        return found

    def number(self, k: int, name: str) -> float | None:
        """A finite number."""
        found = self.required(k, name)
        value = number_in(found)
        if found and value is None:
            self.report(k, name, found, A_NUMBER)
        return value

    def count(self, k: int, name: str) -> int | None:
        """A whole number that is not negative."""
        found = self.required(k, name)
        if found and not found.isdecimal():
            self.report(k, name, found, A_COUNT)
        return int(found) if found.isdecimal() else None

    def seconds(self, k: int, name: str) -> int | None:
        """Seconds after midnight of the service day, 25:10:00 being in the night after; None where blank."""
        found = self.text(k, name)
        match = _TIME.fullmatch(found)
        if match:
            hours, minutes, seconds = match.groups()
            return int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        if found:
            self.report(k, name, found, A_TIME)
        return None

    def date(self, k: int, name: str) -> date | None:
        """A date written YYYYMMDD."""
        found = self.required(k, name)
        value = _date_in(found)
        if found and value is None:
            self.report(k, name, found, A_DATE)
        return value

    def report(self, k: int | None, name: str | None, found: str, expectation: Expectation) -> None:
        """Note a Problem at data row `k`, or about the whole table where `k` is None."""
        self.trouble.append(
            Problem(
                code=expectation.code,
                table=self.name,
                row=None if k is None else k + _FIRST_ROW,
                field=name,
                found=found,
                expected=expectation.expected,
                how_to_fix=expectation.how_to_fix,
                expected_zh=expectation.expected_zh,
                how_to_fix_zh=expectation.how_to_fix_zh,
            )
        )


def number_in(text: str) -> float | None:
    """The finite number that a cell holds, or None: for columns that help but are not needed."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def known_in(table: str, name: str) -> Expectation:
    """A cell that names something which `table` has."""
    return Expectation(
        f"unknown_{name}",
        f"a {name} of table {table}",
        f"应为 {table} 表中已有的 {name}",
        f"Correct the {name}, or add it to {table}.",
        f"请更正 {name}，或在 {table} 表中补上。",
    )


def once(name: str) -> Expectation:
    """A cell whose content stands once in its table."""
    return Expectation(
        f"repeated_{name}",
        f"every {name} once",
        f"每个 {name} 只应出现一次",
        "Remove or rename one of the rows.",
        "请删除其中一行或改名。",
    )


def _date_in(text: str) -> date | None:
    if len(text) != 8:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None
