"""Clusters from scored pairs: greedy contraction of the surest pair, with the evidence against counted too.

A pair's weight is the logarithm of its odds. The heaviest edge is contracted and parallel edges are added up, until no
edge is worth more than nothing (greedy additive edge contraction: Keuper et al., Efficient decomposition of image and
mesh graphs by lifted multicuts, ICCV 2015). So 李女士 joins the one Li at her telephone that she fits best, and does
not tie two of them together; pairs that were not compared count for nothing.
"""

from collections import defaultdict
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray


def cluster(
    nodes: int, left: NDArray[np.int64], right: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.int64]:
    """For each node the smallest node of its cluster. Edges are between node numbers; each pair at most once."""
    positive = weights > 0
    parts = _parts(nodes, left[positive], right[positive])
    inside = parts[left] == parts[right]
    torn = np.zeros(nodes, bool)
    torn[parts[left[inside & ~positive]]] = True
    contested = inside & torn[parts[left]]
    labels = parts.copy()
    if contested.any():
        members = np.flatnonzero(torn[parts])
        labels[members] = members
        for root, group in _contract(left[contested], right[contested], weights[contested]).items():
            labels[group] = root
    return labels


def add_parallel(
    left: NDArray[np.int64], right: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Edges between different nodes, parallel ones as one with the sum of their weights."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    apart = low != high
    both, at = np.unique(np.stack([low[apart], high[apart]], axis=1), axis=0, return_inverse=True)
    added = np.bincount(at.reshape(-1), weights[apart], minlength=len(both)).astype(np.float64)
    return both[:, 0], both[:, 1], added


def _parts(nodes: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Connected components, each named by its smallest node: labels sink along edges, then along themselves."""
    labels = np.arange(nodes, dtype=np.int64)
    while True:
        one, other = labels[left], labels[right]
        if (one == other).all():
            return labels
        low = np.minimum(one, other)
        np.minimum.at(labels, one, low)
        np.minimum.at(labels, other, low)
        while (labels[labels] != labels).any():
            labels = labels[labels]


def _contract(left: NDArray[np.int64], right: NDArray[np.int64], weights: NDArray[np.float64]) -> dict[int, list[int]]:
    """The members of each cluster of two nodes or more, by its smallest."""
    edges: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, weight in zip(left.tolist(), right.tolist(), weights.tolist(), strict=True):
        edges[a][b] = edges[b][a] = weight
    heap = [(-weight, a, b) for a, b, weight in zip(left.tolist(), right.tolist(), weights.tolist(), strict=True)]
    heap = [entry for entry in heap if entry[0] < 0]
    heapify(heap)
    groups: dict[int, list[int]] = {}
    while heap:
        negative, a, b = heappop(heap)
        if edges.get(a, {}).get(b) != -negative:
            continue
        kept, gone = min(a, b), max(a, b)
        groups[kept] = groups.pop(kept, [kept]) + groups.pop(gone, [gone])
        for each, weight in _merge(edges, kept, gone):
            if weight > 0:
                heappush(heap, (-weight, min(kept, each), max(kept, each)))
    return groups


def _merge(edges: dict[int, dict[int, float]], kept: int, gone: int) -> list[tuple[int, float]]:
    """Makes one node of two; the edges that changed, with their new weights."""
    changed = []
    del edges[kept][gone]
    for each, weight in edges.pop(gone).items():
        if each != kept:
            del edges[each][gone]
            total = edges[kept].get(each, 0.0) + weight
            edges[kept][each] = edges[each][kept] = total
            changed.append((each, total))
    return changed
