"""Scored pairs as clusters of records, with what people have decided about pairs kept above what was computed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.lists.link.clusters import Clusters
from tianlu.target.lists.link.contract import add_parallel, cluster
from tianlu.target.lists.link.mixture import Mixture
from tianlu.target.lists.link.pairs import Pairs

SUREST = 1e-9
"""No pair is surer than this, so that no single pair outweighs all others."""

DECIDED = 1e6
"""The weight of a pair that a person has judged."""


@dataclass(frozen=True)
class Decision:
    """A person said of two records that they are the same, or that they are not; `left` < `right`."""

    left: int
    right: int
    is_same: bool


def odds(mixture: Mixture, pairs: Pairs, classes: tuple[int, ...]) -> NDArray[np.float64]:
    """For each pair the logarithm of the odds that it is of one of some classes."""
    distinct, back = np.unique(pairs.pattern, return_inverse=True)
    probability = mixture.probabilities(distinct)[:, list(classes)].sum(axis=1)
    bounded = np.clip(probability, SUREST, 1 - SUREST)
    return np.asarray(np.log(bounded / (1 - bounded))[back])


def cluster_records(
    records: NDArray[np.int64], pairs: Pairs, weights: NDArray[np.float64], decisions: Iterable[Decision] = ()
) -> Clusters:
    """Clusters of all records (numbers in order), made anew; each numbered by its smallest record."""
    left, right, weighed = with_decisions(pairs, weights, decisions)
    at_left, at_right = np.searchsorted(records, left), np.searchsorted(records, right)
    return Clusters(records, records[cluster(len(records), at_left, at_right, weighed)])


def cluster_clusters(clusters: Clusters, pairs: Pairs, weights: NDArray[np.float64]) -> Clusters:
    """Clusters of whole clusters, such as households of people: none of those given is parted."""
    numbers, at = np.unique(clusters.clusters, return_inverse=True)
    left = at[np.searchsorted(clusters.records, pairs.left)]
    right = at[np.searchsorted(clusters.records, pairs.right)]
    return Clusters(clusters.records, numbers[cluster(len(numbers), *add_parallel(left, right, weights))[at]])


def with_decisions(
    pairs: Pairs, weights: NDArray[np.float64], decisions: Iterable[Decision]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Left, right and weight of all pairs, those that people decided with the weight of their word."""
    decided = {(each.left, each.right): DECIDED if each.is_same else -DECIDED for each in decisions}
    if not decided:
        return pairs.left, pairs.right, weights
    touched = np.isin(pairs.left, [left for left, _ in decided]) & np.isin(pairs.right, [right for _, right in decided])
    spoken = np.array([pair in decided for pair in zip(pairs.left[touched], pairs.right[touched], strict=True)], bool)
    touched[touched] = spoken
    ends = np.array(list(decided), np.int64)
    return (
        np.concatenate([pairs.left[~touched], ends[:, 0]]),
        np.concatenate([pairs.right[~touched], ends[:, 1]]),
        np.concatenate([weights[~touched], list(decided.values())]),
    )
