"""Random counties for tests: seeded, with stations, villages on the plain, couriers, vans and buses."""

import math
from dataclasses import replace

import numpy as np

from tests.plan.rounds.builders import a_hub, a_link, a_station, a_trip, a_vehicle, a_village, at, days, mail
from tianlu.core.calendar import EVERY_DAY, MINUTES_A_DAY
from tianlu.core.ids import PlaceId, TripId
from tianlu.place.travel import TravelMatrix
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.lines.trip import FeeBasis, Trip
from tianlu.plan.rounds.problem import WeekProblem, canonical


def random_county(
    seed: int,
    *,
    stations: int = 3,
    villages: int = 12,
    buses: bool = True,
    hours: bool = False,
    promise_hours: int | None = None,
    vans: int = 2,
    **fields: object,
) -> WeekProblem:
    """A county that has a sound week: stations on a ring about the hub, villages about their stations.

    `hours` makes travel slower in the early morning and places open by day only.
    """
    draw = np.random.default_rng(seed)
    spots: dict[str, tuple[float, float]] = {"H": (0.0, 0.0)}
    for s in range(stations):
        angle = 2 * math.pi * (s + draw.random()) / stations
        reach = draw.uniform(15_000, 60_000)
        spots[f"S{s}"] = (reach * math.cos(angle), reach * math.sin(angle))
    for v in range(villages):
        x, y = spots[f"S{v % stations}"]
        spots[f"V{v}"] = (x + draw.normal(0, 8_000), y + draw.normal(0, 8_000))
    window = {"open_from_min": 9 * 60, "open_to_min": 17 * 60} if hours else {}
    promise = None if promise_hours is None else promise_hours * 60
    sites = [a_hub()]
    for s in range(stations):
        owed = Obligation(fed_days_min=5, open_days_min=5, promise_deliver_min=promise)
        sites.append(
            a_station(
                f"S{s}",
                owed=owed,
                mail=_mail(draw, 8, 3),
                service_min=10,
                open_days=days(0, 1, 2, 3, 4, 5) if hours else EVERY_DAY,
                **window,
            )
        )
    for v in range(villages):
        visits = int(draw.choice([1, 3, 3]))
        owed = Obligation(visits_min=visits, gap_days_max=3 if visits == 3 else 7, promise_deliver_min=promise)
        sites.append(
            a_village(
                f"V{v}",
                owed=owed,
                mail=_mail(draw, 4, 2),
                depots=("H", f"S{v % stations}"),
                service_min=int(draw.integers(2, 12)),
                has_keeper=bool(draw.random() < 0.5),
                parent=PlaceId(f"S{v % stations}"),
            )
        )
    vehicles = [a_vehicle(f"van{k}", "H", day_fen=28_000, km_fen=120, hour_fen=0) for k in range(vans)]
    vehicles += [
        a_vehicle(
            f"courier{s}", f"S{s}", kind="motorcycle", capacity_g=60_000, capacity_pieces=60, day_fen=9_000, km_fen=40
        )
        for s in range(stations)
    ]
    trips, links = _buses(draw, spots, stations) if buses else ([], [])
    names = tuple(site.id for site in sites)
    at_spots = np.array([spots[name] for name in names])
    metres = (1.4 * np.linalg.norm(at_spots[:, None] - at_spots[None], axis=2)).astype(np.int32)
    minutes = np.ceil(metres / 700.0).astype(np.int32)
    percent = tuple(130 if hour < 9 else 100 for hour in range(24)) if hours else (100,) * 24
    problem = WeekProblem(
        name=f"random {seed}",
        sites=tuple(sites),
        vehicles=tuple(vehicles),
        travel=TravelMatrix(names, minutes, metres, "test", percent),
        trips=tuple(trips),
        links=tuple(links),
    )
    return canonical(replace(problem, **fields))


def _mail(draw: np.random.Generator, deliver: int, collect: int) -> object:
    return mail(
        {day: int(draw.poisson(deliver)) for day in range(6)},
        {day: int(draw.poisson(collect)) for day in range(6)},
    )


def _buses(
    draw: np.random.Generator, spots: dict[str, tuple[float, float]], stations: int
) -> tuple[list[Trip], list[object]]:
    """A line from the hub over some villages to each station, most days, there in the morning and back at noon."""
    trips: list[Trip] = []
    links: list[object] = [a_link("H", "h", 4)]
    for s in range(stations):
        near = [name for name in spots if name.startswith("V") and int(name[1:]) % stations == s][:2]
        way = ["H", *near, f"S{s}"]
        links += [a_link(name, name.lower(), 3) for name in way[1:]]
        for day in range(7):
            if draw.random() < 0.2:
                continue
            leave = at(day, 8, int(draw.integers(0, 90)))
            calls = _ride(way, spots, leave)
            calls_back = _ride(way[::-1], spots, calls[-1][1] + 60)
            terms = {
                "hold_g": (int(draw.integers(20, 120)) * 1000,) * (len(way) - 1),
                "hold_pieces": (int(draw.integers(20, 90)),) * (len(way) - 1),
                "fee_basis": FeeBasis.PIECE,
                "fee_fen": 80,
            }
            trips.append(a_trip(TripId(f"L{s}@{day}out"), calls, **terms))
            trips.append(a_trip(TripId(f"L{s}@{day}back"), calls_back, **terms))
    return trips, links


def _ride(way: list[str], spots: dict[str, tuple[float, float]], leave: int) -> list[tuple[str, int]]:
    minute = leave
    calls = []
    for here, name in zip([way[0], *way], way, strict=False):
        (x, y), (u, v) = spots[here], spots[name]
        minute = min(minute + int(math.hypot(x - u, y - v) * 1.4 / 600), (leave // MINUTES_A_DAY + 1) * 1440 - 1)
        calls.append(("h" if name == "H" else name.lower(), minute))
    return calls
