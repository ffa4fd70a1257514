"""A county on the ground."""

from tests.sample.small_layout import small_layout
from tianlu.sample.point import distance_km


def test_the_seats_villages_hang_on_the_hub_and_others_on_their_station() -> None:
    layout = small_layout()
    depots = {each.village.code: each.depot for each in layout.settlements}
    assert depots["639901100200"] == layout.hub == "639901100000"
    assert depots["639901200200"] == "639901200000"


def test_villages_keep_within_half_the_way_to_the_next_seat() -> None:
    layout = small_layout()
    for each in layout.settlements_of["639901200000"]:
        assert distance_km(each.point, layout.points["639901200000"]) < 20


def test_villages_of_a_lonely_township_keep_within_reach() -> None:
    layout = small_layout()
    for each in layout.settlements_of["639901202000"]:
        assert distance_km(each.point, layout.points["639901202000"]) < 45
