"""`tianlu plan` and `tianlu demo`."""

import json
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.command import tianlu
from tests.cli.conftest import OnDisk
from tests.place import route_server
from tests.place.route_server import Router, serving
from tianlu.server.one_door import open_one_door
from tianlu.server.plan_shelf import open_shelf


def test_a_planned_week_is_written_and_passes_the_check(on_disk: OnDisk, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    said = tianlu("plan", on_disk.package, "--iterations", 300, "--week", "2026-11-23", "--json", file)
    assert said.code == 0, said.out
    assert "a week" in said.out
    assert tianlu("check", on_disk.package, file).code == 0


def test_equal_seed_and_iterations_write_equal_bytes(on_disk: OnDisk, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        tianlu("plan", on_disk.package, "--iterations", 100, "--seed", 7, "--json", tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_another_travel_source_is_another_problem_and_the_file_says_so(on_disk: OnDisk, tmp_path: Path) -> None:
    file = tmp_path / "straight.json"
    tianlu("plan", on_disk.package, "--iterations", 100, "--travel", "straight-line", "--json", file)
    body = json.loads(file.read_text(encoding="utf-8"))
    assert body["made_for"]["travel"] == "straight-line"
    assert body["problem_hash"] != on_disk.problem.hash
    assert tianlu("check", on_disk.package, file).code != 2


def test_prices_of_consistency_are_kept_with_the_plan_and_counted_by_the_check(on_disk: OnDisk, tmp_path: Path) -> None:
    file = tmp_path / "steady.json"
    priced = ("--driver-fen", 300, "--hour-fen", 100)
    said = tianlu("plan", on_disk.package, "--iterations", 300, *priced, "--json", file, "--language", "en")
    assert said.code == 0, said.out
    assert re.search(r"one driver in \d+ of \d+ villages; hours \d+ min apart", said.out)
    body = json.loads(file.read_text(encoding="utf-8"))
    assert body["wishes"] == {"further_driver_fen": 300, "arrival_hour_fen": 100}
    checked = tianlu("check", on_disk.package, file, "--language", "zh")
    assert checked.code == 0, checked.out + checked.err
    assert "只有一名司机" in checked.out
    again = tmp_path / "free.json"
    tianlu("plan", on_disk.package, "--iterations", 300, "--driver-fen", 0, "--json", again)
    plain = tmp_path / "plain.json"
    tianlu("plan", on_disk.package, "--iterations", 300, "--json", plain)
    bodies = [json.loads(each.read_text(encoding="utf-8")) for each in (again, plain)]
    assert bodies[0]["problem_hash"] == bodies[1]["problem_hash"] != body["problem_hash"]
    assert bodies[0]["rounds"] == bodies[1]["rounds"]


def test_a_price_below_nothing_is_refused(on_disk: OnDisk) -> None:
    said = tianlu("plan", on_disk.package, "--driver-fen", -1)
    assert said.code == 2
    assert "--driver-fen" in said.err


def test_an_unknown_travel_source_is_said_before_any_search(on_disk: OnDisk) -> None:
    said = tianlu("plan", on_disk.package, "--travel", "crow")
    assert said.code == 2
    assert "crow" in said.err


@pytest.mark.parametrize(
    "source",
    ["", "table", "osrm:localhost", "osrm:http://localhost:port", "valhalla:http://", "osm:", "osm:nowhere.osm.pbf"],
)
def test_a_travel_source_that_cannot_be_is_refused_in_plain_words(source: str, on_disk: OnDisk) -> None:
    said = tianlu("plan", on_disk.package, "--iterations", 1, "--travel", source)
    assert said.code == 2
    assert said.err.lstrip().startswith("travel")


@pytest.mark.parametrize("source", ["package", "straight-line", "osrm:ADDRESS", "valhalla:ADDRESS"])
def test_a_plan_is_checked_on_the_travel_that_it_was_made_for(
    source: str, on_disk: OnDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route_server, "TABLE_MAX", 100)
    file = tmp_path / "plan.json"
    with serving(Router) as address:
        named = source.replace("ADDRESS", address)
        said = tianlu("plan", on_disk.package, "--iterations", 100, "--travel", named, "--json", file)
        assert said.code != 2, said.err
        assert json.loads(file.read_text(encoding="utf-8"))["made_for"]["travel"] == named
        assert tianlu("check", on_disk.package, file).code != 2


def test_the_demo_plans_a_sample_county_and_writes_every_form_for_desk_and_paper(tmp_path: Path) -> None:
    week = ("--week", "2026-11-23")
    said = tianlu("demo", "--county", "632803", "--seconds", 1, "--workspace", tmp_path, "--exit", *week)
    assert said.code == 0
    (folder,) = (tmp_path / "demo").iterdir()
    assert {path.name for path in folder.iterdir()} == {
        "plan.geojson",
        "plan.html",
        "plan.json",
        "plan.pdf",
        "plan.xlsx",
    }
    assert str(folder) in said.out.replace("\n", "")
    with closing(open_one_door(tmp_path, clock=lambda: datetime.now(UTC))) as one_door:
        (kept,) = open_shelf(one_door).list_metas()
    assert (kept.county, kept.problem_hash) == (
        "632803",
        json.loads((folder / "plan.json").read_text())["problem_hash"],
    )
