"""Plots drawn: rules kept, bounds kept, small ones proven."""

from itertools import product

import numpy as np
import pytest

from tests.target.plots.grids import grid
from tianlu.target.plots.bound_cut import bound_quickly, edges_across
from tianlu.target.plots.check import broken_plot_rules, cut_edges
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.exact import solve_exact
from tianlu.target.plots.plots import PlotTask, county_parts
from tianlu.target.plots.territory import make_territory

ONE_COUNTY = np.zeros(400, np.int64)


def quick_bound(task: PlotTask) -> int:
    parts = county_parts(task)
    return edges_across(task, parts) + sum(bound_quickly(task, part) for part in parts)


@pytest.mark.parametrize("seed", [1, 2])
def test_plots_keep_every_rule_and_cut_little(seed: int) -> None:
    task = PlotTask(grid(20, 20, seed=seed), 8, 0.05, ONE_COUNTY, lattice="squares")
    drawn = draw_plots(task, seed=seed, sweeps=4000)
    assert drawn is not None
    assert broken_plot_rules(task, drawn.assigned) == ()
    assert drawn.cut_edges == cut_edges(task.territory, drawn.assigned)
    # Eight squares of 50 cells would cut 4 × √50 × 8 / 2 − 4 × 20 / 2 = 73.
    assert 50 < drawn.bound <= drawn.cut_edges <= 1.2 * 73


def test_plots_do_not_cross_county_lines_and_keep_locks() -> None:
    counties = (np.arange(144) % 12 >= 7).astype(np.int64)
    locks = {0: 3, 24: 3, 143: 1, 74: 5}
    task = PlotTask(grid(12, 12, seed=3), 8, 0.1, counties, locks)
    drawn = draw_plots(task, sweeps=4000)
    assert drawn is not None
    assert broken_plot_rules(task, drawn.assigned) == ()
    assert set(drawn.assigned.tolist()) == set(range(8))


def test_equal_seeds_give_equal_plots() -> None:
    task = PlotTask(grid(12, 12, seed=1), 6, 0.05, np.zeros(144, np.int64))
    one, other = (draw_plots(task, seed=4, sweeps=500) for _ in range(2))
    assert one is not None
    assert other is not None
    assert (one.assigned == other.assigned).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_small_plots_are_the_best_of_all_and_proven(seed: int) -> None:
    territory = grid(3, 3, seed=seed)
    task = PlotTask(territory, 3, 0.3, np.zeros(9, np.int64), lattice="squares")
    least = min(
        cut_edges(territory, np.array((0, *each)))
        for each in product(range(3), repeat=8)
        if broken_plot_rules(task, np.array((0, *each))) == () and len(set(each) | {0}) == 3
    )
    drawn = draw_plots(task)
    assert drawn is not None
    assert broken_plot_rules(task, drawn.assigned) == ()
    assert drawn.is_proven
    assert drawn.cut_edges == least
    assert quick_bound(task) <= least


def test_small_plots_with_locks_are_proven_too() -> None:
    task = PlotTask(grid(4, 4), 4, 0.05, np.zeros(16, np.int64), locks={0: 2, 3: 2})
    drawn = draw_plots(task)
    assert drawn is not None
    assert broken_plot_rules(task, drawn.assigned) == ()
    assert drawn.assigned[[0, 1, 2, 3]].tolist() == [2, 2, 2, 2]
    assert drawn.is_proven


def test_plots_in_pieces_are_no_answer_of_the_exact_solver() -> None:
    """A ring in which the heavy units lie apart: without contiguity two pieces would balance better."""
    ring = make_territory(np.arange(12.0).reshape(6, 2), np.ones((6, 1)), [(k, (k + 1) % 6) for k in range(6)])
    found = solve_exact(ring, 2, 0.0, {0: 0, 2: 0, 3: 1, 5: 1}, seconds=10.0)
    assert found.is_impossible or found.assigned is not None
    if found.assigned is not None:
        task = PlotTask(ring, 2, 0.0, np.zeros(6, np.int64), locks={0: 0, 2: 0, 3: 1, 5: 1})
        assert broken_plot_rules(task, found.assigned) == ()


def test_exact_solver_tells_how_far_it_is_and_ends_when_asked() -> None:
    territory, told = grid(8, 8, seed=3), list[float]()

    def stop_later(share: float) -> None:
        told.append(share)
        if len(told) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        solve_exact(territory, 5, 0.05, {}, seconds=60.0, on_share=stop_later)
    assert 0 < told[0] < told[1] < 0.2


def test_what_cannot_be_balanced_is_not_drawn() -> None:
    territory = grid(4, 3)
    territory.activities[0] = 50.0
    assert draw_plots(PlotTask(territory, 3, 0.05, np.zeros(12, np.int64))) is None


def test_bounds_of_counties_add_up_with_the_line_between_them() -> None:
    counties = (np.arange(16) >= 8).astype(np.int64)
    task = PlotTask(grid(4, 4), 4, 0.05, counties, lattice="squares")
    assert quick_bound(task) == 4 + 2 + 2
    assert len(county_parts(task)) == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_on_a_map_that_is_no_lattice_the_bound_is_more_than_a_tree_s(seed: int) -> None:
    task = PlotTask(grid(12, 12, seed=seed), 6, 0.05, np.zeros(144, np.int64))
    drawn = draw_plots(task, seed=seed, sweeps=2000)
    assert drawn is not None
    assert 5 < drawn.bound <= drawn.cut_edges


@pytest.mark.parametrize(("middle", "tolerance", "above"), [(1.0, 0.0, 2), (0.0, 0.3, 1)])
def test_of_small_maps_no_balanced_plots_go_below_the_spectral_bound(
    middle: float, tolerance: float, above: int
) -> None:
    territory = grid(3, 3)
    territory.activities[4] = middle
    task = PlotTask(territory, 3, tolerance, np.zeros(9, np.int64))
    cuts = [
        cut_edges(territory, np.array((0, *each)))
        for each in product(range(3), repeat=8)
        if broken_plot_rules(task, np.array((0, *each))) == () and len(set(each) | {0}) == 3
    ]
    assert above < quick_bound(task) <= min(cuts)


def test_hexagons_have_their_own_bound() -> None:
    """Seven hexagons, one in the middle, cut into seven plots: all twelve sides between them."""
    around = [(0, k) for k in range(1, 7)] + [(k, k % 6 + 1) for k in range(1, 7)]
    turn = np.arange(6) * np.pi / 3
    xy = np.concatenate([[[0.0, 0.0]], np.stack([np.cos(turn), np.sin(turn)], axis=1)])
    task = PlotTask(make_territory(xy, np.ones((7, 1)), around), 7, 0.05, np.zeros(7, np.int64), lattice="hexagons")
    assert quick_bound(task) == 12
