"""The vans of the hub and the couriers of the stations: derived, enough for the floors by a rough estimate of the week,
and for the mail: a station is fed once a day, so where the fullest day of one station's feed is more than a van takes,
the hub drives lorries, which take as many vans' loads as that feed fills, and enough of them for all of its stations'
mail. Elsewhere vans take a quarter of the stations' mail twice a day, and the buses and further rounds the rest.

Where a city is served they work every day, with drivers in turn, for a city is owed a delivery a day; elsewhere on six.

Costs, capacities and consumption are background figures to be replaced by the operator's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from tianlu.core.calendar import EVERY_DAY, DayPattern
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.altitude import altitude_class
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.place.straight_line import ASSUMED
from tianlu.plan.county import Demand, Direction, Energy, Vehicle
from tianlu.sample.point import Point, distance_km

VISITS_A_WEEK = {AreaClass.CITY: 7, AreaClass.TOWNSHIP: 5, AreaClass.RURAL: 3, AreaClass.REMOTE: 1}
FEEDS_A_WEEK = 5
SIX_DAYS = DayPattern.of(range(6))


@dataclass(frozen=True)
class Model:
    """A kind of vehicle with its driver. `useful_min` is how much of a shift the estimate counts on."""

    kind: str
    name: str
    capacity_g: int
    capacity_pieces: int
    shift_min: tuple[int, int]
    day_fen: int
    km_fen: int
    hour_fen: int
    energy: Energy
    consumption: int
    useful_min: int


VAN = Model("van", "邮车", 1_000_000, 1_000, (420, 1140), 28_000, 95, 1_200, Energy.DIESEL, 9_500, 480)
EV_VAN = Model("ev_van", "电动邮车", 1_000_000, 1_000, (420, 1140), 30_000, 50, 1_200, Energy.ELECTRIC, 24_000, 480)
LORRY = Model("lorry", "邮运货车", 1_000_000, 1_000, (420, 1140), 42_000, 160, 1_400, Energy.DIESEL, 15_000, 480)
"""Capacity is of one van's load; a hub's lorries have so many loads as its fullest feed fills."""
MINIVAN = Model("minivan", "投递面包车", 500_000, 400, (540, 1170), 14_000, 70, 1_000, Energy.PETROL, 7_500, 420)
MOTORBIKE = Model("motorbike", "投递摩托", 60_000, 50, (540, 1140), 11_000, 30, 1_000, Energy.PETROL, 2_500, 400)

EV_LAND = ("6301", "6302")
"""The eastern valleys, where distances and winters let electric vans work."""
MOTORBIKE_PIECES_MAX = 40
MOTORBIKE_M_MAX = 3_600
MOTORBIKE_KM_MAX = 12.0
SPARE = 1.35
ROUNDS_A_DAY = 2
CITY_ROUNDS_A_DAY = 3
VAN_SHARE = 0.25
"""Of the stations' mail, what the estimate of vans counts on top of the hub's own villages'."""


def make_fleet(county: str, places: tuple[Place, ...], demand: Iterable[Demand]) -> tuple[Vehicle, ...]:
    """Vehicles by depot: at least one courier a station, at least two vans at a hub that feeds stations."""
    hub, demand = places[0], tuple(demand)
    pieces = _pieces_a_day(demand)
    depots = [place for place in places if place.kind is not PlaceKind.VILLAGE]
    vehicles: list[Vehicle] = []
    for depot in depots:
        villages = [place for place in places if place.parent == depot.id and place.kind is PlaceKind.VILLAGE]
        stations = [place for place in depots if place.parent == depot.id]
        feeds = feeds_on_fullest_day(places, demand) if depot is hub else {}
        loads = ceil(max(feeds.values(), default=0) / VAN.capacity_pieces)
        model = _lorry(loads) if loads > 1 else _model(county, hub, depot, villages, pieces)
        minutes = _village_minutes(depot, villages) + _feed_minutes(depot, stations)
        parcels = sum(pieces.get(place.id, 0.0) for place in (depot, *villages))
        if depot is hub:
            parcels = sum(pieces.values()) if loads > 1 else parcels + VAN_SHARE * sum(pieces.values())
        days = EVERY_DAY if any(village.area_class is AreaClass.CITY for village in villages) else SIX_DAYS
        vehicles.extend(_team(model, depot, days, max(2 if stations else 1, _needed(model, minutes, parcels))))
    return tuple(vehicles)


