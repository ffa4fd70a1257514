"""The area about each place of a county that lies nearer to it than to any other: an illustration, never a boundary."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi  # type: ignore[import-untyped]

from tianlu.place.hull import LonLat, convex_hull
from tianlu.place.plane import plane_m

MARGIN_M_LEAST = 500.0
"""How far a county's areas reach beyond its outermost places, at least."""
FAR = 10.0
"""Points so many times the county's width away make every area of a place a closed one."""
DEGREE_DIGITS = 5
"""About a metre."""


def areas_around(points: Sequence[LonLat]) -> tuple[tuple[LonLat, ...], ...]:
    """For each point in degrees the corners of its Voronoi cell within a margin about them all, counter-clockwise; none
    for a point that lies where an earlier one does."""
    if not points:
        return ()
    lat = sum(lat for _, lat in points) / len(points)
    a_degree = plane_m([(1.0, 1.0)], lat=lat)[0]
    xy = plane_m(points, lat=lat)
    spots, first = np.unique(xy, axis=0, return_index=True)
    rim = np.array(_rim(spots))
    area_of = {int(unit): _clip(cell, rim) for unit, cell in zip(first, _cells(spots), strict=True)}
    return tuple(_in_degrees(area_of.get(unit), a_degree) for unit in range(len(points)))


def _cells(spots: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    middle = spots.mean(axis=0)
    away = FAR * max(1.0, float(np.ptp(spots, axis=0).max())) + FAR * MARGIN_M_LEAST
    around = middle + away * np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])
    diagram = Voronoi(np.concatenate([spots, around]))
    return [
        _around(diagram.vertices[diagram.regions[region]], spot)
        for spot, region in zip(spots, diagram.point_region, strict=False)
    ]


def _around(corners: NDArray[np.float64], spot: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners in their order, counter-clockwise about a point within."""
    angles = np.arctan2(corners[:, 1] - spot[1], corners[:, 0] - spot[0])
    return corners[np.argsort(angles)]


def _rim(spots: NDArray[np.float64]) -> tuple[LonLat, ...]:
    """The hull of all places, so much wider as they are apart from each other."""
    wide, high = np.ptp(spots, axis=0)
    margin = max(MARGIN_M_LEAST, math.sqrt(float(wide * high) / len(spots)) / 2)
    turns = np.arange(8) * math.tau / 8
    circle = margin * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return convex_hull((float(x), float(y)) for x, y in (spots[:, None] + circle).reshape(-1, 2))


def _clip(cell: NDArray[np.float64], rim: NDArray[np.float64]) -> NDArray[np.float64]:
    """What of a convex cell is within a convex rim (Sutherland, Hodgman 1974)."""
    corners = list(cell)
    for here, there in zip(rim, np.roll(rim, -1, axis=0), strict=True):
        side = there - here
        heights = [float(side[0] * (corner[1] - here[1]) - side[1] * (corner[0] - here[0])) for corner in corners]
        kept: list[NDArray[np.float64]] = []
        for k, (corner, height) in enumerate(zip(corners, heights, strict=True)):
            before, low = corners[k - 1], heights[k - 1]
            if (height < 0) != (low < 0):
                kept.append(before + (corner - before) * (low / (low - height)))
            if height >= 0:
                kept.append(corner)
        corners = kept
    return np.array(corners).reshape(-1, 2)


def _in_degrees(area: NDArray[np.float64] | None, a_degree: NDArray[np.float64]) -> tuple[LonLat, ...]:
    corners = () if area is None else np.round(area / a_degree, DEGREE_DIGITS)
    return tuple((float(lon), float(lat)) for lon, lat in corners)
