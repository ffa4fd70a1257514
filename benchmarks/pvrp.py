"""Periodic routing on published instances: the county's search on Cordeau's format, solutions for any referee.

    python benchmarks/pvrp.py --dir DIR --seconds 60 --seed 1 --out OUT [--only p02,p05] [--jobs 1] [--until-best]

DIR holds instances in Cordeau's format; OUT receives NAME.json = {"instance", "days": [[[customer, ...], ...], ...]}.
Seconds are CPU seconds of one thread, compilation left out. Prints a line an instance, with the gap where DIR has a
best_known.csv. --until-best ends an instance once its best known cost is found: the same gaps in less time, as long as
nothing better than the best known is to be had.
"""

import argparse
import csv
import json
import math
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from tianlu.plan.rounds.anneal import Found, anneal, plain_params
from tianlu.plan.rounds.plain import PlainProblem, plain_week, read_masks, routes_of
from tianlu.plan.rounds.result import Budget


def read_instance(path: Path) -> PlainProblem:
    """An instance in Cordeau's format (type 1, PVRP). Raises ValueError where the text is none."""
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()]
    kind, vehicles, _, days = (int(x) for x in rows[0][:4])
    if kind != 1:
        raise ValueError(f"{path.name}: type {kind} is not a PVRP (1)")
    limits = [(float(r[0]), float(r[1])) for r in rows[1 : 1 + days]]
    nodes = rows[1 + days :]
    at = [(float(r[1]), float(r[2])) for r in nodes]
    return PlainProblem(
        distance=np.array([[math.dist(a, b) for b in at] for a in at]),
        service=np.array([float(r[3]) for r in nodes]),
        demand=np.array([float(r[4]) for r in nodes]),
        patterns=tuple(
            read_masks([int(code) for code in r[7 : 7 + int(r[6])]], days) if k > 0 and int(r[5]) > 0 else ()
            for k, r in enumerate(nodes)
        ),
        vehicles=vehicles,
        load_max=tuple(load for _, load in limits),
        length_max=tuple(length for length, _ in limits),
    )


def solve_instance(
    path: Path, seconds: float, seed: int, *, enough: float | None
) -> tuple[str, Found, list[list[list[int]]], float]:
    """Search one instance until the seconds or a cost of `enough` are reached; the result, its routes, CPU seconds."""
    week = plain_week(read_instance(path))
    warm_up = Budget(iterations=20)
    anneal(week, budget=warm_up, seed=seed, params=plain_params(week), clock=time.process_time, on_step=lambda _: True)
    began = time.process_time()
    found = anneal(
        week,
        budget=Budget(seconds=seconds),
        seed=seed,
        params=plain_params(week),
        clock=time.process_time,
        on_step=lambda step: enough is None or step.cost is None or step.cost > enough,
    )
    return path.name, found, routes_of(found.state, week), time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--jobs", type=int, default=1, help="instances searched at once, one thread each")
    parser.add_argument("--until-best", action="store_true", help="end an instance at its best known cost")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    best_file = options.dir / "best_known.csv"
    best: dict[str, float] = {}
    if best_file.exists():
        with best_file.open() as file:
            best = {row["instance"]: float(row["best_known"]) for row in csv.DictReader(file)}
    only = set(options.only.split(",")) - {""}
    paths = [
        path
        for path in sorted(options.dir.iterdir())
        if path.suffix == "" and path.is_file() and (not only or path.name in only)
    ]
    gaps = []
    with ProcessPoolExecutor(options.jobs) as pool:
        runs = [
            pool.submit(
                solve_instance,
                path,
                options.seconds,
                options.seed,
                # Published costs are rounded to two decimals.
                enough=best[path.name] + 0.005 if options.until_best and path.name in best else None,
            )
            for path in paths
        ]
        for run in runs:
            name, found, days, cpu_s = run.result()
            (options.out / f"{name}.json").write_text(json.dumps({"instance": name, "days": days}))
            gap = 100 * (found.cost / best[name] - 1) if found.cost is not None and name in best else math.nan
            gaps.append(gap)
            print(
                f"{name} cost {found.cost if found.cost is not None else math.nan:.2f} gap {gap:.2f} % "
                f"iterations {found.iterations} cpu {cpu_s:.1f} s",
                flush=True,
            )
    if gaps:
        print(f"mean gap {np.mean(gaps):.3f} %, worst {np.max(gaps):.2f} %, {len(gaps)} instances")
    return 0


if __name__ == "__main__":
    sys.exit(main())
