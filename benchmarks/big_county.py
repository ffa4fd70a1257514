"""The largest sample county from file to file: read, plan, check, write; with the time and the memory it took.

    python benchmarks/big_county.py --seconds 60 --county 630106 --seed 1

The aim: at least 300 villages read, planned for 60 s, checked and written in 75 s and 1.5 GB. Run it twice on a new
machine: the first search compiles itself, and that is counted too.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.files.exports import EXPORTS
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.sample import open_county
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
LARGEST = "630106"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--county", default=LARGEST)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.perf_counter()
    print("| step | s |\n|---|--:|")
    with step("read"):
        county = open_county(asked.county)
        problem = pose(county, WEEK)
    with step("plan"):
        result = solve(problem, budget=Budget(seconds=asked.seconds), seed=asked.seed)
    with step("check"):
        report = check_plan(problem, result.plan)
    with step("write"), tempfile.TemporaryDirectory() as folder:
        made_for = MadeFor(county.code, WEEK, "package")
        (Path(folder) / "plan.json").write_text(plan_file_text(result.plan, made_for), encoding="utf-8")
        for export in EXPORTS:
            content = export.write(problem, result.plan, WEEK, Language.ZH)
            (Path(folder) / f"plan{export.suffix}").write_bytes(content)
    villages = sum(site.kind is PlaceKind.VILLAGE for site in problem.sites)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| in all | {time.perf_counter() - began:.1f} |\n")
    print(
        f"{county.code} {county.name}: {villages} villages, {len(problem.trips)} bus trips; "
        f"¥{report.cost.total_fen / 100:,.0f} a week, floors {report.compliance.met}/{report.compliance.of}, "
        f"{len(report.violations)} rules broken; peak memory {peak_mb:,.0f} MB."
    )


@contextmanager
def step(name: str) -> Iterator[None]:
    """Time a step and print its row."""
    began = time.perf_counter()
    yield
    print(f"| {name} | {time.perf_counter() - began:.1f} |", flush=True)


if __name__ == "__main__":
    main()
