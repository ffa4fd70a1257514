"""How good the weeks of sample counties are, proven: cost, bound, certified gap, within a time on the clock.

    python benchmarks/bound.py --counties 632222,632524 --seconds 180 --seed 1 [--markdown FILE]

Half of the seconds of each county go into the search with two threads, half into the bound with one; both are on the
clock of the wall, so run it on a quiet machine of two cores. The judge checks every plan. The aims: gap at most 2 % for
50 to 100 villages in 180 s, at most 4 % for 150 to 300 in 600 s.
"""

import argparse
import time
from datetime import date
from pathlib import Path

from tianlu.core.calendar import Week
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.prove import solve_and_prove
from tianlu.plan.rounds.result import Budget
from tianlu.sample import open_county
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
COUNTIES = "632222,632524,632723,632522"
HEAD = (
    "| county | villages | ¥ a week | bound ¥ | gap % | rules broken | wall s | CPU s |",
    "|---|--:|--:|--:|--:|--:|--:|--:|",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", default=COUNTIES, help="codes of sample counties")
    parser.add_argument("--seconds", type=float, default=180.0, help="for each county, search and bound together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markdown", type=Path, help="write the table to this file")
    asked = parser.parse_args()
    lines = list(HEAD)
    print("\n".join(HEAD), flush=True)
    for code in asked.counties.split(","):
        lines.append(proven_row(code, seconds=asked.seconds, seed=asked.seed))
        print(lines[-1], flush=True)
    if asked.markdown:
        asked.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")


def proven_row(code: str, *, seconds: float, seed: int) -> str:
    """A county's line of the table."""
    county = open_county(code)
    problem = pose(county, WEEK)
    began, cpu_began = time.perf_counter(), time.process_time()
    result = solve_and_prove(problem, budget=Budget(seconds=seconds / 2), seed=seed, bound_seconds=seconds / 2)
    wall_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
    broken = len(check_plan(problem, result.plan).violations)
    villages = sum(site.kind is PlaceKind.VILLAGE for site in problem.sites)
    bound = "none" if result.bound_fen is None else f"{result.bound_fen / 100:,.2f}"
    gap = "" if result.gap is None else f"{result.gap:.2%}".rstrip("%")
    return (
        f"| {code} {county.name} | {villages} | {result.cost_fen / 100:,.2f} | {bound} | {gap} | {broken} | "
        f"{wall_s:.0f} | {cpu_s:.0f} |"
    )


if __name__ == "__main__":
    main()
