"""How much mail each place has."""

from random import Random

import pytest

from tests.sample.small_layout import small_layout
from tianlu.plan.county import Direction
from tianlu.sample.demand import DemandParams, make_demand, pieces_a_person
from tianlu.sample.specialities import GOJI

LAYOUT = small_layout()
PEOPLE = {each.village.code: 500 for each in LAYOUT.settlements}
PARAMS = DemandParams(pieces_a_day=1000, growth_percent=100)
A_PERSON = pieces_a_person([LAYOUT], PEOPLE, PARAMS)
ROWS = make_demand(LAYOUT, people=PEOPLE, a_person=A_PERSON, specialities=(GOJI,), rng=Random("demand"), params=PARAMS)


def pieces(direction: Direction | None = None, season: str = "") -> float:
    return sum(sum(row.pieces) for row in ROWS if row.season == season and direction in (None, row.direction)) / 7


def test_the_places_add_up_to_the_total() -> None:
    assert pieces() == pytest.approx(1000, rel=0.02)


def test_four_in_five_are_to_deliver() -> None:
    assert pieces(Direction.DELIVER) == pytest.approx(800, rel=0.03)


def test_a_season_adds_collections_of_villages_alone() -> None:
    seasonal = [row for row in ROWS if row.season == GOJI.season]
    assert seasonal
    assert all(row.direction is Direction.COLLECT and row.place[-3:] >= "200" for row in seasonal)


def test_monday_has_more_than_sunday_and_the_hub_has_none() -> None:
    assert sum(row.pieces[0] for row in ROWS) > sum(row.pieces[6] for row in ROWS)
    assert LAYOUT.hub not in {row.place for row in ROWS}
