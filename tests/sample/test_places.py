"""The places of a county's package."""

from random import Random

from tests.sample.small_layout import FLAT, small_layout
from tianlu.place.model import Basis, Place, PlaceKind
from tianlu.sample.places import make_places

LAYOUT = small_layout()
VILLAGES = [each.village.code for each in LAYOUT.settlements]


def places(served: list[str]) -> tuple[Place, ...]:
    people = dict.fromkeys(VILLAGES, 500)
    return make_places(LAYOUT, relief=FLAT, people=people, served=served, romanise=str, rng=Random("places"))


def test_the_hub_stands_first_then_stations_then_villages() -> None:
    kinds = [place.kind for place in places([])]
    assert kinds == sorted(kinds, key=list(PlaceKind).index)
    assert kinds.count(PlaceKind.HUB) == 1


def test_only_villages_with_a_bus_stop_have_keepers() -> None:
    served = VILLAGES[:10]
    keepers = {place.id for place in places(served) if place.has_keeper}
    assert keepers
    assert keepers <= set(served)
    assert not any(place.has_keeper for place in places([]))


def test_a_keepers_village_has_hours_and_another_is_always_open() -> None:
    for place in places(VILLAGES):
        if place.kind is PlaceKind.VILLAGE:
            assert (place.open_from_min, place.open_to_min) == ((480, 1080) if place.has_keeper else (0, 1440))


def test_villages_are_derived_and_seats_keep_their_basis() -> None:
    for place in places([]):
        assert place.coordinates_basis is (Basis.DERIVED if place.kind is PlaceKind.VILLAGE else Basis.KNOWN)
