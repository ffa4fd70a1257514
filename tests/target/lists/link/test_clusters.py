"""Clusters keep their numbers, and no number is ever that of two."""

import numpy as np
import pytest

from tianlu.target.lists.link.clusters import ROUND, Clusters, free_number, number_groups


def clusters(of: dict[int, int]) -> Clusters:
    records = sorted(of)
    return Clusters(np.array(records, np.int64), np.array([of[record] for record in records], np.int64))


BEFORE = clusters({1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 6})


def test_a_record_is_in_its_cluster_or_in_none() -> None:
    assert BEFORE.find(np.array([3, 7, 0])).tolist() == [1, -1, -1]
    assert clusters({}).find(np.array([3])).tolist() == [-1]


def test_records_out_of_order_or_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        Clusters(np.array([2, 1]), np.array([1, 1]))


@pytest.mark.parametrize(
    ("groups", "numbers"),
    [
        ([(3, 7)], {3: 1, 7: 1}),
        ([(7, 8)], {7: 7, 8: 7}),
        ([(1, 2, 4)], {1: 1, 2: 1, 4: 1}),
        ([(4, 5, 6, 9)], {4: 4, 5: 4, 6: 4, 9: 4}),
        ([(1, 2), (3,)], {1: 1, 2: 1, 3: 3}),
        ([(1,), (2, 3)], {1: 1 + ROUND, 2: 1, 3: 1}),
        ([(1, 4), (2, 3, 5)], {1: 4, 4: 4, 2: 1, 3: 1, 5: 1}),
    ],
)
def test_a_number_goes_with_the_most_of_its_records(groups: list[tuple[int, ...]], numbers: dict[int, int]) -> None:
    assert number_groups(groups, BEFORE) == numbers


def test_a_free_number_is_the_smallest_record_that_names_no_cluster() -> None:
    assert free_number((5, 4), {4}) == 5
    assert free_number((5, 4), {4, 5}) == 4 + ROUND


def test_records_move_come_and_go() -> None:
    moved = BEFORE.with_moves({3: 4, 9: 9, 6: None})
    assert dict(zip(moved.records.tolist(), moved.clusters.tolist(), strict=True)) == {
        1: 1,
        2: 1,
        3: 4,
        4: 4,
        5: 4,
        9: 9,
    }
