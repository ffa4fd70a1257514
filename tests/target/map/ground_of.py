"""A county drawn from a seed: villages with people, customers with a planted market of which a share is ours."""

from datetime import date

import numpy as np

from tianlu.command.envelope import ActorId, OrgId
from tianlu.core.calendar import Week
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.plan.county import County, Demand, Direction, Energy, Season, Vehicle
from tianlu.plan.rounds.plan import Plan, Round, RoundStop
from tianlu.target.lists.customers.model import Customer, CustomerKind, Relation, Stage, Tier

CODE = "632521"
WEEK = Week(date(2026, 11, 23))


def draw_county(villages: int, seed: int = 1, code: str = CODE) -> County:
    """A hub, a station and villages over 1.2 by 1.2 degrees."""
    rng = np.random.default_rng(seed)
    at = rng.uniform((99.0, 35.5), (100.2, 36.7), (villages, 2))
    people = rng.lognormal(5.5, 0.8, villages).astype(int)
    height = (3000 + 600 * (at[:, 1] - 35.5)).astype(int)
    places = [
        place("h", PlaceKind.HUB, None, 99.6, 36.1, 8000, 3100),
        place("s", PlaceKind.STATION, "h", 99.8, 36.3, 900),
    ]
    places += [
        place(f"v{k}", PlaceKind.VILLAGE, "s", float(at[k, 0]), float(at[k, 1]), int(people[k]), int(height[k]))
        for k in range(villages)
    ]
    return County(
        code=code,
        name="试县",
        name_en="Trial",
        places=tuple(places),
        demand=(
            Demand(PlaceId("v0"), Direction.DELIVER, "", (1, 1, 1, 1, 1, 1, 1), 500),
            Demand(PlaceId("v1"), Direction.COLLECT, "虫草", (10, 10, 10, 10, 10, 10, 10), 1000),
        ),
        vehicles=(vehicle("a", 150, 4000), vehicle("b", 200, 5000), vehicle("c", 300, 9000)),
        seasons=(Season("虫草", frozenset({5, 6}), 100),),
    )


def place(
    id_: str, kind: PlaceKind, parent: str | None, lon: float, lat: float, people: int = 300, altitude_m: int = 3200
) -> Place:
    return Place(
        id=PlaceId(id_),
        kind=kind,
        name=f"地{id_}",
        parent=PlaceId(parent) if parent else None,
        lon=lon,
        lat=lat,
        altitude_m=altitude_m,
        area_class=AreaClass.RURAL,
        population=people,
    )


def vehicle(id_: str, km_fen: int, hour_fen: int) -> Vehicle:
    return Vehicle(
        id=VehicleId(id_),
        depot=PlaceId("h"),
        kind="van",
        capacity_g=1_000_000,
        capacity_pieces=500,
        shift_from_min=480,
        shift_to_min=1080,
        day_fen=0,
        km_fen=km_fen,
        hour_fen=hour_fen,
        energy=Energy.DIESEL,
        consumption_per_100km=9000,
    )


def customer(id_: str, at: str, **changes: object) -> Customer:
    values: dict[str, object] = {
        "id": id_,
        "org": OrgId(CODE),
        "kind": CustomerKind.COMPANY,
        "name": f"鑫源{id_}农牧专业合作社",
        "phone": "13900001111",
        "address": "村口",
        "division": "",
        "place": at,
        "entity": "",
        "tier": Tier.THIRD,
        "relation": Relation.EXISTING,
        "monthly_fen": 100_000,
        "before_fen": 0,
        "fell_fen": 0,
        "lines": "寄递",
        "stage": Stage.OPEN,
        "asked_by": ActorId(""),
        "reason": "",
        "opening": 1,
        "struck_for": ActorId(""),
        "version": 1,
    }
    return Customer(**(values | changes))  # type: ignore[arg-type]


def market_of(county: County, seed: int = 1) -> dict[str, float]:
    """The planted market of each place, in fen a year: by people and height, and a share that nothing shows."""
    rng = np.random.default_rng(1000 + seed)
    return {
        str(each.id): float(
            20_000 * each.population * np.exp(-(each.altitude_m - 3000) / 400) * np.exp(rng.normal(0, 0.25))
        )
        for each in county.places
    }


def serve(county: County, share: float, seed: int = 1) -> list[tuple[str, Customer]]:
    """One of our customers in a share of the villages, who brings between a tenth and the whole of the market."""
    rng = np.random.default_rng(2000 + seed)
    market = market_of(county, seed)
    return [
        (
            county.code,
            customer(f"c{each.id}", str(each.id), monthly_fen=round(market[each.id] * rng.uniform(0.1, 1) / 12)),
        )
        for each in county.places
        if rng.random() < share
    ]


def drive(*stops: str) -> Plan:
    """A round a day on Monday and Thursday through these places."""
    at = tuple(RoundStop(PlaceId(each), 500 + k, 501 + k, 1, 100, 0, 0) for k, each in enumerate(stops))
    rounds = tuple(Round(VehicleId("a"), PlaceId("h"), day, 480, 700, at) for day in (0, 3))
    return Plan("hash", rounds, ())
