"""Everything that orders say of each customer: habits, outlook, decline on the year, the next product."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from tianlu.target.lists.value.decline import Decline, find_declines
from tianlu.target.lists.value.purchases import buying_days, histories_until
from tianlu.target.lists.value.repeat_buyers import Forecast, forecast_buyers
from tianlu.target.lists.value.rfm import rank_rfm
from tianlu.target.lists.worth.next_product import NextProducts, next_products

ORDERS = ("customer", "day", "product", "pieces", "fen")
"""A table of orders, a row an order in any order; `product` is empty where none is named."""

OnShare = Callable[[float, str], object]
"""Told how much is done, of 1, and what is being done; may raise to end it."""


@dataclass(frozen=True, eq=False)
class Assessed:
    """`rfm` is `rank_rfm`'s table; `forecast` is None where nobody came back, so that there is no habit to learn;
    `declines` by customer, of the last whole month `month`, empty and `month` None where orders reach back less than a
    year before it."""

    until: date
    days_ahead: int
    rfm: pl.DataFrame
    forecast: Forecast | None
    month: date | None
    declines: dict[str, Decline]
    next_products: NextProducts


def assess(
    orders: pl.DataFrame, *, until: date, days_ahead: int, seed: int, on_share: OnShare = lambda _, __: None
) -> Assessed:
    """What is known by the end of the day `until`, and what is to be expected of the `days_ahead` after it.

    Raises ValueError where there is no order by then.
    """
    known = orders.filter(pl.col("day") <= until)
    purchases = known.select("customer", "day", "fen")
    on_share(0.0, "habits")
    rfm = rank_rfm(histories_until(buying_days(purchases), until))
    on_share(0.1, "forecast")
    try:
        forecast = forecast_buyers(purchases, until=until, days_ahead=days_ahead, seed=seed)
    except ValueError:
        forecast = None
    on_share(0.6, "declines")
    month = last_whole_month(until)
    reaches = known["day"].min() <= month.replace(year=month.year - 1)  # type: ignore[operator]
    declines = find_declines(by_month(known), month) if reaches else ()

    def on_product(share: float) -> None:
        on_share(0.65 + 0.35 * share, "next")

    products = next_products(known, until=until, days_ahead=days_ahead, seed=seed, on_share=on_product)
    return Assessed(
        until=until,
        days_ahead=days_ahead,
        rfm=rfm,
        forecast=forecast,
        month=month if reaches else None,
        declines={str(each.customer): each for each in declines},
        next_products=products,
    )


def last_whole_month(until: date) -> date:
    """The first day of the last month that is over by the end of `until`."""
    this = (until + timedelta(days=1)).replace(day=1)
    return (this - timedelta(days=1)).replace(day=1)


def by_month(orders: pl.DataFrame) -> pl.DataFrame:
    """customer, product, month (its first day), pieces, fen."""
    months = orders.with_columns(month=pl.col("day").dt.truncate("1mo"))
    return months.group_by("customer", "product", "month").agg(pl.col("pieces").sum(), pl.col("fen").sum())
