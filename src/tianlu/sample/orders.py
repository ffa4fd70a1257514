"""A year of dated orders of the sample's e-commerce line, generated: by customer, with a product of the season."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tianlu.sample.parties import SHOP, Party
from tianlu.sample.specialities import (
    BARLEY_AND_RAPESEED,
    CORDYCEPS,
    GOJI,
    SHOPPING_FESTIVAL,
    YAK_AND_SHEEP,
    YEAR_END,
    Speciality,
    specialities_of,
)

MONTHS = range(1, 13)
ORDER_FEN = 8_000
"""The mean order (B)."""
ORDERS_A_MONTH_MAX = 12
PRODUCTS = {
    CORDYCEPS: ("冬虫夏草",),
    GOJI: ("枸杞", "黑枸杞"),
    YAK_AND_SHEEP: ("牦牛肉", "牦牛肉干", "羊肉"),
    BARLEY_AND_RAPESEED: ("青稞面", "菜籽油"),
}
PRODUCTS_ALL_YEAR = ("酸奶", "日用品", "服饰", "农资", "五金")


@dataclass(frozen=True)
class Order:
    """`key` is the customer's on the list of the line."""

    key: str
    day: date
    product: str
    fen: int


def draw_orders(county: str, keys: Sequence[tuple[str, Party]], *, year: int, die: Random) -> tuple[Order, ...]:
    """In order of day; a customer's twelve months add up to about twelve of his mean ones."""
    specialities = specialities_of(county)
    weights = {month: _weight(month, specialities) for month in MONTHS}
    mean = sum(weights.values()) / len(weights)
    found = [
        order
        for key, party in keys
        for month in MONTHS
        for order in _month_orders(
            key, round(party.month_fen[SHOP] * weights[month] / mean), date(year, month, 1), specialities, die
        )
    ]
    return tuple(sorted(found, key=lambda order: (order.day, order.key)))


def _weight(month: int, specialities: Sequence[Speciality]) -> float:
    own = sum(each.more_percent for each in specialities if month in each.months)
    festival = sum(each.percent - 100 for each in (YEAR_END, SHOPPING_FESTIVAL) if month in each.months)
    return 1 + (own + festival) / 100


def _month_orders(key: str, fen: int, month: date, specialities: Sequence[Speciality], die: Random) -> Iterator[Order]:
    """About one order for each ORDER_FEN; a small customer orders in few months, then for as much as he saves up."""
    expected = fen / ORDER_FEN
    count = min(int(expected) + (die.random() < expected % 1), ORDERS_A_MONTH_MAX)
    season = [product for each in specialities if month.month in each.months for product in PRODUCTS[each]]
    for _ in range(count):
        day = month.replace(day=die.randint(1, monthrange(month.year, month.month)[1]))
        each = max(fen / count, ORDER_FEN) * die.uniform(0.6, 1.4)
        product = die.choice(season if season and die.random() < 0.6 else PRODUCTS_ALL_YEAR)
        yield Order(key, day, product, round(each))
