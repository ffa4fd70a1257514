"""OpenStreetMap's roads: a map of one road made in the test, and what is said without the extra or the map."""

from pathlib import Path

import pytest

from tests.place.places import at
from tianlu.core.problem import ProblemsFound
from tianlu.place import roads
from tianlu.place.choose_travel import travel_by
from tianlu.place.roads import build_roads, road_travel, roads_are_installed

needs_the_extra = pytest.mark.skipif(not roads_are_installed(), reason="needs the extra tianlu[roads]")

PLACES = [at("A", 100, 35), at("B", 100.001, 35.1), at("C", 100, 35.2)]


def one_road(path: Path) -> Path:
    """A map of one road of 60 km/h due north from 35° to 35.29° at longitude 100."""
    nodes = "".join(f'<node id="{k + 1}" version="1" lat="{35 + k / 100:.2f}" lon="100.0"/>' for k in range(30))
    refs = "".join(f'<nd ref="{k + 1}"/>' for k in range(30))
    tags = '<tag k="highway" v="secondary"/><tag k="maxspeed" v="60"/>'
    way = f'<way id="1" version="1">{refs}{tags}</way>'
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>', encoding="utf-8")
    return path


@needs_the_extra
def test_travel_follows_the_road(tmp_path: Path) -> None:
    travel = travel_by(f"osm:{one_road(tmp_path / 'road.osm')}", PLACES, roads_folder=tmp_path / "roads")
    assert travel.metres[0].tolist() == pytest.approx([0, 11_120, 22_239], rel=0.01)
    assert travel.minutes[0].tolist() == pytest.approx([0, 12, 23], abs=1)
    assert "road.osm" in travel.source


@needs_the_extra
def test_roads_are_built_once_for_a_map_and_again_for_a_newer_one(tmp_path: Path) -> None:
    map_file, folder = one_road(tmp_path / "road.osm"), tmp_path / "roads"
    build_roads(map_file, folder)
    (tile, *_) = folder.rglob("*.gph")
    first = tile.stat().st_mtime_ns
    build_roads(map_file, folder)
    assert tile.stat().st_mtime_ns == first
    map_file.write_text(map_file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    build_roads(map_file, folder)
    assert tile.stat().st_mtime_ns > first


@needs_the_extra
def test_a_place_off_the_map_and_one_far_from_its_road_are_named(tmp_path: Path) -> None:
    build_roads(one_road(tmp_path / "road.osm"), tmp_path / "roads")
    far, away = at("far", 100.05, 35.1), at("away", 103, 36)
    travel, problems = road_travel([*PLACES, far, away], tmp_path / "roads")
    assert travel is None
    assert [("away村" in problem.found, problem.code) for problem in problems] == [(True, "place_off_the_map")]
    _, problems = road_travel([*PLACES, far], tmp_path / "roads")
    assert [("far村" in problem.found, problem.code) for problem in problems] == [(True, "place_far_from_road")]


@needs_the_extra
def test_a_file_without_roads_is_no_map(tmp_path: Path) -> None:
    empty = tmp_path / "empty.osm"
    empty.write_text('<?xml version="1.0"?><osm version="0.6"></osm>', encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"empty\.osm"):
        build_roads(empty, tmp_path / "roads")


def test_a_map_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads, "roads_are_installed", lambda: True)
    with pytest.raises(ProblemsFound, match="no file"):
        build_roads(tmp_path / "none.osm.pbf", tmp_path)


def test_without_the_extra_its_name_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads, "roads_are_installed", lambda: False)
    for attempt in (lambda: build_roads(tmp_path, tmp_path), lambda: road_travel(PLACES, tmp_path)):
        with pytest.raises(ProblemsFound, match=r"pip install 'tianlu\[roads\]'"):
            attempt()
