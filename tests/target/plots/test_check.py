"""Every rule of the check, kept and broken in view."""

import numpy as np
import pytest

from tests.target.plots.grids import grid, rows
from tianlu.target.plots.check import broken_plot_rules, broken_rules, cut_edges, largest_diameter
from tianlu.target.plots.plots import PlotTask


@pytest.mark.parametrize(
    ("drawn", "broken"),
    [
        ("0011 0011 2233 2233", ()),
        ("0011 0011 2233 2239", ("every_unit_has_a_district",)),
        ("0011 0011 2222 2222", ("every_district_has_a_unit", "districts_are_balanced")),
        ("0110 0110 2233 2233", ("districts_are_contiguous",)),
        ("0001 0011 2233 2233", ("districts_are_balanced",)),
    ],
)
def test_districts_break_the_rules_that_they_break(drawn: str, broken: tuple[str, ...]) -> None:
    assert broken_rules(grid(4, 4), rows(drawn), districts=4, tolerance=0.05) == broken


def test_the_balance_of_each_activity_counts() -> None:
    territory = grid(2, 2, activities=2)
    territory.activities[:, 1] = [1, 0, 1, 0]
    assert broken_rules(territory, rows("01 01"), districts=2, tolerance=0.05) == ("districts_are_balanced",)
    assert broken_rules(territory, rows("00 11"), districts=2, tolerance=0.05) == ()


def test_the_diameter_is_between_the_two_farthest_units_of_a_district() -> None:
    assert largest_diameter(grid(4, 4), rows("0011 0011 2222 2222")) == pytest.approx(np.hypot(3, 1))


def test_the_cut_counts_each_pair_of_neighbours_once() -> None:
    assert cut_edges(grid(4, 4), rows("0011 0011 2233 2233")) == 8


@pytest.mark.parametrize(
    ("drawn", "broken"),
    [
        ("0011 0011 2233 2233", ()),
        ("0011 0011 2233 2234", ("every_unit_has_a_plot",)),
        ("1100 1100 2233 2233", ("locks_are_kept",)),
        ("0001 0111 2233 2233", ()),
        ("0031 0031 2231 2231", ("county_lines_are_respected",)),
        ("0110 0110 2233 2233", ("plots_are_contiguous",)),
        ("0001 0011 2233 2233", ("plots_are_balanced",)),
    ],
)
def test_plots_break_the_rules_that_they_break(drawn: str, broken: tuple[str, ...]) -> None:
    task = PlotTask(grid(4, 4), 4, 0.05, np.arange(16) // 8, locks={0: 0})
    assert broken_plot_rules(task, rows(drawn)) == broken
