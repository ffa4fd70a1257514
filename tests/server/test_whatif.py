"""Scenarios, frontiers and sitings over HTTP: started, watched, stopped, kept."""

import json
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from tests.server.toy import CODE
from tianlu.plan.whatif.ready_made import ready_made

WITHOUT_BUSES = {
    "format": "tianlu-scenario/1",
    "name": "不用客运班车",
    "name_en": "Without buses",
    "changes": [{"change": "without_buses"}],
}
FIVE = {
    "format": "tianlu-scenario/1",
    "name": "五次",
    "name_en": "Five",
    "changes": [{"change": "visits_at_least", "visits": 5}],
}
COMPARISON = {"county": CODE, "week": "2026-11-25", "seconds": 0.2, "seeds": [1, 2], "scenarios": [FIVE]}


def ended(client: TestClient, job: dict[str, Any], timeout_s: float = 40) -> dict[str, Any]:
    for _ in range(int(timeout_s / 0.05)):
        found: dict[str, Any] = client.get(f"/api/whatif/jobs/{job['brief']['id']}").json()
        if found["state"] not in ("queued", "running"):
            return found
        time.sleep(0.05)
    raise AssertionError("the job has not ended")


def test_comparison_is_made_and_kept_with_signed_differences(client: TestClient, tmp_path: Path) -> None:
    job = client.post("/api/whatif/comparisons", json=COMPARISON)
    assert job.status_code == 202
    done = ended(client, job.json())
    assert (done["state"], done["share"]) == ("done", 1.0)
    (brief,) = client.get("/api/whatif/results", params={"county": CODE}).json()
    assert brief["names"] == [["五次", "Five"]]
    result = client.get(f"/api/whatif/results/{brief['id']}").json()["comparison"]
    assert [outcome["name_en"] for outcome in result["outcomes"]] == ["As it is", "Five"]
    total = next(row for row in result["figures"] if row["key"] == "total_fen")
    assert total["differences"] == [None, total["values"][1] - total["values"][0]]
    missed = next(row for row in result["figures"] if row["key"] == "floors_missed")
    assert missed["values"][1] > missed["values"][0]
    assert result["outcomes"][1]["missed"]
    assert brief["id"] == done["result"] == done["brief"]["id"]


def test_comparison_is_taken_away_as_a_workbook(client: TestClient, tmp_path: Path) -> None:
    done = ended(client, client.post("/api/whatif/comparisons", json=COMPARISON).json())
    answer = client.get(f"/api/whatif/results/{done['result']}/export.xlsx", params={"language": "en"})
    path = tmp_path / "out.xlsx"
    path.write_bytes(answer.content)
    sheet = openpyxl.load_workbook(path)["Scenarios"]
    assert [cell.value for cell in sheet[1]] == ["Figure", "Unit", "As it is", "Five", "difference"]
    assert sheet["D2"].value - sheet["C2"].value == pytest.approx(sheet["E2"].value or 0, abs=0.005)


def test_job_can_be_stopped_and_nothing_of_it_is_kept(client: TestClient) -> None:
    job = client.post("/api/whatif/comparisons", json={**COMPARISON, "seconds": 60}).json()
    identity = job["brief"]["id"]
    while client.get(f"/api/whatif/jobs/{identity}").json()["state"] == "queued":
        time.sleep(0.02)
    waiting = client.post("/api/whatif/frontiers", json={"county": CODE, "week": "2026-11-25"}).json()
    assert client.delete(f"/api/whatif/jobs/{waiting['brief']['id']}").json()["state"] == "cancelled"
    client.delete(f"/api/whatif/jobs/{identity}")
    assert ended(client, job)["state"] == "cancelled"
    assert client.get("/api/whatif/results").json() == []


def test_frontier_has_a_point_for_each_level(client: TestClient) -> None:
    asked = {"county": CODE, "week": "2026-11-25", "seconds": 0.1, "levels": [2, 3]}
    done = ended(client, client.post("/api/whatif/frontiers", json=asked).json())
    points = client.get(f"/api/whatif/results/{done['result']}").json()["frontier"]["points"]
    assert [point["visits"] for point in points] == [2, 3]
    assert client.get(f"/api/whatif/results/{done['result']}/export.xlsx").status_code == 404


