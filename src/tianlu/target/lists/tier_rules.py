"""The rules by which customers are graded, read from YAML; every figure is dated and carries its mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from tianlu.core.problem import NOTHING, Problem, ProblemsFound
from tianlu.core.yaml_rows import YamlRows

MARKS = ("operator",)
MONTHS_MAX = 60

_TABLE = "tiers.yaml"
_TEXTS = ("tier", "name", "name_zh")
_FIGURES = {"month_fen_min": 10**12, "window_months": MONTHS_MAX, "lost_after_months": MONTHS_MAX}
ROWS = YamlRows(
    table=_TABLE,
    key="tiers",
    required=(*_TEXTS, *_FIGURES, "mark", "start"),
    optional=("end", "note"),
    mend="Correct the tier in the YAML of tiers; tiers are counted from 1.",
    mend_zh="请更正等级 YAML 中的这一条；从 1 数起。",
)


@dataclass(frozen=True)
class TierRule:
    """A tier: the least mean monthly revenue over `window_months` whole months that it asks for, and after how many
    months without any a customer of it is lost. In force from `start` until before `end` (None: still)."""

    tier: str
    name: str
    name_zh: str
    month_fen_min: int
    window_months: int
    lost_after_months: int
    mark: str
    start: date
    end: date | None = None
    note: str = ""

    def is_in_force(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


def load_tiers() -> tuple[TierRule, ...]:
    """The rules that are shipped. Raises ProblemsFound, as `parse_tiers` does."""
    return parse_tiers(files(__package__).joinpath(_TABLE).read_text(encoding="utf-8"))


def parse_tiers(text: str) -> tuple[TierRule, ...]:
    """Rules from YAML, strictly: an unknown or missing key is a Problem. Raises ProblemsFound with all of them."""
    problems: list[Problem] = []
    rules = [_read(number, row, problems) for number, row in enumerate(ROWS.read(text), start=1)]
    if problems:
        raise ProblemsFound(problems)
    return tuple(rule for rule in rules if rule is not None)


def tiers_in_force(rules: Iterable[TierRule], on: date) -> tuple[TierRule, ...]:
    """The tiers of a day, the highest first. Raises ProblemsFound unless exactly one of them takes customers from 0 up,
    and every tier is there once with a figure of its own: then each customer has one tier."""
    found = sorted((rule for rule in rules if rule.is_in_force(on)), key=lambda rule: -rule.month_fen_min)
    least = [rule.month_fen_min for rule in found]
    tiers = [rule.tier for rule in found]
    if 0 not in least or len(set(least)) < len(least) or len(set(tiers)) < len(tiers):
        listed = ", ".join(f"{rule.tier} from {rule.month_fen_min}" for rule in found) or NOTHING
        expected = f"on {on} each tier once, each month_fen_min once, the lowest 0"
        expected_zh = f"{on} 各级各一条，month_fen_min 互不相同，最低为 0"
        raise ProblemsFound([ROWS.problem("tiers_overlap", None, None, listed, expected, expected_zh)])
    return tuple(found)


def _read(number: int, row: Any, problems: list[Problem]) -> TierRule | None:
    """The rule, or None where the row has problems, which are added."""
    found = list(ROWS.key_problems(number, row)) or list(_value_problems(number, row))
    problems.extend(found)
    return None if found else TierRule(**row)


def _value_problems(number: int, row: Mapping[Any, Any]) -> Iterable[Problem]:
    for key in (*_TEXTS, "note"):
        if key in row and (not isinstance(row[key], str) or not row[key].strip()):
            yield ROWS.problem("no_text", number, key, repr(row[key]), "some text", "文字")
    for key, most in _FIGURES.items():
        if key in row and (type(row[key]) is not int or not _least(key) <= row[key] <= most):
            expected = f"{_least(key)} to {most}"
            yield ROWS.problem("bad_figure", number, key, repr(row[key]), expected, f"{_least(key)} 至 {most} 的整数")
    if "mark" in row and row["mark"] not in MARKS:
        listed = ", ".join(MARKS)
        yield ROWS.problem("unknown_value", number, "mark", repr(row["mark"]), f"one of {listed}", f"{listed} 之一")
    for key in ("start", "end"):
        if row.get(key) is not None and type(row[key]) is not date:
            yield ROWS.problem("bad_date", number, key, repr(row[key]), "a date, 2026-01-01", "日期，如 2026-01-01")


def _least(key: str) -> int:
    return 0 if key == "month_fen_min" else 1
