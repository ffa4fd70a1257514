"""A plan as GeoJSON."""

import json

from tests.small_county import ONE, WEEK, small_plan, small_problem
from tianlu.files.plan_geojson import plan_geojson

PROBLEM = small_problem()
PLAN = small_plan(PROBLEM)
BODY = json.loads(plan_geojson(PROBLEM, PLAN, WEEK))


def features(layer: str) -> list[dict]:
    return [each for each in BODY["features"] if each["properties"]["layer"] == layer]


def test_every_place_round_and_bag_is_a_feature() -> None:
    assert len(features("place")) == len(PROBLEM.sites)
    assert len(features("round")) == len(PLAN.rounds)
    assert len(features("bag")) == len(PLAN.bags)


def test_a_round_starts_and_ends_at_its_depot() -> None:
    way = features("round")[0]["geometry"]["coordinates"]
    assert way[0] == way[-1] == [PROBLEM.hub.place.lon, PROBLEM.hub.place.lat]


def test_weekdays_count_from_one() -> None:
    (village,) = (each for each in features("place") if each.get("id") == ONE)
    assert village["properties"]["days"] == [1, 3, 5]
    assert features("round")[0]["properties"]["weekday"] == 1
