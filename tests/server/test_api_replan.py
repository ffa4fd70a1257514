"""A kept plan is mended over HTTP, held against the old one, and kept or discarded."""

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.server.toy import CODE, WEEK, open_toy, pose_toy

WED_10 = 2 * 1440 + 600
TOY = pose_toy(open_toy(), WEEK)


@pytest.fixture
def plan_id(client: TestClient) -> str:
    order = {"county": CODE, "week": str(WEEK.monday), "seconds": 0.2}
    return str(ended(client, client.post("/api/plans", json=order).json()["id"])["plan"])


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    for _ in range(600):
        job: dict[str, Any] = client.get(f"/api/jobs/{job_id}").json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def closed(place: str = "v00") -> dict[str, Any]:
    kind = {"kind": "place_closed", "place": place, "known_min": WED_10}
    return {**kind, "start_min": WED_10, "end_min": WED_10 + 1440, "reason": "landslide"}


def mended(client: TestClient, plan_id: str, **body: Any) -> dict[str, Any]:
    asked = {"at_min": WED_10, "seconds": 0.5, **body}
    answer = client.post(f"/api/plans/{plan_id}/replan", json=asked)
    assert answer.status_code == 202, answer.text
    return ended(client, answer.json()["id"])


def test_a_mended_plan_is_kept_beside_the_one_that_it_replaces(client: TestClient, plan_id: str) -> None:
    job = mended(client, plan_id, disruptions=[closed()])
    assert job["state"] == "done", job["trouble"]
    after = client.get(f"/api/plans/{job['plan']}").json()
    assert after["brief"]["replaces"] == plan_id
    assert after["is_current"]
    assert "as_driven" not in {violation["rule"] for violation in after["violations"]}
    mending = client.get(f"/api/plans/{job['plan']}/mending").json()
    assert [step["disruptions"][0]["reason"] for step in mending["steps"]] == ["landslide"]
    found = client.get(f"/api/plans/{job['plan']}/difference").json()
    assert (found["before_id"], found["after_id"]) == (plan_id, job["plan"])
    before = client.get(f"/api/plans/{plan_id}").json()
    assert found["before"]["total_fen"] == before["cost"]["total_fen"]
    assert found["after"]["total_fen"] == after["cost"]["total_fen"]
    late = [
        stop
        for round_ in after["rounds"]
        for stop in round_["stops"]
        if stop["place"] == "v00" and stop["leave_min"] > WED_10 and stop["arrive_min"] < WED_10 + 1440
    ]
    assert late == []


def test_a_mended_plan_is_mended_again_and_discarded_in_order(client: TestClient, plan_id: str) -> None:
    first = mended(client, plan_id, disruptions=[closed()])["plan"]
    away = {"kind": "vehicle_away", "vehicle": "moto3", "days": [4], "known_min": WED_10 + 60}
    second = mended(client, first, at_min=WED_10 + 60, disruptions=[away])["plan"]
    assert len(client.get(f"/api/plans/{second}/mending").json()["steps"]) == 2
    assert client.get(f"/api/plans/{second}/difference", params={"since": plan_id}).status_code == 200
    assert client.delete(f"/api/plans/{first}").status_code == 409
    assert client.delete(f"/api/plans/{second}").status_code == 204
    assert client.get(f"/api/plans/{second}").status_code == 404
    assert client.delete(f"/api/plans/{first}").status_code == 204


def test_a_plan_that_replaces_no_other_is_not_discarded(client: TestClient, plan_id: str) -> None:
    assert client.delete(f"/api/plans/{plan_id}").status_code == 404
    assert client.get(f"/api/plans/{plan_id}/difference").status_code == 404
    assert client.get(f"/api/plans/{plan_id}").status_code == 200


def test_a_whole_round_goes_to_another_vehicle(client: TestClient, plan_id: str) -> None:
    rounds = client.get(f"/api/plans/{plan_id}").json()["rounds"]
    given = next(each for each in rounds if each["vehicle"].startswith("van") and each["day"] == 4)
    free = next(v.id for v in TOY.vehicles if v.id.startswith("van") and not driven_by(rounds, v.id, 4))
    order = {"vehicle": given["vehicle"], "day": 4, "to_vehicle": free}
    job = mended(client, plan_id, hand_overs=[order])
    after = client.get(f"/api/plans/{job['plan']}").json()["rounds"]
    assert not driven_by(after, given["vehicle"], 4)
    assert [stop["place"] for stop in driven_by(after, free, 4)[0]["stops"]] == [s["place"] for s in given["stops"]]


def driven_by(rounds: list[dict[str, Any]], vehicle: str, day: int) -> list[dict[str, Any]]:
    return [each for each in rounds if (each["vehicle"], each["day"]) == (vehicle, day)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"disruptions": [closed("nowhere")]}, "unknown_place"),
        ({"disruptions": [{"kind": "trip_cancelled", "trip": "T0", "known_min": WED_10}]}, "unknown_trip"),
        ({"hand_overs": [{"vehicle": "van0", "day": 6, "to_vehicle": "van1"}]}, "nothing_to_hand_over"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once_in_both_languages(
    client: TestClient, plan_id: str, body: dict[str, Any], code: str
) -> None:
    answer = client.post(f"/api/plans/{plan_id}/replan", json={"at_min": WED_10, **body})
    assert answer.status_code == 422
    assert [problem["code"] for problem in answer.json()["problems"]] == [code]
    assert all(problem["expected_zh"] for problem in answer.json()["problems"])
