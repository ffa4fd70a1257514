"""Clusters hold together what the weights say in sum, whatever order the pairs come in."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tianlu.target.lists.link.contract import cluster

Edge = tuple[int, int, float]


def clustered(nodes: int, edges: list[Edge]) -> list[int]:
    left, right, weights = (np.array([edge[k] for edge in edges]) for k in range(3))
    return cluster(nodes, left.astype(np.int64), right.astype(np.int64), weights.astype(np.float64)).tolist()


def test_a_chain_of_good_pairs_is_one_cluster_named_by_its_smallest() -> None:
    assert clustered(5, [(3, 4, 1.0), (1, 3, 1.0), (0, 2, -1.0)]) == [0, 1, 2, 1, 1]


def test_a_form_of_address_joins_one_of_two_and_ties_none_together() -> None:
    """Node 2 fits both 0 and 1, which are surely two people."""
    assert clustered(3, [(0, 2, 1.0), (1, 2, 1.5), (0, 1, -9.0)]) == [0, 1, 1]


def test_weak_evidence_against_gives_way_to_more_for() -> None:
    assert clustered(3, [(0, 2, 3.0), (1, 2, 3.0), (0, 1, -2.0)]) == [0, 0, 0]


def test_without_pairs_each_is_its_own() -> None:
    assert clustered(3, []) == [0, 1, 2]


edges = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(-8, 8).filter(lambda weight: abs(weight) > 1e-3),
    max_size=20,
)


@given(edges, st.integers(0, 10**6))
def test_the_order_of_pairs_and_their_direction_do_not_matter(weights: dict[tuple[int, int], float], seed: int) -> None:
    listed = [(a, b, weight) for (a, b), weight in weights.items()]
    turned = Random(seed).sample([(b, a, weight) for a, b, weight in listed], len(listed))
    assert clustered(10, listed) == clustered(10, turned)


@given(edges)
def test_no_two_clusters_would_be_better_as_one(weights: dict[tuple[int, int], float]) -> None:
    labels = clustered(10, [(a, b, weight) for (a, b), weight in weights.items()])
    between: dict[tuple[int, int], float] = {}
    for (a, b), weight in weights.items():
        key = (min(labels[a], labels[b]), max(labels[a], labels[b]))
        between[key] = between.get(key, 0.0) + weight
    assert all(total <= 1e-9 for (one, other), total in between.items() if one != other)
