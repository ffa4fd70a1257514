"""Customers are ranked by how lately, how often, for how much."""

from datetime import date, timedelta

import polars as pl

from tianlu.target.lists.value.purchases import buying_days, histories_until
from tianlu.target.lists.value.rfm import explain_rfm, rank_rfm

DAY = date(2025, 1, 1)


def ranked(*customers: tuple[int, int, int]) -> pl.DataFrame:
    """Customers as (days bought, days of silence at day 100, fen of each)."""
    rows = [
        (k, DAY + timedelta(days=100 - quiet - d), fen)
        for k, (often, quiet, fen) in enumerate(customers)
        for d in range(often)
    ]
    days = buying_days(pl.DataFrame(rows, schema=["customer", "day", "fen"], orient="row"))
    return rank_rfm(histories_until(days, DAY + timedelta(days=100)))


def test_best_of_five_has_the_best_class() -> None:
    table = ranked((1, 50, 100), (2, 40, 200), (3, 30, 300), (4, 20, 400), (9, 1, 900))
    assert table["recency"].to_list() == [1, 2, 3, 4, 5]
    assert table["frequency"].to_list() == [1, 2, 3, 4, 5]
    assert table["money"].to_list() == [1, 2, 3, 4, 5]


def test_customers_who_are_alike_are_in_one_class() -> None:
    table = ranked(*[(2, 10, 100)] * 9, (5, 1, 900))
    assert table["money"][:9].n_unique() == 1
    assert table["money"][9] == 5


def test_reason_says_the_figures_in_both_languages() -> None:
    reason = explain_rfm(ranked((2, 3, 150), (1, 9, 50)).row(0, named=True))
    assert "3 days ago" in reason.text
    assert "¥3.00" in reason.text_zh
