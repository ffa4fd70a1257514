"""Repeat buyers of CDNOW, forecast from the first 39 weeks: `python benchmarks/repeat_buyers.py CDNOW_master.txt`.

The file has a line a purchase: customer, date (YYYYMMDD), number of CDs, dollars (Fader and Hardie; it lies in the
package `lifetimes`). Purchases of one day are one. Known until 1997-09-30, held against the 39 weeks after.
`--customers 1000000` draws that many customers with replacement and says how long the forecast takes.
"""

import argparse
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.value.fit_buyers import FitParams
from tianlu.target.lists.value.purchases import buying_days, count_after
from tianlu.target.lists.value.repeat_buyers import Forecast, ForecastParams, forecast_buyers

UNTIL, AHEAD_DAYS, END = date(1997, 9, 30), 273, date(1998, 6, 30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--customers", type=int, help="draw so many customers with replacement, for the time alone")
    asked = parser.parse_args()
    purchases = read_purchases(asked.file)
    if asked.customers:
        purchases = drawn(purchases, asked.customers)
    print("| model | seed | customers | RMSE | bias | top tenth found | their purchases | CPU s | s |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    at_tempo = ForecastParams(days_min=10**6)
    plain = replace(at_tempo, fit=FitParams(days_a_stretch=10**6))
    models = (("BG/NBD", plain), ("at the market's tempo", at_tempo), ("with level and habits", ForecastParams()))
    for name, params in models:
        for seed in (int(each) for each in asked.seeds.split(",")):
            print(row(name, purchases, seed, params), flush=True)


def read_purchases(file: Path) -> pl.DataFrame:
    """The table of purchases that the library takes, dollars as cents."""
    lines = (line.split() for line in file.read_text(encoding="ascii").splitlines())
    cells = [each for each in lines if each and each[0].isdigit()]
    return pl.DataFrame(
        {
            "customer": [int(each[0]) for each in cells],
            "day": [date(int(each[1][:4]), int(each[1][4:6]), int(each[1][6:])) for each in cells],
            "fen": [round(float(each[3]) * 100) for each in cells],
        }
    )


def drawn(purchases: pl.DataFrame, customers: int) -> pl.DataFrame:
    """As many customers as asked, each a copy of one drawn with replacement."""
    keys = purchases["customer"].unique().sort()
    copies = np.random.default_rng(1).integers(len(keys), size=customers)
    table = pl.DataFrame({"customer": keys.gather(copies), "copy": np.arange(customers)})
    return table.join(purchases, on="customer").select(pl.col("copy").alias("customer"), "day", "fen")


def row(name: str, purchases: pl.DataFrame, seed: int, params: ForecastParams) -> str:
    """A line of the table: one forecast, held against what came after."""
    known = purchases.filter(pl.col("day") <= UNTIL)
    began, cpu = time.perf_counter(), time.process_time()
    forecast = forecast_buyers(known, until=UNTIL, days_ahead=AHEAD_DAYS, seed=seed, params=params)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    found = measured(forecast, purchases)
    figures = (
        name,
        seed,
        len(forecast.table),
        f"{found[0]:.4f}",
        f"{found[1]:+.1%}",
        f"{found[2]:.4f}",
        f"{found[3]:.4f}",
        f"{used:.1f}",
        f"{took:.1f}",
    )
    return f"| {' | '.join(map(str, figures))} |"


def measured(forecast: Forecast, purchases: pl.DataFrame) -> tuple[float, float, float, float]:
    """RMSE, bias, share of the true top tenth in the forecast's, share of all purchases that the forecast's top tenth
    made. Customers who tie at the edge of the true tenth count by the share of them that it holds."""
    table = forecast.table
    bought = count_after(buying_days(purchases), table["customer"], after=UNTIL, until=END).astype(float)
    expected = table["expected"].to_numpy()
    top = np.argsort(-expected, kind="stable")[: len(table) // 10]
    rmse = float(np.sqrt(np.mean((bought - expected) ** 2)))
    bias = float(expected.sum() / bought.sum() - 1)
    return rmse, bias, float(_in_top_tenth(bought)[top].sum() / len(top)), float(bought[top].sum() / bought.sum())


def _in_top_tenth(bought: NDArray[np.float64]) -> NDArray[np.float64]:
    tenth = len(bought) // 10
    edge = np.sort(bought)[-tenth]
    above, at = bought > edge, bought == edge
    return above + at * (tenth - above.sum()) / at.sum()


if __name__ == "__main__":
    main()
