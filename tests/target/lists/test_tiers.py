"""Customers are graded by what they bring, brought or may bring."""

from datetime import date

import polars as pl
import pytest

from tianlu.target.lists.tier_rules import load_tiers
from tianlu.target.lists.tiers import FIGURES, GROW, WIN, WIN_BACK, grade_customers

MONTH = date(2026, 11, 1)
NOBODY = pl.DataFrame(schema={"customer": pl.String, "month_fen": pl.Int64})


def figures(customer: str, *months: tuple[int, int, int]) -> pl.DataFrame:
    """A customer's (year, month, fen)."""
    rows = [(customer, date(year, month, 1), fen) for year, month, fen in months]
    return pl.DataFrame(rows, schema=list(FIGURES), orient="row")


def year_of(customer: str, fen: int) -> pl.DataFrame:
    """The same in each of the twelve months until MONTH."""
    return figures(customer, (2025, 12, fen), *((2026, month, fen) for month in range(1, 12)))


def grade(table: pl.DataFrame, prospects: pl.DataFrame = NOBODY) -> dict[str, tuple[str, str, int]]:
    graded = grade_customers(table, prospects, load_tiers(), month=MONTH)
    return {row["customer"]: (row["tier"], row["standing"], row["month_fen"]) for row in graded.iter_rows(named=True)}


def test_figure_at_the_edge_reaches_the_tier_and_one_fen_less_does_not() -> None:
    found = grade(pl.concat([year_of("a", 5_000_000), year_of("b", 4_999_999), year_of("c", 10)]))
    assert found["a"] == ("special", GROW, 5_000_000)
    assert found["b"][0] == "first"
    assert found["c"][0] == "small"


def test_mean_is_over_the_whole_window_with_the_months_that_brought_nothing() -> None:
    assert grade(figures("a", (2026, 11, 1_200_000)))["a"] == ("third", GROW, 100_000)


def test_silent_customer_is_lost_and_keeps_the_tier_it_had() -> None:
    table = figures("a", *((2026, month, 2_000_000) for month in range(1, 9)))
    tier, standing, fen = grade(table)["a"]
    assert (tier, standing) == ("first", WIN_BACK)
    assert fen == 8 * 2_000_000 // 12
    assert grade(figures("a", (2026, 9, 2_000_000)))["a"][1] == GROW


def test_new_customer_stands_by_what_it_is_thought_able_to_bring() -> None:
    prospects = pl.DataFrame({"customer": ["n", "a"], "month_fen": [400_000, 9_000_000]})
    found = grade(year_of("a", 60_000), prospects)
    assert found["n"] == ("second", WIN, 400_000)
    assert found["a"] == ("third", GROW, 60_000)


def test_reason_names_figure_rule_and_mark_in_both_languages() -> None:
    table = grade_customers(year_of("a", 400_000), NOBODY, load_tiers(), month=MONTH)
    row = table.row(0, named=True)
    assert "¥4,000.00 a month over the last 12" in row["reason"]
    assert "asks for ¥3,000.00 (mark: operator" in row["reason"]
    assert "近 12 个月月均 ¥4,000.00，二级要求 ¥3,000.00" in row["reason_zh"]


def test_months_after_the_one_graded_are_not_known() -> None:
    assert grade(pl.concat([year_of("a", 100), figures("a", (2026, 12, 90_000_000))]))["a"][0] == "small"


def test_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="month is missing"):
        grade_customers(year_of("a", 1).drop("month"), NOBODY, load_tiers(), month=MONTH)
    with pytest.raises(ValueError, match="first day"):
        grade_customers(year_of("a", 1), NOBODY, load_tiers(), month=date(2026, 11, 2))
