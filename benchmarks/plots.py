"""5,000 cells into 50 plots, drawn and mended: `python benchmarks/plots.py [--seeds 1 2 3] [--cells N] [--plots K]`.

The case is a square of cells (the last row is short) that border where they share a side. With `even` work each has 0.5
to 1.5 as evenly spread numbers have it; with `towns` forty bumps of up to six more are added, some cells wide. Work is
to be within 5 % of the mean. Plots that are equal squares would cut (4√m × plots − 4√cells) / 2 neighbours apart, m
cells each: 858 for 5,000 and 50. With `counties` the square is six counties, whose lines plots do not cross, and work
is within 5 % of the mean of the county's plots.

Then a plot falls vacant, or work shifts by up to 5 % along a slow wave, or 5 % of the cells have half as much again;
moved are cells whose plot is another, those of the vacant plot among them. Seconds are of the processor.
"""

import argparse
import math
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tianlu.target.compile_ahead import compile_target
from tianlu.target.plots.check import broken_plot_rules
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.mend import Mended, mend_plots
from tianlu.target.plots.plots import PlotTask
from tianlu.target.plots.territory import make_territory

TOLERANCE = 0.05
TOWNS = 40


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    case: str
    seed: int
    change: str
    cut: int
    bound: int
    moved: str
    broken: int
    seconds: float

    def __str__(self) -> str:
        figures = (self.case, self.seed, self.change, self.cut, self.bound, self.moved, self.broken)
        return f"| {' | '.join(map(str, figures))} | {self.seconds:.1f} |"


def make_task(seed: int, cells: int, plots: int, *, is_even: bool, has_counties: bool) -> PlotTask:
    """The case of a seed."""
    dice = np.random.default_rng(seed)
    side = math.ceil(math.sqrt(cells))
    xy = np.stack([np.arange(cells) % side, np.arange(cells) // side], axis=1).astype(float)
    beside = [(k, k + 1) for k in range(cells - 1) if (k + 1) % side]
    below = [(k, k + side) for k in range(cells - side)]
    work = dice.uniform(0.5, 1.5, cells)
    for _ in range(0 if is_even else TOWNS):
        away = ((xy - xy[dice.integers(cells)]) ** 2).sum(axis=1)
        work += dice.uniform(1, 6) * np.exp(-away / (2 * dice.uniform(1, 4) ** 2))
    counties = (xy[:, 0] * 3 // side * 2 + xy[:, 1] * 2 // side).astype(np.int64)
    territory = make_territory(xy, work[:, None], beside + below)
    return PlotTask(territory, plots, TOLERANCE, counties * has_counties, lattice="squares")


def shift(task: PlotTask, dice: np.random.Generator, *, is_wave: bool) -> PlotTask:
    """The task with its work changed."""
    xy, cells = task.territory.xy, task.territory.units
    way = dice.normal(size=2)
    wave = 1 + TOLERANCE * np.sin(2 * np.pi * xy @ (way / np.hypot(*way)) / np.ptp(xy))
    more = np.where(np.isin(np.arange(cells), dice.choice(cells, cells // 20, replace=False)), 1.5, 1.0)
    activities = task.territory.activities * (wave if is_wave else more)[:, None]
    return replace(task, territory=replace(task.territory, activities=activities))


def measure(case: str, seed: int, task: PlotTask) -> list[Row]:
    began = time.process_time()
    drawn = draw_plots(task, seed=seed)
    took = time.process_time() - began
    if drawn is None:
        return [Row(case, seed, "drawn", 0, 0, "-", 1, took)]
    broken = len(broken_plot_rules(task, drawn.assigned))
    rows = [Row(case, seed, "drawn", drawn.cut_edges, drawn.bound, "-", broken, took)]
    dice = np.random.default_rng(seed)
    for change, changed, vacant in (
        ("vacancy", task, frozenset({int(dice.integers(task.plots))})),
        ("wave of 5 %", shift(task, dice, is_wave=True), frozenset[int]()),
        ("half more in 5 %", shift(task, dice, is_wave=False), frozenset[int]()),
    ):
        began = time.process_time()
        mended = mend_plots(changed, drawn.assigned, vacant=vacant, seed=seed)
        rows.append(_mended_row(case, seed, change, changed, mended, time.process_time() - began))
    return rows


def _mended_row(case: str, seed: int, change: str, task: PlotTask, mended: Mended | None, seconds: float) -> Row:
    if mended is None:
        return Row(case, seed, change, 0, 0, "-", 1, seconds)
    assigned: NDArray[np.int64] = mended.plots.assigned
    moved = f"{len(mended.moved)} ({len(mended.moved) / len(assigned):.1%})"
    broken = len(broken_plot_rules(task, assigned))
    return Row(case, seed, change, mended.plots.cut_edges, mended.plots.bound, moved, broken, seconds)


def main() -> None:
    order = argparse.ArgumentParser(description=__doc__)
    order.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    order.add_argument("--cells", type=int, default=5000)
    order.add_argument("--plots", type=int, default=50)
    given = order.parse_args()
    compile_target()
    squares = (4 * math.sqrt(given.cells / given.plots) * given.plots - 4 * math.sqrt(given.cells)) / 2
    print(f"equal squares: {squares:.0f} cut; allowed: {1.2 * squares:.0f}\n")
    print("| case | seed | | cut | bound | moved | rules broken | CPU s |\n|---|--:|---|--:|--:|--:|--:|--:|")
    for case, is_even, has_counties in (
        ("even", True, False),
        ("towns", False, False),
        ("even, counties", True, True),
        ("towns, counties", False, True),
    ):
        for seed in given.seeds:
            task = make_task(seed, given.cells, given.plots, is_even=is_even, has_counties=has_counties)
            print(*measure(case, seed, task), sep="\n", flush=True)


if __name__ == "__main__":
    main()
