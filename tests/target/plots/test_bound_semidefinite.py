"""The semidefinite bound: never above the best plots, whatever prices the search has, and near them."""

from itertools import product

import numpy as np
import pytest

from tests.target.plots.grids import grid
from tianlu.target.plots.bound_cut import bound_quickly
from tianlu.target.plots.bound_semidefinite import ROUNDS, Search, bound_semidefinite, make_relaxation
from tianlu.target.plots.check import broken_plot_rules, cut_edges
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.plots import PlotTask, county_parts
from tianlu.target.plots.territory import Territory, make_territory

MANY = 10_000


def least_cut(territory: Territory, plots: int, tolerance: float, locks: dict[int, int]) -> int:
    """Of all ways to draw the plots."""
    task = PlotTask(territory, plots, tolerance, np.zeros(territory.units, np.int64), locks)
    ways = (np.array(each) for each in product(range(plots), repeat=territory.units))
    return min(
        cut_edges(territory, way) for way in ways if len(np.unique(way)) == plots and not broken_plot_rules(task, way)
    )


@pytest.mark.parametrize(
    ("seed", "plots", "tolerance", "locks"),
    [
        (1, 2, 0.2, {}),
        (2, 3, 0.3, {}),
        (3, 3, 0.45, {0: 0, 8: 0}),
        (4, 3, 0.45, {0: 0, 1: 1, 5: 2}),
        (5, 2, 0.1, {0: 1, 4: 0}),
    ],
)
def test_no_plots_of_a_small_map_go_below_it(seed: int, plots: int, tolerance: float, locks: dict[int, int]) -> None:
    territory = grid(3, 3, seed=seed)
    least = least_cut(territory, plots, tolerance, locks)
    assert 0 < bound_semidefinite(territory, plots, tolerance, locks, found=MANY) <= least


def test_of_several_activities_each_is_balanced() -> None:
    territory = grid(3, 3, seed=7, activities=2)
    least = least_cut(territory, 2, 0.25, {})
    assert 0 < bound_semidefinite(territory, 2, 0.25, {}, found=MANY) <= least


@pytest.mark.parametrize("steps", [1, 3, 10])
def test_it_holds_after_any_number_of_steps_and_at_any_prices(steps: int) -> None:
    territory = grid(3, 3, seed=2)
    least = least_cut(territory, 3, 0.3, {})
    search = Search(make_relaxation(territory, 3, 0.3, {}))
    dice = np.random.default_rng(steps)
    for _ in range(5):
        search.run(steps)
        search.add_triangles(20)
        assert search.value() <= least
        noise = dice.normal(size=search.link.shape)
        search.link = search.link + (noise + noise.T) / 4
        search.rates = np.abs(search.rates + dice.normal(size=search.rates.shape))
        assert search.value() <= least


def test_halves_of_a_square_are_proven_the_best() -> None:
    territory = grid(8, 8)
    assert bound_semidefinite(territory, 2, 0.0, {}, found=8) == 8
    assert bound_quickly_of(territory, 2, 0.0) < 8


def test_a_ring_in_three_is_proven_the_best() -> None:
    turn = np.arange(30) * 2 * np.pi / 30
    xy = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    ring = make_territory(xy, np.ones((30, 1)), [(k, (k + 1) % 30) for k in range(30)])
    assert bound_semidefinite(ring, 3, 0.0, {}, found=3) == 3


@pytest.mark.parametrize("seed", [1, 2])
def test_plots_of_a_county_s_size_are_within_a_tenth_of_it_where_the_quick_bound_says_three_times(seed: int) -> None:
    territory = grid(10, 10, seed=seed)
    task = PlotTask(territory, 5, 0.1, np.zeros(100, np.int64))
    drawn = draw_plots(task, seed=seed)
    assert drawn is not None
    assert drawn.gap <= 0.1
    assert bound_quickly_of(territory, 5, 0.1) * 2 < drawn.bound <= drawn.cut_edges


def test_it_is_sought_no_longer_once_it_meets_what_was_found() -> None:
    told: list[float] = []
    bound_semidefinite(grid(6, 6), 2, 0.0, {}, found=1, on_share=told.append)
    assert told == [1 / ROUNDS, 1.0]


def test_who_follows_it_can_end_it() -> None:
    def stop(_: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        bound_semidefinite(grid(6, 6), 2, 0.0, {}, found=MANY, on_share=stop)


def bound_quickly_of(territory: Territory, plots: int, tolerance: float) -> int:
    task = PlotTask(territory, plots, tolerance, np.zeros(territory.units, np.int64))
    return bound_quickly(task, county_parts(task)[0])
