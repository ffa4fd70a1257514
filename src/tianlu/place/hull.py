"""The outline of a set of places: an illustration of where a county is, never a boundary."""

from collections.abc import Iterable

LonLat = tuple[float, float]


def convex_hull(points: Iterable[LonLat]) -> tuple[LonLat, ...]:
    """Corners of the convex hull, counter-clockwise from the westernmost; fewer than three where points are in line.

    Andrew's monotone chain (1979).
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    lower = _half(ordered)
    upper = _half(ordered[::-1])
    return (*lower[:-1], *upper[:-1])


def _half(ordered: list[LonLat]) -> list[LonLat]:
    half: list[LonLat] = []
    for point in ordered:
        while len(half) >= 2 and _turn(half[-2], half[-1], point) <= 0:
            half.pop()
        half.append(point)
    return half


def _turn(a: LonLat, b: LonLat, c: LonLat) -> float:
    """Above zero for a left turn at b."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
