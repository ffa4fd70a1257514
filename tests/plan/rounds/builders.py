"""Small weeks built in view: places, vehicles, buses, a problem and plans for it.

Unless a test says otherwise it is 30 minutes and 20 km from any place to any other, everything is open all day, and
service takes no time. `small_county` is hub H, station S, villages A to D, a van at H, a courier at S and a bus.
Hours are written `at(MON, 8, 30)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tianlu.core.calendar import MINUTES_A_DAY, DayPattern
from tianlu.core.ids import LineId, PlaceId, StopId, TripId, VehicleId
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import Energy, Vehicle
from tianlu.plan.floors.obligation import NOTHING_OWED, Obligation
from tianlu.plan.lines.trip import FeeBasis, StopLink, Trip, TripStop
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import NO_MAIL, Mail, Site, WeekCounts, WeekProblem, canonical
from tianlu.plan.rounds.timing import timed_round

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
LEG_MIN = 30
LEG_M = 20_000


def at(day: int, hour: int, minute: int = 0) -> int:
    """Minutes from Monday 00:00."""
    return day * MINUTES_A_DAY + hour * 60 + minute


def days(*weekdays: int) -> DayPattern:
    return DayPattern.of(weekdays)


# Places and mail


def a_place(name: str, kind: PlaceKind, **fields: Any) -> Place:
    defaults: dict[str, Any] = {
        "id": PlaceId(name),
        "kind": kind,
        "name": name,
        "parent": None if kind is PlaceKind.HUB else PlaceId("H" if kind is PlaceKind.STATION else "S"),
        "lon": 100.0,
        "lat": 36.0,
        "altitude_m": 3200,
        "area_class": AreaClass.TOWNSHIP if kind is PlaceKind.STATION else AreaClass.RURAL,
        "population": 400,
        "service_min": 0,
    }
    return Place(**{**defaults, **fields})


def a_hub(**fields: Any) -> Site:
    return Site(a_place("H", PlaceKind.HUB, area_class=AreaClass.CITY, **fields), depots=())


def a_station(name: str, *, owed: Obligation = NOTHING_OWED, mail: Mail = NO_MAIL, **fields: Any) -> Site:
    return Site(a_place(name, PlaceKind.STATION, **fields), (PlaceId("H"),), owed, mail)


def a_village(
    name: str,
    *,
    owed: Obligation = NOTHING_OWED,
    mail: Mail = NO_MAIL,
    depots: Sequence[str] = ("H", "S"),
    **fields: Any,
) -> Site:
    place = a_place(name, PlaceKind.VILLAGE, **fields)
    return Site(place, tuple(PlaceId(depot) for depot in depots), owed, mail)


def counts(by_day: Mapping[int, int]) -> WeekCounts:
    """Seven numbers from those that are not 0."""
    a, b, c, d, e, f, g = (by_day.get(day, 0) for day in range(7))
    return a, b, c, d, e, f, g


def mail(
    deliver: Mapping[int, int] | None = None, collect: Mapping[int, int] | None = None, *, g_a_piece: int = 1000
) -> Mail:
    """Pieces by weekday, all of one weight."""
    to, back = counts(deliver or {}), counts(collect or {})
    weigh = {day: pieces * g_a_piece for day, pieces in enumerate(to)}
    weigh_back = {day: pieces * g_a_piece for day, pieces in enumerate(back)}
    return Mail(to, counts(weigh), back, counts(weigh_back))


# Vehicles and buses


def a_vehicle(name: str, depot: str, **fields: Any) -> Vehicle:
    defaults: dict[str, Any] = {
        "id": VehicleId(name),
        "depot": PlaceId(depot),
        "kind": "van",
        "capacity_g": 800_000,
        "capacity_pieces": 400,
        "shift_from_min": 7 * 60,
        "shift_to_min": 19 * 60,
        "day_fen": 10_000,
        "km_fen": 100,
        "hour_fen": 1_200,
        "energy": Energy.DIESEL,
        "consumption_per_100km": 9_000,
    }
    return Vehicle(**{**defaults, **fields})


def a_trip(name: str, calls: Sequence[tuple[str, int]], **fields: Any) -> Trip:
    """A bus that calls at stops (named in small letters) at minutes of the week, and leaves at once."""
    legs = len(calls) - 1
    defaults: dict[str, Any] = {
        "id": TripId(name),
        "line": LineId("line"),
        "line_name": "line",
        "day": calls[0][1] // MINUTES_A_DAY,
        "stops": tuple(TripStop(StopId(stop), minute, minute) for stop, minute in calls),
        "hold_g": (100_000,) * legs,
        "hold_pieces": (50,) * legs,
        "fee_basis": FeeBasis.BAG,
        "fee_fen": 500,
        "cutoff_min": 10,
        "handover_min": 5,
        "metres": (15_000,) * legs,
    }
    return Trip(**{**defaults, **fields})


def a_link(place: str, stop: str, walk_min: int = 0) -> StopLink:
    return StopLink(PlaceId(place), StopId(stop), walk_min, walk_min * 70)


# Problems


def a_problem(
    *sites: Site,
    vehicles: Iterable[Vehicle] = (),
    trips: Iterable[Trip] = (),
    links: Iterable[StopLink] = (),
    minutes: Mapping[tuple[str, str], int] | None = None,
    metres: Mapping[tuple[str, str], int] | None = None,
    slot_percent: tuple[int, ...] = (100,) * 24,
    **fields: Any,
) -> WeekProblem:
    """A week's problem in canonical order; `minutes` and `metres` say what differs from the default, both ways."""
    names = tuple(site.id for site in sites)
    return canonical(
        WeekProblem(
            name="test",
            sites=sites,
            vehicles=tuple(vehicles),
            travel=TravelMatrix(
                names, _matrix(names, LEG_MIN, minutes or {}), _matrix(names, LEG_M, metres or {}), "test", slot_percent
            ),
            trips=tuple(trips),
            links=tuple(links),
            **fields,
        )
    )


