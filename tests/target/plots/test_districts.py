"""Districts of least diameter: found, balanced, in one piece, never below the bound."""

from itertools import product

import numpy as np
import pytest

from tests.target.plots.grids import grid
from tianlu.target.plots.bound_diameter import bound_diameter
from tianlu.target.plots.check import broken_rules, largest_diameter
from tianlu.target.plots.districts import DistrictTask, find_districts
from tianlu.target.plots.territory import make_territory


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_districts_keep_every_rule_and_the_diameter_is_theirs(seed: int) -> None:
    task = DistrictTask(grid(14, 14, seed=seed, activities=3), 6, 0.05)
    found = find_districts(task, runs=12, seed=seed)
    assert found is not None
    assert broken_rules(task.territory, found.assigned, districts=6, tolerance=0.05) == ()
    assert found.diameter == pytest.approx(largest_diameter(task.territory, found.assigned))
    assert bound_diameter(task, seconds=0.0) <= found.diameter + 1e-9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_few_units_the_least_diameter_of_all_is_found(seed: int) -> None:
    dice = np.random.default_rng(seed)
    territory = make_territory(dice.uniform(0, 9, (9, 2)), np.ones((9, 1)), grid(3, 3).edges.tolist())
    least = min(
        largest_diameter(territory, np.array(each))
        for each in product(range(3), repeat=9)
        if broken_rules(territory, np.array(each), districts=3, tolerance=0.0) == ()
    )
    found = find_districts(DistrictTask(territory, 3, 0.0), runs=60, seed=1)
    assert found is not None
    assert found.diameter == pytest.approx(least)
    assert bound_diameter(DistrictTask(territory, 3, 0.0), seconds=0.0) <= least + 1e-9


def test_a_row_of_units_is_cut_into_equal_pieces() -> None:
    found = find_districts(DistrictTask(grid(40, 1), 5, 0.0), runs=8)
    assert found is not None
    assert found.diameter == 7.0


def test_equal_seeds_give_equal_districts() -> None:
    task = DistrictTask(grid(12, 12, seed=5), 5, 0.05)
    one, other = (find_districts(task, runs=6, seed=9) for _ in range(2))
    assert one is not None
    assert other is not None
    assert (one.assigned == other.assigned).all()


def test_a_territory_in_two_pieces_that_districts_cannot_reach_has_no_districts() -> None:
    territory = make_territory(np.arange(8.0).reshape(4, 2), np.ones((4, 1)), [(0, 1)])
    assert find_districts(DistrictTask(territory, 2, 0.5), runs=3) is None


def test_work_that_cannot_be_balanced_has_no_districts() -> None:
    territory = grid(4, 4)
    territory.activities[5] = 100.0
    assert find_districts(DistrictTask(territory, 4, 0.05), runs=3) is None


def test_the_search_stops_when_its_time_is_over() -> None:
    ticks = iter(range(1000))
    task = DistrictTask(grid(8, 8), 4, 0.1)
    assert find_districts(task, seconds=3.0, clock=lambda: float(next(ticks))) is not None
    assert next(ticks) <= 6


def test_a_search_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after"):
        find_districts(DistrictTask(grid(2, 2), 2, 0.1))
