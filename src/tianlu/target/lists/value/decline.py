"""Churn alarm: customers whose month is below the same month a year ago, with what fell."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tianlu.core.money import yuan
from tianlu.target.lists.value.alarm import DeclineParams, has_fallen

COLUMNS = ("customer", "product", "month", "pieces", "fen")
"""A table of monthly figures: `month` is its first day; a row a customer, product and month."""


@dataclass(frozen=True)
class Decline:
    """A customer whose month fell. The fall is laid to pieces (fewer, at last year's price) and to price (each piece
    cheaper), which add up to it; `product` fell most, by `product_fall_fen`. `months` in a row it has been so."""

    customer: object
    fen: int
    fen_before: int
    by_pieces_fen: int
    by_price_fen: int
    product: str
    product_fall_fen: int
    months: int

    @property
    def fall_percent(self) -> float:
        return 100.0 * (self.fen_before - self.fen) / self.fen_before

    @property
    def reason(self) -> str:
        """Why the alarm sounds, in English."""
        return (
            f"{yuan(self.fen)} against {yuan(self.fen_before)} a year ago, {self.fall_percent:.0f} % less"
            f" ({self.months} months in a row); by fewer pieces {yuan(self.by_pieces_fen)}, by price"
            f" {yuan(self.by_price_fen)}; most in {self.product}, {yuan(self.product_fall_fen)}."
        )

    @property
    def reason_zh(self) -> str:
        """The same in Chinese."""
        return (
            f"本月 {yuan(self.fen)}，去年同月 {yuan(self.fen_before)}，下降 {self.fall_percent:.0f}%"
            f"（连续 {self.months} 个月）；"
            f"其中件量减少 {yuan(self.by_pieces_fen)}，单价变化 {yuan(self.by_price_fen)}；"
            f"下降最多的是{self.product}，{yuan(self.product_fall_fen)}。"
        )


def find_declines(figures: pl.DataFrame, month: date, params: DeclineParams | None = None) -> tuple[Decline, ...]:
    """Every customer whose figure of `month` fell more than allowed on the year, the largest fall in money first.

    A customer without a row in a month brought nothing in it. Raises ValueError where a column of COLUMNS is missing or
    `month` is not the first of a month.
    """
    missing = [name for name in COLUMNS if name not in figures.columns]
    if missing:
        raise ValueError(f"monthly figures have the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing")
    if month.day != 1:
        raise ValueError(f"a month is written as its first day, found {month}")
    params = params or DeclineParams()
    fallen = _fallen(figures, month, params)
    months = {month: set(fallen["customer"])}
    products = _product_fallen_most(figures, month, fallen["customer"])
    rows = fallen.join(products, on="customer").sort(
        pl.col("fen_before") - pl.col("fen"), pl.col("customer"), descending=[True, False]
    )
    streaks = _streaks(figures, month, months[month], params)
    return tuple(_decline(row, streaks[row["customer"]]) for row in rows.iter_rows(named=True))


def _year_on_year(figures: pl.DataFrame, month: date, keys: list[str]) -> pl.DataFrame:
    """Pieces and money of a month and of the same month a year before, 0 where there is no row."""
    now = figures.filter(pl.col("month") == month).group_by(keys).agg(pl.col("pieces", "fen").sum())
    year_ago = month.replace(year=month.year - 1)
    before = figures.filter(pl.col("month") == year_ago).group_by(keys).agg(pl.col("pieces", "fen").sum())
    return before.join(now, on=keys, how="left", suffix="_now").select(
        *keys,
        pl.col("fen_now").fill_null(0).alias("fen"),
        pl.col("pieces_now").fill_null(0).alias("pieces"),
        pl.col("fen").alias("fen_before"),
        pl.col("pieces").alias("pieces_before"),
    )


def _fallen(figures: pl.DataFrame, month: date, params: DeclineParams) -> pl.DataFrame:
    both = _year_on_year(figures, month, ["customer"])
    return both.filter(has_fallen(pl.col("fen_before"), pl.col("fen_before") - pl.col("fen"), params))


def _product_fallen_most(figures: pl.DataFrame, month: date, customers: pl.Series) -> pl.DataFrame:
    theirs = figures.filter(pl.col("customer").is_in(customers.implode()))
    both = _year_on_year(theirs, month, ["customer", "product"])
    fell = both.with_columns(product_fall=pl.col("fen_before") - pl.col("fen"))
    order = fell.sort("customer", "product_fall", "product", descending=[False, True, False])
    return order.group_by("customer", maintain_order=True).first().select("customer", "product", "product_fall")


def _streaks(figures: pl.DataFrame, month: date, fallen: set[object], params: DeclineParams) -> dict[object, int]:
    """For how many months in a row, this one included, each customer has been below the year before."""
    streaks = dict.fromkeys(fallen, 1)
    going = fallen
    while going:
        month = month.replace(month=month.month - 1) if month.month > 1 else date(month.year - 1, 12, 1)
        going = going & set(_fallen(figures, month, params)["customer"])
        for customer in going:
            streaks[customer] += 1
    return streaks


def _decline(row: dict[str, Any], months: int) -> Decline:
    fen, before = row["fen"], row["fen_before"]
    pieces, pieces_before = row["pieces"], row["pieces_before"]
    by_pieces = round(before * (1 - pieces / pieces_before)) if pieces_before else 0
    return Decline(
        customer=row["customer"],
        fen=fen,
        fen_before=before,
        by_pieces_fen=by_pieces,
        by_price_fen=before - fen - by_pieces,
        product=row["product"],
        product_fall_fen=row["product_fall"],
        months=months,
    )
