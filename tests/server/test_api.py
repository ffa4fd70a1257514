"""The routes over HTTP: what they answer, and how they say no."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.server.toy import CODE

ORDER = {"county": CODE, "week": "2026-11-25", "seconds": 0.3, "seed": 4}


@pytest.fixture
def plan(client: TestClient) -> str:
    job = client.post("/api/plans", json=ORDER).json()
    with client.stream("GET", f"/api/jobs/{job['id']}/events") as events:
        last = [line for line in events.iter_lines() if line.startswith("data: ")][-1]
    return str(json.loads(last.removeprefix("data: "))["plan"])


def test_county_is_shown_with_places_lines_and_vehicles(client: TestClient) -> None:
    county = client.get(f"/api/counties/{CODE}").json()
    kinds = [place["kind"] for place in county["places"]]
    assert (kinds.count("hub"), kinds.count("station"), kinds.count("village")) == (1, 10, 60)
    assert [line["label"] for line in county["lines"]] == ["B1", "B2"]
    assert {vehicle["label"] for vehicle in county["vehicles"]} >= {"V1", "C1"}


def test_outline_is_a_hull_of_the_places(client: TestClient) -> None:
    (outline,) = client.get("/api/outlines").json()
    assert outline["code"] == CODE
    assert len(outline["hull"]) >= 3


def test_places_of_every_county_are_listed_by_name(client: TestClient) -> None:
    places = client.get("/api/places").json()
    assert len(places) == 71
    assert places[0] == {"county": CODE, "id": "h", "kind": "hub", "name": "县城", "name_en": "Hub"}


def test_order_is_accepted_and_its_week_begins_on_monday(client: TestClient) -> None:
    answer = client.post("/api/plans", json=ORDER)
    assert answer.status_code == 202
    assert answer.json()["week"] == "2026-11-23"


def test_events_end_with_the_kept_plan(client: TestClient, plan: str) -> None:
    assert [brief["id"] for brief in client.get("/api/plans").json()] == [plan]
    assert client.get("/api/plans", params={"county": "999999"}).json() == []


def test_costs_of_rounds_and_bags_add_up_to_the_plans(client: TestClient, plan: str) -> None:
    view = client.get(f"/api/plans/{plan}").json()
    rounds = sum(round_["cost_fen"] for round_ in view["rounds"])
    bags = sum(bag["fee_fen"] for bag in view["bags"])
    assert rounds + bags == view["cost"]["total_fen"]


def test_consistency_is_told_with_the_plan(client: TestClient, plan: str) -> None:
    found = client.get(f"/api/plans/{plan}").json()["consistency"]
    assert len(found["spreads_min"]) == found["villages"] >= found["with_one_driver"]
    assert found["spreads_min"] == sorted(found["spreads_min"])
    assert found["spread_p90_min"] in found["spreads_min"]
    assert (found["further_driver_fen"], found["arrival_hour_fen"]) == (0, 0)
    assert all(each["latest_min"] >= each["earliest_min"] and each["drivers"] for each in found["worst"])


def test_floor_line_counts_the_places_that_are_owed(client: TestClient, plan: str) -> None:
    view = client.get(f"/api/plans/{plan}").json()
    owed = [week for week in view["places"] if week["floors"]]
    assert view["floors"]["owed"] == len(owed)
    assert view["floors"]["kept"] + len(view["floors"]["missed"]) == len(owed)


def test_feeds_name_rounds_and_bags_of_the_plan(client: TestClient, plan: str) -> None:
    view = client.get(f"/api/plans/{plan}").json()
    known = {each["id"] for each in (*view["rounds"], *view["bags"])}
    assert view["feeds"]
    assert all(feed["by"] in known and feed["onto"] in known for feed in view["feeds"])


def test_village_says_why_in_both_languages(client: TestClient, plan: str) -> None:
    why = client.get(f"/api/plans/{plan}/places/v00/why").json()
    assert why["served"]
    assert all(line["zh"] and line["en"] for line in (*why["served"], *why["others"]))


def test_one_more_visit_is_priced(client: TestClient, plan: str) -> None:
    answer = client.get(f"/api/plans/{plan}/places/v00/one-more")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/api/counties/999999",
        "/api/plans/none",
        "/api/jobs/none",
        "/api/jobs/none/events",
        "/api/nothing",
    ],
)
def test_what_is_not_there_says_where_to_look(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "/api/" in answer.json()["detail"]


def test_hub_and_strangers_have_no_why(client: TestClient, plan: str) -> None:
    assert client.get(f"/api/plans/{plan}/places/h/why").status_code == 404
    assert client.get(f"/api/plans/{plan}/places/x/why").status_code == 404


def test_export_names_county_and_week(client: TestClient, plan: str) -> None:
    answer = client.get(f"/api/plans/{plan}/export.geojson")
    assert f"tianlu-{CODE}-2026-11-23.geojson" in answer.headers["content-disposition"]
    assert client.get(f"/api/plans/{plan}/export.doc").status_code == 404


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"seconds": 1e9}, {"seed": -1}, {"week": "soon"}])
def test_senseless_order_is_refused(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/api/plans", json={**ORDER, **wrong}).status_code == 422


def test_unsound_package_comes_back_as_a_list_of_problems(client: TestClient) -> None:
    answer = client.post("/api/packages", files={"file": ("county.zip", b"no zip")})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["how_to_fix"] == "Write the station's code."


def test_desk_is_served_with_the_right_caching(client: TestClient, tmp_path: Path) -> None:
    assets = tmp_path / "static" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "static" / "index.html").write_text("<title>desk</title>", encoding="utf-8")
    (assets / "desk-1a2b.js").write_text("1", encoding="utf-8")
    assert "immutable" in client.get("/assets/desk-1a2b.js").headers["cache-control"]
    assert client.get("/plan/000001").headers["cache-control"] == "no-cache"
    assert "desk" in client.get("/plan/000001").text
    assert client.get("/assets/gone.js").status_code == 404
    assert "desk" in client.get("/%2e%2e/%2e%2e/pyproject.toml").text


def test_a_plan_whose_vehicle_is_gone_is_still_shown(client: TestClient, plan: str, tmp_path: Path) -> None:
    written = next(tmp_path.rglob(f"{plan}/plan.json"))
    body = json.loads(written.read_text(encoding="utf-8"))
    body["rounds"][0]["vehicle"] = "sold"
    written.write_text(json.dumps(body), encoding="utf-8")
    shown = client.get(f"/api/plans/{plan}").json()
    assert len(shown["rounds"]) == len(body["rounds"]) - 1
    assert any("sold" in violation["message"] for violation in shown["violations"])
