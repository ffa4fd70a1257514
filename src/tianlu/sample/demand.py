"""How much mail each place has on each weekday: the province's total shared out by people, and derived throughout.

Known is one figure: 19.74 million express items in the province from January to July 2022, 93,000 a day. It counts an
item once; how many were to deliver and how many collected is not in the source, nor how they fall on places and days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from tianlu.core.ids import PlaceId
from tianlu.place.model import Basis
from tianlu.plan.county import Demand, Direction
from tianlu.sample.area import is_remote_station
from tianlu.sample.layout import Layout
from tianlu.sample.point import distance_km
from tianlu.sample.specialities import Speciality

WEEK = (118, 108, 102, 100, 98, 92, 82)
"""Per cent of the mean day, Monday first: orders of the weekend arrive early in the week."""


@dataclass(frozen=True)
class DemandParams:
    """`pieces_a_day` is the known figure and `growth_percent` one year's growth on it; a person of a town counts
    `town_weight` persons of the land, and whoever lives under a remote station `remote_weight` of that; a station has
    `station_percent` of what its township's places have.
    """

    pieces_a_day: int = 93_000
    growth_percent: int = 130
    town_weight: float = 2.0
    remote_weight: float = 0.3
    deliver_percent: int = 80
    station_percent: int = 5
    deliver_g: int = 900
    collect_g: int = 1200
    speciality_g: int = 1500


PARAMS = DemandParams()


def pieces_a_person(layouts: Iterable[Layout], people: Mapping[str, int], params: DemandParams = PARAMS) -> float:
    """Pieces a day of one person of the land, so that the province's places add up to its total."""
    persons = sum(sum(_persons(layout, people, params).values()) for layout in layouts)
    return params.pieces_a_day * params.growth_percent / 100 / persons


def make_demand(
    layout: Layout,
    *,
    people: Mapping[str, int],
    a_person: float,
    specialities: Iterable[Speciality],
    rng: Random,
    params: DemandParams = PARAMS,
) -> tuple[Demand, ...]:
    """All-year rows to deliver and to collect, and rows of a season for what its villages send then."""
    persons = _persons(layout, people, params)
    rows: list[Demand] = []
    for code, count in persons.items():
        a_day = count * a_person
        deliver = a_day * params.deliver_percent / 100
        rows.append(_row(code, Direction.DELIVER, "", deliver, params.deliver_g, rng))
        rows.append(_row(code, Direction.COLLECT, "", a_day - deliver, params.collect_g, rng))
    for speciality in specialities:
        for settlement in layout.settlements:
            if not settlement.village.is_residents:
                code = settlement.village.code
                more = persons[code] * a_person * (1 - params.deliver_percent / 100) * speciality.more_percent / 100
                rows.append(_row(code, Direction.COLLECT, speciality.season, more, params.speciality_g, rng))
    return tuple(row for row in rows if any(row.pieces))


def _persons(layout: Layout, people: Mapping[str, int], params: DemandParams) -> dict[str, float]:
    """Places with how many persons of the land their mail is that of; the hub has none of its own."""
    persons: dict[str, float] = {}
    for depot, settlements in sorted(layout.settlements_of.items()):
        is_remote = is_remote_station(distance_km(layout.hub_point, layout.points[depot]))
        weight = params.remote_weight if is_remote else 1.0
        own = {
            each.village.code: weight
            * people[each.village.code]
            * (params.town_weight if each.village.is_residents else 1)
            for each in settlements
        }
        persons |= own
        if depot != layout.hub:
            persons[depot] = sum(own.values()) * params.station_percent / 100
    return persons


def _row(code: str, direction: Direction, season: str, a_day: float, g_a_piece: int, rng: Random) -> Demand:
    mon, tue, wed, thu, fri, sat, sun = (_whole(a_day * percent / 100, rng) for percent in WEEK)
    return Demand(PlaceId(code), direction, season, (mon, tue, wed, thu, fri, sat, sun), g_a_piece, Basis.DERIVED)


def _whole(expected: float, rng: Random) -> int:
    """A whole number whose mean is what is expected: 2.3 is 2, or in three cases of ten 3."""
    return int(expected + rng.random())
