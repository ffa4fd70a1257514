"""`tianlu whatif`, `tianlu frontier`, `tianlu site`."""

import json
from pathlib import Path

import openpyxl

from tests.cli.command import tianlu
from tests.cli.conftest import OnDisk

WEEK = ("--week", "2026-11-23")


def test_scenarios_stand_beside_the_week_as_it_is(on_disk: OnDisk, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "format: tianlu-scenario/1\nname: 加一辆车\nname_en: One more van\n"
        "changes:\n  - {change: add_vehicles, like: A1, count: 1}\n",
        encoding="utf-8",
    )
    scenarios = ("--scenario", "five-visits", "--scenario", own)
    files = ("--json", tmp_path / "out.json", "--excel", tmp_path / "out.xlsx")
    said = tianlu("whatif", on_disk.package, *scenarios, "--iterations", 300, "--seed", 1, "--seed", 2, *files, *WEEK)
    assert said.code == 0, said.out
    assert "As it is" in said.out
    assert "One more van" in said.out
    body = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    total = next(row for row in body["figures"] if row["key"] == "total_fen")
    assert total["differences"][1] > 0
    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert sheets == ["Scenarios", "Changes", "Subsidies"]


def test_template_is_printed_and_asks_for_prices_when_used_unfilled(on_disk: OnDisk) -> None:
    said = tianlu("whatif", "--template", "ev-fleet")
    assert said.code == 0
    assert "yuan_a_day: null" in said.out
    said = tianlu("whatif", on_disk.package, "--scenario", "ev-fleet", "--language", "zh")
    assert said.code == 2
    assert said.err.count("您自己的价格") == 3


def test_subsidy_is_told_step_by_step(on_disk: OnDisk, tmp_path: Path) -> None:
    filled = tmp_path / "paid.yaml"
    text = tianlu("whatif", "--template", "subsidised-station").out
    filled.write_text(
        text.replace("investment_yuan: null", "investment_yuan: 800000").replace("grade: null", "grade: B")
    )
    said = tianlu("whatif", on_disk.package, "--scenario", filled, "--iterations", 100, *WEEK)
    assert "¥240,000.00" in said.out
    assert "豫交规〔2025〕17号" in said.out


def test_unknown_scenario_or_none_is_said_in_plain_words(on_disk: OnDisk) -> None:
    assert tianlu("whatif", on_disk.package, "--scenario", "nowhere.yaml").code == 2
    assert "--template" in tianlu("whatif", on_disk.package).err
    assert "five-visits" in tianlu("whatif", "--template", "none").err


def test_frontier_prints_a_line_a_level_that_never_falls(on_disk: OnDisk, tmp_path: Path) -> None:
    file = tmp_path / "frontier.json"
    levels = ("--visits", 3, "--visits", 5, "--visits", 6)
    said = tianlu("frontier", on_disk.package, *levels, "--iterations", 200, "--json", file, *WEEK)
    assert said.code == 0
    points = json.loads(file.read_text(encoding="utf-8"))["points"]
    costs = [point["cost_fen"] for point in points if point["is_sound"]]
    assert costs == sorted(costs)
    assert [point["visits"] for point in points] == [3, 5, 6]


def test_sites_are_named_with_their_proof(on_disk: OnDisk, tmp_path: Path) -> None:
    file = tmp_path / "site.json"
    said = tianlu("site", on_disk.package, "--stations", 2, "--fixed", "S1", "--json", file, *WEEK)
    assert said.code == 0
    assert "proven least" in said.out
    assert "S1" in json.loads(file.read_text(encoding="utf-8"))["open"]
    assert tianlu("site", on_disk.package, "--stations", 99).code == 2


def test_a_scenario_that_is_not_there_is_answered_with_those_that_are(on_disk: OnDisk) -> None:
    said = tianlu("whatif", on_disk.package, "--scenario", "no-such", "--language", "zh")
    assert said.code == 2
    assert "现成情景" in said.err
    assert "without-buses" in said.err


def test_too_many_stations_are_refused_by_their_number(on_disk: OnDisk) -> None:
    said = tianlu("site", on_disk.package, "--stations", "400")
    assert said.code == 2
    assert "siting, stations: found 400" in said.err
