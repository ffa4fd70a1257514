"""The committed packages: sound, complete, and honest about what they know."""

from datetime import date

import pytest

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.place.model import AreaClass, Basis, PlaceKind
from tianlu.plan.county import County, Direction
from tianlu.plan.floors.obligations import obligations_of
from tianlu.plan.floors.standard import load_standard, rules_in_force
from tianlu.plan.rounds.result import Budget
from tianlu.sample.fleet import feeds_on_fullest_day
from tianlu.sample.province import list_counties, open_county
from tianlu.week import plan_week

CODES = [county.code for county in list_counties()]
KNOWN_SEATS = 255
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def province() -> list[County]:
    """Every county, read by the ordinary reader, which raises if one has any problem."""
    return [open_county(code) for code in CODES]


def test_the_province_has_44_counties_400_townships_and_4700_villages(province: list[County]) -> None:
    kinds = [place.kind for county in province for place in county.places]
    assert len(province) == 44
    assert kinds.count(PlaceKind.HUB) == 44
    assert kinds.count(PlaceKind.HUB) + kinds.count(PlaceKind.STATION) == pytest.approx(400, abs=10)
    assert kinds.count(PlaceKind.VILLAGE) == pytest.approx(4_700, abs=50)


def test_the_index_says_what_the_packages_hold(province: list[County]) -> None:
    for summary, county in zip(list_counties(), province, strict=True):
        kinds = [place.kind for place in county.places]
        assert (summary.code, summary.name, summary.name_en) == (county.code, county.name, county.name_en)
        assert summary.stations == kinds.count(PlaceKind.STATION)
        assert summary.villages == kinds.count(PlaceKind.VILLAGE)
        assert summary.population == sum(place.population for place in county.places)


def test_every_code_begins_with_its_county(province: list[County]) -> None:
    for county in province:
        assert all(place.id.startswith(county.code) and len(place.id) == 12 for place in county.places)


def test_only_seats_that_a_source_places_are_known(province: list[County]) -> None:
    known = [place for county in province for place in county.places if place.coordinates_basis is Basis.KNOWN]
    assert len(known) == KNOWN_SEATS
    assert all(place.kind is not PlaceKind.VILLAGE for place in known)


def test_mail_vehicles_and_freight_are_all_marked_derived(province: list[County]) -> None:
    for county in province:
        rows = (*county.demand, *county.vehicles, *county.freight)
        assert {row.basis for row in rows} == {Basis.DERIVED}


def test_every_table_names_its_sources(province: list[County]) -> None:
    filled = {"county", "places", "demand", "seasons", "vehicles", "gtfs", "freight"}
    for county in province:
        own_floors = {"floors"} if county.floor_overrides else set()
        assert {source.table for source in county.sources} == filled | own_floors


def test_the_mail_of_the_year_adds_up_to_the_provinces_total(province: list[County]) -> None:
    a_week = sum(sum(row.pieces) for county in province for row in county.demand if not row.season)
    assert a_week / 7 == pytest.approx(93_000 * 1.3, rel=0.02)


def test_the_people_add_up_to_the_provinces_total(province: list[County]) -> None:
    assert sum(place.population for county in province for place in county.places) == pytest.approx(
        5_920_000, rel=0.001
    )


def test_a_village_above_4000_metres_is_remote(province: list[County]) -> None:
    for county in province:
        high = [p for p in county.places if p.kind is PlaceKind.VILLAGE and p.altitude_m >= 4_000]
        assert not any(place.area_class is AreaClass.RURAL for place in high)


def test_every_station_has_a_courier_and_a_bus_stop(province: list[County]) -> None:
    for county in province:
        stations = {place.id for place in county.places if place.kind is PlaceKind.STATION}
        assert county.feed is not None
        assert stations <= {vehicle.depot for vehicle in county.vehicles}
        assert {f"stop-{station}" for station in stations} <= {call.stop for t in county.feed.trips for call in t.calls}


