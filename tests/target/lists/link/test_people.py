"""People of made lists are put together, and households with them, without a label."""

import polars as pl

from tests.target.lists.link.made_people import made_people
from tests.target.lists.small_province import small_province
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.link.mixture import fit_mixture
from tianlu.target.lists.link.pairs import ID, find_pairs
from tianlu.target.lists.link.people import PEOPLE, PERSON, PHONE_NAMES_MAX, prepare_people
from tianlu.target.lists.link.score import Decision, cluster_records, odds


def test_what_a_person_decided_stands_above_what_was_computed() -> None:
    _, prepared = made_people()
    pairs = find_pairs(prepared, PEOPLE)
    weights = odds(fit_mixture(PEOPLE, pairs.pattern), pairs, (PERSON,))
    records = prepared[ID].to_numpy()
    surest, worst = int(weights.argmax()), int(weights.argmin())
    decisions = [
        Decision(int(pairs.left[surest]), int(pairs.right[surest]), is_same=False),
        Decision(int(pairs.left[worst]), int(pairs.right[worst]), is_same=True),
    ]
    before, after = (cluster_records(records, pairs, weights, each) for each in ((), decisions))
    for clusters, are_one in ((before, (True, False)), (after, (False, True))):
        for pair, is_one in zip((surest, worst), are_one, strict=True):
            one, other = clusters.find(pairs.left[[pair]]), clusters.find(pairs.right[[pair]])
            assert (one == other).all() == is_one


def test_a_number_that_many_names_give_is_nobodys() -> None:
    names = [f"王{sign}" for sign in "一二三四五六七八九十甲乙丙丁"[: PHONE_NAMES_MAX + 1]]
    rows = pl.DataFrame(
        {
            ID: range(len(names)),
            "name": names,
            "phone": ["13800000000"] * len(names),
            "address": ["永乐镇下寨村"] * len(names),
        }
    )
    gazetteer = Gazetteer(small_province())
    assert prepare_people(rows, gazetteer)["phone"].null_count() == len(names)
    assert prepare_people(rows.head(PHONE_NAMES_MAX), gazetteer)["phone"].null_count() == 0


def test_empty_cells_are_unknown_and_never_alike() -> None:
    rows = pl.DataFrame(
        {ID: [0, 1], "name": [None, ""], "phone": [None, ""], "address": [None, ""]},
        schema={ID: pl.Int64, "name": pl.String, "phone": pl.String, "address": pl.String},
    )
    prepared = prepare_people(rows, Gazetteer(small_province()))
    assert prepared.select("surname", "person", "sound", "phone", "locality").null_count().row(0) == (2, 2, 2, 2, 2)
    assert len(find_pairs(prepared, PEOPLE)) == 0
