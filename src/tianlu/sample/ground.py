"""Whose ground a point lies on: the county of the nearest point that is known.

No boundary is used: open boundary files have unclear rights. A point nearer to a neighbour province's place is outside.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tianlu.sample.point import Point, distance_km

OUTSIDE = ""


@dataclass(frozen=True)
class Ground:
    """Known points with the code of their county, or OUTSIDE."""

    known: tuple[tuple[str, Point], ...]

    def owner(self, point: Point) -> str:
        return min(self.known, key=lambda each: distance_km(each[1], point))[0]

    def nearest_other_km(self, county: str, point: Point) -> float:
        """Distance to the nearest known point of any other county."""
        return min(distance_km(at, point) for code, at in self.known if code != county)


def known_ground(points: Iterable[tuple[str, Point]]) -> Ground:
    return Ground(tuple(sorted(points, key=lambda each: (each[0], each[1].lon, each[1].lat))))
