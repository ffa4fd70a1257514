"""The sample province in one run: its seconds, the memory of all its processes, and every plan checked.

    python benchmarks/province.py --out FOLDER --markdown province.md

The aim: 44 counties on two cores in at most 15 minutes and 4 GB, every plan checked. Each county is checked by the run;
afterwards every plan's file is read again and checked once more against a problem posed anew. FOLDER is a run's folder
as `tianlu province --out` makes it, and must be new; run it twice on a new machine: the first search compiles itself.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.process_tree import PeakMemory
from tianlu.core.calendar import Week
from tianlu.files.plan_file import read_plan_file
from tianlu.plan.rounds.check import check_plan
from tianlu.sample import open_county
from tianlu.scale.county_order import SECONDS_MIN, SECONDS_PER_VILLAGE, CountyBudget
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.packages import list_sample
from tianlu.scale.province import ProvinceProgress, ProvinceRun, plan_province
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder
from tianlu.scale.province_totals import total
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
HEAD = (
    "| county | villages | ¥ a week | floors kept | rules broken | km | h | kg CO2e | s | CPU s | MB |\n"
    "|---|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    asked = parse_arguments()
    wanted = set(asked.counties.split(",")) if asked.counties else None
    packages = tuple(ref for ref in list_sample() if wanted is None or ref.key in wanted)
    order = ProvinceOrder(packages, WEEK, budget_of(asked), asked.seed)
    folder = ProvinceFolder(asked.out)
    began = time.perf_counter()
    with PeakMemory(os.getpid()) as memory:
        run = plan_province(folder, order, processes=asked.processes, on_progress=Milestones().note)
    seconds = time.perf_counter() - began
    lines = [*table(run), "", *verdict(run, seconds, memory.peak_bytes), recheck(folder, run)]
    print("\n".join(lines))
    if asked.markdown:
        asked.markdown.write_text("\n".join([*lines, ""]), encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a new folder for the results")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds-per-village", type=float, default=SECONDS_PER_VILLAGE)
    parser.add_argument("--seconds-min", type=float, default=SECONDS_MIN)
    parser.add_argument("--iterations", type=int, help="a budget of iterations instead of seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--counties", help="codes of sample counties; all of them where left out")
    parser.add_argument("--markdown", type=Path, help="write the table to this file")
    return parser.parse_args()


def budget_of(asked: argparse.Namespace) -> CountyBudget:
    if asked.iterations:
        return CountyBudget(iterations=asked.iterations)
    return CountyBudget(asked.seconds_per_village, asked.seconds_min)


class Milestones:
    """Says on standard error when another county is done."""

    def __init__(self) -> None:
        self._done = -1

    def note(self, progress: ProvinceProgress) -> bool:
        if progress.done != self._done:
            self._done = progress.done
            left = "" if progress.left_s is None else f", about {progress.left_s:.0f} s left"
            print(f"{progress.elapsed_s:6.0f} s: {progress.done}/{progress.of} counties{left}", file=sys.stderr)
        return True


def table(run: ProvinceRun) -> Iterator[str]:
    yield HEAD
    yield from (row_of(outcome) for outcome in run.outcomes)


def row_of(row: CountyOutcome) -> str:
    figures = (
        f"{row.villages}",
        f"{(row.cost_fen or 0) / 100:,.0f}",
        f"{row.floors_met}/{row.floors_of}",
        row.trouble or row.rules_broken or "none",
        f"{row.metres / 1000:,.0f}",
        f"{row.minutes / 60:,.0f}",
        f"{row.g_co2e / 1000:,.0f}",
        f"{row.seconds:.0f}",
        f"{row.cpu_s:.0f}",
        f"{row.memory_bytes / 1e6:.0f}",
    )
    return f"| {row.code} {row.name} | {' | '.join(figures)} |"


def verdict(run: ProvinceRun, seconds: float, peak_bytes: int) -> Iterator[str]:
    """The run in a few lines."""
    sums = total(run.outcomes)
    yield (
        f"{sums.counties} counties, {sums.villages:,} villages: {seconds:.0f} s ({seconds / 60:.1f} min), "
        f"{sums.cpu_s:.0f} CPU s, all processes together at most {peak_bytes / 1e9:.2f} GB."
    )
    yield (
        f"¥{sums.cost_fen / 100:,.0f} a week, floors {sums.floors_met:,}/{sums.floors_of:,}, "
        f"{sums.sound} of {sums.counties} counties keep every rule, {sums.troubled} could not be planned."
    )


def recheck(folder: ProvinceFolder, run: ProvinceRun) -> str:
    """Every plan's file against its county's problem, posed anew."""
    began = time.perf_counter()
    broken: Counter[str] = Counter()
    checked = differ = 0
    for outcome in run.outcomes:
        if outcome.trouble:
            continue
        plan, _ = read_plan_file(folder.plan_path(outcome.key).read_text(encoding="utf-8"))
        problem = pose(open_county(outcome.code), WEEK)
        report = check_plan(problem, plan)
        broken.update(violation.rule for violation in report.violations)
        differ += report.cost.total_fen != outcome.cost_fen or plan.problem_hash != problem.hash
        checked += 1
    said = ", ".join(f"{rule} ×{count}" for rule, count in broken.items()) or "no rule broken"
    return (
        f"Read again and checked once more in {time.perf_counter() - began:.0f} s: {checked} plans, {said}; "
        f"{differ} differ from their rows."
    )


if __name__ == "__main__":
    main()
