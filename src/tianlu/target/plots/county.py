"""A county's places as a territory: who borders whom by the map, and what there is to do by the plan of a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tianlu.core.ids import PlaceId
from tianlu.place.areas import touching_areas
from tianlu.place.model import Place, PlaceKind
from tianlu.place.plane import plane_m
from tianlu.target.plots.territory import Territory, make_territory

LEAST_MIN = 1.0
"""What a place takes at least, so that one served by bags is somebody's too."""


@dataclass(frozen=True, eq=False)
class CountyTerritory:
    """The territory, and the place of each of its units."""

    places: tuple[Place, ...]
    territory: Territory


def county_territory(places: Sequence[Place], minutes: Mapping[PlaceId, float]) -> CountyTerritory:
    """Stations and villages; the hub is everybody's. Neighbours are those whose areas share a side on the map, so that
    what is in one piece is seen to be; every county is. Raises ValueError where there is neither station nor village.
    """
    units = tuple(sorted((place for place in places if place.kind is not PlaceKind.HUB), key=lambda place: place.id))
    if not units:
        raise ValueError("a county without stations and villages has no plots")
    points = [(place.lon, place.lat) for place in units]
    xy = plane_m(points, lat=sum(place.lat for place in units) / len(units))
    work = np.array([[max(LEAST_MIN, minutes.get(place.id, 0.0))] for place in units])
    return CountyTerritory(units, make_territory(xy, work, touching_areas(points)))
