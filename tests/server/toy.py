"""A small county and a simple planner, so that the server is tested without the search and without a data package.

Ten stations round a hub, six villages round each, two bus lines; the planner drives every obliged visit station by
station and pretends to improve until its seconds are over.
"""

import math
import random
import time
from datetime import date
from pathlib import Path

import numpy as np

from tianlu.core.calendar import DayPattern, Week
from tianlu.core.ids import LineId, PlaceId, StopId, TripId, VehicleId
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import County, Energy, Source, Vehicle
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.lines.feed import Feed, Stop
from tianlu.plan.lines.trip import FeeBasis, StopLink, Trip, TripStop
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import Mail, Site, WeekProblem, canonical
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result

CODE = "000001"
WEEK = Week(date(2026, 11, 23))
HUB = PlaceId("h")
STATIONS = 10
VILLAGES_A_STATION = 6
NAMES = ["上", "下", "东", "西", "南", "北", "大", "小", "新", "老"]
THREE_DAYS = (0, 2, 4)


def open_toy() -> County:
    chance = random.Random(7)
    places = [_place("h", PlaceKind.HUB, "县城", "Hub", None, 100.0, 36.0)]
    for s in range(STATIONS):
        angle = 2 * math.pi * s / STATIONS
        lon, lat = 100 + 0.45 * math.cos(angle), 36 + 0.35 * math.sin(angle)
        places.append(_place(f"s{s}", PlaceKind.STATION, f"{NAMES[s]}滩乡", f"Station {s}", "h", lon, lat))
        for v in range(VILLAGES_A_STATION):
            at = lon + chance.uniform(-0.11, 0.11), lat + chance.uniform(-0.09, 0.09)
            name, name_en = f"{NAMES[s]}{'一二三四五六'[v]}村", f"Village {s}-{v}"
            places.append(_place(f"v{s}{v}", PlaceKind.VILLAGE, name, name_en, f"s{s}", *at))
    stops = tuple(Stop(StopId(f"p-{p.id}"), p.name, p.lon, p.lat) for p in places if p.kind is not PlaceKind.VILLAGE)
    return County(
        code=CODE,
        name="玩具县",
        name_en="Toy County",
        places=tuple(places),
        demand=(),
        vehicles=_vehicles(),
        feed=Feed(agencies=(), stops=stops, routes=(), services=(), trips=()),
        sources=(Source("places", "D", "drawn by a formula"),),
    )


