"""New records find their people; what stood keeps its number, and all can be taken back."""

import numpy as np
import polars as pl

from benchmarks.people.measure import agreement
from tests.target.lists.link.made_people import made_people
from tianlu.target.lists.link.change import ChangeKind, revert_changes
from tianlu.target.lists.link.grow import Growth, find_touched, grow
from tianlu.target.lists.link.mixture import fit_mixture
from tianlu.target.lists.link.pairs import ID, find_pairs
from tianlu.target.lists.link.people import PEOPLE, PERSON
from tianlu.target.lists.link.score import Decision, cluster_records, odds

_, PREPARED = made_people()
NEW = pl.col(ID) % 10 == 3
STANDING, ARRIVING = PREPARED.filter(~NEW), PREPARED.filter(NEW)
PAIRS = find_pairs(STANDING, PEOPLE)
MIXTURE = fit_mixture(PEOPLE, PAIRS.pattern)
BEFORE = cluster_records(STANDING[ID].to_numpy(), PAIRS, odds(MIXTURE, PAIRS, (PERSON,)))


def grown(decisions: tuple[Decision, ...] = ()) -> Growth:
    return grow(BEFORE, STANDING, ARRIVING, MIXTURE, decisions=decisions)


def test_new_records_come_as_near_the_truth_as_if_all_had_been_there() -> None:
    rows, _ = made_people()
    growth = grown()
    assert np.array_equal(growth.clusters.records, PREPARED[ID].to_numpy())
    pairs = find_pairs(PREPARED, PEOPLE)
    at_once = cluster_records(PREPARED[ID].to_numpy(), pairs, odds(MIXTURE, pairs, (PERSON,)))
    f1 = [agreement(pl.Series(each.clusters), rows["entity"]).f1 for each in (growth.clusters, at_once)]
    assert f1[0] > f1[1] - 0.01


def test_what_stood_keeps_its_number_unless_a_change_says_otherwise() -> None:
    growth = grown()
    moved = {move.record for change in growth.changes for move in change.moves}
    kept = np.array([record for record in BEFORE.records.tolist() if record not in moved])
    assert np.array_equal(growth.clusters.find(kept), BEFORE.find(kept))
    assert set(ARRIVING[ID].to_list()) <= moved
    assert {change.kind for change in growth.changes} <= set(ChangeKind) - {ChangeKind.SPLIT}


def test_all_changes_can_be_taken_back() -> None:
    growth = grown()
    back = revert_changes(growth.clusters, growth.changes)
    assert np.array_equal(back.records, BEFORE.records)
    assert np.array_equal(back.clusters, BEFORE.clusters)


def test_a_decision_keeps_a_new_record_out_of_the_cluster_it_fits() -> None:
    growth = grown()
    joined = next(change for change in growth.changes if change.kind == ChangeKind.JOINED)
    record = joined.moves[0].record
    members = BEFORE.members(np.array([joined.cluster])).tolist()
    decisions = tuple(Decision(min(record, other), max(record, other), is_same=False) for other in members)
    assert grown(decisions).clusters.find(np.array([record]))[0] != joined.cluster


def test_only_records_that_share_a_block_are_looked_at() -> None:
    touched = find_touched(STANDING, ARRIVING.head(1), PEOPLE)
    assert 0 < touched.height < STANDING.height / 4


def test_new_records_that_touch_nothing_found_clusters_of_their_own() -> None:
    far = ARRIVING.head(1).with_columns(locality=pl.lit("别处"), phone=pl.lit("1"))
    growth = grow(BEFORE, STANDING, far, MIXTURE)
    assert [(change.kind, change.cluster) for change in growth.changes] == [(ChangeKind.FOUNDED, far[ID][0])]
