"""A shop's orders by a known rule: each customer buys at a rate of his own until he is lost; two products."""

import random
from datetime import date, timedelta

import polars as pl

START, UNTIL = date(2025, 1, 1), date(2026, 6, 30)
TEA, MEAT = "茶叶", "牦牛肉"


def shop_orders(customers: int, seed: int) -> pl.DataFrame:
    """customer, day, product, pieces, fen. Who buys much tea takes up meat in the last 90 days far likelier."""
    rng = random.Random(seed)
    rows = []
    for k in range(customers):
        each_days, lost = rng.choice((10, 30, 60)), rng.random() < 0.3
        end = START + timedelta(days=rng.randrange(120, 300)) if lost else UNTIL
        price = rng.choice((2_000, 8_000))
        day = START + timedelta(days=rng.randrange(60))
        while day <= end:
            rows.append((f"c{k}", day, TEA, 1, price + rng.randrange(500)))
            day += timedelta(days=max(1, round(rng.expovariate(1 / each_days))))
        takes_meat = rng.random() < (0.7 if each_days == 10 else 0.05)
        if takes_meat and not lost:
            rows.append((f"c{k}", UNTIL - timedelta(days=rng.randrange(1, 80)), MEAT, 2, 20_000))
    return pl.DataFrame(
        rows,
        schema={"customer": pl.String, "day": pl.Date, "product": pl.String, "pieces": pl.Int64, "fen": pl.Int64},
        orient="row",
    )
