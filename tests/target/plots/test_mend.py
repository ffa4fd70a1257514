"""Plots mended: rules kept again, few units moved, the rest as it was."""

from dataclasses import replace

import numpy as np
import pytest

from tests.target.plots.grids import grid, rows
from tianlu.target.plots.check import broken_plot_rules, cut_edges
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.mend import mend_plots
from tianlu.target.plots.plots import PlotTask

TASK = PlotTask(grid(30, 30, seed=1), 15, 0.05, np.zeros(900, np.int64), locks={0: 4}, lattice="squares")


@pytest.fixture(scope="module")
def drawn() -> np.ndarray:
    plots = draw_plots(TASK, sweeps=3000)
    assert plots is not None
    return plots.assigned


def test_a_vacant_plot_is_taken_over_by_those_about_it(drawn: np.ndarray) -> None:
    mended = mend_plots(TASK, drawn, vacant=frozenset({7}))
    assert mended is not None
    assigned = mended.plots.assigned
    assert broken_plot_rules(TASK, assigned) == ()
    assert 7 not in assigned
    assert set(mended.moved) >= set(np.flatnonzero(drawn == 7))
    assert len(mended.moved) < 0.25 * 900
    assert (np.delete(assigned, mended.moved) == np.delete(drawn, mended.moved)).all()
    assert mended.plots.cut_edges == cut_edges(TASK.territory, assigned) >= mended.plots.bound


def test_work_that_shifted_moves_few_units(drawn: np.ndarray) -> None:
    tilt = 1 + 0.05 * np.sin(TASK.territory.xy[:, 0] / 5)
    shifted = replace(TASK.territory, activities=TASK.territory.activities * tilt[:, None])
    task = replace(TASK, territory=shifted)
    assert broken_plot_rules(task, drawn) == ("plots_are_balanced",)
    mended = mend_plots(task, drawn)
    assert mended is not None
    assert broken_plot_rules(task, mended.plots.assigned) == ()
    assert 0 < len(mended.moved) <= 90


def test_a_locked_unit_is_not_moved_though_its_plot_is_too_full() -> None:
    task = PlotTask(grid(6, 2), 2, 0.01, np.zeros(12, np.int64), locks={2: 0})
    mended = mend_plots(task, rows("000011 000011"))
    assert mended is not None
    assert broken_plot_rules(task, mended.plots.assigned) == ()
    assert mended.plots.assigned[2] == 0


def test_what_is_locked_to_a_vacant_plot_is_refused() -> None:
    with pytest.raises(ValueError, match="locked to a vacant plot"):
        mend_plots(TASK, np.zeros(900, np.int64), vacant=frozenset({4}))


def test_a_lock_elsewhere_than_the_unit_is_refused() -> None:
    task = PlotTask(grid(6, 2), 2, 0.1, np.zeros(12, np.int64), locks={0: 1})
    with pytest.raises(ValueError, match="locks are of units in their plots"):
        mend_plots(task, rows("000111 000111"))


def test_a_county_without_a_plot_is_refused() -> None:
    task = PlotTask(grid(6, 2), 2, 0.1, np.arange(12) % 6 // 3)
    with pytest.raises(ValueError, match="left without a plot"):
        mend_plots(task, rows("000111 000111"), vacant=frozenset({1}))
