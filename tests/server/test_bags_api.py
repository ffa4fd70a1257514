"""The routes of bags over HTTP: manifests, scans, papers, statement, split."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.server.toy import CODE

RULE: dict[str, Any] = {
    "name": "test",
    "version": "1",
    "source": "contract",
    "mail": {"basis": "pieces", "universal": [{"place": "*", "direction": "*", "percent": 40}]},
}


@pytest.fixture
def plan(client: TestClient) -> str:
    order = {"county": CODE, "week": "2026-11-25", "seconds": 0.3, "seed": 4}
    job = client.post("/api/plans", json=order).json()
    with client.stream("GET", f"/api/jobs/{job['id']}/events") as events:
        last = [line for line in events.iter_lines() if line.startswith("data: ")][-1]
    return str(json.loads(last.removeprefix("data: "))["plan"])


def act(name: str, bag: str, **fields: Any) -> dict[str, Any]:
    marks = {"identity": True, "inspection": True, "registration": True}
    head = {"id": f"{name}-{bag}", "act": name, "by": "卓玛", "other": "司机", "bag": bag, "seal": f"S{bag}"}
    return {**head, **marks, **fields}


def scan(client: TestClient, plan: str, *acts: dict[str, Any]) -> Any:
    return client.post(f"/api/plans/{plan}/bags/scans", json={"scans": acts})


def first_trip(client: TestClient, plan: str) -> Any:
    return client.get(f"/api/plans/{plan}/bags").json()["trips"][0]


def test_trips_show_their_hold_stop_by_stop(client: TestClient, plan: str) -> None:
    view = client.get(f"/api/plans/{plan}/bags").json()
    assert len(view["trips"]) == 6
    trip = view["trips"][0]
    assert [call["aboard_pieces"] for call in trip["calls"]] == [72, 48, 24, 0]
    assert {bag["state"] for bag in trip["bags"]} == {"planned"}
    assert {note["clause"] for note in view["notes"]} >= {"道路交通安全法实施条例 54", "反恐怖主义法 20"}


def test_a_scan_is_kept_beside_the_plan(client: TestClient, plan: str, tmp_path: Path) -> None:
    bag = first_trip(client, plan)["bags"][0]["id"]
    answer = scan(client, plan, act("seal", bag), act("hand_over", bag))
    assert answer.status_code == 200
    assert first_trip(client, plan)["bags"][0]["state"] == "handed_over"
    assert len((tmp_path / "plans" / plan / "plan.bags.jsonl").read_text().splitlines()) == 2


def test_a_step_that_cannot_be_is_refused_in_both_languages(client: TestClient, plan: str) -> None:
    bag = first_trip(client, plan)["bags"][0]["id"]
    answer = scan(client, plan, act("seal", bag), act("receive", bag))
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem["code"] == "impossible_step"
    assert problem["how_to_fix_zh"]
    assert first_trip(client, plan)["bags"][0]["state"] == "planned"


def test_the_saloon_is_refused_with_its_clause(client: TestClient, plan: str) -> None:
    bag = first_trip(client, plan)["bags"][0]["id"]
    scan(client, plan, act("seal", bag), act("hand_over", bag))
    answer = scan(client, plan, act("board", bag, stowage="saloon"))
    assert "道路交通安全法实施条例 54" in answer.json()["problems"][0]["expected_zh"]


@pytest.mark.parametrize(("suffix", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF")])
def test_a_days_papers_are_printed(client: TestClient, plan: str, suffix: str, begins: bytes) -> None:
    answer = client.get(f"/api/plans/{plan}/bags/papers.{suffix}", params={"day": 0})
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_papers_that_are_not_there_say_what_there_is(client: TestClient, plan: str) -> None:
    assert client.get(f"/api/plans/{plan}/bags/papers.html", params={"day": 1}).status_code == 404
    assert "html, pdf" in client.get(f"/api/plans/{plan}/bags/papers.doc").json()["detail"]
    assert client.get("/api/plans/none/bags").status_code == 404


def test_the_months_statement_counts_what_was_handed_over(client: TestClient, plan: str) -> None:
    bag = first_trip(client, plan)["bags"][0]["id"]
    scan(client, plan, act("seal", bag), act("hand_over", bag))
    address = f"/api/counties/{CODE}/bags/statement"
    statement = client.get(address, params={"month": "2026-11"}).json()
    assert statement["carried"] == {"bags": 1, "pieces": 24, "grams": 20_000, "fee_fen": 300}
    assert statement["planned"]["bags"] == 18
    assert client.get(address, params={"month": "2026-12"}).json()["rows"] == []
    assert client.get(address, params={"month": "soon"}).status_code == 422
    assert client.get(f"{address}.xlsx", params={"month": "2026-11"}).content.startswith(b"PK")
    assert "月度结算单" in client.get(f"{address}.html", params={"month": "2026-11"}).text


def test_a_second_plan_without_scans_does_not_count_twice(client: TestClient, plan: str) -> None:
    bag = first_trip(client, plan)["bags"][0]["id"]
    scan(client, plan, act("seal", bag), act("hand_over", bag))
    order = {"county": CODE, "week": "2026-11-25", "seconds": 0.2, "seed": 5}
    job = client.post("/api/plans", json=order).json()
    with client.stream("GET", f"/api/jobs/{job['id']}/events") as events:
        list(events.iter_lines())
    statement = client.get(f"/api/counties/{CODE}/bags/statement", params={"month": "2026-11"}).json()
    assert (statement["planned"]["bags"], statement["carried"]["bags"]) == (18, 1)


def test_the_whole_plan_is_split_to_the_fen(client: TestClient, plan: str) -> None:
    view = client.post(f"/api/plans/{plan}/bags/split", json={"rule": RULE}).json()
    assert view["universal_fen"] + view["commercial_fen"] == view["total_fen"]
    assert view["total_fen"] == client.get(f"/api/plans/{plan}").json()["cost"]["total_fen"]
    assert view["without_runs"][0]["zh"]
    assert all(line["reason_zh"] and line["reason_en"] for line in view["lines"])


def test_the_months_fees_are_split_by_what_was_carried(client: TestClient, plan: str) -> None:
    bag = first_trip(client, plan)["bags"][0]["id"]
    scan(client, plan, act("seal", bag), act("hand_over", bag))
    answer = client.post(f"/api/counties/{CODE}/bags/split", params={"month": "2026-11"}, json={"rule": RULE})
    assert (answer.json()["total_fen"], answer.json()["universal_fen"]) == (300, 120)


def test_a_rule_without_shares_is_asked_for_them(client: TestClient, plan: str) -> None:
    answer = client.post(f"/api/plans/{plan}/bags/split", json={"rule": {**RULE, "mail": {"basis": "pieces"}}})
    assert answer.status_code == 422
    assert "mail.universal" in {problem["field"] for problem in answer.json()["problems"]}
