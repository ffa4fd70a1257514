"""People of made lists are put together, and households of people with them, without a label."""

import polars as pl
import pytest

from benchmarks.people.measure import agreement
from tests.target.lists.link.made_people import made_people
from tianlu.target.lists.link.link_people import link_people
from tianlu.target.lists.link.score import Decision


def test_people_and_households_are_found_without_labels() -> None:
    rows, prepared = made_people()
    linked = link_people(prepared)
    assert agreement(pl.Series(linked.people.clusters), rows["entity"]).f1 > 0.9
    assert agreement(pl.Series(linked.households.clusters), rows["household"]).f1 > 0.9


def test_no_person_is_in_two_households() -> None:
    linked = link_people(made_people()[1])
    homes = pl.DataFrame({"person": linked.people.clusters, "household": linked.households.clusters})
    assert homes.group_by("person").agg(pl.col("household").n_unique())["household"].max() == 1
    assert homes["household"].n_unique() < homes["person"].n_unique()


def test_two_people_that_were_told_apart_stay_in_one_household() -> None:
    _, prepared = made_people()
    before = link_people(prepared)
    surest = next(k for k in range(len(before.pairs)) if before.pairs.pattern[k] == before.pairs.pattern.min())
    ends = before.pairs.left[[surest]], before.pairs.right[[surest]]
    decision = Decision(int(ends[0][0]), int(ends[1][0]), is_same=False)
    after = link_people(prepared, decisions=[decision])
    assert (before.people.find(ends[0]) == before.people.find(ends[1])).all()
    assert (after.people.find(ends[0]) != after.people.find(ends[1])).all()
    assert (after.households.find(ends[0]) == after.households.find(ends[1])).all()


def test_a_mixture_that_was_fitted_before_is_used_as_it_is() -> None:
    _, prepared = made_people()
    fitted = link_people(prepared).mixture
    few = link_people(prepared.head(40), mixture=fitted)
    assert few.mixture is fitted
    assert few.mixture.shares == pytest.approx(fitted.shares)