def test_an_unknown_county_is_told_the_nearest_codes() -> None:
    with pytest.raises(ProblemsFound) as found:
        open_county("632520")
    assert "632521 共和县" in str(found.value)


def test_a_countys_name_finds_its_code() -> None:
    with pytest.raises(ProblemsFound) as found:
        open_county("曲麻莱")
    assert "632726 曲麻莱县" in str(found.value)


def test_a_city_is_owed_a_delivery_every_day_and_has_drivers_on_all(province: list[County]) -> None:
    for county in province:
        communities = [p for p in county.places if p.kind is PlaceKind.VILLAGE and p.area_class is AreaClass.CITY]
        owed = obligations_of(communities, rules_in_force(load_standard(), county.floor_overrides, DAY), DAY)
        assert all(obligation.visits_min == 7 for obligation in owed.values())
        cities = {place.parent for place in communities}
        assert all(len(vehicle.days) == 7 for vehicle in county.vehicles if vehicle.depot in cities)
        assert not any(AreaClass.CITY in rule.area_classes for rule in county.floor_overrides)


def test_a_station_beyond_the_vans_has_a_bus_on_two_days_or_more(province: list[County]) -> None:
    far = 0
    for county in province:
        assert county.feed is not None
        days = {service.id: service.weekdays for service in county.feed.services}
        for place in county.places:
            if place.kind is PlaceKind.STATION and place.vehicle_kinds:
                far += 1
                runs = [trip for trip in county.feed.trips if trip.calls[-1].stop == f"stop-{place.id}"]
                assert len({day for trip in runs for day in days[trip.service]}) >= 2
    assert far == 4


def test_every_station_is_open_when_a_bus_brings_mail_and_when_one_takes_it(province: list[County]) -> None:
    for county in province:
        assert county.feed is not None
        handover_min = {row.line: row.handover_min for row in county.freight}
        cutoff_min = {row.line: row.cutoff_min for row in county.freight}
        hub_stop = f"stop-{county.places[0].id}"
        for place in county.places:
            if place.kind is not PlaceKind.STATION:
                continue
            brought, taken = False, False
            for trip in county.feed.trips:
                for call in trip.calls:
                    if call.stop == f"stop-{place.id}":
                        arrive_min = call.arrive_s // 60 + handover_min[trip.route]
                        leave_min = call.leave_s // 60 - cutoff_min[trip.route] - 2
                        is_out = trip.calls[0].stop == hub_stop
                        brought |= is_out and place.open_from_min <= arrive_min < place.open_to_min
                        taken |= not is_out and place.open_from_min <= leave_min < place.open_to_min
            assert (brought, taken) == (True, True), place.name


def test_a_hubs_vehicles_can_carry_the_mail_of_its_stations(province: list[County]) -> None:
    for county in province:
        own = [vehicle for vehicle in county.vehicles if vehicle.depot == county.places[0].id]
        delivered = [row.pieces for row in county.demand if row.direction is Direction.DELIVER and not row.season]
        days = [sum(pieces) for pieces in zip(*delivered, strict=True)]
        a_day = sum(vehicle.capacity_pieces * vehicle.rounds_a_day_max for vehicle in own)
        a_week = sum(vehicle.capacity_pieces * vehicle.rounds_a_day_max * len(vehicle.days) for vehicle in own)
        fullest = max(feeds_on_fullest_day(county.places, county.demand).values())
        assert fullest <= max(vehicle.capacity_pieces for vehicle in own), county.name
        assert sum(days) <= 0.75 * a_week, county.name
        assert max(days) <= 0.85 * a_day, county.name


def test_a_city_districts_week_keeps_every_rule() -> None:
    county = open_county("630104")
    planned = plan_week(county, Week.containing(DAY), budget=Budget(iterations=20_000), seed=1, bound_seconds=0)
    assert planned.report.violations == ()
