"""Travel by whichever source is named, the package's own table, straight lines, a server or a map. Does I/O."""

from collections.abc import Sequence
from pathlib import Path

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import Place
from tianlu.place.roads import build_roads, road_travel
from tianlu.place.router import Server, is_address, osrm_travel, valhalla_travel
from tianlu.place.straight_line import straight_line_travel
from tianlu.place.travel import TravelMatrix

OWN_TRAVEL = "package"
"""The package's own table, or straight lines where it has none."""

TRAVEL_SOURCES = (OWN_TRAVEL, "straight-line", "osrm:http://…", "valhalla:http://…", "osm:MAP.osm.pbf")


def travel_by(
    source: str, places: Sequence[Place], *, roads_folder: Path, own: TravelMatrix | None = None
) -> TravelMatrix:
    """Travel between places by a named source; road tiles of an `osm:` map are kept in `roads_folder`. `own` is the
    package's table, if it has one.

    Raises ProblemsFound with everything that stands in the way.
    """
    kind, _, where = source.partition(":")
    match kind:
        case "package" if not where:
            return own or straight_line_travel(places)
        case "straight-line" if not where:
            return straight_line_travel(places)
        case "osrm" if is_address(where):
            travel, problems = osrm_travel(places, Server(where))
        case "valhalla" if is_address(where):
            travel, problems = valhalla_travel(places, Server(where))
        case "osm" if where:
            build_roads(Path(where), roads_folder)
            travel, problems = road_travel(places, roads_folder)
        case _:
            raise ProblemsFound([_unknown(source)])
    if travel is None:
        raise ProblemsFound(problems)
    return travel


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
