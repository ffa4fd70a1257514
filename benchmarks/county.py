"""Sample counties planned twice with equal CPU seconds: by Tianlu, and as a competent user would with PyVRP.

    python benchmarks/county.py --seconds 60 --counties 632521,630203 --seed 1 --out county.md

Both get the same problem and one thread; both plans are judged by the same check. See `peers/pyvrp_county.py` for what
the peer does. Prints a table as Markdown.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers.pyvrp_county import plan_with_pyvrp
from tianlu.core.calendar import Week
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.plan.rounds.summary import Summary, summarise
from tianlu.sample import list_counties, open_county
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
COUNTIES = ("632803", "632701", "632521", "630225", "630106")
"""From the smallest to the largest; 632701 is pastoral."""

HEAD = (
    "| county | places | planner | ¥ a week | km | h | kg CO2e | pieces by bus | floors kept | rules broken | CPU s |\n"
    "|---|--:|---|--:|--:|--:|--:|--:|--:|---|--:|"
)


@dataclass(frozen=True)
class Run:
    """One planner's week of one county. `broken` says which rules, how often."""

    county: str
    places: int
    planner: str
    summary: Summary
    broken: str
    cpu_s: float

    def row(self) -> str:
        s = self.summary
        figures = (
            f"{s.total_fen / 100:,.0f}",
            f"{s.metres / 1000:,.0f}",
            f"{s.minutes / 60:,.0f}",
            f"{s.g_co2e_allocated / 1000:,.0f}",
            f"{s.pieces_by_bus_share:.0%}",
            f"{s.floors_met}/{s.floors_of}",
            self.broken or "none",
            f"{self.cpu_s:.0f}",
        )
        return f"| {self.county} | {self.places} | {self.planner} | {' | '.join(figures)} |"


def main() -> None:
    asked = parse_arguments()
    warm_up()
    runs: list[Run] = []
    print(HEAD, flush=True)
    for code in asked.counties.split(","):
        problem = pose(open_county(code), WEEK)
        for planner, plan in planners(problem, seconds=asked.seconds, seed=asked.seed).items():
            runs.append(timed_run(code, problem, planner, plan))
            print(runs[-1].row(), flush=True)
    print(f"\n{verdict(runs)}")
    if asked.out:
        lines = [HEAD, *(run.row() for run in runs), "", verdict(runs), ""]
        asked.out.write_text("\n".join(lines), encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU seconds of search for each planner and county")
    parser.add_argument("--counties", default=",".join(COUNTIES), help="codes of sample counties")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the table to this file")
    return parser.parse_args()


def warm_up() -> None:
    """Let the search compile before any clock runs."""
    smallest = min(list_counties(), key=lambda county: county.villages)
    solve(pose(open_county(smallest.code), WEEK), budget=Budget(iterations=1), seed=1)


def planners(problem: WeekProblem, *, seconds: float, seed: int) -> dict[str, Callable[[], Plan]]:
    return {
        "PyVRP day by day": lambda: plan_with_pyvrp(problem, seconds=seconds, seed=seed),
        "Tianlu": lambda: solve(problem, budget=Budget(seconds=seconds), seed=seed, clock=time.process_time).plan,
    }


def timed_run(code: str, problem: WeekProblem, planner: str, plan: Callable[[], Plan]) -> Run:
    began = time.process_time()
    made = plan()
    cpu_s = time.process_time() - began
    report = check_plan(problem, made)
    counts = Counter(violation.rule for violation in report.violations)
    broken = ", ".join(f"{rule} ×{count}" for rule, count in counts.items())
    name = next(county.name for county in list_counties() if county.code == code)
    return Run(f"{code} {name}", len(problem.sites), planner, summarise(problem, made, report), broken, cpu_s)


def verdict(runs: list[Run]) -> str:
    """How much cheaper Tianlu's weeks are in the mean, and whether every floor is kept."""
    peers, ours = runs[::2], runs[1::2]
    saved = [1 - our.summary.total_fen / peer.summary.total_fen for peer, our in zip(peers, ours, strict=True)]
    kept = all(run.summary.floors_met == run.summary.floors_of and not run.broken for run in ours)
    each = ", ".join(f"{part:.1%}" for part in saved)
    mean = sum(saved) / len(saved)
    return f"Tianlu is {mean:.1%} cheaper in the mean ({each}); it keeps every rule: {'yes' if kept else 'no'}."


if __name__ == "__main__":
    main()
