"""New records put into clusters that stand: only what they touch is looked at, and every change is logged.

Clusters that stand are nodes as they are. They are never split here, and two of them are merged only where a new record
holds them together against what speaks for keeping them apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.link.change import ClusterChange, apply_changes, list_changes
from tianlu.target.lists.link.clusters import ABSENT, Clusters, number_groups
from tianlu.target.lists.link.contract import add_parallel, cluster
from tianlu.target.lists.link.mixture import Mixture
from tianlu.target.lists.link.model import LinkModel
from tianlu.target.lists.link.pairs import ID, Pairs, find_pairs
from tianlu.target.lists.link.score import Decision, odds, with_decisions


@dataclass(frozen=True, eq=False)
class Growth:
    """The clusters with the new records in them, what changed, and the pairs that were compared."""

    clusters: Clusters
    changes: tuple[ClusterChange, ...]
    pairs: Pairs


def find_touched(standing: pl.DataFrame, new: pl.DataFrame, model: LinkModel) -> pl.DataFrame:
    """The standing records that share a block with a new one."""
    touched = [
        standing.lazy().join(new.lazy().select(columns).drop_nulls().unique(), on=columns, how="semi").select(ID)
        for columns in map(list, model.blocks)
    ]
    numbers = pl.concat(pl.collect_all(touched)).unique()
    return standing.join(numbers, on=ID, how="semi")


def grow(
    clusters: Clusters,
    standing: pl.DataFrame,
    new: pl.DataFrame,
    mixture: Mixture,
    *,
    classes: tuple[int, ...] = (0,),
    decisions: Iterable[Decision] = (),
    threads: int = 1,
) -> Growth:
    """Adds prepared records, whose numbers must not be in use, to the clusters of the standing ones.

    `classes` are those that count as one: the person's, or person's and household's.
    """
    nearby = pl.concat([find_touched(standing, new, mixture.model), new])
    pairs = find_pairs(nearby, mixture.model, threads=threads)
    left, right, weights = with_decisions(pairs, odds(mixture, pairs, classes), decisions)
    groups = _groups(clusters, new[ID].to_numpy(), left, right, weights)
    numbered = number_groups(groups, clusters)
    changes = list_changes(clusters, numbered, reason="new records", reason_zh="新增记录")
    return Growth(apply_changes(clusters, changes), changes, pairs)


def _groups(
    clusters: Clusters,
    new: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> list[tuple[int, ...]]:
    """The records of each cluster that has a new record in it."""
    ends = np.concatenate([left, right])
    named = clusters.find(ends)
    # A new record is a node of its own, numbered below zero, where no cluster is.
    nodes, at = np.unique(np.concatenate([np.where(named == ABSENT, -1 - ends, named), -1 - new]), return_inverse=True)
    one, other, added = add_parallel(at[: len(left)], at[len(left) : len(ends)], weights)
    labels = cluster(len(nodes), one, other, added)
    fresh = set((-1 - new).tolist())
    groups: dict[int, list[int]] = {}
    for node, label in zip(nodes.tolist(), labels.tolist(), strict=True):
        groups.setdefault(label, []).append(node)
    grown = [group for group in groups.values() if any(node in fresh for node in group)]
    members = _members(clusters, [node for group in grown for node in group if node not in fresh])
    return [
        tuple(record for node in group for record in ((-1 - node,) if node in fresh else members[node]))
        for group in grown
    ]


def _members(clusters: Clusters, wanted: list[int]) -> dict[int, list[int]]:
    kept = np.isin(clusters.clusters, np.array(wanted, np.int64))
    members: dict[int, list[int]] = {}
    for record, number in zip(clusters.records[kept].tolist(), clusters.clusters[kept].tolist(), strict=True):
        members.setdefault(number, []).append(record)
    return members
