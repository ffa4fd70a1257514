"""Plans of a server: kept in its database through the door, published over HTTP, with who did what."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.databases import new_database, postgresql
from tests.gates import OWNER, PROVINCE, open_gate
from tests.server.conftest import make_door, make_whatif
from tests.server.toy import CODE, WEEK
from tianlu.command import store as chains
from tianlu.command.envelope import Envelope
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.reading import reading
from tianlu.jobs import store as jobs
from tianlu.jobs.kinds import CANCEL
from tianlu.jobs.kinds import ORDER as ORDERED
from tianlu.plan import store
from tianlu.plan.job_kinds import MEND, PERMISSIONS, PLAN, WAYS
from tianlu.plan.job_kinds import PROVINCE as PROVINCE_RUN
from tianlu.plan.service import PlanShelf
from tianlu.plan.whatif_service import Kind
from tianlu.server.app import make_app
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.plan_shelf import open_shelf

__all__ = ["postgresql"]

ORDER = {"county": CODE, "week": WEEK.monday.isoformat(), "seconds": 0.05}


@pytest.fixture(params=["sqlite", "postgresql"])
def one_door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OneDoor]:
    is_server = request.param == "postgresql"
    database = new_database(request.getfixturevalue("postgresql")) if is_server else None
    opened = open_one_door(tmp_path, clock=lambda: datetime.now(UTC), database=database)
    yield opened
    opened.close()


@pytest.fixture
def client(one_door: OneDoor, tmp_path: Path) -> Iterator[TestClient]:
    gate = open_gate(CODE, engine=one_door.workspace.engine)
    app = make_app(
        make_door(tmp_path, shelf=open_shelf(one_door), jobs=open_jobs(one_door)), gate=gate, one_door=one_door
    )
    with TestClient(app) as client:
        yield client


def make_plan(client: TestClient) -> str:
    job = client.post("/api/plans", json=ORDER).json()
    while job["state"] not in ("done", "failed"):
        job = client.get(f"/api/jobs/{job['id']}").json()
    assert job["trouble"] == ""
    return str(job["plan"])


def send(client: TestClient, kind: str, plan: str, base: int) -> Any:
    id_ = make_uuid7(unix_ms=int(datetime.now(UTC).timestamp() * 1000), random_bits=base)
    command = {"id": id_, "kind": kind, "org": CODE, "made_at": datetime.now(UTC).isoformat(), "base": base}
    sent = {"commands": [{**command, "schema": 1, "body": {"plan": plan, "knowingly": True}}]}
    return client.post("/api/commands", json=sent).json()["receipts"][0]


def test_plan_is_kept_in_the_database_and_published_by_a_command(client: TestClient, tmp_path: Path) -> None:
    plan = make_plan(client)
    assert list((tmp_path / "plans").iterdir()) == []
    brief = client.get("/api/plans").json()[0]
    assert (brief["id"], brief["state"], brief["asked_by"], brief["revision"]) == (plan, "draft", OWNER, 1)
    assert send(client, "plan.publish", plan, 1)["standing"] == "accepted"
    published = client.get(f"/api/plans/{plan}").json()["brief"]
    assert (published["state"], published["published_by"], published["revision"]) == ("published", OWNER, 2)
    history = client.get(f"/api/plans/{plan}/history").json()
    assert [(change["act"], change["actor"]) for change in history] == [("kept", OWNER), ("published", OWNER)]


def test_refused_command_says_why_in_both_languages(client: TestClient) -> None:
    plan = make_plan(client)
    refusal = send(client, "plan.publish", plan, 7)["refusal"]
    assert refusal["code"] == "stale_base"
    assert refusal["reason_zh"]


def test_nobody_sends_the_keeping_of_a_plan(client: TestClient) -> None:
    assert send(client, "plan.keep", "x", 1)["refusal"]["code"] == "not_taken_here"


def test_plans_that_an_older_server_left_in_the_folder_are_on_the_shelf(one_door: OneDoor, tmp_path: Path) -> None:
    old = make_door(tmp_path / "old")
    _, problem = old.counties.open_week(CODE, WEEK)
    gate = open_gate(CODE)
    with TestClient(make_app(old, gate=gate)) as client:
        plan = make_plan(client)
    PlanShelf(tmp_path).keep(old.shelf.get(plan).meta, old.shelf.get(plan).plan)
    for _ in range(2):
        shelf = open_shelf(one_door)
        assert [meta.id for meta in shelf.list_metas()] == [plan]
    assert shelf.get(plan).plan.problem_hash == problem.hash


def test_database_itself_shows_a_reader_of_another_county_no_plan(client: TestClient, one_door: OneDoor) -> None:
    make_plan(client)
    engine = one_door.workspace.engine
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no second wall")
    for path, count in ((f"/{PROVINCE}/{CODE}/", 1), (f"/{PROVINCE}/999999/", 0)):
        with reading(engine, [path]) as connection:
            assert len(store.list_plans(connection)) == count


def test_jobs_are_ordered_and_stopped_in_the_audit_chain_and_seen_within_reach(
    client: TestClient, one_door: OneDoor
) -> None:
    job = client.post("/api/plans", json={**ORDER, "seconds": 60}).json()["id"]
    while not client.get(f"/api/jobs/{job}").json()["trace"]:
        pass
    assert client.post(f"/api/jobs/{job}/retry").status_code == 409
    client.delete(f"/api/jobs/{job}")
    ended = client.get(f"/api/jobs/{job}").json()
    while ended["state"] not in ("cancelled", "failed"):
        ended = client.get(f"/api/jobs/{job}").json()
    assert (ended["state"], ended["plan"]) == ("cancelled", job)
    engine = one_door.workspace.engine
    with engine.connect() as connection:
        links = list(chains.list_links(connection, CODE))
    done = [(Envelope.of_content(link.content).kind, link.actor) for link in links]
    assert done == [(ORDERED, OWNER), (CANCEL, OWNER), ("plan.keep", OWNER)]
    if engine.dialect.name == "postgresql":
        for path, count in ((f"/{PROVINCE}/{CODE}/", 1), (f"/{PROVINCE}/999999/", 0)):
            with reading(engine, [path]) as connection:
                assert len(jobs.list_jobs(connection, kinds=[PLAN], most=9)) == count


def test_scenarios_are_jobs_of_the_same_database_and_their_results_blobs(one_door: OneDoor, tmp_path: Path) -> None:
    book = open_jobs(one_door)
    door = make_door(tmp_path, shelf=open_shelf(one_door), jobs=book)
    gate = open_gate(CODE, engine=one_door.workspace.engine)
    whatif = make_whatif(door, tmp_path, jobs=book)
    with TestClient(make_app(door, gate=gate, whatif=whatif, one_door=one_door)) as client:
        asked = {"county": CODE, "week": ORDER["week"], "stations": 10}
        job = client.post("/api/whatif/sitings", json=asked).json()["brief"]["id"]
        assert whatif.desk.wait(job, timeout_s=60).trouble is None
        assert client.get(f"/api/whatif/results/{job}").json()["siting"]["is_proven"]
    with TestClient(make_app(door, gate=gate, whatif=make_whatif(door, tmp_path, jobs=book))) as client:
        assert [brief["id"] for brief in client.get("/api/whatif/results").json()] == [job]
    assert list(tmp_path.glob("whatif/*")) == []


def test_every_kind_of_work_has_a_permission() -> None:
    assert set(PERMISSIONS) == {PLAN, MEND, *Kind, WAYS, PROVINCE_RUN}
