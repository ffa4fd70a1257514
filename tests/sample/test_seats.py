"""Where hub and townships' seats stand."""

from random import Random

from tests.sample.small_layout import BEYOND, FLAT, NEAR, SEAT
from tianlu.place.model import Basis
from tianlu.sample.divisions import CountyDivision, Township
from tianlu.sample.ground import known_ground
from tianlu.sample.point import Point, distance_km
from tianlu.sample.seats import CountySeats, place_seats

CENTRE, NEIGHBOUR = Point(100.0, 36.0), Point(100.8, 36.0)
GROUND = known_ground([("639901", CENTRE), ("639902", NEIGHBOUR)])


def seats(*townships: Township, matched: dict[str, Point]) -> CountySeats:
    return place_seats(
        CountyDivision("639901", "某县", townships),
        centre=CENTRE,
        centre_basis=Basis.KNOWN,
        matched=matched,
        ground=GROUND,
        relief=FLAT,
        rng=Random("seats"),
    )


def test_the_first_town_that_is_not_known_to_lie_elsewhere_is_the_seat() -> None:
    elsewhere = Township("639901099", "别处镇", ())
    found = seats(elsewhere, SEAT, matched={elsewhere.code: Point(100.2, 36.0)})
    assert found.hub.township == SEAT
    assert found.hub.point == CENTRE


def test_a_matched_township_is_known_and_another_derived() -> None:
    found = seats(SEAT, NEAR, BEYOND, matched={NEAR.code: Point(100.3, 36.0)})
    assert [seat.basis for seat in found.stations] == [Basis.KNOWN, Basis.DERIVED]


def test_a_derived_township_keeps_to_its_own_countys_ground() -> None:
    (station,) = seats(SEAT, BEYOND, matched={}).stations
    assert distance_km(station.point, CENTRE) < distance_km(station.point, NEIGHBOUR)


def test_a_derived_subdistrict_lies_in_the_city() -> None:
    (station,) = seats(SEAT, Township("639901002", "河西街道", ()), matched={}).stations
    assert distance_km(station.point, CENTRE) < 4
