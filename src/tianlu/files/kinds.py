"""What a cell of a package may hold: how each kind is read, written and said to people, in English and Chinese.

A kind reads text forgivingly (full-width digits, Chinese choices) and writes one plain form, so that
`kind.parse(kind.write(value)) == value`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from typing import Any

from tianlu.core.calendar import DayPattern


class Unfit(Exception):
    """A text that is not of the kind; `code` names the trouble, the texts say how to mend it."""

    def __init__(self, code: str, how_to_fix: str, how_to_fix_zh: str) -> None:
        self.code = code
        self.how_to_fix = how_to_fix
        self.how_to_fix_zh = how_to_fix_zh
        super().__init__(code)


@dataclass(frozen=True)
class Choice:
    """One of the words that a cell may hold; the reader takes the English and the Chinese word for `value`."""

    word: str
    word_zh: str
    value: Any


@dataclass(frozen=True)
class Kind:
    """A kind of cell. `parse` raises Unfit; `is_text` asks a spreadsheet to keep what is typed as it is typed."""

    expected: str
    expected_zh: str
    parse: Callable[[str], Any]
    write: Callable[[Any], str]
    choices: tuple[Choice, ...] = ()
    is_text: bool = True


def text() -> Kind:
    """Any words, without the space around them."""
    return Kind("text", "文字", str.strip, str)


def code() -> Kind:
    """A name of a row that other rows use."""
    return Kind("a code without “;”", "不含“;”的代码", _parse_code, str)


def whole(low: int, high: int) -> Kind:
    """A whole number from `low` to `high`, both in."""
    return Kind(
        f"a whole number from {low} to {high}",
        f"{low} 到 {high} 的整数",
        lambda found: int(_whole(_within(_decimal(found), low, high))),
        str,
        is_text=False,
    )


def number(low: int, high: int) -> Kind:
    """A number from `low` to `high`, both in."""
    return Kind(
        f"a number from {low} to {high}",
        f"{low} 到 {high} 的数字",
        lambda found: float(_within(_decimal(found), low, high)),
        lambda value: format(Decimal(repr(float(value))), "f"),
        is_text=False,
    )


def amount(low: str, high: int, *, per_unit: int) -> Kind:
    """A number from `low` to `high`, both in, kept as whole parts of which `per_unit` make one, rounded half up."""
    return Kind(
        f"a number from {low} to {high}",
        f"{low} 到 {high} 的数字",
        lambda found: int((_within(_decimal(found), Decimal(low), high) * per_unit).quantize(_ONE, ROUND_HALF_UP)),
        lambda value: _plain_decimal(Decimal(value) / per_unit),
        is_text=False,
    )


def hour() -> Kind:
    """A time of the day as minutes, 0 to 1440."""
    return Kind(
        "a time of the day, 00:00 to 24:00",
        "00:00 到 24:00 的时刻",
        _parse_hour,
        lambda m: f"{m // 60:02d}:{m % 60:02d}",
    )


def moment() -> Kind:
    """A local date and time; a date alone is its midnight."""
    return Kind(
        "a local date and time such as 2026-11-25 08:00",
        "当地日期和时间，如 2026-11-25 08:00",
        _parse_moment,
        lambda value: value.isoformat(sep=" ", timespec="minutes"),
    )


def day() -> Kind:
    """A date."""
    return Kind("a date such as 2026-11-25", "日期，如 2026-11-25", _parse_day, date.isoformat)


def yes_no() -> Kind:
    """Yes or no."""
    return one_of(Choice("yes", "是", True), Choice("no", "否", False), also={"true": True, "false": False})


def one_of(*choices: Choice, also: dict[str, Any] | None = None) -> Kind:
    """One of a few words; `also` are further spellings that are taken."""
    taken = {name.casefold(): choice.value for choice in choices for name in (choice.word, choice.word_zh)}
    taken |= also or {}
    shown = [choice.word for choice in choices]
    shown_zh = [choice.word_zh for choice in choices]

    def parse(found: str) -> Any:
        word = plain(found).casefold()
        if word not in taken:
            raise Unfit("unknown_choice", *_did_you_mean(word, taken, shown, shown_zh))
        return taken[word]

    return Kind(
        "one of " + ", ".join(shown),
        "以下之一：" + "、".join(shown_zh),
        parse,
        {choice.value: choice.word for choice in choices}.__getitem__,
        choices,
    )


def several(item: Kind, *, into: Callable[[Iterable[Any]], Any] = tuple) -> Kind:
    """A list of `item`s with `;` between them."""

    def parse(found: str) -> Any:
        return into(item.parse(part) for part in re.split("[;；、]", found) if part.strip())

    return Kind(
        f"a list, with “;” between, of: {item.expected}",
        f"用“;”分隔的列表，每项为：{item.expected_zh}",
        parse,
        lambda value: ";".join(item.write(part) for part in _in_order(value)),
    )


def weekdays() -> Kind:
    """Days of the week as a DayPattern, Monday = 1 in the cell; `none` for no day."""
    return Kind(
        "weekdays such as 1-5;7, Monday = 1",
        "星期，如 1-5;7（周一 = 1）",
        _parse_weekdays,
        lambda value: _write_cycle([number + 1 for number in value]) or "none",
    )


def months() -> Kind:
    """Months of the year, 1 to 12; `11-2` goes over the new year."""
    return Kind(
        "months such as 9-11, from 1 to 12",
        "月份，如 9-11（1 到 12）",
        lambda found: frozenset(_parse_cycle(found, 12)),
        lambda value: _write_cycle(sorted(value)),
    )


def plain(found: str) -> str:
    """Text without the space around it and with full-width letters, digits and signs made plain."""
    return (found if found.isascii() else unicodedata.normalize("NFKC", found)).strip()


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The known word most like what was found, if any is."""
    close = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


