"""Which records are one: each record with the number of its cluster, which stays its own through later changes.

A cluster is numbered by its smallest record at the time it is made. When it grows, loses records or is merged, the
number goes with the most of its records. No two clusters have one number; one that went out in a merge may come back
with the record that it names.
"""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

ROUND = 1 << 40
"""More than any record's number: a record that has named a cluster names its next one by its own number and this."""

ABSENT = -1
"""Stands for the cluster of a record that is not there; records and clusters are numbered from 0."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """`records`: numbers in order, each once; `clusters`: for each the number of its cluster."""

    records: NDArray[np.int64]
    clusters: NDArray[np.int64]

    def __post_init__(self) -> None:
        if len(self.records) != len(self.clusters) or (np.diff(self.records) <= 0).any():
            raise ValueError("expected records in order, each once and with one cluster")

    def find(self, records: NDArray[np.int64]) -> NDArray[np.int64]:
        """The clusters of records; ABSENT for one that is not there."""
        if not len(self.records):
            return np.full(len(records), ABSENT, np.int64)
        at = np.minimum(np.searchsorted(self.records, records), len(self.records) - 1)
        return np.where(self.records[at] == records, self.clusters[at], ABSENT)

    def members(self, clusters: NDArray[np.int64]) -> NDArray[np.int64]:
        """The records of some clusters, in order."""
        return self.records[np.isin(self.clusters, clusters)]

    def with_moves(self, moved: dict[int, int | None]) -> "Clusters":
        """The same with records put into other clusters, added, or (None) taken out."""
        changed = np.fromiter(moved, np.int64, len(moved))
        kept = ~np.isin(self.records, changed)
        added = {record: after for record, after in moved.items() if after is not None}
        records = np.concatenate([self.records[kept], np.fromiter(added, np.int64, len(added))])
        clusters = np.concatenate([self.clusters[kept], np.fromiter(added.values(), np.int64, len(added))])
        order = np.argsort(records)
        return Clusters(records[order], clusters[order])


def number_groups(groups: Iterable[tuple[int, ...]], before: Clusters) -> dict[int, int]:
    """For each record of new groups the number of its cluster, numbers kept as far as can be.

    A group takes the number that most of its records had, of equals the smaller; where two groups want the same one,
    the group with more of its records has it. A group without an old number is given a free one.
    """
    listed = [tuple(sorted(group)) for group in groups]
    old = before.find(np.array([record for group in listed for record in group], np.int64)).tolist()
    claims, start = [], 0
    for place, group in enumerate(listed):
        had = Counter(number for number in old[start : start + len(group)] if number != ABSENT)
        claims += [(-often, number, place) for number, often in had.items()]
        start += len(group)
    numbers: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, place in sorted(claims):
        if place not in numbers and number not in taken:
            numbers[place] = number
            taken.add(number)
    taken.update(old)
    for place, group in enumerate(listed):
        if place not in numbers:
            numbers[place] = free_number(group, taken)
            taken.add(numbers[place])
    return {record: numbers[place] for place, group in enumerate(listed) for record in group}


def free_number(group: Iterable[int], used: Container[int]) -> int:
    """A number for a new cluster that no other has: that of its smallest record that names none, or, where all do, of
    its smallest record in the next round of numbers."""
    records = sorted(group)
    rounds = (record + turn * ROUND for turn in count() for record in records)
    return next(number for number in rounds if number not in used)
