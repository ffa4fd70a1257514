"""Tiers are read strictly and are in force by date."""

from dataclasses import replace
from datetime import date

import pytest

from tianlu.core.problem import ProblemsFound
from tianlu.target.lists.tier_rules import load_tiers, parse_tiers, tiers_in_force

DAY = date(2026, 11, 1)
ROW = """tiers:
  - {tier: only, name: Only, name_zh: 仅此, month_fen_min: 0, window_months: 12, lost_after_months: 3,
     mark: operator, start: 2026-01-01%s}
"""


def codes(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        parse_tiers(text)
    return [problem.code for problem in caught.value.problems]


def test_shipped_tiers_stand_from_special_to_small() -> None:
    rules = tiers_in_force(load_tiers(), DAY)
    assert [rule.name_zh for rule in rules] == ["特级", "一级", "二级", "三级", "小微"]


def test_a_sound_row_is_read() -> None:
    (rule,) = parse_tiers(ROW % ", note: mine")
    assert (rule.month_fen_min, rule.start, rule.note) == (0, date(2026, 1, 1), "mine")


def test_all_that_is_wrong_is_said() -> None:
    assert codes(ROW.replace("window_months: 12, ", "") % ", colour: red") == ["missing_field", "unknown_field"]
    assert codes(ROW.replace("month_fen_min: 0", "month_fen_min: -1") % "") == ["bad_figure"]
    assert codes(ROW.replace("mark: operator", "mark: statute") % "") == ["unknown_value"]
    assert codes(ROW.replace("2026-01-01", "soon") % "") == ["bad_date"]
    assert codes(ROW.replace("name: Only", "name: ' '") % "") == ["no_text"]
    assert codes("tiers: [3]") == ["not_a_row"]
    assert codes("rules: []") == ["no_tiers"]
    assert codes("tiers: [") == ["not_yaml"]


def test_a_rule_of_the_future_is_not_in_force() -> None:
    with pytest.raises(ProblemsFound, match="nothing"):
        tiers_in_force(load_tiers(), date(2025, 12, 31))


def test_figures_that_leave_a_customer_without_one_tier_are_refused() -> None:
    rules = load_tiers()
    with pytest.raises(ProblemsFound, match="the lowest 0"):
        tiers_in_force(rules[:-1], DAY)
    with pytest.raises(ProblemsFound, match="once"):
        tiers_in_force((*rules, replace(rules[0], tier="twin")), DAY)
    with pytest.raises(ProblemsFound, match="once"):
        tiers_in_force((*rules, replace(rules[0], month_fen_min=7)), DAY)
