"""Delivery over bus lines with timetables, on published instances: plans, their costs, proven bounds.

    python benchmarks/bus_lines.py --dir DIR --seconds 300 --seed 1 --out OUT [--only Instance1,...] [--reading slow]

DIR holds best_published.csv and the folder instances with NAME.city, NAME.demands and NAME.params of Mandal and
Archetti (arXiv 2306.04219); OUT receives NAME.json, which `bus_lines_check.py` judges alone. Seconds are CPU seconds of
one thread an instance. Prints a row an instance as a Markdown table.

None of the product's search is in it. Its week knows lifts from the hub to a village, not vans to a stop, a bus from
there to another stop and a round from that one; three tiers would have to be bent into two. Instead a courier's rounds
are so few (20 units of load, parcels of 5 to 20) that `buslines/ways.py` lists them all, and HiGHS chooses rounds and
truck tours (`choose.py`) and their minutes (`timetable.py`). What the files leave open is in `reading.py`.
"""

import argparse
import csv
import sys
from math import inf
from pathlib import Path

from buslines.check import list_broken, plan_cost
from buslines.instance import list_instances, read_instance
from buslines.plan import write_plan
from buslines.reading import READINGS
from buslines.solve import solve


def read_best_published(folder: Path) -> dict[str, float]:
    """The least published cost by instance; none where the folder has no best_published.csv."""
    path = folder / "best_published.csv"
    if not path.exists():
        return {}
    with path.open() as file:
        return {row["instance"]: float(row["cost"]) for row in csv.DictReader(file)}


def _per_cent(part: float) -> str:
    return f"{round(100 * part, 2) + 0.0:.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--reading", choices=READINGS, default="slow", help="where the files are silent")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    best, reading, missed = read_best_published(options.dir), READINGS[options.reading], 0
    print("| instance | cost | best published | gap % | bound | bound gap % | valid | CPU s |")
    print("|---|--:|--:|--:|--:|--:|---|--:|", flush=True)
    for name in options.only.split(",") if options.only else list_instances(options.dir / "instances"):
        instance = read_instance(options.dir / "instances", name)
        solved = solve(instance, reading, seconds=options.seconds, seed=options.seed)
        cost, valid = inf, "none found"
        if solved.plan:
            write_plan(solved.plan, options.out / f"{name}.json")
            broken = list_broken(instance, solved.plan, reading)
            cost, valid = plan_cost(instance, solved.plan), "no: " + "; ".join(map(str, broken)) if broken else "yes"
        missed += valid != "yes"
        published = best.get(name)
        gap = _per_cent(cost / published - 1) if published and solved.plan else ""
        bound_gap = _per_cent(1 - solved.bound / cost) if solved.plan else ""
        shown = f"{cost:.2f}" if solved.plan else ""
        print(
            f"| {name} | {shown} | {published or ''} | {gap} | {solved.bound:.2f} "
            f"| {bound_gap} | {valid} | {solved.seconds:.0f} |",
            flush=True,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
