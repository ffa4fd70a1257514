"""Each customer's tier and what to do with it: grow who is here, win who is new, win back who is lost; and why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from tianlu.core.money import yuan
from tianlu.target.lists.tier_rules import TierRule, tiers_in_force

GROW, WIN, WIN_BACK = "grow", "win", "win_back"
"""What to do: an existing customer (存量), a new one (新客), a lost one (流失)."""

FIGURES = ("customer", "month", "fen")
PROSPECTS = ("customer", "month_fen")


def grade_customers(
    figures: pl.DataFrame, prospects: pl.DataFrame, rules: Iterable[TierRule], *, month: date
) -> pl.DataFrame:
    """One row a customer in order of its key: `customer`, `tier`, `standing`, `month_fen` that the tier rests on,
    `silent_months`, `reason`, `reason_zh`.

    `figures` (customer, month as its first day, fen) is what each brought in the months until `month`, which is whole;
    months without a row brought nothing. `prospects` (customer, month_fen) is what others are thought to be able to
    bring; who is in both stands by its own figures. Raises ValueError where a column is missing or `month` is no first
    day, ProblemsFound where the rules of the day do not give each customer one tier.
    """
    _require(figures, FIGURES, "figures")
    _require(prospects, PROSPECTS, "prospects")
    if month.day != 1:
        raise ValueError(f"a month is written as its first day, found {month}")
    tiers = tiers_in_force(rules, month)
    known = figures.filter((pl.col("month") <= month) & (pl.col("fen") > 0))
    fresh = prospects.join(known, on="customer", how="anti")
    rows = [*_graded(known, tiers, month), *(_new(customer, fen, tiers) for customer, fen in fresh.rows())]
    schema: dict[str, Any] = {"customer": figures.schema["customer"], **_SCHEMA}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("customer")


_SCHEMA: dict[str, type[pl.DataType]] = {
    "tier": pl.String,
    "standing": pl.String,
    "month_fen": pl.Int64,
    "silent_months": pl.Int64,
    "reason": pl.String,
    "reason_zh": pl.String,
}


def _require(table: pl.DataFrame, columns: tuple[str, ...], name: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"{name} has the columns {', '.join(columns)}; {', '.join(missing)} is missing")


def _graded(known: pl.DataFrame, tiers: tuple[TierRule, ...], month: date) -> Iterable[tuple[Any, ...]]:
    """Rows of who ever brought something."""
    means = _means(known, {rule.window_months for rule in tiers}, month)
    for row in means.iter_rows(named=True):
        # How long a silence is a loss depends on the tier it had, not on the one to which the silence has brought it.
        now = _tier_of(row, tiers, "now")
        then = _tier_of(row, tiers, "then")
        if row["silent"] < then.lost_after_months:
            yield _existing(row, now)
        else:
            yield _lost(row, then)


def _means(known: pl.DataFrame, windows: set[int], month: date) -> pl.DataFrame:
    """For each customer months of silence and, for each window, the mean of the last months: until `month` (`now_12`)
    and until the last month that brought something (`then_12`)."""
    count = pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month()
    ago = (month.year * 12 + month.month - count).alias("ago")
    aged = known.select("customer", "fen", ago).with_columns(silent=pl.col("ago").min().over("customer"))
    sums = [
        expression
        for window in sorted(windows)
        for expression in (
            _mean(pl.col("ago") < window, window).alias(f"now_{window}"),
            _mean(pl.col("ago") < pl.col("silent") + window, window).alias(f"then_{window}"),
        )
    ]
    return aged.group_by("customer").agg(pl.col("silent").first(), *sums)


def _mean(is_inside: pl.Expr, window: int) -> pl.Expr:
    return pl.col("fen").filter(is_inside).sum() // window


def _tier_of(row: dict[str, Any], tiers: tuple[TierRule, ...], when: str) -> TierRule:
    """The highest tier that the mean of its own window reaches."""
    return next(rule for rule in tiers if row[f"{when}_{rule.window_months}"] >= rule.month_fen_min)


def _existing(row: dict[str, Any], rule: TierRule) -> tuple[Any, ...]:
    fen = row[f"now_{rule.window_months}"]
    reason = f"Brought {yuan(fen)} a month over the last {rule.window_months}; {_asks(rule)}."
    reason_zh = f"近 {rule.window_months} 个月月均 {yuan(fen)}，{_asks_zh(rule)}。"
    return row["customer"], rule.tier, GROW, fen, row["silent"], reason, reason_zh


def _lost(row: dict[str, Any], rule: TierRule) -> tuple[Any, ...]:
    fen, silent = row[f"then_{rule.window_months}"], row["silent"]
    reason = (
        f"Nothing for {silent} months ({rule.lost_after_months} make it lost); before that {yuan(fen)} a month"
        f" over {rule.window_months}; {_asks(rule)}."
    )
    reason_zh = (
        f"已 {silent} 个月无业务（满 {rule.lost_after_months} 个月为流失）；"
        f"此前 {rule.window_months} 个月月均 {yuan(fen)}，{_asks_zh(rule)}。"
    )
    return row["customer"], rule.tier, WIN_BACK, fen, silent, reason, reason_zh


def _new(customer: object, fen: int, tiers: tuple[TierRule, ...]) -> tuple[Any, ...]:
    rule = next(rule for rule in tiers if max(fen, 0) >= rule.month_fen_min)
    reason = f"No business yet; thought able to bring {yuan(fen)} a month; {_asks(rule)}."
    reason_zh = f"尚无业务；预计每月可达 {yuan(fen)}，{_asks_zh(rule)}。"
    return customer, rule.tier, WIN, fen, None, reason, reason_zh


def _asks(rule: TierRule) -> str:
    return f"tier {rule.name} asks for {yuan(rule.month_fen_min)} (mark: {rule.mark}, since {rule.start})"


def _asks_zh(rule: TierRule) -> str:
    return f"{rule.name_zh}要求 {yuan(rule.month_fen_min)}（标记：{rule.mark}，自 {rule.start}）"
