"""A customer's habits in figures that a forecast can learn from: money, regularity, how lately."""

from datetime import date
from math import log

import numpy as np
import polars as pl
from numpy.typing import NDArray

HALF_LIVES_WEEKS = (2, 4, 8, 13)

HABITS = (
    "repeats",
    "chance_alive",
    "rate",
    "quiet_share",
    "mean_fen",
    "first_fen",
    "last_fen",
    "most_fen",
    "gap_share",
    "gap_variation",
    "quiet_gaps",
    "last_gap",
    "shortest_gap_days",
    *(f"lately_{weeks}" for weeks in HALF_LIVES_WEEKS),
)
"""Columns of `habits_of`. Gaps are between days of purchase; `quiet_gaps` is the silence in mean gaps, `last_gap` the
last gap in mean gaps, `lately_8` the purchases of lately as a share of all, one eight weeks ago counting half."""


def habits_of(
    days: pl.DataFrame, until: date, chance_alive: NDArray[np.float64], rate: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(customers, habits) in order of the customers' keys, as of the end of a day; NaN where a habit needs more days.

    `chance_alive` and `rate` are the repeat-buyer model's, in the same order.
    """
    table = _gaps(days, until).group_by("customer").agg(_sums()).sort("customer").collect()
    table = table.with_columns(chance_alive=pl.Series(chance_alive), rate=pl.Series(rate))
    return table.select(HABITS).to_numpy().astype(float)


def _gaps(days: pl.DataFrame, until: date) -> pl.LazyFrame:
    """Each day of purchase with its age in days and the gap before it. `days` is in order of customer and day."""
    known = days.lazy().filter(pl.col("day") <= until)
    gap = pl.when(pl.col("customer") == pl.col("customer").shift(1)).then(pl.col("day") - pl.col("day").shift(1))
    return known.with_columns(
        age=(pl.lit(until) - pl.col("day")).dt.total_days().cast(pl.Float64),
        gap=gap.dt.total_days().cast(pl.Float64),
    )


def _sums() -> list[pl.Expr]:
    silence, known = pl.col("age").min(), pl.col("age").max() + 1
    gap = pl.col("gap").mean()
    return [
        (pl.len() - 1).alias("repeats"),
        (silence / known).alias("quiet_share"),
        pl.col("fen").mean().alias("mean_fen"),
        pl.col("fen").first().alias("first_fen"),
        pl.col("fen").last().alias("last_fen"),
        pl.col("fen").max().alias("most_fen"),
        (gap / known).alias("gap_share"),
        (pl.col("gap").std() / gap).alias("gap_variation"),
        (silence / gap).alias("quiet_gaps"),
        (pl.col("gap").last() / gap).alias("last_gap"),
        pl.col("gap").min().alias("shortest_gap_days"),
        *(_lately(weeks).alias(f"lately_{weeks}") for weeks in HALF_LIVES_WEEKS),
    ]


def _lately(weeks: int) -> pl.Expr:
    return (pl.col("age") * (-log(2) / (7 * weeks))).exp().mean()
