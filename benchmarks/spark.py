"""Equal counties on a Spark cluster of one worker and of two: how much faster are two?

    python benchmarks/spark.py --orders 16 --iterations 200000 --markdown spark.md

The aim: at least 1.8 times. Each worker, and all that it starts, is held to one core of this machine, so that two have
twice what one has; every order is the same county and seed with a budget of iterations, so that all are the same work.
Started executors are warmed first. Needs two cores, Java 17 and the extra `spark`.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.loopback_cluster import QUIET_DRIVER, loopback_cluster
from tianlu.core.calendar import Week
from tianlu.scale.county_order import CountyBudget, CountyOrder
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.spark import connect, plan_on_spark

WEEK = Week(date(2026, 11, 23))
WARMING_A_WORKER = 3
HEAD = "| workers | counties | s | CPU s in the counties | cores kept busy | plans | |\n|--:|--:|--:|--:|--:|---|---|"


@dataclass(frozen=True)
class Run:
    """What a cluster of so many workers did with the orders. `seconds` are of the wall clock."""

    workers: int
    seconds: float
    outcomes: tuple[CountyOutcome, ...]

    def row(self, first: "Run") -> str:
        cpu_s = sum(outcome.cpu_s for outcome in self.outcomes)
        sound = sum(not outcome.trouble and outcome.broken == 0 for outcome in self.outcomes)
        faster = "" if self is first else f"{first.seconds / self.seconds:.2f} × as fast as {first.workers}"
        return (
            f"| {self.workers} | {len(self.outcomes)} | {self.seconds:.1f} | {cpu_s:.1f} | "
            f"{cpu_s / self.seconds:.2f} | {sound} keep every rule | {faster} |"
        )


def main() -> None:
    asked = parse_arguments()
    runs: list[Run] = []
    print(HEAD, flush=True)
    for workers in asked.workers:
        runs.append(measured(workers, orders(asked)))
        print(runs[-1].row(runs[0]), flush=True)
    lines = [HEAD, *(run.row(runs[0]) for run in runs), ""]
    if len({tuple(outcome.plan_json for outcome in run.outcomes) for run in runs}) != 1:
        sys.exit("the clusters made different plans of the same orders")
    if asked.markdown:
        asked.markdown.write_text("\n".join(lines), encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", default="632521", help="code of a sample county")
    parser.add_argument("--orders", type=int, default=16)
    parser.add_argument("--iterations", type=int, default=200_000)
    parser.add_argument("--workers", type=lambda text: [int(n) for n in text.split(",")], default=[1, 2])
    parser.add_argument("--markdown", type=Path, help="write the table to this file")
    return parser.parse_args()


def orders(asked: argparse.Namespace) -> list[CountyOrder]:
    budget = CountyBudget(iterations=asked.iterations)
    keys = [f"{k:03}" for k in range(asked.orders)]
    return [CountyOrder(key, f"sample:{asked.county}", WEEK, budget, seed=1) for key in keys]


def measured(workers: int, orders: list[CountyOrder]) -> Run:
    """From the first order sent to the last row received, on a cluster that is up and warm."""
    cores = tuple(sorted(os.sched_getaffinity(0)))[:workers]
    if len(cores) < workers:
        sys.exit(f"{workers} workers need {workers} cores; this process has {len(cores)}")
    with loopback_cluster(workers, cores=cores) as master:
        spark = connect(master, {**QUIET_DRIVER, **await_all(workers)})
        try:
            warming = [
                CountyOrder(f"w{k}", orders[0].package, WEEK, CountyBudget(iterations=1), 1)
                for k in range(workers * WARMING_A_WORKER)
            ]
            plan_on_spark(spark, warming)
            began = time.perf_counter()
            outcomes = plan_on_spark(spark, orders)
            return Run(workers, time.perf_counter() - began, outcomes)
        finally:
            spark.stop()


def await_all(workers: int) -> dict[str, str]:
    """Begin only when every worker's executor is there."""
    return {
        "spark.cores.max": str(workers),
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    }


if __name__ == "__main__":
    main()
