"""The routes that say why a plan's week cannot be kept, and have the ways out sought as jobs."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.gates import open_gate
from tests.jobs.alone import book_alone
from tests.server.conftest import TOY, clock, make_door, make_ways
from tests.server.toy import CODE, WEEK, pose_toy, solve_toy
from tianlu.core.calendar import DayPattern, Week
from tianlu.plan.api import PlanDoor
from tianlu.plan.api_ways import WaysDoor
from tianlu.plan.counties import Counties
from tianlu.plan.county import County
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.server.app import make_app


def pose_mondays(county: County, week: Week) -> WeekProblem:
    """The toy county, the vehicles of its hub at work on Mondays alone."""
    problem = pose_toy(county, week)
    mondays = tuple(
        replace(vehicle, days=DayPattern.of([0])) if vehicle.depot == problem.hub.id else vehicle
        for vehicle in problem.vehicles
    )
    return replace(problem, vehicles=mondays)


@pytest.fixture
def door(tmp_path: Path) -> PlanDoor:
    counties = Counties(lambda: [TOY], pose=pose_mondays, coming_week=lambda county, today: WEEK)
    return make_door(tmp_path, solve_toy, counties=counties)


@pytest.fixture
def ways(door: PlanDoor, tmp_path: Path) -> WaysDoor:
    return make_ways(door, tmp_path, jobs=book_alone(tmp_path))


@pytest.fixture
def client(door: PlanDoor, ways: WaysDoor, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(door, ways=ways, gate=open_gate(CODE), static=tmp_path / "static")) as client:
        yield client


def seek(client: TestClient, plan: str, seconds: float) -> dict[str, Any]:
    answer = client.post(f"/api/plans/{plan}/conflict/ways", json={"seconds": seconds})
    assert answer.status_code == 202
    job: dict[str, Any] = answer.json()
    return job


def until(client: TestClient, job: str, *states: str) -> dict[str, Any]:
    for _ in range(1200):
        found: dict[str, Any] = client.get(f"/api/conflict/jobs/{job}").json()
        if found["state"] in states:
            return found
        time.sleep(0.05)
    raise AssertionError(f"the job is {found}")


def planned(door: PlanDoor) -> str:
    job = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.05, seed=1))
    plan = door.desk.wait(job.id, timeout_s=60).result
    assert plan is not None
    return plan


def test_conflict_of_a_plan_is_told_in_both_languages(client: TestClient, door: PlanDoor) -> None:
    assert clock().weekday() == 0
    told = client.get(f"/api/plans/{planned(door)}/conflict").json()
    assert told["is_proven"]
    first = told["conflicts"][0]
    assert first["is_irreducible"]
    assert any("mail from the hub is owed on" in rule["en"] for rule in first["rules"])
    assert any("周一" in rule["zh"] for rule in first["rules"])


def test_ways_out_of_a_plan_are_told_with_cost_and_floors(client: TestClient, door: PlanDoor) -> None:
    plan = planned(door)
    assert client.get(f"/api/plans/{plan}/conflict/ways").json() == {"job": None, "found": None, "is_current": False}
    job = seek(client, plan, 0.3)
    assert (job["plan"], job["county"], job["seconds"]) == (plan, CODE, 0.3)
    done = until(client, job["id"], "done", "failed")
    assert (done["state"], done["trouble"], done["share"]) == ("done", "", 1.0)
    told = client.get(f"/api/plans/{plan}/conflict/ways").json()
    assert told["job"] == done
    assert told["is_current"]
    found = told["found"]["ways"]
    assert found
    assert all(way["said"]["en"] and way["said"]["zh"] for way in found)
    costs = [way["cost_fen"] for way in found if way["cost_fen"] is not None]
    assert costs == sorted(costs)


def test_search_for_ways_out_tells_how_far_it_is_and_is_stopped(client: TestClient, door: PlanDoor) -> None:
    plan = planned(door)
    job = seek(client, plan, 30)
    assert seek(client, plan, 30)["id"] == job["id"], "one at a time for a plan"
    while (seen := client.get(f"/api/conflict/jobs/{job['id']}").json())["share"] == 0:
        assert seen["state"] in ("queued", "running"), seen
    assert seen["at"].startswith("1/")
    assert 0 < seen["share"] < 1
    assert [each["id"] for each in client.get("/api/conflict/jobs").json()] == [job["id"]]
    client.delete(f"/api/conflict/jobs/{job['id']}")
    assert until(client, job["id"], "cancelled", "done", "failed")["state"] == "cancelled"
    assert client.get(f"/api/plans/{plan}/conflict/ways").json()["found"] is None
    assert client.post(f"/api/conflict/jobs/{job['id']}/retry").status_code == 202
    client.delete(f"/api/conflict/jobs/{job['id']}")
    until(client, job["id"], "cancelled")


def test_search_for_ways_out_goes_on_with_the_next_server(door: PlanDoor, ways: WaysDoor, tmp_path: Path) -> None:
    plan = planned(door)
    with TestClient(make_app(door, ways=ways, gate=open_gate(CODE), static=tmp_path / "static")) as client:
        job = seek(client, plan, 0.5)["id"]
        until(client, job, "running")
    assert ways.desk.get(job).state.value == "waiting"
    again = make_ways(door, tmp_path, jobs=book_alone(tmp_path))
    with TestClient(make_app(door, ways=again, gate=open_gate(CODE), static=tmp_path / "static")) as client:
        assert until(client, job, "done", "failed")["attempts"] == 1
        assert client.get(f"/api/plans/{plan}/conflict/ways").json()["found"]["ways"]


def test_ways_out_of_a_plan_that_is_gone_fail_with_a_reason(client: TestClient, door: PlanDoor, ways: WaysDoor) -> None:
    order = {"plan": "gone", "week": WEEK.monday.isoformat(), "seconds": 0.1, "seed": 1}
    failed = until(client, ways.desk.order("ways", CODE, order, by="somebody").id, "failed")
    assert "no plan gone" in failed["trouble"]
    assert "没有计划" in failed["trouble_zh"]


def test_ways_out_of_older_data_are_marked(client: TestClient, door: PlanDoor, ways: WaysDoor) -> None:
    plan = planned(door)
    until(client, seek(client, plan, 0.1)["id"], "done")
    counties = Counties(lambda: [TOY], pose=pose_toy, coming_week=lambda county, today: WEEK)
    later = TestClient(make_app(replace(door, counties=counties), ways=ways, gate=open_gate(CODE)))
    told = later.get(f"/api/plans/{plan}/conflict/ways").json()
    assert told["found"]["ways"]
    assert not told["is_current"]


def test_conflict_of_an_unknown_plan_is_not_found(client: TestClient) -> None:
    assert client.get("/api/plans/nothing/conflict").status_code == 404
    assert client.get("/api/plans/nothing/conflict/ways").status_code == 404