_ONE = Decimal(1)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_HOUR = re.compile(r"(\d{1,2}):(\d{2})(:00(\.0+)?)?")
_MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?)?")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_LOOKS_LIKE_DATE = re.compile(r"\d{4}[-/]\d|[A-Za-z]{3}|月")


def _parse_code(found: str) -> str:
    value = found.strip()
    if _SCIENTIFIC.fullmatch(value):
        raise Unfit(
            "code_became_a_number",
            "A spreadsheet shortened the code: format the column as text and type it again.",
            "电子表格把代码变成了科学计数：请把该列设为“文本”格式后重新填写。",
        )
    if ";" in value:
        raise Unfit("not_a_code", "Take the “;” out: it divides lists.", "请去掉“;”，它用来分隔列表。")
    return re.sub(r"^(\d+)\.0$", r"\1", value)


def _decimal(found: str) -> Decimal:
    value = plain(found)
    if "," in value and _GROUPED.fullmatch(value):
        value = value.replace(",", "")
    if not _NUMBER.fullmatch(value):
        raise Unfit(
            "not_a_number",
            "Write digits only, with a point for decimals and no unit.",
            "只填数字，小数用“.”，不带单位。",
        )
    return Decimal(value)


def _within(value: Decimal, low: Decimal | int, high: int) -> Decimal:
    if value < low:
        code = "negative" if value < 0 <= low else "out_of_range"
        raise Unfit(code, f"Enter {low} or more.", f"请填写不小于 {low} 的数。")
    if value > high:
        raise Unfit("out_of_range", f"Enter {high} or less; check the unit.", f"请填写不大于 {high} 的数，并检查单位。")
    return value


def _whole(value: Decimal) -> Decimal:
    if value != value.to_integral_value():
        raise Unfit("not_a_whole_number", "Round it to a whole number.", "请取整。")
    return value


def _plain_decimal(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _parse_hour(found: str) -> int:
    match = _HOUR.fullmatch(plain(found))
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if match is None or int(match[2]) > 59 or not 0 <= minute <= 1440:
        raise Unfit("not_an_hour", "Write hours and minutes, such as 08:30.", "请写成“时:分”，如 08:30。")
    return minute


def _parse_moment(found: str) -> datetime:
    match = _MOMENT.fullmatch(plain(found))
    try:
        if match:
            year, month, day_of_month, hour_of_day, minute = (int(part or 0) for part in match.groups())
            return datetime(year, month, day_of_month, hour_of_day, minute)
    except ValueError:
        pass
    raise Unfit("not_a_date", "Write it as 2026-11-25 08:00.", "请写成 2026-11-25 08:00 的形式。")


def _parse_day(found: str) -> date:
    try:
        value = _parse_moment(found)
    except Unfit:
        value = None
    if value is None or (value.hour, value.minute) != (0, 0):
        raise Unfit("not_a_date", "Write it as 2026-11-25.", "请写成 2026-11-25 的形式。")
    return value.date()


def _parse_weekdays(found: str) -> DayPattern:
    if plain(found).casefold() in ("none", "无"):
        return DayPattern(0)
    return DayPattern.of(number - 1 for number in _parse_cycle(found, 7))


def _parse_cycle(found: str, high: int) -> list[int]:
    """Numbers 1 to `high` of a list of numbers and ranges; a range may go over the end of the cycle."""
    numbers: list[int] = []
    for part in re.split("[;,、]", plain(found)):
        match = re.fullmatch(r"\s*(\d{1,2})(?:\.0)?\s*(?:[-~–至到]\s*(\d{1,2})\s*)?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not (1 <= first <= high and 1 <= last <= high):
            raise _unfit_cycle(found, high)
        numbers += [(first - 1 + step) % high + 1 for step in range((last - first) % high + 1)]
    return numbers


def _unfit_cycle(found: str, high: int) -> Unfit:
    if _LOOKS_LIKE_DATE.search(found):
        return Unfit(
            "became_a_date",
            "A spreadsheet made a date of it: format the column as text and type it again, such as 1-5.",
            "电子表格把它变成了日期：请把该列设为“文本”格式后重新填写，如 1-5。",
        )
    return Unfit(
        "not_weekdays" if high == 7 else "not_months",
        f"Use numbers from 1 to {high}, “-” for ranges and “;” between them.",
        f"请用 1 到 {high} 的数字，区间用“-”，之间用“;”。",
    )


def _write_cycle(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for value in numbers:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ";".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _in_order(value: Iterable[Any]) -> Iterable[Any]:
    """A set is written in one fixed order, a sequence in its own."""
    return sorted(value) if isinstance(value, frozenset) else value


def _did_you_mean(word: str, taken: Iterable[str], shown: Sequence[str], shown_zh: Sequence[str]) -> tuple[str, str]:
    close = nearest(word, taken)
    if close:
        return f"Did you mean “{close}”?", f"是否应为“{close}”？"
    return f"Write one of {', '.join(shown)}.", f"请填写以下之一：{'、'.join(shown_zh)}。"
