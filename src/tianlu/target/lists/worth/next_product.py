"""The product that each customer is likeliest to take up next, learnt from who took what up lately."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from tianlu.target.lists.value.propensity import HeldBack, PropensityParams, fit_propensity

HABITS = ("orders", "products", "quiet_days", "known_days", "fen", "pieces")


@dataclass(frozen=True)
class NextProduct:
    """`because` are the features that moved the chance most, each with its figure and by how much (log-odds)."""

    product: str
    chance: float
    because: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class ProductLearnt:
    """What was learnt of a product that `takers` took up; `held_back` is None where they were too few."""

    product: str
    takers: int
    held_back: HeldBack | None


@dataclass(frozen=True)
class NextProducts:
    """By customer the likeliest of the products that he has not had; products in order of their names."""

    of: dict[str, NextProduct]
    products: tuple[ProductLearnt, ...]


def next_products(
    orders: pl.DataFrame,
    *,
    until: date,
    days_ahead: int,
    seed: int,
    on_share: Callable[[float], object] = lambda _: None,
    params: PropensityParams | None = None,
) -> NextProducts:
    """`orders` has customer, day, product, pieces, fen. A product is learnt from the `days_ahead` days before `until`:
    who took it up for the first time, by what was known of him before them; the chance is for as many days after it."""
    params = params or PropensityParams()
    named = orders.filter(pl.col("product") != "")
    products = sorted(named["product"].unique().to_list())
    then = until - timedelta(days=days_ahead)
    known = named.filter(pl.col("day") <= until)
    lately = known.filter(pl.col("day") > then)
    before, now = (
        habits_until(known.filter(pl.col("day") <= then), products, then),
        habits_until(known, products, until),
    )
    best: dict[str, NextProduct] = {}
    learnt: list[ProductLearnt] = []
    for k, product in enumerate(products):
        on_share(k / len(products))
        could = before.filter(pl.col(_had(k)) == 0)
        took = could["customer"].is_in(lately.filter(pl.col("product") == product)["customer"].implode()).to_numpy()
        takers = int(took.sum())
        if min(takers, len(took) - takers) < params.takers_min:
            learnt.append(ProductLearnt(product, takers, None))
            continue
        model = fit_propensity(product, could.drop("customer"), took, seed=seed, params=params)
        learnt.append(ProductLearnt(product, takers, model.held_back))
        theirs = now.filter(pl.col(_had(k)) == 0)
        chances, reasons = model.chance(theirs), model.reasons(theirs)
        for customer, chance, because in zip(theirs["customer"], chances.tolist(), reasons, strict=True):
            if customer not in best or chance > best[customer].chance:
                said = tuple((_feature(each.feature, products), each.figure, each.log_odds) for each in because)
                best[customer] = NextProduct(product, float(chance), said)
    return NextProducts(best, tuple(learnt))


def habits_until(orders: pl.DataFrame, products: Sequence[str], until: date) -> pl.DataFrame:
    """A row a customer in order of its key: HABITS, and for each product 1 where he had it."""
    had = [(pl.col("product") == product).any().cast(pl.Int64).alias(_had(k)) for k, product in enumerate(products)]
    return (
        orders.group_by("customer")
        .agg(
            *had,
            orders=pl.len().cast(pl.Int64),
            products=pl.col("product").n_unique().cast(pl.Int64),
            quiet_days=(pl.lit(until) - pl.col("day").max()).dt.total_days(),
            known_days=(pl.lit(until) - pl.col("day").min()).dt.total_days(),
            fen=pl.col("fen").sum(),
            pieces=pl.col("pieces").sum(),
        )
        .sort("customer")
    )


def _had(k: int) -> str:
    return f"had_{k}"


def _feature(name: str, products: Sequence[str]) -> str:
    """A habit by its name, or the product that was had."""
    return f"had:{products[int(name.removeprefix('had_'))]}" if name.startswith("had_") else name
