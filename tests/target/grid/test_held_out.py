"""Cells left out are forecast by what has not seen them."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.grid.cells import cells_within
from tianlu.target.grid.held_out import HeldOut, check_frontier
from tianlu.target.grid.potential import PotentialParams

GRID = cells_within([(101.0, 36.0), (101.5, 36.0), (101.5, 36.5), (101.0, 36.5)], 8)
RNG = np.random.default_rng(3)
PEOPLE = RNG.gamma(1.0, 200, len(GRID))
FEATURES = pl.DataFrame({"cell": GRID.cells, "people": PEOPLE, "noise": RNG.normal(size=len(GRID))})
OWN = PEOPLE * RNG.uniform(50, 100, len(GRID))
KNOWN = np.where(RNG.random(len(GRID)) < 0.3, OWN, np.nan)
PARAMS = PotentialParams(trees=30, class_shares=(0.5,))


@pytest.mark.parametrize("by_block", [False, True])
def test_law_is_found_in_what_is_left_out_and_the_interval_holds(by_block: bool) -> None:
    told: list[float] = []
    found = check_frontier(GRID, FEATURES, KNOWN, by_block=by_block, seed=1, params=PARAMS, tell=told.append)
    assert found is not None
    assert found.cells == np.sum(~np.isnan(KNOWN))
    assert found.spearman > 0.75
    assert found.coverage == pytest.approx(0.8, abs=0.07)
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_figures_without_law_rank_no_better_than_chance() -> None:
    shuffled = KNOWN.copy()
    there = ~np.isnan(KNOWN)
    shuffled[there] = RNG.permutation(KNOWN[there])
    found = check_frontier(GRID, FEATURES, shuffled, by_block=False, seed=1, params=PARAMS)
    assert found is not None
    assert abs(found.spearman) < 2 * found.chance


def test_too_little_is_not_checked() -> None:
    few = np.full(len(GRID), np.nan)
    few[:30] = OWN[:30]
    assert check_frontier(GRID, FEATURES, few, by_block=False, seed=1, params=PARAMS) is None


def test_chance_falls_with_the_number_of_cells() -> None:
    assert HeldOut(101, 0.5, 0.8).chance == pytest.approx(0.196)
    assert HeldOut(401, 0.5, 0.8).chance < HeldOut(101, 0.5, 0.8).chance
