"""Plots of a county by the minutes of a kept plan: its places, its rounds, and the visits to its customers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np

from tianlu.core.ids import PlaceId
from tianlu.plan.counties import Counties
from tianlu.server.customer_visits import plan_county_visits
from tianlu.server.door import all_refs
from tianlu.server.one_door import OneDoor
from tianlu.server.plan_shelf import open_packages, open_shelf
from tianlu.target.plots.county import CountyTerritory, county_territory
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.plots import Plots, PlotTask
from tianlu.target.plots.workload import minutes_by_place
from tianlu.week import coming_week, pose


@dataclass(frozen=True)
class CountyPlots:
    """`plots` is None where none keep the tolerance."""

    county: CountyTerritory
    task: PlotTask
    plots: Plots | None


def draw_county_plots(
    one_door: OneDoor, plan: str, *, plots: int, tolerance: float, with_visits: bool, now: datetime, seed: int
) -> CountyPlots:
    """Raises PlanNotFound, and ValueError where there are more plots than places."""
    kept = open_shelf(one_door).get(plan)
    counties = Counties(partial(all_refs, open_packages(one_door)), pose=pose, coming_week=coming_week)
    visits: Counter[PlaceId] = Counter()
    if with_visits:
        for visit in plan_county_visits(one_door, plan, now=now, seed=seed).visits.visits:
            visits[visit.candidate.place] += visit.candidate.minutes
    minutes = minutes_by_place(kept.plan, {place: float(spent) for place, spent in visits.items()})
    county = county_territory(counties.open(kept.meta.county).places, minutes)
    task = PlotTask(county.territory, plots, tolerance, np.zeros(county.territory.units, np.int64))
    return CountyPlots(county, task, draw_plots(task, seed=seed))
