"""How many neighbours at least are cut apart by any plots that keep the rules.

Neighbours across a county line are always apart. Within a county plots on a lattice have a border of at least what the
lattice's isoperimetric inequality says: m squares have 4√m sides at least, m hexagons 2√(12m − 3) (Harary, Harborth
1976). Where each plot has between `least` and `most` cells the sum over plots is at least what the chord between them
says, both being concave. Other territories have the spectral bound (Donath, Hoffman 1973; Fan 1949) up to some size:
plots' indicators are orthogonal, so that their borders add up to at least the least eigenvalues of the graph's
Laplacian, with work as the measure, times the least work of a plot. The rest are cut at least once less than they have
plots. Territories that are no lattice, of a county's size, have a bound besides that is much nearer and takes longer
(`bound_semidefinite.py`); it is sought where plots that are known cut more than the quick bounds say.
"""

import math
from collections.abc import Callable

import numpy as np

from tianlu.target.plots.bound_semidefinite import bound_semidefinite
from tianlu.target.plots.plots import CountyPart, PlotTask, count_cut, part_locks
from tianlu.target.plots.search.state import Ints
from tianlu.target.progress import OnShare, go_on, part_of

SIDES: dict[str, int] = {"squares": 4, "hexagons": 6}
BORDERS: dict[str, Callable[[int], float]] = {
    "squares": lambda cells: 4 * math.sqrt(cells),
    "hexagons": lambda cells: 2 * math.sqrt(12 * cells - 3),
}
ROUNDING = 1e-9
SPECTRAL_UNITS = 1_200
"""Units up to which eigenvalues are computed: some two seconds of all of them."""
LEAST_WORK = 1e-3
"""Of the mean unit's, what a unit with less is counted as: the bound holds for any measure not less than work."""
SAFETY = 1e-6
"""Taken off a floating bound."""
SEMIDEFINITE_UNITS = 500
"""Units up to which the semidefinite bound is sought: half a minute of them."""


def bound_cut(task: PlotTask, parts: tuple[CountyPart, ...], assigned: Ints, *, on_share: OnShare = go_on) -> int:
    """The least number of neighbours in different plots; `assigned`, plots that are known, say when to seek no more."""
    bounds = (
        bound_part(
            task, part, found=count_cut(part.territory, assigned[part.units]), on_share=part_of(on_share, k, len(parts))
        )
        for k, part in enumerate(parts)
    )
    return edges_across(task, parts) + sum(bounds)


def edges_across(task: PlotTask, parts: tuple[CountyPart, ...]) -> int:
    """Neighbours in different counties, which no plots bring together."""
    return len(task.territory.edges) - sum(len(part.territory.edges) for part in parts)


def bound_part(task: PlotTask, part: CountyPart, *, found: int, on_share: OnShare = go_on) -> int:
    """The least number of neighbours of one county in different plots, where some plots cut `found`."""
    quick = bound_quickly(task, part)
    if quick >= found or task.lattice is not None or part.territory.units > SEMIDEFINITE_UNITS:
        return quick
    locks = part_locks(task, part)
    return max(
        quick,
        bound_semidefinite(part.territory, len(part.plots), task.tolerance, locks, found=found, on_share=on_share),
    )


def bound_quickly(task: PlotTask, part: CountyPart) -> int:
    """A lower one, within seconds at the most."""
    plots = len(part.plots)
    if plots < 2:
        return 0
    if task.lattice is not None:
        return max(plots - 1, _bound_lattice(task, part, task.lattice))
    return max(plots - 1, _bound_spectral(task, part) if part.territory.units <= SPECTRAL_UNITS else 0)


def _bound_spectral(task: PlotTask, part: CountyPart) -> int:
    units, plots = part.territory.units, len(part.plots)
    here, there = part.territory.edges.T
    laplacian = np.diag(np.diff(part.territory.first).astype(float))
    laplacian[here, there] = laplacian[there, here] = -1.0
    bound = 0.0
    for load in part.territory.activities.T:
        work = np.maximum(load / load.sum() * plots, LEAST_WORK * plots / units)
        scale = 1 / np.sqrt(work)
        eigenvalues = np.linalg.eigvalsh(laplacian * scale[:, None] * scale)
        bound = max(bound, float(eigenvalues[:plots].sum()) * (1 - task.tolerance) / 2)
    return max(0, math.ceil(bound - SAFETY))


def _bound_lattice(task: PlotTask, part: CountyPart, lattice: str) -> int:
    units, plots, border = part.territory.units, len(part.plots), BORDERS[lattice]
    least, most = cells_of_a_plot(part, task.tolerance)
    slope = (border(most) - border(least)) / (most - least) if most > least else 0.0
    around = plots * border(least) + (units - plots * least) * slope
    outside = SIDES[lattice] * units - 2 * len(part.territory.edges)
    return max(0, math.ceil((around - outside) / 2 - ROUNDING))


def cells_of_a_plot(part: CountyPart, tolerance: float) -> tuple[int, int]:
    """The least and most cells that a plot within tolerance can have: the heaviest, the lightest ones."""
    units, plots = part.territory.units, len(part.plots)
    least, most = 1, units - plots + 1
    for load in part.territory.activities.T:
        mean = load.sum() / plots
        light = np.sort(load).cumsum()
        heavy = np.sort(load)[::-1].cumsum()
        least = max(least, int((heavy < mean * (1 - tolerance) * (1 - ROUNDING)).sum()) + 1)
        most = min(most, int((light <= mean * (1 + tolerance) * (1 + ROUNDING)).sum()))
    return least, max(least, most)
