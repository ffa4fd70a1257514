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
SIDE_M_LEAST = 1e-3
"""Areas that meet at a corner share a side that is no longer than rounding makes it."""
DEGREE_DIGITS = 5
"""About a metre."""


def areas_around(points: Sequence[LonLat]) -> tuple[tuple[LonLat, ...], ...]:
    """For each point in degrees the corners of its Voronoi cell within a margin about them all, counter-clockwise; none
    for a point that lies where an earlier one does."""
    if not points:
        return ()
    lat = sum(lat for _, lat in points) / len(points)
    a_degree = plane_m([(1.0, 1.0)], lat=lat)[0]
    spots, first = np.unique(plane_m(points, lat=lat), axis=0, return_index=True)
    diagram, rim = _diagram(spots), np.array(_rim(spots))
    area_of = {
        int(unit): _clip(_around(diagram.vertices[diagram.regions[region]], spot), rim)
        for unit, spot, region in zip(first, spots, diagram.point_region, strict=False)
    }
    return tuple(_in_degrees(area_of.get(unit), a_degree) for unit in range(len(points)))


def touching_areas(points: Sequence[LonLat]) -> tuple[tuple[int, int], ...]:
    """The pairs of points in degrees whose areas share a side, the earlier first; a point that lies where an earlier
    one does touches that one. All points hang together: the areas fill a convex outline."""
    if not points:
        return ()
    xy = plane_m(points, lat=sum(lat for _, lat in points) / len(points))
    spots, first, at = np.unique(xy, axis=0, return_index=True, return_inverse=True)
    diagram, rim = _diagram(spots), np.array(_rim(spots))
    pairs = {(int(first[spot]), unit) for unit, spot in enumerate(at.reshape(-1)) if first[spot] != unit}
    for (one, other), side in zip(diagram.ridge_points.tolist(), diagram.ridge_vertices, strict=True):
        if max(one, other) < len(spots) and _is_seen(diagram.vertices[side], rim):
            here, there = sorted((int(first[one]), int(first[other])))
            pairs.add((here, there))
    return tuple(sorted(pairs))


def _diagram(spots: NDArray[np.float64]) -> Voronoi:
    """With points far around, so that every cell and side of the others has corners."""
    middle = spots.mean(axis=0)
    away = FAR * max(1.0, float(np.ptp(spots, axis=0).max())) + FAR * MARGIN_M_LEAST
    around = middle + away * np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])
    return Voronoi(np.concatenate([spots, around]))


def _is_seen(side: NDArray[np.float64], rim: NDArray[np.float64]) -> bool:
    """Whether some of a side, given by its ends, is within a convex rim (Cyrus, Beck 1978)."""
    start, way = side[0], side[1] - side[0]
    along = np.roll(rim, -1, axis=0) - rim
    height = along[:, 0] * (start - rim)[:, 1] - along[:, 1] * (start - rim)[:, 0]
    slope = along[:, 0] * way[1] - along[:, 1] * way[0]
    if (height[slope == 0] < 0).any():
        return False
    enters = (-height[slope > 0] / slope[slope > 0]).max(initial=0.0)
    leaves = (-height[slope < 0] / slope[slope < 0]).min(initial=1.0)
    return bool((leaves - enters) * np.hypot(*way) > SIDE_M_LEAST)


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
