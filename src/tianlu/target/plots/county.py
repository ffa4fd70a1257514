"""A county's places as a territory: who borders whom by the map, and what there is to do by the plan of a week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError  # type: ignore[import-untyped]

from tianlu.core.ids import PlaceId
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
    """Stations and villages; the hub is everybody's. Neighbours are those between whom no third place lies (Delaunay),
    so that every county is in one piece. Raises ValueError where there is neither station nor village."""
    units = tuple(sorted((place for place in places if place.kind is not PlaceKind.HUB), key=lambda place: place.id))
    if not units:
        raise ValueError("a county without stations and villages has no plots")
    xy = plane_m([(place.lon, place.lat) for place in units], lat=sum(place.lat for place in units) / len(units))
    work = np.array([[max(LEAST_MIN, minutes.get(place.id, 0.0))] for place in units])
    return CountyTerritory(units, make_territory(xy, work, _neighbours(xy)))


def _neighbours(xy: NDArray[np.float64]) -> Iterable[tuple[int, int]]:
    """Of places at one point each borders the next; where all lie on a line the triangulation knows no answer, and
    each borders the next along it."""
    spots, at = np.unique(xy, axis=0, return_inverse=True)
    at = at.reshape(-1)
    first = {int(spot): unit for unit, spot in reversed(list(enumerate(at)))}
    for unit, spot in enumerate(at):
        yield first[int(spot)], unit
    for here, there in _spot_neighbours(spots):
        yield first[here], first[there]


def _spot_neighbours(spots: NDArray[np.float64]) -> Iterable[tuple[int, int]]:
    if len(spots) < 4:
        return combinations(range(len(spots)), 2)
    try:
        triangles = Delaunay(spots).simplices
    except QhullError:
        return pairwise(np.lexsort(spots.T[::-1]).tolist())
    return [pair for triangle in triangles.tolist() for pair in combinations(triangle, 2)]
