"""Whatever changes in clusters is logged, and can be taken back to where it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.target.lists.link.test_clusters import BEFORE, clusters
from tianlu.target.lists.link.change import (
    ChangeKind,
    ClustersNotAsLogged,
    apply_changes,
    list_changes,
    merge,
    revert_changes,
    split,
)
from tianlu.target.lists.link.clusters import Clusters, number_groups

WHY = {"reason": "seen at the counter", "reason_zh": "柜台确认"}


def as_dict(found: Clusters) -> dict[int, int]:
    return dict(zip(found.records.tolist(), found.clusters.tolist(), strict=True))


def test_two_clusters_are_merged_by_hand_and_parted_again() -> None:
    change = merge(BEFORE, 1, 4, **WHY)
    merged = apply_changes(BEFORE, [change])
    assert as_dict(merged) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 6}
    assert as_dict(revert_changes(merged, [change])) == as_dict(BEFORE)


def test_records_are_split_off_by_hand_and_put_back() -> None:
    change = split(BEFORE, [2, 3], **WHY)
    parted = apply_changes(BEFORE, [change])
    assert as_dict(parted) == {1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 6}
    assert as_dict(revert_changes(parted, [change])) == as_dict(BEFORE)


@pytest.mark.parametrize("records", [[1, 4], [6], [8]])
def test_what_is_not_part_of_one_cluster_cannot_be_split_off(records: list[int]) -> None:
    with pytest.raises(ValueError, match=r"expected one|all of cluster"):
        split(BEFORE, records, **WHY)


@pytest.mark.parametrize(("kept", "gone"), [(1, 1), (1, 5), (9, 1)])
def test_only_two_clusters_that_there_are_can_be_merged(kept: int, gone: int) -> None:
    with pytest.raises(ValueError, match="two different ones"):
        merge(BEFORE, kept, gone, **WHY)


def test_a_change_is_not_taken_back_over_a_later_one() -> None:
    first = merge(BEFORE, 1, 4, **WHY)
    merged = apply_changes(BEFORE, [first])
    second = split(merged, [4], **WHY)
    with pytest.raises(ClustersNotAsLogged, match="record 4"):
        revert_changes(apply_changes(merged, [second]), [first])
    assert as_dict(revert_changes(apply_changes(merged, [second]), [first, second])) == as_dict(BEFORE)


def test_each_kind_of_change_has_its_name() -> None:
    numbered = number_groups([(1, 2, 9), (3,), (4, 5, 6), (7, 8)], BEFORE)
    changes = list_changes(BEFORE, numbered, **WHY)
    assert [(each.kind, each.cluster, [move.record for move in each.moves]) for each in changes] == [
        (ChangeKind.JOINED, 1, [9]),
        (ChangeKind.SPLIT, 3, [3]),
        (ChangeKind.MERGED, 4, [6]),
        (ChangeKind.FOUNDED, 7, [7, 8]),
    ]


labels = st.dictionaries(st.integers(0, 15), st.integers(0, 4), min_size=1)


@given(labels, labels)
def test_any_clustering_is_reached_by_its_changes_and_left_again(old: dict[int, int], new: dict[int, int]) -> None:
    """Old and new are any ways to put records together; all old records are in the new one too."""
    before = clusters({record: min(r for r in old if old[r] == label) for record, label in old.items()})
    whole = {**old, **new}
    groups = [tuple(r for r in whole if whole[r] == label) for label in sorted(set(whole.values()))]
    numbered = number_groups(groups, before)
    changes = list_changes(before, numbered, **WHY)
    after = apply_changes(before, changes)
    assert as_dict(after) == numbered
    assert len(set(numbered.values())) == len(groups)
    assert as_dict(revert_changes(after, changes)) == as_dict(before)


def test_nothing_changes_where_nothing_moved() -> None:
    numbered = number_groups([(1, 2, 3), (4, 5), (6,)], BEFORE)
    assert list_changes(BEFORE, numbered, **WHY) == ()
    assert np.array_equal(apply_changes(BEFORE, ()).records, BEFORE.records)
