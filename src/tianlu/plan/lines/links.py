"""Which bus stops a place can be reached from on foot, with a bag."""

from collections.abc import Sequence

import numpy as np

from tianlu.place.great_circle import great_circles_m
from tianlu.place.model import Place
from tianlu.plan.lines.feed import Stop
from tianlu.plan.lines.trip import StopLink


def link_stops(
    places: Sequence[Place], stops: Sequence[Stop], *, m_max: int, walk_m_a_min: int
) -> tuple[StopLink, ...]:
    """Every pair of a place and a stop within `m_max` metres as the crow flies, in order of place and stop.

    `walk_min` is the minutes each way at `walk_m_a_min`, rounded up.
    """
    if not places or not stops:
        return ()
    apart = great_circles_m(_lon_lat(places), _lon_lat(stops))
    links = [
        _link(places[p], stops[s], metres=round(apart[p, s]), walk_m_a_min=walk_m_a_min)
        for p, s in np.argwhere(apart <= m_max)
    ]
    return tuple(sorted(links, key=lambda link: (link.place, link.stop)))


def _lon_lat(points: Sequence[Place] | Sequence[Stop]) -> np.ndarray:
    return np.array([(point.lon, point.lat) for point in points], np.float64)


def _link(place: Place, stop: Stop, *, metres: int, walk_m_a_min: int) -> StopLink:
    return StopLink(place.id, stop.id, walk_min=-(-metres // walk_m_a_min), metres=metres)
