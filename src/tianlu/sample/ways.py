"""Which township lies on the way to which: a tree of ways from the hub, the backbone of bus lines and valleys.

A township hangs on the nearest place that it is hardly a detour to pass: the way through it is at most `DETOUR_MAX`
times the straight line from the hub.
"""

from collections.abc import Mapping

from tianlu.sample.point import Point, distance_km

DETOUR_MAX = 1.15


def ways_from_hub(hub: str, points: Mapping[str, Point]) -> dict[str, str]:
    """For each place but the hub, the place before it on the way from the hub."""
    start = points[hub]
    outward = sorted((distance_km(start, point), code) for code, point in points.items() if code != hub)
    length = {hub: 0.0}
    before: dict[str, str] = {}
    for straight_km, code in outward:
        passable = [
            (distance_km(points[other], points[code]), other)
            for other in length
            if length[other] + distance_km(points[other], points[code]) <= DETOUR_MAX * straight_km
        ]
        leg_km, before[code] = min(passable, default=(straight_km, hub))
        length[code] = length[before[code]] + leg_km
    return before


def way_to(code: str, before: Mapping[str, str]) -> tuple[str, ...]:
    """The places from the hub to this one, both in."""
    way = [code]
    while way[-1] in before:
        way.append(before[way[-1]])
    return tuple(reversed(way))


def ends_of_ways(before: Mapping[str, str]) -> tuple[str, ...]:
    """The places that no way goes on from."""
    passed = set(before.values())
    return tuple(code for code in sorted(before) if code not in passed)
