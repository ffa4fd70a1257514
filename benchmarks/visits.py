"""Visits onto the rounds of a county: `python benchmarks/visits.py --county 630225 --candidates 1000`.

The week is planned first (not timed); then candidates drawn with a seed are hung on its rounds: more where more people
live, 10 to 45 minutes, 20 to 800 yuan, four kinds of hours; `--off-share` of them 0.2 to 2 km off the village's point.
Both judges are asked: the plan's own and that of visits. `--exact` holds small weeks against HiGHS over all sets of
visits.
"""

import argparse
import random
import time
from datetime import date

from tianlu.core.calendar import DayPattern, Week
from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.mail import mail_flow
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.sample import open_county
from tianlu.target.visits.candidate import Candidate, VisitParams
from tianlu.target.visits.check_visits import check_visits
from tianlu.target.visits.choose import choose_visits
from tianlu.target.visits.day_line import lines_of
from tianlu.target.visits.exact import TooManySets, best_worth
from tianlu.target.visits.limits import limits_of
from tianlu.target.visits.options import list_options
from tianlu.target.visits.week_visits import as_made, plan_visits
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
HOURS = ((0, 1_440), (480, 720), (840, 1_080), (540, 1_020))
WORKDAYS = DayPattern.of(range(5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", default="630225")
    parser.add_argument("--candidates", type=int, default=1_000)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--iterations", type=int, default=300_000, help="of the plan's search")
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--off-share", type=float, default=0.0, help="customers off the village's point")
    asked = parser.parse_args()
    problem = pose(open_county(asked.county), WEEK)
    plan = solve(problem, budget=Budget(iterations=asked.iterations), seed=1).plan
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    print(f"county {asked.county}: {len(problem.sites)} places, {len(plan.rounds)} rounds, {len(plan.bags)} bags")
    if asked.exact:
        print_exact(problem, plan, asked.candidates, seeds, asked.off_share)
    else:
        print_week(problem, plan, asked.candidates, seeds, asked.off_share)


def print_week(problem: WeekProblem, plan: Plan, count: int, seeds: list[int], off_share: float) -> None:
    """The table of whole weeks."""
    print(
        "| seed | candidates | visited | gain yuan | less cost | added min | added km | own trips: tours, min, km"
        " | added km of them | detours of them | faults | CPU s |"
    )
    print("|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|")
    for seed in seeds:
        candidates = draw_candidates(problem, count, seed, off_share)
        began = time.process_time()
        found = plan_visits(problem, plan, candidates, seed=seed)
        cpu = time.process_time() - began
        most = VisitParams().owner_minutes_max
        faults = check_visits(problem, found.plan, as_made(found.visits), owner_minutes_max=most)
        own = found.own_trips
        figures = (
            seed,
            len(candidates),
            len(found.visits),
            f"{found.gain_fen / 100:,.0f}",
            f"{found.worth_fen / 100:,.0f}",
            found.added_min,
            f"{found.added_m / 1000:.1f}",
            f"{own.tours}, {own.minutes}, {own.metres / 1000:.0f}",
            f"{found.added_m / own.metres:.1%}" if own.metres else "-",
            f"{found.detour_m / own.metres:.1%}" if own.metres else "-",
            len(faults) + len(found.report.violations),
            f"{cpu:.1f}",
        )
        print(f"| {' | '.join(map(str, figures))} |", flush=True)


def print_exact(problem: WeekProblem, plan: Plan, count: int, seeds: list[int], off_share: float) -> None:
    """The table of small weeks, each against the proven best."""
    print("| seed | candidates | worth yuan | best yuan | share | CPU s search | CPU s exact |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    params = VisitParams()
    lines = lines_of(problem, plan, limits_of(problem, plan, mail_flow(problem, plan)))
    for seed in seeds:
        candidates = draw_candidates(problem, count, seed, off_share)
        options = list_options(problem, lines, candidates, params)
        began = time.process_time()
        found = choose_visits(lines, candidates, options, params, seed=seed).worth_fen
        searched = time.process_time()
        try:
            best = best_worth(lines, candidates, options, params)
        except TooManySets as trouble:
            print(f"| {seed} | {count} | {found / 100:,.0f} | {trouble} | | {searched - began:.1f} | |", flush=True)
            continue
        took = time.process_time() - searched
        figures = f"{found / 100:,.0f} | {best / 100:,.0f} | {found / best:.2%} | {searched - began:.1f} | {took:.1f}"
        print(f"| {seed} | {count} | {figures} |", flush=True)


def draw_candidates(problem: WeekProblem, count: int, seed: int, off_share: float) -> tuple[Candidate, ...]:
    """Candidates at villages and stations, more where more people live."""
    rng = random.Random(seed)
    sites = [site for site in problem.sites if site.kind is not PlaceKind.HUB]
    drawn = rng.choices(sites, weights=[site.place.population + 50 for site in sites], k=count)
    return tuple(_candidate(rng, f"C{number:05d}", site.id, number, off_share) for number, site in enumerate(drawn))


def _candidate(rng: random.Random, name: str, place: PlaceId, number: int, off_share: float) -> Candidate:
    opens, closes = rng.choice(HOURS)
    off_km = rng.uniform(0.2, 2.0) if rng.random() < off_share else 0.0
    return Candidate(
        id=name,
        place=place,
        gain_fen=round(min(80_000, max(2_000, rng.lognormvariate(9.0, 0.9)))),
        minutes=rng.choice((10, 15, 20, 30, 45)),
        from_min=opens,
        to_min=closes,
        days=rng.choice((DayPattern(127), WORKDAYS)),
        tier=rng.choice(("special", "first", "second", "third", "small")),
        owner=f"O{number % 20:02d}",
        off_m=round(2_000 * off_km),
        off_min=round(4 * off_km),
    )


if __name__ == "__main__":
    main()
