"""The county's bus lines as a GTFS feed, and what each lets mail do: derived, no timetable of the province is open.

A line runs from the county seat along a way to its last township and back, through the townships between, with stops
at the turn-offs of villages near the road. Departures thin out with distance: several a day near, two a day far,
three a week beyond `FAR_KM`, two a week beyond `VERY_FAR_KM`. A bus that comes twice a week is the network.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import LineId, StopId, TripId
from tianlu.place.model import Basis
from tianlu.plan.lines.feed import Agency, Call, Feed, FeedTrip, Route, Service, Stop
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.trip import FeeBasis
from tianlu.sample.layout import Layout
from tianlu.sample.point import Point, distance_km, moved, offset_km
from tianlu.sample.relief import Relief
from tianlu.sample.ways import ends_of_ways, way_to

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
SERVICES = {
    "daily": DayPattern.of(range(7)),
    "weekdays": DayPattern.of(range(5)),
    "mon_wed_fri": DayPattern.of((0, 2, 4)),
    "mon_thu": DayPattern.of((0, 3)),
}

TURN_OFF_KM = 0.6
"""A village this near the road has a stop where its path meets the road: less than a package's `link_m_max`."""
CIRCUITY = 1.4
STAND_S = 120
TURN_ROUND_MIN = 30
FAR_KM = 100.0
VERY_FAR_KM = 250.0

DEPARTURES = (
    (20.0, ("09:00", "10:30", "12:00", "13:30", "15:00", "16:30")),
    (45.0, ("09:00", "11:00", "13:30", "15:30")),
    (80.0, ("09:00", "11:30", "14:00")),
    (FAR_KM, ("09:00", "13:00")),
)
"""Straight kilometres to the end of the line up to which these departures hold; the last of three or more runs on
weekdays only."""


@dataclass(frozen=True)
class BusLines:
    """`served` are the villages that have a stop of their own."""

    feed: Feed
    freight: tuple[Freight, ...]
    served: frozenset[str]


@dataclass(frozen=True)
class Halt:
    """A stop on a line, with kilometres of road from its beginning."""

    stop: Stop
    road_km: float
    village: str = ""


def make_lines(layout: Layout, relief: Relief) -> BusLines:
    """A line to each end; a county of a hub alone has a feed without lines."""
    lines = [(end, _halts(layout, way_to(end, layout.before))) for end in _line_ends(layout)]
    stops = {halt.stop.id: halt.stop for _, halts in lines for halt in halts}
    agency = Agency(f"bus-{layout.county.code}", f"{layout.county.name}客运（示例）", "Asia/Shanghai")
    routes = [(_route(layout, number, agency, halts), halts) for number, (_, halts) in enumerate(lines, start=1)]
    trips = [
        trip
        for (end, _), (route, halts) in zip(lines, routes, strict=True)
        for trip in _trips(
            route,
            halts,
            _speed_kmh(relief, layout, end),
            straight_km=distance_km(layout.hub_point, layout.points[end]),
            has_town=any(each.village.is_residents for each in layout.settlements_of[end]),
        )
    ]
    used = {trip.service for trip in trips}
    return BusLines(
        feed=Feed(
            agencies=(agency,),
            stops=tuple(stops[stop] for stop in sorted(stops)),
            routes=tuple(route for route, _ in routes),
            services=tuple(Service(name, days, FIRST, LAST) for name, days in SERVICES.items() if name in used),
            trips=tuple(trips),
        ),
        freight=tuple(_freight(route, halts) for route, halts in routes),
        served=frozenset(halt.village for _, halts in lines for halt in halts if halt.village),
    )


def _line_ends(layout: Layout) -> tuple[str, ...]:
    """The ends of all ways, and of a way whose bus comes too seldom or too early for them, the townships nearer by."""
    ends = ends_of_ways(layout.before)
    far = {end for end in ends if distance_km(layout.hub_point, layout.points[end]) > FAR_KM}
    served = {code for end in ends if end not in far for code in way_to(end, layout.before)}
    nearer = {code for end in far for code in way_to(end, layout.before)[1:-1]} - served
    return (*ends, *sorted(nearer))


def _route(layout: Layout, number: int, agency: Agency, halts: tuple[Halt, ...]) -> Route:
    name = f"{halts[0].stop.name}—{halts[-1].stop.name}"
    return Route(LineId(f"{layout.county.code}-{number:02d}"), agency.id, name)


def _halts(layout: Layout, way: tuple[str, ...]) -> tuple[Halt, ...]:
    """The stops along a way: hub, turn-offs and townships in order of the road."""
    halts = [Halt(_seat_stop(layout, way[0], towards=way[1]), 0.0)]
    for start, end in pairwise(way):
        begin_km = halts[-1].road_km
        straight_km = distance_km(layout.points[start], layout.points[end])
        for share, village, stop in _turn_offs(layout, start, end):
            halts.append(Halt(stop, begin_km + share * straight_km * CIRCUITY, village))
        halts.append(Halt(_seat_stop(layout, end, towards=start), begin_km + straight_km * CIRCUITY))
    return tuple(halts)


def _turn_offs(layout: Layout, start: str, end: str) -> list[tuple[float, str, Stop]]:
    """Villages of the townships at both ends that lie beside the leg: share of the leg, village, stop on the road."""
    found = []
    for settlement in (*layout.settlements_of[start], *layout.settlements_of[end]):
        if settlement.village.is_residents:
            continue
        share, foot = _foot_on_leg(settlement.point, layout.points[start], layout.points[end])
        if 0.05 < share < 0.95 and distance_km(settlement.point, foot) <= TURN_OFF_KM:
            code, name = settlement.village.code, settlement.village.name
            found.append((share, code, Stop(StopId(f"stop-{code}"), f"{name}路口", foot.lon, foot.lat)))
    return sorted(found, key=lambda each: (each[0], each[1]))


