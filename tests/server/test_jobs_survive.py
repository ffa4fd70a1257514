"""A real server killed while it plans: started again, it takes the job again and ends it once, with one plan."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from tests.databases import new_database, postgresql
from tests.server.real_server import FOUNDING, Founded, founded_server, started_again
from tianlu.cli.main import app as cli

__all__ = ["postgresql"]

COUNTY = FOUNDING["org"]
PATIENCE_S = 120
ORDER = {"county": COUNTY, "week": "2026-11-23", "seed": 1}


@pytest.fixture(params=["sqlite", "postgresql"])
def options(request: pytest.FixtureRequest) -> list[str]:
    if request.param == "sqlite":
        return []
    return ["--database", new_database(request.getfixturevalue("postgresql"))]


def until(client: httpx.Client, job: str, *states: str) -> Any:
    """The job once it is in one of these states and, where it is under way, has told how far."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        found = client.get(f"/api/jobs/{job}").raise_for_status().json()
        if found["state"] in states and (found["state"] != "running" or found["trace"]):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def start(server: Founded, seconds: float) -> str:
    with server.client() as client:
        job = client.post("/api/plans", json={**ORDER, "seconds": seconds}).raise_for_status().json()
        until(client, job["id"], "running")
        return str(job["id"])


def test_killed_server_plans_what_it_was_planning_once_it_is_back(tmp_path: Path, options: list[str]) -> None:
    with founded_server(tmp_path / "ws", *options) as server:
        job = start(server, 6)
        server.process.kill()
        server.process.wait()
    with started_again(server, *options) as server, server.client() as client:
        ended = until(client, job, "done", "failed")
        assert (ended["state"], ended["plan"], ended["attempts"], ended["trouble"]) == ("done", job, 2, "")
        assert [plan["id"] for plan in client.get("/api/plans").json()] == [job]
        history = client.get(f"/api/plans/{job}/history").json()
        assert [change["act"] for change in history] == ["kept"]


def test_server_that_is_stopped_gives_its_job_back(tmp_path: Path, options: list[str]) -> None:
    with founded_server(tmp_path / "ws", *options) as server:
        job = start(server, 6)
        server.process.terminate()
        server.process.wait(30)
    with started_again(server, *options) as server, server.client() as client:
        ended = until(client, job, "done", "failed")
        assert (ended["state"], ended["plan"], ended["attempts"]) == ("done", job, 1)


def test_command_line_stops_what_the_server_is_planning(tmp_path: Path, options: list[str]) -> None:
    with founded_server(tmp_path / "ws", *options) as server, server.client() as client:
        job = start(server, 600)
        words = ["job", "cancel", job, "--workspace", str(server.workspace), "--language", "en", *options]
        assert CliRunner().invoke(cli, words).output == f"{job} is asked to stop\n"
        ended = until(client, job, "cancelled", "failed")
        assert (ended["state"], ended["plan"]) == ("cancelled", job)
        assert client.get("/api/plans").json()[0]["was_cancelled"]
