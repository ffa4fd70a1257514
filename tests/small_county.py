"""A county small enough to see: a hub, two stations, four villages, two vans, a courier, a bus to one village."""

from datetime import date

import numpy as np

from tianlu.core.calendar import DayPattern, Week
from tianlu.core.ids import LineId, PlaceId, StopId, TripId, VehicleId
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import County, Demand, Direction, Energy, Vehicle
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.lines.trip import FeeBasis, StopLink, Trip, TripStop
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import Mail, Site, WeekProblem, canonical

WEEK = Week(date(2026, 11, 23))
HUB, JIA, YI, ONE, TWO, THREE, FOUR = (PlaceId(code) for code in ("H", "S1", "S2", "V1", "V2", "V3", "V4"))


def place(
    code: PlaceId, name: str, kind: PlaceKind, parent: PlaceId | None, east_km: int, north_km: int, name_en: str = ""
) -> Place:
    return Place(
        id=code,
        kind=kind,
        name=name,
        name_en=name_en,
        parent=parent,
        lon=100.0 + east_km / 90,
        lat=35.0 + north_km / 111,
        altitude_m=3200,
        area_class=AreaClass.RURAL if kind is PlaceKind.VILLAGE else AreaClass.TOWNSHIP,
        population=400,
        has_keeper=code == ONE,
        coordinates_basis=Basis.KNOWN,
    )


PLACES = (
    place(HUB, "县级中心", PlaceKind.HUB, None, 0, 0, "County hub"),
    place(JIA, "甲镇", PlaceKind.STATION, HUB, 20, 0, "Jia"),
    place(YI, "乙镇", PlaceKind.STATION, HUB, -15, 0, "Yi"),
    place(ONE, "一村", PlaceKind.VILLAGE, JIA, 30, 5, "One"),
    place(TWO, "二村", PlaceKind.VILLAGE, JIA, 25, -6, "Two"),
    place(THREE, "三村", PlaceKind.VILLAGE, YI, -20, 4, "Three"),
    place(FOUR, "四村", PlaceKind.VILLAGE, YI, -12, -5, "Four"),
)


def vehicle(code: str, depot: PlaceId, kind: str, name: str) -> Vehicle:
    return Vehicle(
        id=VehicleId(code),
        depot=depot,
        kind=kind,
        name=name,
        capacity_g=500_000,
        capacity_pieces=400,
        shift_from_min=450,
        shift_to_min=1110,
        day_fen=20_000,
        km_fen=150,
        hour_fen=2_500,
        energy=Energy.DIESEL,
        consumption_per_100km=9_000,
    )


VEHICLES = (
    vehicle("A1", HUB, "van", "一号车"),
    vehicle("A2", HUB, "van", "二号车"),
    vehicle("B1", JIA, "motorbike", "甲镇投递员"),
)


def straight_travel() -> TravelMatrix:
    """30 km/h on straight lines of the plane that the places are drawn on."""
    xy = np.array([((p.lon - 100) * 90, (p.lat - 35) * 111) for p in PLACES])
    km = np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1))
    return TravelMatrix(
        places=tuple(p.id for p in PLACES),
        minutes=np.rint(km * 2).astype(np.int32),
        metres=np.rint(km * 1000).astype(np.int32),
        source="straight lines, 30 km/h",
    )


def small_county() -> County:
    """Without a bus: the timetable's own tests have one."""
    return County(
        code="000000",
        name="小县",
        name_en="Small county",
        places=PLACES,
        demand=tuple(
            Demand(p.id, direction, "", (3, 3, 3, 3, 3, 0, 0), 800)
            for p in PLACES
            if p.kind is PlaceKind.VILLAGE
            for direction in Direction
        ),
        vehicles=VEHICLES,
        travel=straight_travel(),
    )


def bus(day: int, *, outward: bool) -> Trip:
    start = day * 1440 + (540 if outward else 840)
    stops = (StopId("b0"), StopId("b1"))
    first, last = stops if outward else stops[::-1]
    return Trip(
        id=TripId(f"T{'out' if outward else 'back'}@{WEEK.date_of(day)}"),
        line=LineId("L1"),
        line_name="县城—一村",
        day=day,
        stops=(TripStop(first, start, start), TripStop(last, start + 60, start + 60)),
        hold_g=(60_000,),
        hold_pieces=(60,),
        fee_basis=FeeBasis.BAG,
        fee_fen=500,
        cutoff_min=15,
        handover_min=5,
        metres=(35_000,),
    )


def small_problem() -> WeekProblem:
    """Three visits a week for each village; a piece ready each way on every working day."""
    mail = Mail((1, 1, 1, 1, 1, 0, 0), (900,) * 5 + (0, 0), (1, 1, 1, 1, 1, 0, 0), (700,) * 5 + (0, 0))
    owed = {PlaceKind.VILLAGE: Obligation(visits_min=3, gap_days_max=3), PlaceKind.STATION: Obligation(fed_days_min=2)}
    return canonical(
        WeekProblem(
            name="small",
            sites=tuple(
                Site(p, depots=_depots(p), obligation=owed.get(p.kind, Obligation()), mail=_mail_of(p, mail))
                for p in PLACES
            ),
            vehicles=VEHICLES,
            travel=straight_travel(),
            trips=tuple(bus(day, outward=outward) for day in range(5) for outward in (True, False)),
            links=(StopLink(HUB, StopId("b0"), 4, 280), StopLink(ONE, StopId("b1"), 3, 200)),
        )
    )


def _depots(p: Place) -> tuple[PlaceId, ...]:
    if p.parent is None:
        return ()
    return (HUB,) if p.kind is PlaceKind.STATION else (p.parent, HUB)


def _mail_of(p: Place, mail: Mail) -> Mail:
    return mail if p.kind is PlaceKind.VILLAGE else Mail()


def small_plan(problem: WeekProblem) -> Plan:
    """Monday, Wednesday, Friday: one van to 二村 and 甲镇, the other to 三村, 四村 and 乙镇, bags to and from 一村."""
    days = tuple(DayPattern.of((0, 2, 4)))
    rounds = tuple(
        drive(problem, VehicleId(van), day, calls)
        for day in days
        for van, calls in (("A1", (JIA, TWO)), ("A2", (FOUR, THREE, YI)))
    )
    bags = tuple(
        Bag(bus(day, outward=outward).id, day, *((HUB, ONE) if outward else (ONE, HUB)), pieces=2, grams=1_800)
        for day in days
        for outward in (False, True)
    )
    return Plan(problem.hash, rounds, bags)


def drive(problem: WeekProblem, van: VehicleId, day: int, calls: tuple[PlaceId, ...]) -> Round:
    """A round from the hub at 08:00 with five minutes at each call; loads are plain figures, not derived ones."""
    clock, here = day * 1440 + 480, problem.hub.id
    leave, stops = clock, []
    for call in calls:
        clock += int(problem.travel.minutes[problem.index[here], problem.index[call]])
        stops.append(RoundStop(call, clock, clock + 5, 2, 1_800, 2, 1_400))
        clock, here = clock + 5, call
    back = clock + int(problem.travel.minutes[problem.index[here], 0])
    return Round(van, problem.hub.id, day, leave, back, tuple(stops))
