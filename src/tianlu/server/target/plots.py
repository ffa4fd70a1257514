"""Plots of a county by the minutes of a kept plan: its places, its rounds, and the visits to its customers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from tianlu.core.ids import PlaceId
from tianlu.server.target.parts import TargetParts
from tianlu.server.target.visits import pose_visits
from tianlu.target.plots.county import CountyTerritory, county_territory
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.plots import Plots, PlotTask
from tianlu.target.plots.workload import minutes_by_place


@dataclass(frozen=True)
class CountyPlots:
    """`plots` is None where none keep the tolerance."""

    county: CountyTerritory
    task: PlotTask
    plots: Plots | None


def draw_county_plots(
    parts: TargetParts, plan: str, *, plots: int, tolerance: float, with_visits: bool, now: datetime, seed: int
) -> CountyPlots:
    """Raises PlanNotFound, and ValueError where there are more plots than places."""
    kept = parts.shelf.get(plan)
    visits: Counter[PlaceId] = Counter()
    if with_visits:
        for visit in pose_visits(parts, plan, now=now, seed=seed).task.solve().visits:
            visits[visit.candidate.place] += visit.candidate.minutes
    minutes = minutes_by_place(kept.plan, {place: float(spent) for place, spent in visits.items()})
    county = county_territory(parts.counties.open(kept.meta.county).places, minutes)
    task = PlotTask(county.territory, plots, tolerance, np.zeros(county.territory.units, np.int64))
    return CountyPlots(county, task, draw_plots(task, seed=seed))
