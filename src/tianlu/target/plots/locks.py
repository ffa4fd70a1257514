"""Plots to begin from when units are locked: the locked units of a plot joined by shortest ways, then grown."""

from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.search.grow import grow
from tianlu.target.plots.search.state import NOWHERE
from tianlu.target.plots.territory import Territory


def start_with_locks(
    territory: Territory, plots: int, locks: Mapping[int, int], dice: np.random.Generator
) -> NDArray[np.int64] | None:
    """Every unit's plot, each plot in one piece and with its locked units; None where no ways were found to join these
    or the territory is not connected. Plots with no locked unit begin from random free ones."""
    assigned = np.full(territory.units, NOWHERE, np.int64)
    for unit, plot in locks.items():
        assigned[unit] = plot
    for plot in sorted(set(locks.values())):
        own = sorted(unit for unit, where in locks.items() if where == plot)
        if not all(_join(territory, assigned, own[0], unit, plot) for unit in own[1:]):
            return None
    free = np.flatnonzero(assigned == NOWHERE)
    empty = sorted(set(range(plots)) - set(locks.values()))
    if len(free) < len(empty):
        return None
    assigned[dice.choice(free, len(empty), replace=False)] = empty
    centres = np.stack([territory.xy[assigned == plot].mean(axis=0) for plot in range(plots)])
    grow(territory.first, territory.neighbours, territory.xy, centres, np.zeros(plots), assigned)
    return None if (assigned == NOWHERE).any() else assigned


def _join(territory: Territory, assigned: NDArray[np.int64], start: int, end: int, plot: int) -> bool:
    """Give the plot the units of a shortest way between two of its units, through free ones and its own."""
    came: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        unit = waiting.popleft()
        for other in territory.neighbours[territory.first[unit] : territory.first[unit + 1]].tolist():
            if other not in came and assigned[other] in (NOWHERE, plot):
                came[other] = unit
                waiting.append(other)
    if end not in came:
        return False
    while end != start:
        assigned[end] = plot
        end = came[end]
    return True
