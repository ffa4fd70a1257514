"""Made customers who buy as the BG/NBD model says, for the tests of this folder."""

from datetime import date, timedelta

import numpy as np
import polars as pl

START = date(2025, 1, 1)


def shoppers(
    count: int, *, seed: int, days: int = 400, quiet: tuple[int, int] | None = None, loyal_from_fen: int | None = None
) -> pl.DataFrame:
    """Purchases of `count` customers (r 0.5, alpha 8 weeks, a 0.8, b 2.5) who join in the first twelve weeks.

    In the days `quiet` half of the purchases do not happen, whoever it is; who pays `loyal_from_fen` or more in the
    mean is never lost.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(count):
        rate, lost = rng.gamma(0.5, 1 / 8.0) / 7, rng.beta(0.8, 2.5)
        price = rng.gamma(4.0) * 1_000
        if loyal_from_fen is not None and price >= loyal_from_fen:
            lost = 0.0
        day = float(rng.integers(84))
        rows.append((customer, int(day), round(price)))
        while (day := day + rng.exponential(1 / max(rate, 1e-6))) < days:
            if quiet is None or not quiet[0] <= day < quiet[1] or rng.random() < 0.5:
                rows.append((customer, int(day), round(price * rng.gamma(5.0) / 5)))
                if rng.random() < lost:
                    break
    return pl.DataFrame(
        {
            "customer": [row[0] for row in rows],
            "day": [START + timedelta(days=row[1]) for row in rows],
            "fen": [row[2] for row in rows],
        }
    )
