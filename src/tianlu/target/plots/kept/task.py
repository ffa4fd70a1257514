"""Kept plots as the library takes them: a territory of their places, and the plot of every unit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.kept.model import SECONDS_A_MINUTE, Drawing
from tianlu.target.plots.plots import PlotTask
from tianlu.target.plots.territory import make_territory
from tianlu.target.plots.why import MoveReason, PlotReason, explain_plot, price_move


@dataclass(frozen=True, eq=False)
class DrawnTask:
    """Unit u is `places[u]`, plot k has the number `numbers[k]`; work is in minutes, coordinates are none."""

    places: tuple[str, ...]
    numbers: tuple[int, ...]
    task: PlotTask
    assigned: NDArray[np.int64]

    def explain(self, number: int) -> PlotReason:
        """With plots and units by their place in `numbers` and `places`."""
        return explain_plot(self.task, self.assigned, self.numbers.index(number))

    def price(self, goes_to: Mapping[str, int]) -> MoveReason:
        """What it costs when each of these places goes to the plot of its number."""
        unit = {place: k for k, place in enumerate(self.places)}
        return price_move(
            self.task, self.assigned, {unit[place]: self.numbers.index(plot) for place, plot in goes_to.items()}
        )


def task_of(drawing: Drawing) -> DrawnTask:
    places = tuple(each.place for each in drawing.places)
    numbers = tuple(each.number for each in drawing.plots)
    unit, plot = {place: k for k, place in enumerate(places)}, {number: k for k, number in enumerate(numbers)}
    work = np.array([[max(each.seconds, 1) / SECONDS_A_MINUTE] for each in drawing.places])
    edges = [(unit[each.place], unit[other]) for each in drawing.places for other in each.neighbours]
    locks = {unit[each.place]: plot[each.plot] for each in drawing.places if each.is_locked}
    task = PlotTask(
        territory=make_territory(np.zeros((len(places), 2)), work, edges),
        plots=len(numbers),
        tolerance=drawing.tolerance,
        counties=np.zeros(len(places), np.int64),
        locks=locks,
    )
    return DrawnTask(places, numbers, task, np.array([plot[each.plot] for each in drawing.places], np.int64))
