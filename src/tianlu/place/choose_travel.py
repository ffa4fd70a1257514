"""Travel by whichever source is named: `straight-line`, `osrm:ADDRESS`, `valhalla:ADDRESS` or `osm:MAP`. Does I/O."""

from collections.abc import Sequence
from pathlib import Path

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import Place
from tianlu.place.roads import build_roads, road_travel
from tianlu.place.router import Server, osrm_travel, valhalla_travel
from tianlu.place.straight_line import straight_line_travel
from tianlu.place.travel import TravelMatrix

TRAVEL_SOURCES = ("straight-line", "osrm:http://…", "valhalla:http://…", "osm:MAP.osm.pbf")


def travel_by(source: str, places: Sequence[Place], *, roads_folder: Path) -> TravelMatrix:
    """Travel between places by a named source; road tiles of an `osm:` map are kept in `roads_folder`.

    Raises ProblemsFound with everything that stands in the way.
    """
    kind, _, where = source.partition(":")
    match kind:
        case "straight-line" if not where:
            return straight_line_travel(places)
        case "osrm" if _is_address(where):
            travel, problems = osrm_travel(places, Server(where))
        case "valhalla" if _is_address(where):
            travel, problems = valhalla_travel(places, Server(where))
        case "osm" if where:
            build_roads(Path(where), roads_folder)
            travel, problems = road_travel(places, roads_folder)
        case _:
            raise ProblemsFound([_unknown(source)])
    if travel is None:
        raise ProblemsFound(problems)
    return travel


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _unknown(source: str) -> Problem:
    return Problem(
        code="unknown_travel_source",
        table="travel",
        row=None,
        field="source",
        found=source,
        expected=", ".join(TRAVEL_SOURCES),
        how_to_fix="Name one of these sources.",
        expected_zh="、".join(TRAVEL_SOURCES),
        how_to_fix_zh="请填写其中一种来源。",
    )
