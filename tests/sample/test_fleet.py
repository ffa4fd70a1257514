"""The vans of the hub and the couriers of the stations."""

from random import Random

from tests.sample.small_layout import FLAT, small_layout
from tianlu.place.model import PlaceKind
from tianlu.sample.demand import make_demand
from tianlu.sample.fleet import VAN, feeds_on_fullest_day, make_fleet
from tianlu.sample.places import make_places

LAYOUT = small_layout()
PEOPLE = {each.village.code: 500 for each in LAYOUT.settlements}
PLACES = make_places(LAYOUT, relief=FLAT, people=PEOPLE, served=(), romanise=str, rng=Random("places"))


def demand(a_person: float) -> tuple:
    return make_demand(LAYOUT, people=PEOPLE, a_person=a_person, specialities=(), rng=Random("demand"))


def test_every_depot_has_a_vehicle_and_a_hub_that_feeds_stations_two() -> None:
    depots = [vehicle.depot for vehicle in make_fleet("639901", PLACES, demand(0.01))]
    assert set(depots) == {place.id for place in PLACES if place.kind is not PlaceKind.VILLAGE}
    assert depots.count(PLACES[0].id) >= 2


def test_more_mail_wants_more_vehicles() -> None:
    assert len(make_fleet("639901", PLACES, demand(0.5))) > len(make_fleet("639901", PLACES, demand(0.01)))


def test_electric_vans_drive_in_the_eastern_valleys_alone() -> None:
    kinds = {county: {v.kind for v in make_fleet(county, PLACES, demand(0.01))} for county in ("630202", "632724")}
    assert "ev_van" in kinds["630202"]
    assert "ev_van" not in kinds["632724"]


def test_a_station_fed_more_than_a_van_takes_gets_a_lorry_that_takes_it_whole() -> None:
    mail = demand(0.3)
    fullest = max(feeds_on_fullest_day(PLACES, mail).values())
    assert fullest > VAN.capacity_pieces
    hubs = [vehicle for vehicle in make_fleet("639901", PLACES, mail) if vehicle.depot == PLACES[0].id]
    assert {vehicle.kind for vehicle in hubs} == {"lorry"}
    assert all(fullest <= vehicle.capacity_pieces < fullest + VAN.capacity_pieces for vehicle in hubs)


def test_a_feed_is_the_stations_own_and_that_of_all_that_hang_on_it() -> None:
    feeds = feeds_on_fullest_day(PLACES, demand(0.3))
    for station in (place for place in PLACES if place.kind is PlaceKind.STATION):
        below = [place for place in PLACES if place.parent == station.id and place.kind is PlaceKind.STATION]
        assert feeds[station.id] >= max((feeds[place.id] for place in below), default=0)
