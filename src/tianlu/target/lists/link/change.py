"""What changed in clusters, logged so that it can be done again or taken back: founded, joined, merged, split.

A change says of each record which cluster it was in and which it is in now; taking it back is the same the other way
round. Either is refused where the clusters are no longer as the change left them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tianlu.target.lists.link.clusters import ABSENT, Clusters, free_number


class ChangeKind(StrEnum):
    FOUNDED = "founded"
    JOINED = "joined"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True)
class Move:
    """A record goes from one cluster to another; None where it was, or is, in no list."""

    record: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class ClusterChange:
    """One thing that happened to one cluster: the records that moved into it, or out of it, in order of record."""

    kind: ChangeKind
    cluster: int
    moves: tuple[Move, ...]
    reason: str
    reason_zh: str


class ClustersNotAsLogged(ValueError):
    """A record is not where a change says it should be: something happened since. Undo that first."""


def apply_changes(clusters: Clusters, changes: Iterable[ClusterChange]) -> Clusters:
    """The clusters after changes, in their order. Raises ClustersNotAsLogged."""
    return _moved(clusters, (move for change in changes for move in change.moves))


def revert_changes(clusters: Clusters, changes: Iterable[ClusterChange]) -> Clusters:
    """The clusters before changes, which are given in the order in which they were made."""
    backwards = (move for change in reversed(list(changes)) for move in reversed(change.moves))
    return _moved(clusters, (Move(move.record, move.after, move.before) for move in backwards))


def list_changes(
    before: Clusters, numbered: dict[int, int], *, reason: str, reason_zh: str
) -> tuple[ClusterChange, ...]:
    """The changes that bring some records from where they are to their new numbers (`clusters.number_groups`)."""
    records = np.fromiter(sorted(numbered), np.int64, len(numbered))
    there = set(before.clusters.tolist())
    arrived: dict[tuple[int, int], list[Move]] = defaultdict(list)
    for record, old in zip(records.tolist(), before.find(records).tolist(), strict=True):
        if old != numbered[record]:
            arrived[numbered[record], old].append(Move(record, None if old == ABSENT else old, numbered[record]))
    changes = [
        ClusterChange(_kind(old, new, there), new, tuple(moves), reason, reason_zh)
        for (new, old), moves in sorted(arrived.items())
    ]
    return tuple(changes)


def merge(clusters: Clusters, kept: int, gone: int, *, reason: str, reason_zh: str) -> ClusterChange:
    """Two clusters made one by hand; the first number stays. Raises ValueError where they are not two.

    Beside it belongs a `score.Decision` on a pair of them, so that linking anew does not part them again.
    """
    if kept == gone or not np.isin([kept, gone], clusters.clusters).all():
        raise ValueError(f"clusters {kept} and {gone}: expected two different ones that there are")
    moves = tuple(Move(record, gone, kept) for record in clusters.members(np.array([gone])).tolist())
    return ClusterChange(ChangeKind.MERGED, kept, moves, reason, reason_zh)


def split(clusters: Clusters, records: Iterable[int], *, reason: str, reason_zh: str) -> ClusterChange:
    """Records taken out of their cluster by hand, into one of their own.

    Raises ValueError where they are of more than one cluster, or all of it. A `Decision` belongs beside it too.
    """
    chosen = np.array(sorted(records), np.int64)
    whole = {int(each) for each in clusters.find(chosen)}
    if len(whole) != 1 or ABSENT in whole:
        raise ValueError(f"records {chosen.tolist()} are in clusters {sorted(whole)}: expected one")
    old = whole.pop()
    if len(clusters.members(np.array([old]))) == len(chosen):
        raise ValueError(f"records {chosen.tolist()} are all of cluster {old}: leave at least one in it")
    new = free_number(chosen.tolist(), set(clusters.clusters.tolist()))
    return ClusterChange(ChangeKind.SPLIT, new, tuple(Move(r, old, new) for r in chosen.tolist()), reason, reason_zh)


def _kind(old: int, new: int, there: set[int]) -> ChangeKind:
    """Of records that come from one cluster (ABSENT: new ones) into another."""
    if old == ABSENT:
        return ChangeKind.JOINED if new in there else ChangeKind.FOUNDED
    return ChangeKind.MERGED if new in there else ChangeKind.SPLIT


def _moved(clusters: Clusters, moves: Iterable[Move]) -> Clusters:
    """All moves at once; each is held against what the ones before it left."""
    listed = list(moves)
    records = np.array([move.record for move in listed], np.int64)
    now: dict[int, int | None] = {}
    for move, found in zip(listed, clusters.find(records).tolist(), strict=True):
        stands = now.get(move.record, None if found == ABSENT else found)
        if stands != move.before:
            raise ClustersNotAsLogged(
                f"record {move.record} is in cluster {stands}, the log expects {move.before}: undo later changes first"
            )
        now[move.record] = move.after
    return clusters.with_moves(now)
