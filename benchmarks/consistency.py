"""What the same driver at about the same hour costs a county, at several prices of the wish (decision 0011).

    python benchmarks/consistency.py --counties 632222 --iterations 1500000 --seeds 1,2,3 --prices 0,0 300,100

A price is fen for each further driver of a village, fen for each hour between its earliest and latest arrival.
"""

import argparse
import time
from dataclasses import dataclass
from datetime import date
from statistics import mean

from tianlu.core.calendar import Week
from tianlu.core.money import yuan
from tianlu.plan.county import Wishes, with_wishes
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.sample import open_county
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))


@dataclass(frozen=True)
class Run:
    """One search: what the judge says of its plan, and its CPU seconds."""

    report: CheckReport
    cpu_s: float

    @property
    def without_wish_fen(self) -> int:
        return self.report.cost.total_fen - self.report.cost.consistency_fen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", default="632222")
    parser.add_argument("--iterations", type=int, default=1_500_000)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--prices", nargs="+", default=["0,0", "300,100"], metavar="DRIVER_FEN,HOUR_FEN")
    asked = parser.parse_args()
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    print(
        "| county | fen a driver, an hour | cost without the wish | seeds | one driver | spread, mean | p90 | CPU s |"
    )
    print("|---|---|--:|---|--:|--:|--:|--:|")
    for code in asked.counties.split(","):
        for price in asked.prices:
            print(priced_row(code, price, iterations=asked.iterations, seeds=seeds), flush=True)


def priced_row(code: str, price: str, *, iterations: int, seeds: list[int]) -> str:
    """A county's line of the table at one price, `300,100`."""
    driver_fen, hour_fen = (int(fen) for fen in price.split(","))
    runs = [_run(code, Wishes(driver_fen, hour_fen), iterations, seed) for seed in seeds]
    return _row(code, price, runs)


def _run(code: str, wishes: Wishes, iterations: int, seed: int) -> Run:
    problem = pose(with_wishes(open_county(code), wishes), WEEK)
    began = time.process_time()
    result = solve(problem, budget=Budget(iterations=iterations), seed=seed)
    cpu_s = time.process_time() - began
    report = check_plan(problem, result.plan)
    if not report.is_feasible:
        raise SystemExit(f"{code}, seed {seed}: the plan breaks {report.violations[0].rule}")
    return Run(report, cpu_s)


def _row(code: str, price: str, runs: list[Run]) -> str:
    found = [run.report.consistency for run in runs]
    fen = [run.without_wish_fen for run in runs]
    cells = (
        code,
        price.replace(",", ", "),
        yuan(round(mean(fen))),
        f"{yuan(min(fen))} to {yuan(max(fen))}",
        f"{mean(each.one_driver_share for each in found):.0%}",
        f"{mean(each.spread_mean_min for each in found):.0f} min",
        f"{mean(each.spread_p90_min for each in found):.0f} min",
        f"{mean(run.cpu_s for run in runs):.0f}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
