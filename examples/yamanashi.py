"""A data package from a real bus timetable: `python examples/yamanashi.py yamanashi.zip OUT_FOLDER`.

Read from the feed: where stops are, which buses run when. Everything else is derived by the rules below, with a seed,
and marked so: the hub is the busiest terminus, stations are further termini, villages are stops with few buses;
people, mail, keepers, holds and fees are made up within stated bounds. It shows the planner on a timetable that people
ride by; it says nothing about the post of that prefecture. Any other GTFS zip works as well.
"""

import argparse
import csv
import io
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tianlu.core.calendar import Week
from tianlu.core.ids import LineId, PlaceId, StopId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.write_package import write_package
from tianlu.place.great_circle import great_circle_m
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.plan.county import County, Demand, Direction, Source
from tianlu.plan.floors.standard import load_standard
from tianlu.plan.lines.feed import Feed, Stop
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.gtfs import read_feed
from tianlu.plan.lines.gtfs_structure import REQUIRED_COLUMNS
from tianlu.plan.lines.links import link_stops
from tianlu.plan.lines.timetable import busiest_week, count_runs
from tianlu.plan.lines.trip import FeeBasis
from tianlu.sample.fleet import make_fleet

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Choice:
    """Which stops become places. Distances in metres on the straight line, departures a week."""

    stations: int = 10
    station_from_hub_m_max: int = 35_000
    station_apart_m: int = 6_000
    villages: int = 100
    village_from_station_m_max: int = 12_000
    village_apart_m: int = 1_200
    village_departures_max: int = 70
    remote_departures_max: int = 14
    stop_of_place_m: int = 800
    altitude_m: int = 300


@dataclass(frozen=True)
class Spot:
    """Stops of one name close together: the two sides of a road, the bays of a terminus.

    `departures` and `ends` count the week's buses that leave it, and those that start or end there.
    """

    name: str
    stops: tuple[StopId, ...]
    lon: float
    lat: float
    departures: int
    ends: int


def main(arguments: Sequence[str]) -> None:
    """Read, choose, derive, write, and say which week to plan."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gtfs", type=Path, help="a GTFS feed, .zip")
    parser.add_argument("out", type=Path, help="folder of the data package")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    tables, mended = mend(read_zip(given.gtfs))
    feed, problems = read_feed(tables)
    if feed is None:
        raise ProblemsFound(problems)
    county, week = make_county(feed, Choice(), seed=given.seed)
    write_package(county, given.out)
    for problem in mended:
        print(f"left out: {problem}")
    kept = county.feed
    kinds = Counter(place.kind for place in county.places)
    print(f"hub {county.places[0].name}, {kinds[PlaceKind.STATION]} stations, {kinds[PlaceKind.VILLAGE]} villages")
    if kept is not None:
        print(f"{len(kept.routes)} lines of {len(kept.agencies)} agencies, {count_runs(kept, week)} runs in the week")
    print(f"tianlu plan {given.out} --week {week.monday}")


def read_zip(path: Path) -> dict[str, Rows]:
    """The tables of a GTFS zip that the planner reads."""
    with zipfile.ZipFile(path) as archive:
        return {
            Path(name).stem: list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8-sig", newline="")))
            for name in archive.namelist()
            if Path(name).stem in REQUIRED_COLUMNS
        }


def mend(tables: Mapping[str, Rows]) -> tuple[dict[str, Rows], tuple[Problem, ...]]:
    """The tables without trips whose times go back and without a date's second, contradicting exception.

    The published feed has ten such trips (their last times read 00:00:00) and one such date. A planner may not guess
    them; an example may leave them out, and says so.
    """
    _, problems = read_feed(tables)
    trips = {tables["stop_times"][p.row - 2]["trip_id"] for p in problems if p.code == "time_goes_back" and p.row}
    dates = {p.row - 2 for p in problems if p.code == "contradicting_exceptions" and p.row}
    mended = {
        **tables,
        **{name: [row for row in tables[name] if row["trip_id"] not in trips] for name in ("trips", "stop_times")},
        "calendar_dates": [row for k, row in enumerate(tables.get("calendar_dates", [])) if k not in dates],
    }
    return mended, tuple(p for p in problems if p.code in ("time_goes_back", "contradicting_exceptions"))


def make_county(feed: Feed, choice: Choice, *, seed: int) -> tuple[County, Week]:
    """A county around the feed's busiest terminus, and the week, since the standard, in which the feed runs most."""
    week = busiest_week(feed, since=max(rule.start for rule in load_standard()))
    if week is None:
        raise ValueError("no bus of this feed runs in a week in which the whole standard is in force")
    random = Random(seed)
    places = choose_places(spots_of(feed, week), choice, random)
    kept = feed_near(feed, places, week, m_max=choice.stop_of_place_m)
    demand = tuple(row for place in places[1:] for row in mail_of(place, random))
    county = County(
        code="example",
        name=f"{places[0].name}（示例）",
        name_en=f"Around {places[0].name} (example)",
        places=places,
        demand=demand,
        vehicles=make_fleet("example", places, demand),
        feed=kept,
        freight=tuple(freight_of(route.id, random) for route in kept.routes),
        sources=SOURCES,
    )
    return county, week