def test_siting_is_proven_and_compared_with_today(client: TestClient) -> None:
    asked = {"county": CODE, "week": "2026-11-25", "stations": 10, "fixed": ["s0"]}
    done = ended(client, client.post("/api/whatif/sitings", json=asked).json())
    siting = client.get(f"/api/whatif/results/{done['result']}").json()["siting"]
    assert siting["is_proven"]
    assert siting["cost"] == siting["bound"] <= siting["today_cost"]
    assert "s0" in siting["open"]
    assert siting["today_stations"] == len(siting["open"]) == 10


def test_ready_made_scenarios_say_what_they_ask_for(client: TestClient) -> None:
    ready = {each["name"]: each for each in client.get("/api/whatif/scenarios").json()}
    assert ready["without-buses"]["asks"] == []
    asked = {ask["key"]: ask["kind"] for ask in ready["ev-fleet"]["asks"]}
    assert asked["yuan_a_km"] == "yuan"
    assert {ask["kind"] for ask in ready["station-closed"]["asks"]} == {"station"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"change": "visits_at_least", "visits": 9}, "changes[0].visits"),
        ({"change": "close_station", "station": "v00", "vehicles_move": True}, "changes[0].station"),
    ],
)
def test_scenario_that_cannot_be_comes_back_with_its_path(
    client: TestClient, change: dict[str, object], path: str
) -> None:
    scenarios = [WITHOUT_BUSES, {**FIVE, "changes": [change]}]
    answer = client.post("/api/whatif/comparisons", json={**COMPARISON, "scenarios": scenarios})
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["row"], problem["field"]) == (2, path)
    assert problem["expected_zh"]


def test_siting_order_that_cannot_be_met_is_refused_at_once(client: TestClient) -> None:
    answer = client.post("/api/whatif/sitings", json={"county": CODE, "week": "2026-11-25", "stations": 500})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "stations"


@pytest.mark.parametrize("address", ["jobs/none", "results/none", "results/none/export.xlsx"])
def test_what_is_not_there_says_where_to_look(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/whatif/{address}")
    assert answer.status_code == 404
    assert "/api/whatif/results" in answer.json()["detail"]
    assert answer.json()["detail_zh"]


def test_results_of_an_older_version_are_listed_and_opened(client: TestClient, tmp_path: Path) -> None:
    done = ended(client, client.post("/api/whatif/comparisons", json=COMPARISON).json())
    made = client.get(f"/api/whatif/results/{done['result']}").json()
    order = {**{name: made["brief"][name] for name in ("kind", "county", "week", "seconds", "seeds", "names")}}
    old = {"id": "20251123-1-a", "made_at": "2025-11-23T08:00:00", "order": {**order, "county_name": "玩具县"}}
    (tmp_path / "whatif").mkdir()
    text = json.dumps({**old, "view": made["comparison"]})
    (tmp_path / "whatif" / "20251123-1-a.json").write_text(text, encoding="utf-8")
    assert [brief["id"] for brief in client.get("/api/whatif/results").json()] == [done["result"], "20251123-1-a"]
    assert client.get("/api/whatif/results/20251123-1-a").json()["comparison"] == made["comparison"]


def test_own_file_is_read_and_says_what_it_asks_or_what_is_wrong(client: TestClient) -> None:
    text = ready_made()["ev-fleet"].text
    template = client.post("/api/whatif/scenarios", json={"name": "ev.yaml", "text": text}).json()
    assert {ask["key"] for ask in template["asks"]} == {ask.key for ask in ready_made()["ev-fleet"].asks}
    wrong = client.post("/api/whatif/scenarios", json={"name": "ev.yaml", "text": text.replace("electric", "steam")})
    assert wrong.status_code == 422
    assert [problem["field"] for problem in wrong.json()["problems"]] == ["changes[0].energy"]
    gone = text.replace("    yuan_a_km: null\n", "")
    assert client.post("/api/whatif/scenarios", json={"name": "ev.yaml", "text": gone}).json()["asks"]
    for nothing in ("[1", "7", "format: tianlu-scenario/1"):
        assert client.post("/api/whatif/scenarios", json={"name": "x", "text": nothing}).status_code == 422