def _foot_on_leg(point: Point, start: Point, end: Point) -> tuple[float, Point]:
    """The share of the leg at which it passes nearest the point, and where that is."""
    leg_east, leg_north = offset_km(start, end)
    east, north = offset_km(start, point)
    share = (east * leg_east + north * leg_north) / max(leg_east**2 + leg_north**2, 1e-9)
    return share, moved(start, east_km=share * leg_east, north_km=share * leg_north)


def _seat_stop(layout: Layout, code: str, *, towards: str) -> Stop:
    """The bus station of a seat, a short walk from the post; the hub's is the same for all lines."""
    seat, name = layout.seats[code], layout.seats[code].township.name
    if code == layout.hub:
        at = moved(seat.point, east_km=0.15, north_km=0.1)
        return Stop(StopId(f"stop-{code}"), f"{name}客运站", at.lon, at.lat)
    at = moved(seat.point, east_km=0.06, north_km=-0.05)
    return Stop(StopId(f"stop-{code}"), f"{name}站", at.lon, at.lat)


def _trips(
    route: Route, halts: tuple[Halt, ...], speed_kmh: int, *, straight_km: float, has_town: bool
) -> list[FeedTrip]:
    if straight_km > FAR_KM:
        return _far_trips(route, halts, speed_kmh, straight_km=straight_km, has_town=has_town)
    clocks = next(clocks for bound, clocks in DEPARTURES if straight_km <= bound)
    trips = []
    for number, clock in enumerate(clocks, start=1):
        service = "weekdays" if number == len(clocks) > 2 else "daily"
        there = _run(f"{route.id}-o{number}", route, service, halts, speed_kmh, _minutes(clock))
        back_min = _round_up(there.calls[-1].arrive_s // 60 + TURN_ROUND_MIN, 5)
        trips += [there, _run(f"{route.id}-b{number}", route, service, _reverse(halts), speed_kmh, back_min)]
    return trips


def _far_trips(
    route: Route, halts: tuple[Halt, ...], speed_kmh: int, *, straight_km: float, has_town: bool
) -> list[FeedTrip]:
    """On the same days a bus from each end, at hours at which the far station is open; to a town two a day."""
    if has_town:
        runs = [("daily", "07:30", "09:30"), ("daily", "09:30", "11:00")]
    elif straight_km <= VERY_FAR_KM:
        runs = [("mon_wed_fri", "08:30", "09:30")]
    else:
        runs = [("mon_thu", "07:30", "09:30")]
    trips = []
    for number, (service, leave, leave_back) in enumerate(runs, start=1):
        trips += [
            _run(f"{route.id}-o{number}", route, service, halts, speed_kmh, _minutes(leave)),
            _run(f"{route.id}-b{number}", route, service, _reverse(halts), speed_kmh, _minutes(leave_back)),
        ]
    return trips


def _run(trip: str, route: Route, service: str, halts: tuple[Halt, ...], speed_kmh: int, leave_min: int) -> FeedTrip:
    """Whole minutes, at least one from stop to stop; a stand at every stop between the ends."""
    begin_s = leave_min * 60
    calls = [Call(halts[0].stop.id, begin_s, begin_s, 0)]
    for before, halt in pairwise(halts):
        ride_min = max(1, round((halt.road_km - before.road_km) / speed_kmh * 60))
        arrive_s = calls[-1].leave_s + ride_min * 60
        stand_s = 0 if halt is halts[-1] else STAND_S
        calls.append(Call(halt.stop.id, arrive_s, arrive_s + stand_s, round(halt.road_km * 1000)))
    return FeedTrip(TripId(trip), route.id, service, tuple(calls), headsign=halts[-1].stop.name)


def _reverse(halts: tuple[Halt, ...]) -> tuple[Halt, ...]:
    end_km = halts[-1].road_km
    return tuple(Halt(halt.stop, end_km - halt.road_km, halt.village) for halt in reversed(halts))


def _freight(route: Route, halts: tuple[Halt, ...]) -> Freight:
    """Longer lines run bigger buses with more hold, and ask more a piece: 0.4 to 1.5 yuan."""
    road_km = halts[-1].road_km
    hold_kg, hold_pieces = (40, 30) if road_km < 40 else (80, 60) if road_km < 120 else (150, 170)
    return Freight(
        line=route.id,
        trip=None,
        allowed=True,
        hold_g=hold_kg * 1000,
        hold_pieces=hold_pieces,
        fee_basis=FeeBasis.PIECE,
        fee_fen=min(150, 40 + 5 * int(road_km / 10)),
        cutoff_min=10 if road_km < 40 else 15,
        handover_min=5 if road_km < 40 else 10,
        marginal_g_co2e_tkm=35,
        allocated_g_co2e_tkm=180,
        basis=Basis.DERIVED,
    )


def _speed_kmh(relief: Relief, layout: Layout, end: str) -> int:
    """A bus on the county road, slower the higher its end lies; very far lines follow trunk roads."""
    if distance_km(layout.hub_point, layout.points[end]) > VERY_FAR_KM:
        return 60
    altitude_m = relief.altitude_m(layout.points[end])
    return 50 if altitude_m < 3000 else 46 if altitude_m < 4000 else 42


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _round_up(minutes: int, step: int) -> int:
    return -(-minutes // step) * step
