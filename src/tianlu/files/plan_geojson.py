"""A plan as GeoJSON (RFC 7946): places as points, rounds and bags as lines, for any map program.

Lines run straight from call to call, not along roads; a bag's from its origin to its destination.
"""

import json
from typing import Any

from tianlu.core.calendar import Week, clock
from tianlu.core.ids import PlaceId
from tianlu.files.plan_rows import BagRow, PlaceRow, RoundRow, list_bags, list_places, list_rounds
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

Feature = dict[str, Any]


def plan_geojson(problem: WeekProblem, plan: Plan, week: Week) -> str:
    """One FeatureCollection; `layer` of each feature is `place`, `round` or `bag`. Equal plans give equal text."""
    features = [
        _point(problem, problem.hub.id, {"layer": "place", "name": problem.hub.place.name, "kind": "hub"}),
        *(_place(problem, row) for row in list_places(problem, plan, week)),
        *(_round(problem, row) for row in list_rounds(problem, plan, week)),
        *(_bag(problem, row) for row in list_bags(problem, plan, week)),
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)


def _place(problem: WeekProblem, row: PlaceRow) -> Feature:
    return _point(
        problem,
        row.place,
        {
            "layer": "place",
            "name": row.name,
            "name_en": row.name_en,
            "kind": row.kind.value,
            "area_class": row.area_class,
            "days": [day + 1 for day in row.days],
            "days_by_bag": [day + 1 for day in row.days_by_bag],
            "days_owed": row.days_owed,
        },
    )


def _round(problem: WeekProblem, row: RoundRow) -> Feature:
    return _line(
        problem,
        (row.depot, *(stop.place for stop in row.stops), row.depot),
        {
            "layer": "round",
            "number": row.number,
            "weekday": row.day + 1,
            "date": row.date.isoformat(),
            "vehicle": row.vehicle,
            "vehicle_name": row.vehicle_name,
            "leave": clock(row.leave_min),
            "return": clock(row.return_min),
            "km": row.metres / 1000,
            "stops": len(row.stops),
            "deliver_pieces": row.deliver_pieces,
            "deliver_kg": row.deliver_g / 1000,
            "collect_pieces": row.collect_pieces,
            "collect_kg": row.collect_g / 1000,
        },
    )


def _bag(problem: WeekProblem, row: BagRow) -> Feature:
    return _line(
        problem,
        (row.origin, row.destination),
        {
            "layer": "bag",
            "weekday": row.day + 1,
            "date": row.date.isoformat(),
            "trip": row.trip,
            "line": row.line_name,
            "leave": clock(row.leave_min),
            "arrive": clock(row.arrive_min),
            "pieces": row.pieces,
            "kg": row.grams / 1000,
        },
    )


def _point(problem: WeekProblem, place: PlaceId, properties: dict[str, Any]) -> Feature:
    geometry = {"type": "Point", "coordinates": _position(problem, place)}
    return {"type": "Feature", "id": place, "geometry": geometry, "properties": properties}


def _line(problem: WeekProblem, places: tuple[PlaceId, ...], properties: dict[str, Any]) -> Feature:
    geometry = {"type": "LineString", "coordinates": [_position(problem, place) for place in places]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _position(problem: WeekProblem, place: PlaceId) -> list[float]:
    site = problem.site(place).place
    return [site.lon, site.lat]
