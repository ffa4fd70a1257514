"""The places of a county's package: the hub, the stations and the villages of a layout, with what is said of each."""

from collections.abc import Iterable, Mapping
from random import Random

from tianlu.core.calendar import EVERY_DAY, DayPattern
from tianlu.core.ids import PlaceId
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.sample.area import class_of_station, class_of_village, is_beyond_vans
from tianlu.sample.layout import Layout, Settlement
from tianlu.sample.names import Romanise, english_name
from tianlu.sample.point import distance_km
from tianlu.sample.relief import Relief
from tianlu.sample.seats import Seat

STATION_FROM_MIN, STATION_TO_MIN = 9 * 60, 17 * 60
KEEPER_FROM_MIN, KEEPER_TO_MIN = 8 * 60, 18 * 60
MONDAY_TO_FRIDAY = DayPattern.of(range(5))
MONDAY_TO_SATURDAY = DayPattern.of(range(6))

KEEPER_SHARE = 0.75
"""Of the villages with a bus stop of their own, how many have someone to take a bag."""

MOTORBIKE_KM_MAX = 15.0
LARGE_KINDS = frozenset({"van", "ev_van", "minivan"})
"""A village farther from its depot than that is no ride for a motorbike."""

COURIER_KINDS = frozenset({"minivan", "motorbike"})
"""What may go to a station that no van of the hub reaches within a shift, and to its villages."""

NEIGHBOUR_NEARER = 0.8
"""A neighbour station may serve a village that it is so much nearer to than the village's own depot."""


def make_places(
    layout: Layout,
    *,
    relief: Relief,
    people: Mapping[str, int],
    served: Iterable[str],
    romanise: Romanise,
    rng: Random,
) -> tuple[Place, ...]:
    """The hub first, then stations, then villages by code; `served` are villages with a bus stop of their own."""
    hub = _hub(layout, relief, romanise)
    stations = tuple(_station(layout, code, relief, romanise) for code in sorted(layout.before))
    classes = {place.id: place.area_class for place in (hub, *stations)}
    stops = frozenset(served)
    villages = tuple(
        _village(
            layout,
            settlement,
            relief=relief,
            depot_class=classes[PlaceId(settlement.depot)],
            people=people[settlement.village.code],
            has_keeper=settlement.village.code in stops and rng.random() < KEEPER_SHARE,
            romanise=romanise,
        )
        for settlement in layout.settlements
    )
    return (hub, *stations, *villages)


def _hub(layout: Layout, relief: Relief, romanise: Romanise) -> Place:
    seat, county = layout.seats[layout.hub], layout.county.name
    return Place(
        id=PlaceId(layout.hub),
        kind=PlaceKind.HUB,
        name=f"{county}县级中心（{seat.township.name}）",
        name_en=f"{english_name(county, romanise)} hub ({english_name(seat.township.name, romanise)})",
        parent=None,
        lon=seat.point.lon,
        lat=seat.point.lat,
        altitude_m=relief.altitude_m(seat.point),
        area_class=AreaClass.CITY,
        population=0,
        service_min=0,
        coordinates_basis=seat.basis,
    )


def _station(layout: Layout, code: str, relief: Relief, romanise: Romanise) -> Place:
    seat = layout.seats[code]
    hub_km = distance_km(layout.hub_point, seat.point)
    area = class_of_station(seat.township, hub_km)
    return Place(
        id=PlaceId(code),
        kind=PlaceKind.STATION,
        name=seat.township.name,
        name_en=english_name(seat.township.name, romanise),
        parent=PlaceId(layout.hub),
        lon=seat.point.lon,
        lat=seat.point.lat,
        altitude_m=relief.altitude_m(seat.point),
        area_class=area,
        population=0,
        service_min=10 if len(layout.settlements_of[code]) <= 8 else 15,
        open_days=_open_days(seat, area),
        open_from_min=STATION_FROM_MIN,
        open_to_min=STATION_TO_MIN,
        vehicle_kinds=COURIER_KINDS if is_beyond_vans(hub_km) else frozenset(),
        coordinates_basis=seat.basis,
    )


def _open_days(seat: Seat, area: AreaClass) -> DayPattern:
    """Townships open on five days, towns on six, cities on all; a remote one on six, for the bus that comes on few."""
    if area is AreaClass.CITY:
        return EVERY_DAY
    is_small = area is not AreaClass.REMOTE and seat.township.name.endswith("乡")
    return MONDAY_TO_FRIDAY if is_small else MONDAY_TO_SATURDAY


def _village(
    layout: Layout,
    settlement: Settlement,
    *,
    relief: Relief,
    depot_class: AreaClass,
    people: int,
    has_keeper: bool,
    romanise: Romanise,
) -> Place:
    village, point = settlement.village, settlement.point
    altitude_m = relief.altitude_m(point)
    depot_km = distance_km(layout.points[settlement.depot], point)
    return Place(
        id=PlaceId(village.code),
        kind=PlaceKind.VILLAGE,
        name=village.name,
        name_en=english_name(village.name, romanise),
        parent=PlaceId(settlement.depot),
        lon=point.lon,
        lat=point.lat,
        altitude_m=altitude_m,
        area_class=class_of_village(
            village,
            depot=depot_class,
            is_of_subdistrict=settlement.township.is_subdistrict,
            depot_km=depot_km,
            altitude_m=altitude_m,
        ),
        population=people,
        depots=_neighbours(layout, settlement, depot_km),
        has_keeper=has_keeper,
        service_min=_service_min(people),
        open_days=EVERY_DAY,
        open_from_min=KEEPER_FROM_MIN if has_keeper else 0,
        open_to_min=KEEPER_TO_MIN if has_keeper else 1440,
        vehicle_kinds=_kinds(depot_km, hub_km=distance_km(layout.hub_point, layout.points[settlement.depot])),
        coordinates_basis=Basis.DERIVED,
    )


def _neighbours(layout: Layout, settlement: Settlement, depot_km: float) -> tuple[PlaceId, ...]:
    """The station, other than its own depot, that is well nearer; the hub may serve every village anyway."""
    others = [code for code in layout.before if code != settlement.depot]
    near = [(distance_km(layout.points[code], settlement.point), code) for code in others]
    away, code = min(near, default=(depot_km, ""))
    return (PlaceId(code),) if away < NEIGHBOUR_NEARER * depot_km else ()


def _kinds(depot_km: float, *, hub_km: float) -> frozenset[str]:
    """What may drive to a village; none named is every kind."""
    if is_beyond_vans(hub_km):
        return COURIER_KINDS & LARGE_KINDS if depot_km > MOTORBIKE_KM_MAX else COURIER_KINDS
    return LARGE_KINDS if depot_km > MOTORBIKE_KM_MAX else frozenset()


def _service_min(people: int) -> int:
    """Four minutes and one more for each 250 people, at most 20: a large community takes its mail at one counter."""
    return min(20, 4 + people // 250)
