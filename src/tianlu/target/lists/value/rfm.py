"""Recency, frequency, money: each customer's rank from 1 to 5 in how lately, how often and for how much it buys."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.core.money import yuan
from tianlu.target.lists.value.purchases import Histories

CLASSES = 5


@dataclass(frozen=True)
class RfmReason:
    """Why a customer stands in its classes, in both languages."""

    text: str
    text_zh: str


def rank_rfm(histories: Histories) -> pl.DataFrame:
    """One row a customer: `customer`, `quiet_days`, `days_bought`, `fen`, and `recency`, `frequency`, `money` from 1 to
    CLASSES, which is best. Customers who are alike are in the same class."""
    quiet = histories.end - histories.last
    often = histories.repeats + 1
    return pl.DataFrame(
        {
            "customer": histories.customers,
            "quiet_days": quiet,
            "days_bought": often,
            "fen": histories.fen,
            "recency": _classes(-quiet),
            "frequency": _classes(often),
            "money": _classes(histories.fen),
        }
    )


def explain_rfm(row: dict[str, int]) -> RfmReason:
    """The reason beside a row of `rank_rfm`, as `DataFrame.row(named=True)` gives it."""
    days, often, money = row["quiet_days"], row["days_bought"], yuan(row["fen"])
    classes = f"{row['recency']}-{row['frequency']}-{row['money']}"
    return RfmReason(
        text=f"{classes}: last bought {days} days ago, on {often} days, for {money} in all.",
        text_zh=f"{classes}：最近一次购买在 {days} 天前，共 {often} 天有购买，合计 {money}。",
    )


def _classes(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The mean rank of each value cut into fifths."""
    from scipy.stats import rankdata  # type: ignore[import-untyped]  # slow to load

    share = (rankdata(values) - 0.5) / len(values)
    classes: NDArray[np.int64] = np.minimum((share * CLASSES).astype(np.int64) + 1, CLASSES)
    return classes