def pose_toy(county: County, week: Week) -> WeekProblem:
    n = len(county.places)
    metres = np.zeros((n, n), np.int32)
    for i, a in enumerate(county.places):
        for j, b in enumerate(county.places):
            metres[i, j] = int(1.3 * math.hypot((a.lon - b.lon) * 90_000, (a.lat - b.lat) * 111_000))
    travel = TravelMatrix(tuple(p.id for p in county.places), metres // 600, metres, "straight line × 1.3, 36 km/h")
    links = tuple(StopLink(p.id, StopId(f"p-{p.id}"), 2, 100) for p in county.places if p.kind is not PlaceKind.VILLAGE)
    return canonical(
        WeekProblem(
            name=f"{county.code} {week.monday}",
            sites=tuple(_site(place) for place in county.places),
            vehicles=county.vehicles,
            travel=travel,
            trips=tuple(_trip(line, day, hour) for line in (0, 1) for day in range(7) for hour in (9, 15)),
            links=links,
            terms=county.terms,
        )
    )


def solve_toy(problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
    plan = _plan(problem)
    steps, seconds = 20, budget.seconds or 1.0
    cost = 3_000_000
    for step in range(steps + 1):
        if step:
            time.sleep(seconds / steps)
            cost = 2_400_000 + int(600_000 * math.exp(-step / 4))
        here = Progress(fraction=step / steps, iterations=step * 100, elapsed_s=step * seconds / steps, cost_fen=cost)
        if not on_progress(here):
            break
    return Result(
        plan=plan,
        cost_fen=cost,
        is_feasible=True,
        bound_fen=None,
        seed=seed,
        iterations=step * 100,
        cpu_s=0.1,
        problem_hash=problem.hash,
        version="toy",
    )


def solve_broken(problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress) -> Result:
    raise RuntimeError("the toy broke")


def solve_once_mended(
    problem: WeekProblem, *, budget: Budget, seed: int, on_progress: OnProgress, mended: Path
) -> Result:
    """Breaks as long as there is no such file."""
    if not mended.exists():
        raise RuntimeError("the toy broke")
    return solve_toy(problem, budget=budget, seed=seed, on_progress=on_progress)


def _place(id_: str, kind: PlaceKind, name: str, name_en: str, parent: str | None, lon: float, lat: float) -> Place:
    return Place(
        id=PlaceId(id_),
        kind=kind,
        name=name,
        name_en=name_en,
        parent=PlaceId(parent) if parent else None,
        lon=lon,
        lat=lat,
        altitude_m=3200,
        area_class=AreaClass.RURAL if kind is PlaceKind.VILLAGE else AreaClass.TOWNSHIP,
        population=300,
    )


def _vehicles() -> tuple[Vehicle, ...]:
    vans = [_vehicle(f"van{k}", "h", "van", 600_000, 300) for k in range(3)]
    return (*vans, *(_vehicle(f"moto{s}", f"s{s}", "motorcycle", 60_000, 60) for s in range(STATIONS)))


def _vehicle(id_: str, depot: str, kind: str, capacity_g: int, pieces: int) -> Vehicle:
    return Vehicle(
        id=VehicleId(id_),
        depot=PlaceId(depot),
        kind=kind,
        capacity_g=capacity_g,
        capacity_pieces=pieces,
        shift_from_min=420,
        shift_to_min=1140,
        day_fen=8000 if kind == "van" else 3000,
        km_fen=60 if kind == "van" else 20,
        hour_fen=2500,
        energy=Energy.DIESEL if kind == "van" else Energy.PETROL,
        consumption_per_100km=9000,
        days=DayPattern.of(range(7)),
    )


def _site(place: Place) -> Site:
    rule = RuleRef("visits_a_week", "an example's clause", "operator")
    if place.kind is PlaceKind.HUB:
        return Site(place, ())
    if place.kind is PlaceKind.STATION:
        owed = Obligation(fed_days_min=3, open_days_min=5, rules=(("fed_days_min", rule),))
        return Site(place, (HUB,), owed)
    mail = Mail(deliver_pieces=(3, 4, 5, 3, 4, 1, 1), deliver_g=(2400, 3000, 4000, 2400, 3000, 800, 800))
    owed = Obligation(visits_min=3, gap_days_max=3, rules=(("visits_min", rule),))
    return Site(place, (place.parent or HUB, HUB), owed, mail)


def _trip(line: int, day: int, hour: int) -> Trip:
    stations = ["h", *(f"s{s}" for s in ((0, 1, 2) if line == 0 else (5, 6, 7)))]
    start = day * 1440 + hour * 60
    calls = tuple(TripStop(StopId(f"p-{s}"), start + 40 * k, start + 40 * k + 3) for k, s in enumerate(stations))
    return Trip(
        id=TripId(f"t{line}-{hour}@{day}"),
        line=LineId(f"L{line}"),
        line_name=f"{line + 1}路",
        day=day,
        stops=calls,
        hold_g=(80_000,) * 3,
        hold_pieces=(80,) * 3,
        fee_basis=FeeBasis.BAG,
        fee_fen=300,
        cutoff_min=10,
        handover_min=5,
    )


def _plan(problem: WeekProblem) -> Plan:
    by_bag = {PlaceId(f"s{s}"): line for line, group in ((0, (0, 1, 2)), (1, (5, 6, 7))) for s in group}
    fed = [PlaceId(f"s{s}") for s in range(STATIONS) if PlaceId(f"s{s}") not in by_bag]
    rounds, bags = [], []
    for day in THREE_DAYS:
        rounds.append(_drive(problem, VehicleId("van0"), HUB, day, 450, fed))
        rounds += [
            _drive(
                problem,
                VehicleId(f"moto{s}"),
                PlaceId(f"s{s}"),
                day,
                690,
                [PlaceId(f"v{s}{v}") for v in range(VILLAGES_A_STATION)],
            )
            for s in range(STATIONS)
        ]
        for station, line in sorted(by_bag.items()):
            bags.append(Bag(TripId(f"t{line}-9@{day}"), day, HUB, station, pieces=24, grams=20_000))
    return Plan(problem.hash, tuple(sorted(rounds, key=lambda r: (r.day, r.vehicle))), tuple(bags))


def _drive(problem: WeekProblem, vehicle: VehicleId, depot: PlaceId, day: int, leave: int, way: list[PlaceId]) -> Round:
    now, here = day * 1440 + leave, depot
    start, stops = now, []
    for place in way:
        now += problem.travel.minutes_at(problem.index[here], problem.index[place], now)
        stops.append(RoundStop(place, now, now + 5, 8, 6000, 0, 0))
        now, here = now + 5, place
    now += problem.travel.minutes_at(problem.index[here], problem.index[depot], now)
    return Round(vehicle, depot, day, start, now, tuple(stops))
