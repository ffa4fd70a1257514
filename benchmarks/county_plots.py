"""Plots of whole counties with their bound: `python benchmarks/county_plots.py [--counties C …] [--places-a-plot 30]`.

Each county's week is planned first (not timed); a place's work is its minutes in that plan, its neighbours are those of
the map. The quick bound is the spectral one; `bound` is the best that is known, `gap` how far the cut may be above the
least possible. Seconds are of the processor, of search and bound together.
"""

import argparse
import time
from datetime import date

import numpy as np

from tianlu.core.calendar import Week
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.sample import list_counties, open_county
from tianlu.target.compile_ahead import compile_target
from tianlu.target.plots.bound_cut import bound_quickly
from tianlu.target.plots.check import broken_plot_rules
from tianlu.target.plots.county import CountyTerritory, county_territory
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.plots import PlotTask, county_parts
from tianlu.target.plots.workload import minutes_by_place
from tianlu.week import pose

WEEK = Week(date(2026, 11, 23))
HEAD = "| county | places | neighbours | plots | cut | quick bound | bound | gap % | rules broken | CPU s |"


def main() -> None:
    order = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    order.add_argument("--counties", nargs="+", help="their codes; all, small ones first")
    order.add_argument("--places-a-plot", type=int, default=30)
    order.add_argument("--tolerance", type=float, default=0.1)
    order.add_argument("--iterations", type=int, default=50_000, help="of the plan's search")
    order.add_argument("--seed", type=int, default=1)
    asked = order.parse_args()
    compile_target()
    print(HEAD, "|---" + "|--:" * 9 + "|", sep="\n")
    smallest_first = sorted(list_counties(), key=lambda county: county.villages)
    for county in asked.counties or [county.code for county in smallest_first]:
        territory = plan_county(county, asked.iterations)
        print(measure(county, territory, asked.places_a_plot, asked.tolerance, asked.seed), flush=True)


def plan_county(county: str, iterations: int) -> CountyTerritory:
    package = open_county(county)
    plan = solve(pose(package, WEEK), budget=Budget(iterations=iterations), seed=1).plan
    return county_territory(package.places, minutes_by_place(plan, {}))


def measure(name: str, county: CountyTerritory, places_a_plot: int, tolerance: float, seed: int) -> str:
    """The county's line of the table."""
    territory = county.territory
    plots = max(2, round(territory.units / places_a_plot))
    task = PlotTask(territory, plots, tolerance, np.zeros(territory.units, np.int64))
    began = time.process_time()
    drawn = draw_plots(task, seed=seed)
    took = time.process_time() - began
    if drawn is None:
        return f"| {name} | {territory.units} | {len(territory.edges)} | {plots} | none found | | | | | {took:.1f} |"
    figures = (
        name,
        territory.units,
        len(territory.edges),
        plots,
        drawn.cut_edges,
        bound_quickly(task, county_parts(task)[0]),
        drawn.bound,
        f"{100 * drawn.gap:.1f}",
        len(broken_plot_rules(task, drawn.assigned)),
        f"{took:.1f}",
    )
    return f"| {' | '.join(map(str, figures))} |"


if __name__ == "__main__":
    main()
