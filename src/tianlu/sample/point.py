"""A point on the ground and short ways over it, good to a few metres in a hundred kilometres."""

from dataclasses import dataclass
from math import cos, hypot, radians

KM_A_DEGREE = 111.195
"""Kilometres a degree of latitude on a sphere of 6,371 km."""


@dataclass(frozen=True)
class Point:
    """Degrees, WGS84."""

    lon: float
    lat: float


def offset_km(start: Point, end: Point) -> tuple[float, float]:
    """How far east and how far north `end` lies of `start`."""
    east = (end.lon - start.lon) * KM_A_DEGREE * cos(radians((start.lat + end.lat) / 2))
    return east, (end.lat - start.lat) * KM_A_DEGREE


def distance_km(start: Point, end: Point) -> float:
    return hypot(*offset_km(start, end))


def moved(start: Point, *, east_km: float, north_km: float) -> Point:
    """The point that lies so far from `start`, rounded to a metre so that equal builds give equal text."""
    lat = start.lat + north_km / KM_A_DEGREE
    lon = start.lon + east_km / (KM_A_DEGREE * cos(radians((start.lat + lat) / 2)))
    return Point(round(lon, 5), round(lat, 5))
