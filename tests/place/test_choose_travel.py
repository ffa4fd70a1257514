"""Travel by the source that is named."""

from pathlib import Path

import pytest

from tests.place.route_server import ISLAND, PLACES, UNITS
from tianlu.core.problem import ProblemsFound
from tianlu.place.choose_travel import travel_by
from tianlu.place.straight_line import straight_line_travel


def test_straight_lines_need_nothing(tmp_path: Path) -> None:
    assert "straight line" in travel_by("straight-line", PLACES, roads_folder=tmp_path).source


def test_the_package_s_own_table_counts_and_straight_lines_where_it_has_none(tmp_path: Path) -> None:
    own = straight_line_travel(PLACES[:2])
    assert travel_by("package", PLACES, roads_folder=tmp_path, own=own) is own
    assert "straight line" in travel_by("package", PLACES, roads_folder=tmp_path).source


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_a_server_is_named_by_kind_and_address(kind: str, router: str, tmp_path: Path) -> None:
    places = PLACES[:2]
    assert travel_by(f"{kind}:{router}", places, roads_folder=tmp_path).minutes.tolist() == [
        row[:2] for row in UNITS[:2]
    ]


def test_what_stands_in_the_way_is_raised_as_problems(router: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="no way between I村"):
        travel_by(f"valhalla:{router}", [*PLACES, ISLAND], roads_folder=tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "google",
        "table",
        "package:own",
        "straight-line:fast",
        "osrm",
        "osrm:localhost:5000",
        "osrm:http://",
        "osrm:http://localhost:port/",
        "osrm:ftp://localhost/",
        "osrm:http://clerk:secret@localhost:5000",
        "valhalla:http://[::1/",
        "valhalla:http://localhost/\x01",
        "osm:",
    ],
)
def test_an_unknown_source_is_answered_with_those_that_there_are(source: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="package, straight-line, osrm:"):
        travel_by(source, PLACES, roads_folder=tmp_path)
