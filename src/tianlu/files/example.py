"""A made-up county that fills every table and column: the examples of the template and of the reference page."""

from datetime import date, datetime

import numpy as np

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import LineId, PlaceId, StopId, TripId, VehicleId
from tianlu.place.model import AreaClass, Basis, Place, PlaceKind
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import (
    Closure,
    County,
    Demand,
    Direction,
    Energy,
    Season,
    Source,
    Terms,
    Vehicle,
)
from tianlu.plan.floors.standard import FloorRule
from tianlu.plan.lines.feed import Agency, Call, Feed, FeedTrip, Frequency, Route, Service, Stop
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.trip import FeeBasis

HUB, NEAR, FAR, FIRST, SECOND = (PlaceId(code) for code in ("H", "S1", "S2", "V1", "V2"))

PLACES = (
    Place(HUB, PlaceKind.HUB, "示例县中心", None, 100.62, 36.28, 2890, AreaClass.TOWNSHIP, 0, name_en="Example hub"),
    Place(NEAR, PlaceKind.STATION, "近镇", HUB, 100.80, 36.40, 3010, AreaClass.TOWNSHIP, 4200, name_en="Jinzhen"),
    Place(FAR, PlaceKind.STATION, "远镇", HUB, 100.40, 36.20, 3150, AreaClass.TOWNSHIP, 2600, name_en="Yuanzhen"),
    Place(
        FIRST,
        PlaceKind.VILLAGE,
        "一村",
        NEAR,
        100.90,
        36.45,
        3060,
        AreaClass.RURAL,
        850,
        name_en="Yicun",
        depots=(FAR,),
        has_keeper=True,
        service_min=6,
        open_days=DayPattern.of(range(6)),
        open_from_min=510,
        open_to_min=1080,
        coordinates_basis=Basis.KNOWN,
    ),
    Place(
        SECOND,
        PlaceKind.VILLAGE,
        "二村",
        FAR,
        100.30,
        36.10,
        3420,
        AreaClass.REMOTE,
        210,
        name_en="Ercun",
        vehicle_kinds=frozenset({"van", "motorbike"}),
    ),
)

VEHICLES = (
    Vehicle(
        id=VehicleId("A1"),
        name="一号车",
        depot=HUB,
        kind="van",
        capacity_g=600_000,
        capacity_pieces=400,
        shift_from_min=450,
        shift_to_min=1110,
        days=DayPattern.of(range(6)),
        day_fen=20_000,
        km_fen=150,
        hour_fen=2500,
        energy=Energy.DIESEL,
        consumption_per_100km=9500,
    ),
    Vehicle(
        id=VehicleId("B1"),
        name="近镇投递员",
        depot=NEAR,
        kind="motorbike",
        capacity_g=40_000,
        capacity_pieces=60,
        shift_from_min=480,
        shift_to_min=1020,
        day_fen=8000,
        km_fen=40,
        hour_fen=2000,
        energy=Energy.ELECTRIC,
        consumption_per_100km=4000,
    ),
)

FEED = Feed(
    agencies=(Agency("bus", "示例县客运", "Asia/Shanghai"),),
    stops=(Stop(StopId("b0"), "县汽车站", 100.62, 36.28), Stop(StopId("b1"), "一村", 100.90, 36.45)),
    routes=(Route(LineId("L1"), "bus", "县城—一村"),),
    services=(
        Service(
            "daily",
            DayPattern.of(range(7)),
            date(2026, 1, 1),
            date(2027, 12, 31),
            removed=frozenset({date(2027, 2, 6)}),
        ),
    ),
    trips=(
        FeedTrip(
            TripId("L1-out"),
            LineId("L1"),
            "daily",
            (Call(StopId("b0"), 32_400, 32_400, 0), Call(StopId("b1"), 36_000, 36_000, 34_000)),
            headsign="一村",
        ),
        FeedTrip(
            TripId("L1-back"),
            LineId("L1"),
            "daily",
            (Call(StopId("b1"), 0, 0, 0), Call(StopId("b0"), 3600, 3600, 34_000)),
            headsign="县城",
            frequencies=(Frequency(50_400, 57_600, 3600),),
        ),
    ),
)


def example_county() -> County:
    """The county; nothing in it is meant to be true of any place."""
    return County(
        code="000000",
        name="示例县",
        name_en="Example county",
        places=PLACES,
        demand=(
            Demand(FIRST, Direction.DELIVER, "", (9, 6, 7, 6, 7, 5, 0), 800),
            Demand(FIRST, Direction.COLLECT, "", (2, 1, 1, 1, 2, 1, 0), 1500),
            Demand(SECOND, Direction.DELIVER, "", (3, 2, 2, 2, 2, 1, 1), 900),
            Demand(SECOND, Direction.COLLECT, "枸杞季", (4, 4, 4, 4, 4, 4, 0), 3000),
        ),
        seasons=(Season("枸杞季", frozenset({8, 9, 10}), 120),),
        vehicles=VEHICLES,
        feed=FEED,
        freight=(
            Freight(LineId("L1"), None, True, 60_000, 60, FeeBasis.BAG, 500, 15, 5, 30, 110),
            Freight(LineId("L1"), TripId("L1-back"), True, 30_000, 30, FeeBasis.KG, 80, 15, 5, 30, 110),
        ),
        travel=_travel(),
        closures=(
            Closure(datetime(2026, 11, 25, 8), datetime(2026, 11, 26), place=SECOND, reason="大雪"),
            Closure(datetime(2026, 11, 25, 8), datetime(2026, 11, 25, 12), None, HUB, NEAR, "施工"),
        ),
        terms=Terms(hub_ready_min=435),
        floor_overrides=(
            FloorRule(
                name="visits_a_week",
                kinds=frozenset({PlaceKind.VILLAGE}),
                area_classes=frozenset({AreaClass.REMOTE}),
                figure=2,
                unit="days a week",
                clause="省公司文件（示例）",
                mark="operator",
                start=date(2026, 1, 1),
                end=date(2028, 1, 1),
                note="示例",
            ),
        ),
        sources=(
            Source("places", "B", "made up", "CC0"),
            Source("travel", "D", "straight lines × 1.3, 40 km/h"),
        ),
    )


def _travel() -> TravelMatrix:
    """Straight lines on a plane, made longer by three tenths, at 40 km/h."""
    km = np.array([((place.lon - 100) * 90, (place.lat - 36) * 111) for place in PLACES])
    metres = np.rint(np.hypot(*(km[:, None] - km[None, :]).transpose(2, 0, 1)) * 1300).astype(np.int32)
    minutes = np.ceil(metres / 1000 * 60 / 40).astype(np.int32)
    by_hour = (*(100,) * 7, 120, 120, *(100,) * 15)
    return TravelMatrix(tuple(place.id for place in PLACES), minutes, metres, "straight lines × 1.3, 40 km/h", by_hour)
