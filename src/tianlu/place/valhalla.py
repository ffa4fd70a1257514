"""What Valhalla is asked for a travel matrix, and what it answers, over HTTP and in this process alike.

After the Matrix service's reference (valhalla.github.io, `sources_to_targets`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tianlu.place.blocks import Block
from tianlu.place.great_circle import great_circle_m
from tianlu.place.model import Place

ROADS_WITHIN_M = 100
"""A place is put on the best road within this many metres rather than on the very nearest: that may be a gated lane.
In Andorra's map the centre of Encamp is a lane of 2 km/h, and every leg of the town was four times too long."""


NO_WAY_CODES = frozenset({170, 442})
"""Error codes that say there is no way between the locations asked for, or none of them is on the map."""


def matrix_question(origins: Sequence[Place], destinations: Sequence[Place]) -> dict[str, Any]:
    """The body of a request."""
    return {
        "sources": [_location(place) for place in origins],
        "targets": [_location(place) for place in destinations],
        "costing": "auto",
        "units": "kilometers",
    }


def block_of_answer(answer: Mapping[str, Any], origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
    """The block that an answer holds. Raises ValueError where the answer is none."""
    rows = answer.get("sources_to_targets")
    if not isinstance(rows, list) or [len(row) for row in rows] != [len(destinations)] * len(origins):
        raise ValueError(f"no matrix of {len(origins)} × {len(destinations)}")
    return Block(
        seconds=np.array([[_number(cell, "time") for cell in row] for row in rows], np.float64),
        metres=np.array([[1000 * _number(cell, "distance") for cell in row] for row in rows], np.float64),
        off_road_m=np.array([_off_road_m(row, place) for row, place in zip(rows, origins, strict=True)], np.float64),
    )


def _location(place: Place) -> dict[str, float]:
    return {"lon": place.lon, "lat": place.lat, "radius": ROADS_WITHIN_M}


def _number(cell: Mapping[str, Any], name: str) -> float:
    found = cell.get(name)
    return float("nan") if found is None else float(found)


def _off_road_m(row: Sequence[Mapping[str, Any]], place: Place) -> float:
    """How far the road that the legs begin on is from the place; older servers do not say."""
    apart = [
        great_circle_m(place.lon, place.lat, float(cell["begin_lon"]), float(cell["begin_lat"]))
        for cell in row
        if cell.get("begin_lon") is not None and cell.get("begin_lat") is not None
    ]
    return min(apart, default=float("nan"))
