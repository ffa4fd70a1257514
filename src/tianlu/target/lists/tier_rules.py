"""The rules by which customers are graded, read from YAML; every figure is dated and carries its mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from tianlu.core.problem import NOTHING, Problem, ProblemsFound

MARKS = ("operator",)
MONTHS_MAX = 60

_TABLE = "tiers.yaml"
_TEXTS = ("tier", "name", "name_zh")
_FIGURES = {"month_fen_min": 10**12, "window_months": MONTHS_MAX, "lost_after_months": MONTHS_MAX}
_REQUIRED = (*_TEXTS, *_FIGURES, "mark", "start")
_OPTIONAL = ("end", "note")


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
    rules = [_read(number, row, problems) for number, row in enumerate(_rows(text), start=1)]
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
        raise ProblemsFound([_problem("tiers_overlap", None, None, listed, expected, expected_zh)])
    return tuple(found)


def _rows(text: str) -> list[Any]:
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ProblemsFound([_problem("not_yaml", None, None, str(error), "YAML", "YAML 文本")]) from None
    if not isinstance(body, dict) or set(body) != {"tiers"} or not isinstance(body["tiers"], list):
        found = f"keys {sorted(map(str, body))}" if isinstance(body, dict) else type(body).__name__
        problem = _problem("no_tiers", None, None, found, "one key, tiers, with a list", "只有 tiers 一个键，值为列表")
        raise ProblemsFound([problem])
    return body["tiers"]


def _read(number: int, row: object, problems: list[Problem]) -> TierRule | None:
    """The rule, or None where the row has problems, which are added."""
    if not isinstance(row, Mapping):
        problems.append(_problem("not_a_tier", number, None, repr(row), "a tier with named fields", "带字段名的等级"))
        return None
    found = [*_key_problems(number, row), *_value_problems(number, row)]
    problems.extend(found)
    return None if found else TierRule(**row)


def _key_problems(number: int, row: Mapping[Any, Any]) -> Iterable[Problem]:
    for key in _REQUIRED:
        if key not in row:
            yield _problem("missing_field", number, key, NOTHING, "a value", "必须填写")
    known = ", ".join(_REQUIRED + _OPTIONAL)
    for key in row:
        if key not in _REQUIRED + _OPTIONAL:
            yield _problem("unknown_field", number, str(key), str(key), f"one of {known}", f"{known} 之一")


def _value_problems(number: int, row: Mapping[Any, Any]) -> Iterable[Problem]:
    for key in (*_TEXTS, "note"):
        if key in row and (not isinstance(row[key], str) or not row[key].strip()):
            yield _problem("no_text", number, key, repr(row[key]), "some text", "文字")
    for key, most in _FIGURES.items():
        if key in row and (type(row[key]) is not int or not _least(key) <= row[key] <= most):
            expected = f"{_least(key)} to {most}"
            yield _problem("bad_figure", number, key, repr(row[key]), expected, f"{_least(key)} 至 {most} 的整数")
    if "mark" in row and row["mark"] not in MARKS:
        listed = ", ".join(MARKS)
        yield _problem("unknown_value", number, "mark", repr(row["mark"]), f"one of {listed}", f"{listed} 之一")
    for key in ("start", "end"):
        if row.get(key) is not None and type(row[key]) is not date:
            yield _problem("bad_date", number, key, repr(row[key]), "a date, 2026-01-01", "日期，如 2026-01-01")


def _least(key: str) -> int:
    return 0 if key == "month_fen_min" else 1


def _problem(code: str, row: int | None, field: str | None, found: str, expected: str, expected_zh: str) -> Problem:
    return Problem(
        code=code,
        table=_TABLE,
        row=row,
        field=field,
        found=found,
        expected=expected,
        how_to_fix="Correct the tier in the YAML of tiers; tiers are counted from 1.",
        expected_zh=expected_zh,
        how_to_fix_zh="请更正等级 YAML 中的这一条；从 1 数起。",
    )
