"""Mending a week after one closure: seconds, floors kept, what it costs, on sample counties of about 200 villages.

    python benchmarks/replan.py [--counties 632222,…] [--closures 4] [--seconds 2]

For each county a week is planned, then closures of a village, of a station and of the way of a round are drawn by seed
and mended one at a time at a random hour. Measured are wall clock and CPU seconds of `replan`, compiling left out.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from tianlu.core.calendar import MINUTES_A_WEEK, Week, clock
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.disruption import Disruption, PlaceClosed, WayClosed
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.replan import Keepable, Replanned, replan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.sample import list_counties, open_county
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Mended:
    """One closure, mended."""

    county: str
    villages: int
    disruption: Disruption
    at_min: int
    seconds: float
    cpu_s: float
    found: Replanned


def counties_of_about(villages: int) -> list[str]:
    """The two sample counties next below so many villages, and the one next above."""
    by_size = sorted(list_counties(), key=lambda each: (each.villages, each.code))
    below = [each.code for each in by_size if each.villages <= villages]
    above = [each.code for each in by_size if each.villages > villages]
    return [*below[-2:], *above[:1]]


def random_closure(problem: WeekProblem, plan: Plan, draw: np.random.Generator) -> tuple[Disruption, int]:
    """A village closed for a day or two, a station for half a day, or the way that a round takes between two places
    closed for a day; and the moment from which it is known, Monday to Saturday by day."""
    at_min = int(draw.integers(0, 6)) * 1440 + int(draw.integers(6 * 60, 18 * 60))

    def until(minutes: int) -> int:
        return min(MINUTES_A_WEEK, at_min + minutes)

    match draw.integers(3):
        case 0:
            places = [site.id for site in problem.sites if site.kind is PlaceKind.VILLAGE]
            hours = int(draw.integers(24, 49))
            return PlaceClosed(places[draw.integers(len(places))], at_min, until(hours * 60), at_min), at_min
        case 1:
            places = [site.id for site in problem.sites if site.kind is PlaceKind.STATION]
            return PlaceClosed(places[draw.integers(len(places))], at_min, until(720), at_min), at_min
        case _:
            coming = [each for each in plan.rounds if each.leave_min >= at_min] or list(plan.rounds)
            round_ = coming[draw.integers(len(coming))]
            way = [round_.depot, *(stop.place for stop in round_.stops), round_.depot]
            leg = int(draw.integers(len(way) - 1))
            return WayClosed(way[leg], way[leg + 1], at_min, until(1440), at_min), at_min


def mend_closures(code: str, *, closures: int, seconds: float, planned_s: float, seed: int) -> Iterator[Mended]:
    """Plan the county's week once, then mend one closure after another, each from the same plan."""
    problem = pose(open_county(code), WEEK)
    plan = solve(problem, budget=Budget(seconds=planned_s), seed=seed).plan
    villages = sum(site.kind is PlaceKind.VILLAGE for site in problem.sites)
    draw = np.random.default_rng(int(code) + seed)
    for _ in range(closures):
        disruption, at_min = random_closure(problem, plan, draw)
        began, cpu_began = time.perf_counter(), time.process_time()
        found = replan(problem, plan, [disruption], at_min=at_min, budget=Budget(seconds=seconds), seed=seed)
        seconds_used, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
        yield Mended(code, villages, disruption, at_min, seconds_used, cpu_s, found)


def lost(found: Replanned) -> tuple[int, int]:
    """Floors kept before and missed now: those that some days could keep, and those that none can."""
    missed = [each for each in found.missed if each.was_kept]
    no = sum(each.keepable is Keepable.NO for each in missed)
    return len(missed) - no, no


def row(each: Mended) -> str:
    keepable, hopeless = lost(each.found)
    difference = each.found.difference
    cost = 100.0 * (difference.after.total_fen / difference.before.total_fen - 1.0)
    what = each.disruption
    name = f"place {what.place}" if isinstance(what, PlaceClosed) else f"way {what.origin}–{what.destination}"  # type: ignore[union-attr]
    when = f"{DAYS[each.at_min // 1440]} {clock(each.at_min)}"
    return (
        f"| {each.county} | {each.villages} | {name} | {when} | {each.seconds:.1f} | {each.cpu_s:.1f} | "
        f"{difference.after.floors_met}/{difference.after.floors_of} | {keepable} | {hopeless} | "
        f"{difference.after.violations} | {cost:+.2f} % | {len(difference.places)} | {len(difference.rounds)} |"
    )


HEAD = (
    "| county | villages | closed | known | s | CPU s | floors kept | keepable lost | no days left | rules broken "
    "| cost | places changed | rounds changed |\n|---|--:|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", help="codes, else those with about 200 villages")
    parser.add_argument("--closures", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=2.0, help="budget of the search; judging comes on top")
    parser.add_argument("--planned", type=float, default=60.0, help="seconds for the week's first plan")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    codes = asked.counties.split(",") if asked.counties else counties_of_about(200)
    print(HEAD)
    all_of: list[Mended] = []
    for code in codes:
        mending = mend_closures(
            code, closures=asked.closures, seconds=asked.seconds, planned_s=asked.planned, seed=asked.seed
        )
        for each in mending:
            print(row(each), flush=True)
            all_of.append(each)
    seconds = [each.seconds for each in all_of]
    broken = sum(lost(each.found)[0] for each in all_of)
    print(f"\n{len(all_of)} closures: median {statistics.median(seconds):.1f} s, worst {max(seconds):.1f} s; ", end="")
    print(f"worst {max(each.cpu_s for each in all_of):.1f} CPU s; {broken} floors lost that could be kept")


if __name__ == "__main__":
    main()
