"""Whether districts keep what was asked, judged from scratch: no code is shared with the search."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.plots import PlotTask
from tianlu.target.plots.territory import Territory

ROUNDING = 1e-9


def broken_rules(
    territory: Territory, assigned: NDArray[np.int64], *, districts: int, tolerance: float
) -> tuple[str, ...]:
    """The names of the rules that are broken, of `every_unit_has_a_district`, `every_district_has_a_unit`,
    `districts_are_contiguous`, `districts_are_balanced`."""
    if len(assigned) != territory.units or not all(0 <= district < districts for district in assigned):
        return ("every_unit_has_a_district",)
    members = [[u for u in range(territory.units) if assigned[u] == d] for d in range(districts)]
    broken = []
    if not all(members):
        broken.append("every_district_has_a_unit")
    if not all(_is_contiguous(territory, set(units)) for units in members):
        broken.append("districts_are_contiguous")
    if not all(_is_balanced(territory, units, districts, tolerance) for units in members):
        broken.append("districts_are_balanced")
    return tuple(broken)


def largest_diameter(territory: Territory, assigned: NDArray[np.int64]) -> float:
    """The largest straight distance between two units of a district."""
    largest = 0.0
    for district in np.unique(assigned):
        xy = territory.xy[assigned == district]
        for here in xy:
            largest = max(largest, float(np.hypot(xy[:, 0] - here[0], xy[:, 1] - here[1]).max()))
    return largest


def cut_edges(territory: Territory, assigned: NDArray[np.int64]) -> int:
    """How many pairs of neighbours are in different districts."""
    pairs = 0
    for unit, (start, end) in enumerate(pairwise(territory.first)):
        pairs += sum(1 for other in territory.neighbours[start:end] if assigned[other] != assigned[unit])
    return pairs // 2


def _is_contiguous(territory: Territory, units: set[int]) -> bool:
    if not units:
        return True
    reached = {min(units)}
    waiting = list(reached)
    while waiting:
        unit = waiting.pop()
        beside = territory.neighbours[territory.first[unit] : territory.first[unit + 1]]
        new = {int(other) for other in beside if int(other) in units} - reached
        reached |= new
        waiting += new
    return reached == units


def _is_balanced(territory: Territory, units: list[int], districts: int, tolerance: float) -> bool:
    mean = territory.activities.sum(axis=0) / districts
    off = np.abs(territory.activities[units].sum(axis=0) - mean)
    return bool((off <= mean * (tolerance + ROUNDING)).all())


def broken_plot_rules(task: PlotTask, assigned: NDArray[np.int64]) -> tuple[str, ...]:
    """The names of the rules that plots break: `every_unit_has_a_plot`, `locks_are_kept`,
    `county_lines_are_respected`, `plots_are_contiguous`, `plots_are_balanced` (against the mean of the county's)."""
    if len(assigned) != task.territory.units or not all(0 <= plot < task.plots for plot in assigned):
        return ("every_unit_has_a_plot",)
    members: dict[int, list[int]] = {}
    for unit, plot in enumerate(assigned):
        members.setdefault(int(plot), []).append(unit)
    broken = []
    if any(assigned[unit] != plot for unit, plot in task.locks.items()):
        broken.append("locks_are_kept")
    if any(len({int(task.counties[unit]) for unit in units}) > 1 for units in members.values()):
        broken.append("county_lines_are_respected")
    if not all(_is_contiguous(task.territory, set(units)) for units in members.values()):
        broken.append("plots_are_contiguous")
    if not all(_is_even(task, members, county) for county in np.unique(task.counties)):
        broken.append("plots_are_balanced")
    return tuple(broken)


def _is_even(task: PlotTask, members: dict[int, list[int]], county: int) -> bool:
    own = [units for units in members.values() if task.counties[units[0]] == county]
    loads = np.array([task.territory.activities[units].sum(axis=0) for units in own])
    mean = loads.mean(axis=0)
    return bool((np.abs(loads - mean) <= mean * (task.tolerance + ROUNDING)).all())