def spots_of(feed: Feed, week: Week) -> tuple[Spot, ...]:
    """Stops put together by name and nearness, with the week's buses; stops where none calls are left out."""
    departures, ends = count_buses(feed, week)
    groups: dict[str, list[list[Stop]]] = defaultdict(list)
    for stop in feed.stops:
        named = groups[plain_name(stop.name)]
        near = next((group for group in named if apart_m(group[0], stop) <= SAME_SPOT_M), None)
        if near is None:
            named.append([stop])
        else:
            near.append(stop)
    spots = (
        Spot(
            name=name,
            stops=tuple(stop.id for stop in group),
            lon=group[0].lon,
            lat=group[0].lat,
            departures=sum(departures[stop.id] for stop in group),
            ends=sum(ends[stop.id] for stop in group),
        )
        for name, named in groups.items()
        for group in named
    )
    return tuple(spot for spot in spots if spot.departures or spot.ends)


def count_buses(feed: Feed, week: Week) -> tuple[Counter[StopId], Counter[StopId]]:
    """How many buses leave each stop in the week, and how many start or end there."""
    services = {service.id: service for service in feed.services}
    departures: Counter[StopId] = Counter()
    ends: Counter[StopId] = Counter()
    for trip in feed.trips:
        days = sum(services[trip.service].runs_on(week.date_of(day)) for day in range(7))
        if days:
            departures.update({call.stop: days for call in trip.calls[:-1]})
            ends.update({trip.calls[0].stop: days})
            ends.update({trip.calls[-1].stop: days})
    return departures, ends


def plain_name(name: str) -> str:
    """A stop's name without its bay or district in brackets: 甲府駅バスターミナル(1番)."""
    return re.sub(r"[(（].*?[)）]", "", name).strip() or name


def choose_places(spots: Sequence[Spot], choice: Choice, random: Random) -> tuple[Place, ...]:
    """The hub first, then stations, then villages, each of the last with the nearest of the others for parent."""
    hub, *others = sorted(spots, key=lambda spot: (-spot.ends, spot.stops))
    stations = spread(
        [spot for spot in others if spot.ends and apart_m(hub, spot) <= choice.station_from_hub_m_max],
        around=[hub],
        apart=choice.station_apart_m,
        count=choice.stations,
    )
    quiet = [spot for spot in others if 0 < spot.departures <= choice.village_departures_max]
    near = [spot for spot in quiet if nearest(spot, [hub, *stations])[1] <= choice.village_from_station_m_max]
    random.shuffle(near)
    villages = spread(near, around=[hub, *stations], apart=choice.village_apart_m, count=choice.villages)
    seat = place_of(hub, PlaceKind.HUB, None, choice, random)
    return (
        seat,
        *(place_of(spot, PlaceKind.STATION, seat.id, choice, random) for spot in stations),
        *(
            place_of(spot, PlaceKind.VILLAGE, PlaceId(nearest(spot, [hub, *stations])[0].stops[0]), choice, random)
            for spot in villages
        ),
    )


def spread(spots: Iterable[Spot], *, around: Sequence[Spot], apart: int, count: int) -> list[Spot]:
    """The first `count` spots that keep `apart` metres from one another and from those around."""
    chosen: list[Spot] = []
    for spot in spots:
        if len(chosen) < count and nearest(spot, [*around, *chosen])[1] >= apart:
            chosen.append(spot)
    return chosen


def nearest(spot: Spot, others: Sequence[Spot]) -> tuple[Spot, float]:
    """The nearest of the others, and how far it is."""
    found = min(others, key=lambda other: apart_m(spot, other))
    return found, apart_m(spot, found)


