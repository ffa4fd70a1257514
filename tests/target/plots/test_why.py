"""Reasons of a plot and prices of moves, where they can be counted by hand."""

import numpy as np
import pytest

from tests.target.plots.grids import grid, rows
from tianlu.target.plots.plots import PlotTask
from tianlu.target.plots.why import explain_plot, price_move

DRAWN = rows("001122 001122 334455 334455")
TASK = PlotTask(grid(6, 4), 6, 0.3, np.arange(24) // 12, locks={13: 3})


def test_a_plot_says_its_share_its_neighbours_and_its_locks() -> None:
    why = explain_plot(TASK, DRAWN, 3)
    assert (why.units, why.shares, why.locked) == (4, (1.0,), (13,))
    assert why.neighbours == {4: 2}
    assert why.edges_at_county_line == 2
    assert (why.least, why.most) == (0.7, 1.3)


def test_a_unit_given_away_changes_cut_and_both_shares() -> None:
    price = price_move(TASK, DRAWN, {2: 0})
    assert price.more_cut == 1
    assert price.shares == {0: (1.25,), 1: (0.75,)}
    assert price.broken == ()


def test_a_move_names_the_rules_it_would_break() -> None:
    assert price_move(TASK, DRAWN, {13: 4}).broken == ("locks_are_kept",)
    assert price_move(TASK, DRAWN, {2: 2}).broken == ("plots_are_contiguous",)
    assert price_move(TASK, DRAWN, {2: 0, 8: 0}).broken == ("plots_are_balanced",)
    assert "county_lines_are_respected" in price_move(TASK, DRAWN, {12: 0}).broken


def test_a_swap_keeps_the_shares_of_both() -> None:
    price = price_move(TASK, DRAWN, {2: 0, 7: 1})
    assert price.shares == {0: (1.0,), 1: (1.0,)}
    assert price.more_cut == 2


def test_a_plot_without_a_unit_has_no_reasons() -> None:
    with pytest.raises(ValueError, match="has no unit"):
        explain_plot(TASK, np.zeros(24, np.int64), 3)