def _model(county: str, hub: Place, depot: Place, villages: list[Place], pieces: Mapping[PlaceId, float]) -> Model:
    if depot is hub:
        return EV_VAN if county.startswith(EV_LAND) else VAN
    if depot.area_class is AreaClass.CITY:
        return EV_VAN if county.startswith(EV_LAND) else MINIVAN
    farthest_km = max((_straight_km(depot, village) for village in villages), default=0.0)
    is_light = sum(pieces.get(village.id, 0.0) for village in villages) <= MOTORBIKE_PIECES_MAX
    is_low = depot.altitude_m <= MOTORBIKE_M_MAX and farthest_km <= MOTORBIKE_KM_MAX
    return MOTORBIKE if is_light and is_low else MINIVAN


def feeds_on_fullest_day(places: tuple[Place, ...], demand: Iterable[Demand]) -> dict[PlaceId, int]:
    """Pieces a year-round week brings to each station on its fullest day: its own and those of all that hang on it."""
    place_of = {place.id: place for place in places}
    feeds: dict[PlaceId, list[int]] = {}
    for row in demand:
        if row.direction is Direction.DELIVER and not row.season:
            for station in _stations_above(place_of, row.place):
                feed = feeds.setdefault(station, [0] * len(row.pieces))
                feeds[station] = [total + pieces for total, pieces in zip(feed, row.pieces, strict=True)]
    return {station: max(feed) for station, feed in feeds.items()}


def _stations_above(place_of: Mapping[PlaceId, Place], code: PlaceId) -> Iterable[PlaceId]:
    """The stations that a place's mail goes through, itself if it is one."""
    place: Place | None = place_of[code]
    while place is not None:
        if place.kind is PlaceKind.STATION:
            yield place.id
        place = place_of[place.parent] if place.parent is not None else None


def _lorry(loads: int) -> Model:
    return replace(LORRY, capacity_g=loads * LORRY.capacity_g, capacity_pieces=loads * LORRY.capacity_pieces)


def _needed(model: Model, minutes_a_week: float, pieces_a_day: float) -> int:
    by_time = minutes_a_week / (model.useful_min * len(SIX_DAYS))
    # A vehicle works six days of seven, and Monday's mail is a fifth above the mean.
    by_load = pieces_a_day * 7 / 6 * 1.2 / (model.capacity_pieces * ROUNDS_A_DAY)
    return max(1, ceil(SPARE * max(by_time, by_load)))


def _village_minutes(depot: Place, villages: list[Place]) -> float:
    """A visit costs its service and its share of a round: less than half of out and back, as rounds call at several."""
    return sum(
        VISITS_A_WEEK[village.area_class] * (village.service_min + 0.8 * _minutes(depot, village))
        for village in villages
    )


def _feed_minutes(hub: Place, stations: list[Place]) -> float:
    """Vans feed about half of the stations' days, two stations a round; remote ones have the bus alone."""
    return sum(
        FEEDS_A_WEEK * 0.6 * (station.service_min + _minutes(hub, station))
        for station in stations
        if station.area_class is not AreaClass.REMOTE
    )


def _team(model: Model, depot: Place, days: DayPattern, count: int) -> list[Vehicle]:
    return [
        Vehicle(
            id=VehicleId(f"{depot.id[:9]}-{model.kind}-{number}"),
            depot=depot.id,
            kind=model.kind,
            name=f"{model.name}{number}（{_short(depot)}）",
            capacity_g=model.capacity_g,
            capacity_pieces=model.capacity_pieces,
            shift_from_min=model.shift_min[0],
            shift_to_min=model.shift_min[1],
            day_fen=model.day_fen,
            km_fen=model.km_fen,
            hour_fen=model.hour_fen,
            energy=model.energy,
            consumption_per_100km=model.consumption,
            days=days,
            rounds_a_day_max=CITY_ROUNDS_A_DAY if depot.area_class is AreaClass.CITY else ROUNDS_A_DAY,
            basis=Basis.DERIVED,
        )
        for number in range(1, count + 1)
    ]


def _short(depot: Place) -> str:
    return "县级中心" if depot.kind is PlaceKind.HUB else depot.name


def _pieces_a_day(demand: Iterable[Demand]) -> dict[PlaceId, float]:
    """Deliveries and all-year collections of a mean day."""
    pieces: dict[PlaceId, float] = {}
    for row in demand:
        if row.direction is Direction.DELIVER:
            pieces[row.place] = pieces.get(row.place, 0.0) + sum(row.pieces) / 7
    return pieces


def _minutes(start: Place, end: Place) -> float:
    """One way, by the planner's own assumptions of roads."""
    habit = ASSUMED.habits[altitude_class(max(start.altitude_m, end.altitude_m))]
    return _straight_km(start, end) * habit.circuity_percent / 100 / habit.speed_kmh * 60


def _straight_km(start: Place, end: Place) -> float:
    return distance_km(Point(start.lon, start.lat), Point(end.lon, end.lat))
