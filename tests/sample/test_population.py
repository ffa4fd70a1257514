"""How many people live where."""

from random import Random

import pytest

from tests.sample.small_layout import small_layout
from tianlu.sample.population import PopulationParams, share_out_people

PARAMS = PopulationParams(province=10_000, town_percent=60)


def test_towns_and_land_share_the_provinces_people() -> None:
    people = share_out_people([small_layout()], Random("people"), PARAMS)
    town = sum(count for code, count in people.items() if int(code[-3:]) < 200)
    assert sum(people.values()) == pytest.approx(10_000, rel=0.01)
    assert town == pytest.approx(6_000, rel=0.01)


def test_a_town_that_is_no_seat_is_smaller() -> None:
    people = share_out_people([small_layout()], Random("people"), PARAMS)
    assert people["639901201001"] < min(people[f"639901100{k:03d}"] for k in (1, 2, 3))
