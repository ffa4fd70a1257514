"""Pairs of people stand at the levels that their columns say, once each, in order."""

import numpy as np
import polars as pl
import pytest

from tests.target.lists.small_province import small_province
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.link.model import LinkModel
from tianlu.target.lists.link.pairs import ID, find_pairs
from tianlu.target.lists.link.people import PEOPLE, prepare_people

HOUSE = "永乐镇下寨村9组38号"


def levels(one: tuple[str, str | None, str], other: tuple[str, str | None, str]) -> list[int]:
    """Levels of name, telephone and place of the pair of two records; [] where they are in no block together."""
    rows = pl.DataFrame([(1, *one), (2, *other)], schema=[ID, "name", "phone", "address"], orient="row")
    pairs = find_pairs(prepare_people(rows, Gazetteer(small_province())), PEOPLE)
    return [level for row in PEOPLE.levels_of(pairs.pattern).tolist() for level in row]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("周应训", 1),
        ("周應訓(村口)", 1),
        ("周应训超市", 1),
        ("周英训", 2),
        ("周应逊", 2),
        ("周音训", 3),
        ("周女士", 4),
        ("周应龙", 5),
        ("周大龙", 6),
        ("李大龙", 7),
    ],
)
def test_a_name_is_at_its_rung(name: str, level: int) -> None:
    assert levels(("周应训", None, HOUSE), (name, None, HOUSE)) == [level, 0, 1]


@pytest.mark.parametrize(
    ("phone", "level"),
    [
        ("136 0402 5016", 1),
        ("13604025017", 2),
        ("13604052016", 2),
        ("13604025127", 3),
        ("无", 0),
        (None, 0),
    ],
)
def test_a_telephone_is_at_its_level(phone: str | None, level: int) -> None:
    assert levels(("周应训", "13604025016", HOUSE), ("周应训", phone, HOUSE)) == [1, level, 1]


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("兴义下寨9组38号", 1),
        ("兴义永乐下寨村村9组", 2),
        ("兴义市永乐镇下寨村9组39号", 3),
        ("永乐镇下寨村8组38号", 4),
        ("镇宁县沙子河边村9组38号", 5),
        ("月球", 0),
    ],
)
def test_a_place_is_at_its_level(address: str, level: int) -> None:
    assert levels(("周应训", "13604025016", HOUSE), ("周应训", "13604025016", address)) == [1, 1, level]


def test_records_that_share_no_block_are_no_pair() -> None:
    assert levels(("周应训", "13604025016", HOUSE), ("李红", "13900000000", "镇宁县沙子河边村9组38号")) == []


def test_pairs_come_once_in_order_though_they_share_several_blocks() -> None:
    rows = pl.DataFrame({ID: [9, 4, 7], "a": ["x", "x", "x"], "b": ["y", "y", None]})
    named = rows.with_columns(phone=pl.lit("1"), phone_digits=pl.lit("1"))
    pairs = find_pairs(named, LinkModel(PEOPLE.classes, PEOPLE.comparisons[1:2], (("a",), ("b",))))
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(4, 7), (4, 9), (7, 9)]
    assert pairs.only(np.array([True, False, True])).right.tolist() == [7, 9]