def apart_m(one: Spot | Stop, other: Spot | Stop) -> float:
    return great_circle_m(one.lon, one.lat, other.lon, other.lat)


def place_of(spot: Spot, kind: PlaceKind, parent: PlaceId | None, choice: Choice, random: Random) -> Place:
    """A place at a spot: 60 to 600 people in a village, 2,000 to 8,000 at a station; seven villages in ten have a
    keeper; a village with very few buses is taken for remote."""
    is_village = kind is PlaceKind.VILLAGE
    is_remote = spot.departures <= choice.remote_departures_max
    area_class = AreaClass.REMOTE if is_remote else AreaClass.RURAL
    return Place(
        id=PlaceId(spot.stops[0]),
        kind=kind,
        name=spot.name,
        parent=parent,
        lon=spot.lon,
        lat=spot.lat,
        altitude_m=choice.altitude_m,
        area_class=area_class if is_village else AreaClass.TOWNSHIP,
        population=random.randint(60, 600) if is_village else random.randint(2_000, 8_000),
        has_keeper=is_village and random.random() < 0.7,
        coordinates_basis=Basis.KNOWN,
    )


def feed_near(feed: Feed, places: Sequence[Place], week: Week, *, m_max: int) -> Feed:
    """The part of a feed that could carry a bag in the week: trips that call near the hub and near another place."""
    links = link_stops(places, feed.stops, m_max=m_max, walk_m_a_min=70)
    hub_stops = {link.stop for link in links if link.place == places[0].id}
    other_stops = {link.stop for link in links if link.place != places[0].id}
    running = {s.id for s in feed.services if any(s.runs_on(week.date_of(day)) for day in range(7))}
    trips = tuple(
        trip
        for trip in feed.trips
        if trip.service in running
        and hub_stops & {call.stop for call in trip.calls}
        and other_stops & {call.stop for call in trip.calls}
    )
    lines, services = {trip.route for trip in trips}, {trip.service for trip in trips}
    stops = {call.stop for trip in trips for call in trip.calls}
    routes = tuple(route for route in feed.routes if route.id in lines)
    agencies = {route.agency for route in routes}
    return Feed(
        agencies=tuple(agency for agency in feed.agencies if agency.id in agencies),
        stops=tuple(stop for stop in feed.stops if stop.id in stops),
        routes=routes,
        services=tuple(service for service in feed.services if service.id in services),
        trips=trips,
    )


def mail_of(place: Place, random: Random) -> tuple[Demand, Demand]:
    """A piece a working day for every 40 to 80 people to deliver, a quarter of that to collect; half on Saturdays."""
    deliver = place.population / random.uniform(40, 80)
    return (
        Demand(place.id, Direction.DELIVER, "", week_of(deliver, random), g_a_piece=900),
        Demand(place.id, Direction.COLLECT, "", week_of(deliver / 4, random), g_a_piece=1_400),
    )


def week_of(pieces_a_day: float, random: Random) -> tuple[int, int, int, int, int, int, int]:
    """Whole pieces for each weekday, a fifth more or less; none on Sundays."""
    mon, tue, wed, thu, fri = (round(pieces_a_day * random.uniform(0.8, 1.2)) for _ in range(5))
    return mon, tue, wed, thu, fri, round(pieces_a_day / 2), 0


def freight_of(line: LineId, random: Random) -> Freight:
    """Every line takes mail: 40 to 100 kg and 30 to 80 pieces to spare, 3 to 8 yuan a bag."""
    return Freight(
        line=line,
        trip=None,
        allowed=True,
        hold_g=10_000 * random.randint(4, 10),
        hold_pieces=10 * random.randint(3, 8),
        fee_basis=FeeBasis.BAG,
        fee_fen=100 * random.randint(3, 8),
        cutoff_min=10,
        handover_min=5,
        marginal_g_co2e_tkm=25,
        allocated_g_co2e_tkm=120,
    )


SAME_SPOT_M = 400
"""Stops of one name within this distance are one spot."""

SOURCES = (
    Source("gtfs", "S", "the GTFS feed given on the command line", ""),
    Source("places", "S", "coordinates and names: stops of the feed; population, keepers, altitude: derived"),
    Source("demand", "B", "derived from population by examples/yamanashi.py"),
    Source("vehicles", "B", "derived by the sample province's rule for fleets"),
    Source("freight", "B", "derived by examples/yamanashi.py: no such figures are published"),
)

if __name__ == "__main__":
    main(sys.argv[1:])
