"""The routes that say why a plan's week cannot be kept, and what the ways out cost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.gates import open_gate
from tests.server.conftest import TOY, clock, make_door
from tests.server.toy import CODE, WEEK, pose_toy, solve_toy
from tianlu.core.calendar import DayPattern, Week
from tianlu.plan.api import PlanDoor
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
def client(door: PlanDoor, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(door, gate=open_gate(CODE), static=tmp_path / "static")) as client:
        yield client


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
    told = client.get(f"/api/plans/{planned(door)}/conflict/ways", params={"seconds": 0.3}).json()
    assert told["ways"]
    assert all(way["said"]["en"] and way["said"]["zh"] for way in told["ways"])
    costs = [way["cost_fen"] for way in told["ways"] if way["cost_fen"] is not None]
    assert costs == sorted(costs)


def test_conflict_of_an_unknown_plan_is_not_found(client: TestClient) -> None:
    assert client.get("/api/plans/nothing/conflict").status_code == 404
    assert client.get("/api/plans/nothing/conflict/ways").status_code == 404
