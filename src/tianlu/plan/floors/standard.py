"""The universal-service standard as dated rules, read from YAML; every figure carries its clause and its mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeVar

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.core.yaml_rows import YamlRows
from tianlu.place.model import AreaClass, PlaceKind

RULE_UNITS = {
    "visits_a_week": "days a week",
    "largest_gap": "days",
    "station_open": "days a week",
    "station_fed": "days a week",
    "promise_deliver": "hours",
    "promise_collect": "days",
}
"""The names that a floor rule may have, and the unit of each one's figure."""

FIGURE_RANGES = {"days a week": (0, 7), "days": (0, 7), "hours": (1, 24 * 28)}

_MORE_IS_STRICTER = frozenset({"visits_a_week", "station_open", "station_fed"})

MARKS = ("statute", "operator")

_TABLE = "standard.yaml"
ROWS = YamlRows(
    table=_TABLE,
    key="rules",
    required=("rule", "kinds", "area_classes", "figure", "unit", "clause", "mark", "start"),
    optional=("end", "note"),
    mend="Correct the rule in the standard's YAML; rows are counted from 1.",
    mend_zh="请更正标准 YAML 中的这条规则；行从 1 数起。",
)


@dataclass(frozen=True)
class FloorRule:
    """One figure of the standard.

    `name` is a rule's name (`visits_a_week`, `largest_gap`, `station_open`, `station_fed`, `promise_deliver`,
    `promise_collect`); it binds places of `kinds` and `area_classes` from `start` until before `end`
    (None: still in force).
    `unit` is `days a week`, `days` or `hours`. `mark` is `statute` or `operator`.
    """

    name: str
    kinds: frozenset[PlaceKind]
    area_classes: frozenset[AreaClass]
    figure: int
    unit: str
    clause: str
    mark: str
    start: date
    end: date | None = None
    note: str = ""

    def is_in_force(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


def load_standard() -> tuple[FloorRule, ...]:
    """The rules that are shipped. Raises ProblemsFound, as `parse_standard` does."""
    return parse_standard(files(__package__).joinpath(_TABLE).read_text(encoding="utf-8"))


def parse_standard(text: str) -> tuple[FloorRule, ...]:
    """Rules from YAML, strictly: an unknown or missing key is a Problem. Raises ProblemsFound with all of them."""
    rows = ROWS.read(text)
    reader = _RowReader()
    rules = [reader.read(number, row) for number, row in enumerate(rows, start=1)]
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return tuple(rule for rule in rules if rule is not None)


def rules_in_force(rules: Iterable[FloorRule], overrides: Iterable[FloorRule], on: date) -> tuple[FloorRule, ...]:
    """The rules that bind on a day. An override, which has a clause of its own, takes the place of the standard's
    rule of the same name for its kinds and area classes; elsewhere the standard's rule stands."""
    own = tuple(rule for rule in overrides if rule.is_in_force(on))
    kept = tuple(part for rule in rules if rule.is_in_force(on) for part in _outside(rule, own))
    return kept + own


def is_stricter(one: FloorRule, other: FloorRule) -> bool:
    """Whether a rule asks for more than another of its name: more days a week, a shorter gap, a shorter promise."""
    return one.figure > other.figure if asks_for_more(one.name) else one.figure < other.figure


def asks_for_more(name: str) -> bool:
    """Whether a rule's figure is the least that is owed (days a week), not the most that is allowed."""
    return name in _MORE_IS_STRICTER


def _outside(rule: FloorRule, overrides: tuple[FloorRule, ...]) -> tuple[FloorRule, ...]:
    """What is left of a rule where no override binds: a rule a kind where they differ."""
    taken = {
        (kind, area) for own in overrides if own.name == rule.name for kind in own.kinds for area in own.area_classes
    }
    left = {kind: frozenset(area for area in rule.area_classes if (kind, area) not in taken) for kind in rule.kinds}
    if all(areas == rule.area_classes for areas in left.values()):
        return (rule,)
    return tuple(
        replace(rule, kinds=frozenset({kind}), area_classes=areas) for kind, areas in sorted(left.items()) if areas
    )


E_ = TypeVar("E_", bound=StrEnum)


class _RowReader:
    """Reads rules one by one and keeps all the problems it meets."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, number: int, row: Any) -> FloorRule | None:
        """The rule, or None where the row has problems."""
        before = len(self.problems)
        self.problems.extend(ROWS.key_problems(number, row))
        if len(self.problems) > before:
            return None
        rule = self._rule(number, row)
        return rule if len(self.problems) == before else None

    def _rule(self, number: int, row: Mapping[str, Any]) -> FloorRule:
        name = self._one_of(number, "rule", row["rule"], tuple(RULE_UNITS))
        unit = self._one_of(number, "unit", row["unit"], (RULE_UNITS.get(name, "days"),))
        return FloorRule(
            name=name,
            kinds=self._set_of(number, "kinds", row["kinds"], PlaceKind),
            area_classes=self._set_of(number, "area_classes", row["area_classes"], AreaClass),
            figure=self._figure(number, row["figure"], unit),
            unit=unit,
            clause=self._text(number, "clause", row["clause"]),
            mark=self._one_of(number, "mark", row["mark"], MARKS),
            start=self._date(number, "start", row["start"]),
            end=None if row.get("end") is None else self._date(number, "end", row["end"]),
            note=str(row.get("note", "")),
        )

    def _one_of(self, number: int, field: str, found: object, known: tuple[str, ...]) -> str:
        if found not in known:
            listed = ", ".join(known)
            self._note("unknown_value", number, field, repr(found), f"one of {listed}", f"{listed} 之一")
        return str(found)

    def _set_of(self, number: int, field: str, found: object, kind: type[E_]) -> frozenset[E_]:
        known = tuple(each.value for each in kind)
        if not isinstance(found, list) or not found or any(each not in known for each in found):
            listed = ", ".join(known)
            self._note("unknown_value", number, field, repr(found), f"a list of {listed}", f"由 {listed} 组成的列表")
            return frozenset()
        return frozenset(kind(each) for each in found)

    def _figure(self, number: int, found: object, unit: str) -> int:
        low, high = FIGURE_RANGES.get(unit, (0, 7))
        if type(found) is not int or not low <= found <= high:
            self._note(
                "bad_figure", number, "figure", repr(found), f"{low} to {high} {unit}", f"{low} 至 {high} 的整数"
            )
            return low
        return found

    def _text(self, number: int, field: str, found: object) -> str:
        if not isinstance(found, str) or not found.strip():
            self._note("no_text", number, field, repr(found), "some text", "文字")
        return str(found)

    def _date(self, number: int, field: str, found: object) -> date:
        if type(found) is not date:
            self._note("bad_date", number, field, repr(found), "a date, 2017-03-01", "日期，如 2017-03-01")
            return date.min
        return found

    def _note(self, code: str, row: int, field: str | None, found: str, expected: str, expected_zh: str) -> None:
        self.problems.append(ROWS.problem(code, row, field, found, expected, expected_zh))
