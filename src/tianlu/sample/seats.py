"""Where the county's hub and its townships' seats stand: known from a source, or derived and marked so.

The hub stands at the county's centre and takes the place of the seat township's own station. The seat is the first
sub-district or town in code order that is not known to lie elsewhere. A township that no gazetteer names is put on the
county's own ground, within the reach of the townships that are known, where there is room and the land is low.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from random import Random
from statistics import median

from tianlu.place.model import Basis
from tianlu.sample.divisions import CountyDivision, Township
from tianlu.sample.ground import Ground
from tianlu.sample.point import Point, distance_km, moved
from tianlu.sample.relief import Relief

SEAT_WITHIN_KM = 8.0
"""A township known to lie farther than this from the county's centre is not its seat."""

PLACED_BY_HAND = {
    "632801101": Point(92.44, 34.21),
    "632803100": Point(90.86, 38.24),
    "632803101": Point(90.31, 38.26),
    "632803102": Point(93.33, 38.73),
}
"""唐古拉镇 (470 km by road towards Lhasa), 花土沟镇, 茫崖镇 (near the gazetteer's 尕斯, 铁木里克) and 冷湖镇: to two
decimals from general knowledge, because ground without any known point cannot be derived. Marked derived."""

CANDIDATES = 16
SUBDISTRICT_KM = (0.8, 3.5)
"""A sub-district of a city lies this far from its centre."""
REACH_KM_MIN = 6.0


@dataclass(frozen=True)
class Seat:
    """A township's seat; `township` is the 9-digit code."""

    township: Township
    point: Point
    basis: Basis


@dataclass(frozen=True)
class CountySeats:
    """The hub's seat, and the seats of all other townships in code order."""

    hub: Seat
    stations: tuple[Seat, ...]


def county_centre(county: CountyDivision, centres: Mapping[str, Point]) -> tuple[Point, Basis]:
    """The county's centre; raises KeyError for a county that has none and no township placed by hand."""
    if county.code in centres:
        return centres[county.code], Basis.KNOWN
    return PLACED_BY_HAND[county.townships[0].code], Basis.DERIVED


def place_seats(
    county: CountyDivision,
    *,
    centre: Point,
    centre_basis: Basis,
    matched: Mapping[str, Point],
    ground: Ground,
    relief: Relief,
    rng: Random,
) -> CountySeats:
    """All seats of a county; `matched` are the townships a gazetteer names."""
    own = _seat_township(county, centre, matched)
    known = {t.code: matched[t.code] for t in county.townships if t is not own and t.code in matched}
    taken = [centre, *known.values()]
    reach = _reach_km(county, centre, known, ground)
    stations: list[Seat] = []
    for township in county.townships:
        if township is own:
            continue
        if township.code in known:
            stations.append(Seat(township, known[township.code], Basis.KNOWN))
            continue
        point = PLACED_BY_HAND.get(township.code) or (
            _near_centre(centre, taken, rng)
            if township.is_subdistrict
            else _room_for(county.code, centre, reach, taken, ground, relief, rng)
        )
        taken.append(point)
        stations.append(Seat(township, point, Basis.DERIVED))
    return CountySeats(Seat(own, centre, centre_basis), tuple(stations))


def _seat_township(county: CountyDivision, centre: Point, matched: Mapping[str, Point]) -> Township:
    for township in county.townships:
        known = matched.get(township.code)
        is_town = township.name.endswith(("街道", "镇"))
        if is_town and (known is None or distance_km(centre, known) <= SEAT_WITHIN_KM):
            return township
    return county.townships[0]


def _reach_km(county: CountyDivision, centre: Point, known: Mapping[str, Point], ground: Ground) -> float:
    to_neighbour = ground.nearest_other_km(county.code, centre)
    to_known = [distance_km(centre, point) for point in known.values()]
    typical = 1.3 * median(to_known) if to_known else 0.0
    return max(REACH_KM_MIN, 0.55 * to_neighbour, typical)


def _near_centre(centre: Point, taken: list[Point], rng: Random) -> Point:
    candidates = [_around(centre, SUBDISTRICT_KM[0], SUBDISTRICT_KM[1], rng) for _ in range(CANDIDATES)]
    return max(candidates, key=lambda point: _room_km(point, taken))


def _room_for(
    county: str, centre: Point, reach_km: float, taken: list[Point], ground: Ground, relief: Relief, rng: Random
) -> Point:
    """The best of some points of the county's own ground: far from other seats, and low."""
    candidates: list[Point] = []
    for attempt in range(60 * CANDIDATES):
        shrink = 1 - attempt / (80 * CANDIDATES)
        point = _around(centre, 2.0, reach_km * shrink, rng)
        if ground.owner(point) == county:
            candidates.append(point)
        if len(candidates) == CANDIDATES:
            break
    base = relief.altitude_m(centre)

    def merit(point: Point) -> float:
        climb_km = (relief.altitude_m(point) - base) / 1000
        return min(_room_km(point, taken) / reach_km, 0.5) - 0.4 * climb_km

    return max(candidates or [_around(centre, 2.0, REACH_KM_MIN, rng)], key=merit)


def _room_km(point: Point, taken: list[Point]) -> float:
    return min(distance_km(point, other) for other in taken)


def _around(centre: Point, near_km: float, far_km: float, rng: Random) -> Point:
    """A point evenly spread over the ring."""
    angle = rng.uniform(0, 2 * pi)
    away = sqrt(rng.uniform(near_km**2, max(far_km, near_km + 0.1) ** 2))
    return moved(centre, east_km=away * cos(angle), north_km=away * sin(angle))
