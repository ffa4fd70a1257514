"""Linkage of many made records, and of new ones into them: `python benchmarks/linkage_scale.py --divisions DIST
[--records 2000000] [--new 10000] [--seed 7] [--threads 2] [--spark WORKERS]`.

DIST is `dist/` of the package china-division. The records are made by `benchmarks/people/generate.py`, whose truth is
read only after all is done. `--spark` finds the pairs of the standing records once more on a loopback cluster, and
says whether they are the same, pattern by pattern.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.loopback_cluster import QUIET_DRIVER, loopback_cluster
from benchmarks.people.divisions import read_province
from benchmarks.people.generate import generate
from benchmarks.people.measure import Cost, agreement, cost, memory_mb
from tianlu.target.lists.address.division import DivisionTable
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.link.change import revert_changes
from tianlu.target.lists.link.clusters import Clusters
from tianlu.target.lists.link.grow import Growth, grow
from tianlu.target.lists.link.link_people import cluster_people
from tianlu.target.lists.link.mixture import Mixture, fit_mixture
from tianlu.target.lists.link.on_spark import find_pairs_on_spark
from tianlu.target.lists.link.pairs import ID, Pairs, find_pairs
from tianlu.target.lists.link.people import PEOPLE, prepare_people

EXECUTOR_MB = 2_500
ROOM = {"spark.driver.memory": "6g", "spark.executor.memory": f"{EXECUTOR_MB}m", "spark.sql.shuffle.partitions": "64"}
"""Beside a quiet driver's settings: the records go out from the driver, and the pairs come back to it."""


def main(table: DivisionTable, *, records: int, new: int, seed: int, threads: int, workers: int) -> None:
    gazetteer = Gazetteer(table)
    with cost() as spent:
        rows = generate(table, records=records + new, seed=seed)
    _say(f"{rows.height} records made", spent)
    is_new = pl.Series(np.random.default_rng(seed).permutation(rows.height) < new)
    standing, arriving = rows.filter(~is_new), rows.filter(is_new)
    with cost() as spent:
        prepared = prepare_people(standing.select(ID, "name", "phone", "address"), gazetteer)
    _say("names, telephones, addresses read", spent)
    with cost() as spent:
        pairs = find_pairs(prepared, PEOPLE, threads=threads)
    _say(f"{len(pairs)} pairs compared", spent)
    if workers:
        compare_with_spark(prepared, pairs, workers)
    with cost() as spent:
        linked = cluster_people(prepared, pairs, fit_mixture(PEOPLE, pairs.pattern))
    _say("classes fitted, people and households clustered", spent)
    print("| level | precision | recall | F1 |\n|---|--:|--:|--:|")
    for found, truth in ((linked.people, "entity"), (linked.households, "household")):
        print(f"| {truth} | {agreement(pl.Series(found.clusters), standing[truth]).say()} |")
    del pairs
    add_new(rows, prepared, linked.people, linked.mixture, arriving, gazetteer, threads=threads)


def add_new(
    rows: pl.DataFrame,
    prepared: pl.DataFrame,
    clusters: Clusters,
    mixture: Mixture,
    arriving: pl.DataFrame,
    gazetteer: Gazetteer,
    *,
    threads: int,
) -> None:
    """Records that come later, with what becomes of the numbers of those that stand."""
    with cost() as spent:
        fresh = prepare_people(arriving.select(ID, "name", "phone", "address"), gazetteer)
        growth = grow(clusters, prepared, fresh, mixture, threads=threads)
    _say(f"{fresh.height} new records put in", spent)
    kept = float((growth.clusters.find(clusters.records) == clusters.clusters).mean())
    back = revert_changes(growth.clusters, growth.changes)
    is_back = np.array_equal(back.records, clusters.records) and np.array_equal(back.clusters, clusters.clusters)
    print(f"numbers unchanged: {100 * kept:.4f} %; changes: {_kinds(growth)}; all taken back: {is_back}")
    truth = rows.sort(ID)["entity"]
    print(f"people, new ones among them: {agreement(pl.Series(growth.clusters.clusters), truth).say()}")


def compare_with_spark(prepared: pl.DataFrame, pairs: Pairs, workers: int) -> None:
    """The same model on Spark."""
    from tianlu.scale.spark import connect

    with TemporaryDirectory() as folder, loopback_cluster(workers, worker_mb=EXECUTOR_MB) as master:
        prepared.write_parquet(f"{folder}/records.parquet")
        session = connect(master, {**QUIET_DRIVER, **ROOM, "spark.cores.max": str(workers)})
        with cost() as spent:
            on_spark = find_pairs_on_spark(session, session.read.parquet(f"{folder}/records.parquet"), PEOPLE)
        session.stop()
    same = all(np.array_equal(getattr(pairs, each), getattr(on_spark, each)) for each in ("left", "right", "pattern"))
    _say(f"Spark, {workers} workers: {len(on_spark)} pairs, {'the same' if same else 'NOT THE SAME'}", spent)


def _kinds(growth: Growth) -> str:
    kinds, counts = np.unique([change.kind.value for change in growth.changes], return_counts=True)
    return ", ".join(f"{count} {kind}" for kind, count in zip(kinds, counts, strict=True))


def _say(what: str, spent: Cost) -> None:
    print(f"{what}: {spent.cpu_s:.1f} CPU-s, {spent.wall_s:.1f} s; at most {memory_mb()} MB so far", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--divisions", type=Path, required=True)
    parser.add_argument("--province", default="52")
    parser.add_argument("--records", type=int, default=2_000_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--spark", type=int, default=0, metavar="WORKERS")
    arguments = parser.parse_args()
    main(
        read_province(arguments.divisions, arguments.province),
        records=arguments.records,
        new=arguments.new,
        seed=arguments.seed,
        threads=arguments.threads,
        workers=arguments.spark,
    )
