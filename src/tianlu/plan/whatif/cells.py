"""How each kind of figure in a scenario's file is read strictly and written again: yuan, kilograms, choices, names."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tianlu.core.ids import PlaceId
from tianlu.plan.whatif.subsidy import FEN_A_YUAN, shipped_rules
from tianlu.plan.whatif.subsidy_rule import SubsidyRule


class NotThat(Exception):
    """The value is not of the kind; says what was expected, in both languages."""

    def __init__(self, expected: str, expected_zh: str) -> None:
        super().__init__(expected)
        self.expected, self.expected_zh = expected, expected_zh


@dataclass(frozen=True)
class Kind:
    """`name` is what a form asks for by (`yuan`, `station` …); `read` raises NotThat."""

    name: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def whole(low: int, high: int) -> Kind:
    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise NotThat(f"a whole number from {low} to {high}", f"{low} 至 {high} 的整数")
        return value

    return Kind("whole", read, int)


def parts(name: str, a_unit: int, high: int) -> Kind:
    """A figure from 0 in a unit that is kept as whole parts of it: yuan as fen, kilograms as grams."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= high:
            raise NotThat(f"a number from 0 to {high:,}", f"0 至 {high:,} 的数")
        count = round(value * a_unit)
        if abs(count - value * a_unit) > 1e-6 * max(1.0, abs(count)):
            raise NotThat(f"no finer than 1/{a_unit}", f"最小单位 1/{a_unit}")
        return count

    return Kind(name, read, lambda count: count // a_unit if count % a_unit == 0 else count / a_unit)


def choice(of: type[StrEnum]) -> Kind:
    listed = ", ".join(of)

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in [each.value for each in of]:
            raise NotThat(f"one of {listed}", f"{listed} 之一")
        return of(value)

    return Kind("choice:" + "|".join(of), read, lambda value: value.value)


def code(name: str) -> Kind:
    """The code of a place, vehicle or line. Whether the county has it is asked when the scenario is applied."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise NotThat("a code in quotes", "带引号的代码")
        return value

    return Kind(name, read, str)


def many(one: Kind, *, at_least: int) -> Kind:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) < at_least:
            raise NotThat(
                "a list" if at_least == 0 else "a list that is not empty", "列表" if not at_least else "非空列表"
            )
        return tuple(one.read(each) for each in value)

    return Kind(f"list:{one.name}", read, lambda values: [one.write(each) for each in values])


def degrees(limit: int) -> Kind:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
            raise NotThat(f"degrees from -{limit} to {limit}", f"-{limit} 至 {limit} 的度数")
        return float(value)

    return Kind("degrees", read, float)


def _read_yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotThat("true or false", "true 或 false")
    return value


def _read_rule(value: Any) -> SubsidyRule:
    if isinstance(value, str):
        if value not in shipped_rules():
            listed = ", ".join(shipped_rules())
            raise NotThat(f"one of {listed}, or a rule of its own", f"{listed} 之一，或自写规则")
        return shipped_rules()[value]
    keys = ("rule", "name", "name_en", "percent_max", "cap_yuan", "grade_percents", "clause")
    if not isinstance(value, dict) or set(value) != set(keys):
        raise NotThat(f"a rule with {', '.join(keys)}", f"含 {', '.join(keys)} 的规则")
    try:
        a, b, c, d = many(whole(0, 100), at_least=4).read(value["grade_percents"])
    except ValueError:
        raise NotThat("four grades' per cents", "四个等级的百分数") from None
    return SubsidyRule(
        id=TEXT.read(value["rule"]),
        name=TEXT.read(value["name"]),
        name_en=TEXT.read(value["name_en"]),
        percent_max=whole(0, 100).read(value["percent_max"]),
        cap_fen=YUAN.read(value["cap_yuan"]),
        grade_percents=(a, b, c, d),
        clause=TEXT.read(value["clause"]),
    )


def _write_rule(rule: SubsidyRule) -> Any:
    if shipped_rules().get(rule.id) == rule:
        return rule.id
    return {
        "rule": rule.id,
        "name": rule.name,
        "name_en": rule.name_en,
        "percent_max": rule.percent_max,
        "cap_yuan": YUAN.write(rule.cap_fen),
        "grade_percents": list(rule.grade_percents),
        "clause": rule.clause,
    }


def _read_text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise NotThat("some text", "文字")
    return value


def station_or_nearest(value: Any) -> PlaceId | None:
    """`nearest` is no place, but the nearest one."""
    text = code("station").read(value)
    return None if text == "nearest" else PlaceId(text)


TEXT = Kind("text", _read_text, str)
YES = Kind("yes", _read_yes, bool)
YUAN = parts("yuan", FEN_A_YUAN, 10_000_000_000)
KILOGRAMS = parts("kg", 1000, 100_000)
LITRES_OR_KWH = parts("per_100km", 1000, 1000)
SUBSIDY_RULE = Kind("subsidy_rule", _read_rule, _write_rule)
SERVE_FROM = Kind("station_or_nearest", station_or_nearest, lambda place: "nearest" if place is None else str(place))
