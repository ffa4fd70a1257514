"""What customers bought and when: the days on which each bought, counted from a table of purchases."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

COLUMNS = ("customer", "day", "fen")
"""A table of purchases: who, on which date, for how much; a row a purchase, in any order."""


@dataclass(frozen=True)
class Histories:
    """What is known of each customer at the end of a day, a row a customer in order of its key.

    `first` and `last` are days from `start`, the day of the earliest purchase of all; `end` is the day until which is
    counted. `repeats` are days of purchase after the first; `fen` is all that was paid, `first_fen` on the first day.
    """

    customers: pl.Series
    start: date
    end: int
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    repeats: NDArray[np.int64]
    fen: NDArray[np.int64]
    first_fen: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.repeats)

    @property
    def repeat_fen(self) -> NDArray[np.float64]:
        """Mean money of a repeat day; 0 for who bought on one day only."""
        paid = (self.fen - self.first_fen).astype(float)
        each: NDArray[np.float64] = np.divide(paid, self.repeats, out=np.zeros(len(self)), where=self.repeats > 0)
        return each


def buying_days(purchases: pl.DataFrame) -> pl.DataFrame:
    """A row a customer and day on which it bought, in their order, with the money of the day.

    Raises ValueError where a column of COLUMNS is missing or a cell is empty.
    """
    missing = [name for name in COLUMNS if name not in purchases.columns]
    if missing:
        raise ValueError(f"a table of purchases has the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing")
    empty = [name for name in COLUMNS if purchases[name].null_count()]
    if empty:
        raise ValueError(f"every purchase has a customer, a day and an amount; {', '.join(empty)} has empty cells")
    return purchases.group_by("customer", "day").agg(pl.col("fen").sum()).sort("customer", "day")


def histories_until(days: pl.DataFrame, until: date) -> Histories:
    """What `days` (see `buying_days`) say of each customer that had bought by `until`, that day included.

    Raises ValueError where nobody had.
    """
    known = days.lazy().filter(pl.col("day") <= until)
    table = (
        known.group_by("customer")
        .agg(
            first=pl.col("day").min(),
            last=pl.col("day").max(),
            repeats=pl.len() - 1,
            fen=pl.col("fen").sum(),
            first_fen=pl.col("fen").sort_by("day").first(),
        )
        .sort("customer")
        .collect()
    )
    if table.is_empty():
        raise ValueError(f"nobody bought anything by {until}")
    start = table["first"].min()
    assert isinstance(start, date)
    return Histories(
        customers=table["customer"],
        start=start,
        end=(until - start).days,
        first=days_from(table["first"], start),
        last=days_from(table["last"], start),
        repeats=table["repeats"].to_numpy().astype(np.int64),
        fen=table["fen"].to_numpy().astype(np.int64),
        first_fen=table["first_fen"].to_numpy().astype(np.int64),
    )


def count_after(days: pl.DataFrame, customers: pl.Series, *, after: date, until: date) -> NDArray[np.int64]:
    """On how many days each of `customers` bought after a day until another."""
    later = days.lazy().filter((pl.col("day") > after) & (pl.col("day") <= until))
    counted = later.group_by("customer").agg(pl.len().alias("later")).collect()
    table = pl.DataFrame({"customer": customers}).join(counted, on="customer", how="left", maintain_order="left")
    return table["later"].fill_null(0).to_numpy().astype(np.int64)


def days_from(dates: pl.Series, start: date) -> NDArray[np.int64]:
    """Dates as days from `start`."""
    return (dates - start).dt.total_days().to_numpy().astype(np.int64)
