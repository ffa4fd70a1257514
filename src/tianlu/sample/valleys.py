"""Where a township's villages lie: derived, strung along three valleys that meet at its seat.

The first valley follows the way towards the hub, where the bus runs; the others turn away from it. Communities of
residents lie in the seat itself.
"""

from dataclasses import dataclass
from math import atan2, cos, pi, radians, sin, sqrt
from random import Random

from tianlu.sample.divisions import Township
from tianlu.sample.point import Point, moved, offset_km

VALLEY_SHARES = (0.45, 0.3, 0.25)
TURN_DEG = (80, 160)
"""How far the second and third valley turn from the first, one to each side."""


@dataclass(frozen=True)
class Reach:
    """How far villages lie from their seat, in kilometres, and how far a community of a town does."""

    village_km: float
    town_km: float


def reach_of(township: Township, room_km: float) -> Reach:
    """Villages reach half way to the next seat, 2 to 35 km; a town of many communities is wider."""
    communities = sum(village.is_residents for village in township.villages)
    return Reach(village_km=min(35.0, max(2.0, 0.5 * room_km)), town_km=0.5 + 0.08 * communities)


def place_villages(township: Township, *, seat: Point, towards: Point, reach: Reach, rng: Random) -> dict[str, Point]:
    """Points by village code; `towards` is the place before the seat on the way from the hub."""
    valleys = _valleys(seat, towards, rng)
    points: dict[str, Point] = {}
    for village in township.villages:
        if village.is_residents:
            points[village.code] = _in_town(seat, reach.town_km, rng)
        else:
            angle = rng.choices(valleys, VALLEY_SHARES)[0]
            points[village.code] = _along(seat, angle, reach.village_km, rng)
    return points


def _valleys(seat: Point, towards: Point, rng: Random) -> tuple[float, float, float]:
    east, north = offset_km(seat, towards)
    first = atan2(north, east) if east or north else rng.uniform(0, 2 * pi)
    return first, first + radians(rng.uniform(*TURN_DEG)), first - radians(rng.uniform(*TURN_DEG))


def _along(seat: Point, angle: float, reach_km: float, rng: Random) -> Point:
    """Some way up the valley, and aside of its line: the farther up, the farther aside."""
    along = reach_km * rng.uniform(0.12, 1.0)
    aside = rng.gauss(0, 0.25 + 0.06 * along)
    return moved(
        seat,
        east_km=along * cos(angle) - aside * sin(angle),
        north_km=along * sin(angle) + aside * cos(angle),
    )


def _in_town(seat: Point, town_km: float, rng: Random) -> Point:
    angle, away = rng.uniform(0, 2 * pi), town_km * sqrt(rng.uniform(0.05, 1.0))
    return moved(seat, east_km=away * cos(angle), north_km=away * sin(angle))
