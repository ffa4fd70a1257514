"""Uplift on the MineThatData e-mail test: `python benchmarks/uplift.py hillstrom.csv.gz`.

Women's e-mail against no e-mail, outcome visit, five times two folds, normalised Qini area of the half not learnt from.
Beside the library's learner stands the response alone: who visits most after an e-mail, asked first.
The interval of each score's mean area is 95 % by drawing the held-back customers anew.
"""

import argparse
import gzip
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import lightgbm as lgb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.value.qini import qini_area
from tianlu.target.lists.value.uplift import fit_uplift

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
REPEATS = 5
Scorer = Callable[[pl.DataFrame, Flags, Flags, pl.DataFrame, int], Floats]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--draws", type=int, default=100)
    asked = parser.parse_args()
    customers, treated, visited = read_test(asked.file)
    print(f"{len(treated)} customers, {treated.sum()} with an e-mail")
    print("| score | Qini area | standard deviation of 10 halves | 95 % | within noise | CPU s |")
    print("|---|--:|--:|---|---|--:|")
    scorers: tuple[tuple[str, Scorer], ...] = (("uplift", by_uplift), ("response alone", by_response))
    drawn = {}
    for name, scorer in scorers:
        began = time.process_time()
        areas, drawn[name] = areas_of(scorer, customers, treated, visited, draws=asked.draws)
        cpu = time.process_time() - began
        low, high = np.quantile(drawn[name], [0.025, 0.975])
        noise = "yes" if low <= 0 else "no"
        print(
            f"| {name} | {np.mean(areas):.4f} | {np.std(areas, ddof=1):.4f} | {low:.4f} to {high:.4f}"
            f" | {noise} | {cpu:.0f} |"
        )
    low, high = np.quantile(drawn["uplift"] - drawn["response alone"], [0.025, 0.975])
    print(f"| uplift less response alone, same draws | | | {low:.4f} to {high:.4f} | {'yes' if low <= 0 else 'no'} | |")


def read_test(file: Path) -> tuple[pl.DataFrame, Flags, Flags]:
    """Customers of the two groups as numbers known before the e-mail, who got it, who visited."""
    table = pl.read_csv(gzip.decompress(file.read_bytes())).filter(pl.col("segment") != "Mens E-Mail")
    kinds = [("zip_code", "Rural"), ("zip_code", "Urban"), ("channel", "Web"), ("channel", "Phone")]
    customers = table.select(
        "recency",
        "history",
        "mens",
        "womens",
        "newbie",
        *((pl.col(column) == kind).cast(pl.Int8).alias(kind.lower()) for column, kind in kinds),
    )
    return customers, (table["segment"] == "Womens E-Mail").to_numpy(), table["visit"].to_numpy().astype(bool)


def areas_of(
    scorer: Scorer, customers: pl.DataFrame, treated: Flags, visited: Flags, *, draws: int
) -> tuple[list[float], Floats]:
    """The area of each held-back half, and the mean area of the ten in each draw."""
    areas, drawn = [], np.zeros(draws)
    for k, (seen, held) in enumerate(halves(treated, visited)):
        score = scorer(customers.filter(seen), treated[seen], visited[seen], customers.filter(held), k)
        areas.append(qini_area(score, treated[held], visited[held]))
        drawn += _drawn_areas(score, treated[held], visited[held], np.flatnonzero(held), len(held), draws)
    return areas, drawn / len(areas)


def halves(treated: Flags, visited: Flags) -> Iterator[tuple[Flags, Flags]]:
    """Five times the customers in two halves, each once to learn from and once held back; groups and outcomes even."""
    for repeat in range(REPEATS):
        rng = np.random.default_rng(repeat)
        first = np.zeros(len(treated), bool)
        for group in (treated & visited, treated & ~visited, ~treated & visited, ~treated & ~visited):
            rows = rng.permutation(np.flatnonzero(group))
            first[rows[: len(rows) // 2]] = True
        yield first, ~first
        yield ~first, first


def by_uplift(customers: pl.DataFrame, treated: Flags, visited: Flags, others: pl.DataFrame, seed: int) -> Floats:
    return fit_uplift(customers, treated, visited.astype(float), seed=seed).effect(others)


def by_response(customers: pl.DataFrame, treated: Flags, visited: Flags, others: pl.DataFrame, seed: int) -> Floats:
    settings = {"objective": "binary", "learning_rate": 0.03, "num_leaves": 8, "min_data_in_leaf": 200}
    settings |= {"num_threads": 1, "verbose": -1, "seed": seed}
    asked = lgb.Dataset(customers.filter(treated).to_numpy().astype(float), visited[treated])
    return np.asarray(lgb.train(settings, asked, 100).predict(others.to_numpy().astype(float)), float)


def _drawn_areas(
    score: Floats, treated: Flags, visited: Flags, rows: NDArray[np.int64], people: int, draws: int
) -> Floats:
    """Areas with customers drawn anew; a draw counts a customer alike in every half that it is held back in."""
    found = np.zeros(draws)
    for k in range(draws):
        copies = np.random.default_rng(1_000 + k).poisson(1.0, people)[rows]
        drawn = np.repeat(np.arange(len(rows)), copies)
        found[k] = qini_area(score[drawn], treated[drawn], visited[drawn])
    return found


if __name__ == "__main__":
    main()