def _matrix(names: Sequence[str], default: int, special: Mapping[tuple[str, str], int]) -> Any:
    table = np.full((len(names), len(names)), default, np.int32)
    np.fill_diagonal(table, 0)
    for (here, there), figure in special.items():
        table[names.index(here), names.index(there)] = figure
        if (there, here) not in special:
            table[names.index(there), names.index(here)] = figure
    return table


def small_county(**fields: Any) -> WeekProblem:
    """A county with mail on Mondays: 4 pieces to each village and 1 from it; a bus to A and B and back on Mondays.

    Whole places are changed with `sites=(…)`."""
    sites = fields.pop("sites", None) or (
        a_hub(),
        a_station("S", owed=Obligation(fed_days_min=1, open_days_min=5), mail=mail({MON: 2})),
        *(
            a_village(name, owed=Obligation(visits_min=1), mail=mail({MON: 4}, {MON: 1}), has_keeper=name in "AB")
            for name in "ABCD"
        ),
    )
    defaults: dict[str, Any] = {
        "vehicles": (a_vehicle("van", "H"), a_vehicle("courier", "S", kind="motorcycle", day_fen=4_000, km_fen=40)),
        "trips": (
            a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10)), ("b", at(MON, 10, 30))]),
            a_trip("back", [("b", at(MON, 14)), ("a", at(MON, 14, 30)), ("h", at(MON, 15, 30))]),
        ),
        "links": (a_link("H", "h", 5), a_link("A", "a", 3), a_link("B", "b", 4)),
    }
    return a_problem(*sites, **{**defaults, **fields})


# Plans


def a_round(problem: WeekProblem, vehicle: str, day: int, leave_min: int, *places: str) -> Round:
    """A round as timed without delay; loads come with `a_plan`."""
    found = next(each for each in problem.vehicles if each.id == vehicle)
    stops = [PlaceId(place) for place in places]
    return timed_round(problem, found, day=day, leave_min=leave_min, places=stops)


def a_bag(problem: WeekProblem, trip: str, origin: str, destination: str) -> Bag:
    day = problem.trip_by_id[TripId(trip)].day
    return Bag(TripId(trip), day, PlaceId(origin), PlaceId(destination), pieces=0, grams=0)


def a_plan(problem: WeekProblem, *parts: Round | Bag) -> Plan:
    """Rounds and bags in the plan's order, stating the loads that follow from them."""
    rounds = sorted((part for part in parts if isinstance(part, Round)), key=lambda r: (r.day, r.vehicle, r.leave_min))
    bags = sorted(
        (part for part in parts if isinstance(part, Bag)), key=lambda b: (b.day, b.trip, b.origin, b.destination)
    )
    return with_loads(problem, Plan(problem.hash, tuple(rounds), tuple(bags)))


def small_plan(problem: WeekProblem) -> Plan:
    """A plan for `small_county` that keeps every rule: the van feeds S and serves C, the courier D, the bus A and B."""
    return a_plan(
        problem,
        a_round(problem, "van", MON, at(MON, 7, 30), "S", "C"),
        a_round(problem, "courier", MON, at(MON, 8, 30), "D"),
        a_bag(problem, "out", "H", "A"),
        a_bag(problem, "out", "H", "B"),
        a_bag(problem, "back", "A", "H"),
        a_bag(problem, "back", "B", "H"),
        a_round(problem, "van", TUE, at(TUE, 10), "S"),
    )


def with_stop(plan: Plan, round_index: int, stop_index: int, **changes: Any) -> Plan:
    """The plan with one stop of one round changed."""
    round_ = plan.rounds[round_index]
    stops = list(round_.stops)
    stops[stop_index] = replace(stops[stop_index], **changes)
    return with_round(plan, round_index, stops=tuple(stops))


def with_round(plan: Plan, round_index: int, **changes: Any) -> Plan:
    rounds = list(plan.rounds)
    rounds[round_index] = replace(rounds[round_index], **changes)
    return replace(plan, rounds=tuple(rounds))


def with_bag(plan: Plan, bag_index: int, **changes: Any) -> Plan:
    bags = list(plan.bags)
    bags[bag_index] = replace(bags[bag_index], **changes)
    return replace(plan, bags=tuple(bags))
