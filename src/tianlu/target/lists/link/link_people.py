"""People and households of prepared records, from the pairs to the clusters: what the list's service calls."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tianlu.target.lists.link.clusters import Clusters
from tianlu.target.lists.link.mixture import Mixture, fit_mixture
from tianlu.target.lists.link.pairs import ID, Pairs, find_pairs
from tianlu.target.lists.link.people import HOUSEHOLD, PEOPLE, PERSON
from tianlu.target.lists.link.score import Decision, cluster_clusters, cluster_records, odds


@dataclass(frozen=True, eq=False)
class LinkedPeople:
    """Each record's person and household (no person is in two), and what they rest on."""

    people: Clusters
    households: Clusters
    pairs: Pairs
    mixture: Mixture


def link_people(
    prepared: pl.DataFrame, *, decisions: Iterable[Decision] = (), mixture: Mixture | None = None, threads: int = 1
) -> LinkedPeople:
    """Links the records of `prepare_people`, given in order of number.

    Decisions are about people: two of one household may well not be the same. A `mixture` that was fitted before is
    used as it is; a list of a few hundred records is better weighed by that of a long one.
    """
    pairs = find_pairs(prepared, PEOPLE, threads=threads)
    return cluster_people(prepared, pairs, mixture or fit_mixture(PEOPLE, pairs.pattern), decisions)


def cluster_people(
    prepared: pl.DataFrame, pairs: Pairs, mixture: Mixture, decisions: Iterable[Decision] = ()
) -> LinkedPeople:
    """The same from pairs that were found before, here or on Spark."""
    people = cluster_records(prepared[ID].to_numpy(), pairs, odds(mixture, pairs, (PERSON,)), decisions)
    households = cluster_clusters(people, pairs, odds(mixture, pairs, (PERSON, HOUSEHOLD)))
    return LinkedPeople(people, households, pairs, mixture)
