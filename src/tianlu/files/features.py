"""Points and areas with properties as GeoJSON (RFC 7946), for any map program."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LonLat = tuple[float, float]


@dataclass(frozen=True)
class Feature:
    """An area by its corners, counter-clockwise and not closed; with fewer than three of them a point, the first."""

    id: str
    corners: tuple[LonLat, ...]
    properties: Mapping[str, str | int | float | None]


def features_geojson(features: Iterable[Feature]) -> str:
    """One FeatureCollection. Equal features give equal text."""
    body = {"type": "FeatureCollection", "features": [_feature(feature) for feature in features]}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _feature(feature: Feature) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": feature.id,
        "geometry": _geometry(feature.corners),
        "properties": dict(feature.properties),
    }


def _geometry(corners: tuple[LonLat, ...]) -> dict[str, object] | None:
    if len(corners) >= 3:
        return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*corners, corners[0])]]}
    return {"type": "Point", "coordinates": list(corners[0])} if corners else None
