"""Territories check themselves and name each pair of neighbours once."""

import numpy as np
import pytest

from tianlu.target.plots.territory import cut_territory, make_territory


def test_neighbours_named_twice_or_the_other_way_round_are_one_pair() -> None:
    territory = make_territory(np.zeros((3, 2)), np.ones((3, 1)), [(0, 1), (1, 0), (2, 1), (1, 1)])
    assert territory.edges.tolist() == [[0, 1], [1, 2]]
    assert np.diff(territory.first).tolist() == [1, 2, 1]


def test_a_part_keeps_its_own_neighbours_in_its_own_numbers() -> None:
    territory = make_territory(np.arange(8.0).reshape(4, 2), np.ones((4, 1)), [(0, 1), (1, 2), (2, 3), (0, 3)])
    part = cut_territory(territory, np.array([3, 2, 0]))
    assert part.edges.tolist() == [[0, 1], [0, 2]]
    assert part.xy[0].tolist() == [6.0, 7.0]


@pytest.mark.parametrize("work", [[[1.0], [-1.0]], [[0.0], [0.0]], [[1.0]]])
def test_work_is_there_for_every_unit_and_not_negative(work: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="activit"):
        make_territory(np.zeros((2, 2)), np.array(work), [(0, 1)])


def test_a_neighbour_that_is_no_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="neighbours are units"):
        make_territory(np.zeros((2, 2)), np.ones((2, 1)), [(0, 2)])
