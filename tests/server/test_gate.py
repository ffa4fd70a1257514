"""Every route asks the gate: nothing for who is not signed in, nothing of a county for who is of another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.gates import MAY_ALL, OWNER, add_person, open_gate
from tests.server.conftest import make_door, make_province, make_ways, make_whatif
from tests.server.toy import CODE, WEEK
from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor, NotSignedIn
from tianlu.server.app import make_app
from tianlu.server.one_door import open_one_door

STRANGER, COURIER, ELSEWHERE = ActorId("stranger"), ActorId("courier"), "999999"
OPEN = {"/api/openapi.json"}
OPEN_TO_SIGN_IN = {"/api/sign-in", "/api/sign-out", "/api/setup", "/api/enter", "/api/reset-password"}
OPEN_TO_SIGN_IN |= {"/api/sign-in/{provider}/start", "/api/sign-in/{provider}/callback"}
WEEK_DAY = WEEK.monday.isoformat()
ASKED = {"county": CODE, "week": WEEK_DAY}
BODIES: dict[str, dict[str, Any]] = {
    "send_commands": {"commands": [{}]},
    "start_plan": {**ASKED, "seconds": 0.05},
    "replan": {"at_min": 0, "seconds": 0.05},
    "scan_bags": {"scans": [{"id": "1", "act": "seal", "by": "somebody"}]},
    "split_cost": {"rule": {}},
    "split_month": {"rule": {}},
    "read_scenario": {"name": "s", "text": "{}"},
    "start_comparison": {**ASKED, "scenarios": [{}]},
    "start_frontier": ASKED,
    "start_siting": {**ASKED, "stations": 1, "seconds": 1},
    "seek_ways_out": {"seconds": 0.05},
    "start_province": {"week": WEEK_DAY},
}
NEEDS_SIGN_IN_ALONE = {"list_scenarios", "read_scenario"}
LISTS = {"list_counties", "list_outlines", "list_places", "list_jobs", "list_plans", "list_whatif_jobs"}
LISTS |= {"list_whatif_results", "list_ways_jobs", "get_province"}


@dataclass
class Served:
    """A server whose requests say who asks; `given` fills the addresses of its routes."""

    app: FastAPI
    client: TestClient
    given: dict[str, str]

    def ask(self, operation: str, who: str = "") -> Any:
        method, path = operations(self.app)[operation]
        address = re.sub(r"{(\w+)}", lambda match: self.given[match[1]], path)
        if operation.endswith("_whatif_job"):
            address = path.replace("{job_id}", self.given["whatif"])
        if operation.endswith("_ways_job"):
            address = path.replace("{job_id}", self.given["ways"])
        files = {"file": ("p.zip", b"no package")} if operation == "upload_package" else None
        body = BODIES.get(operation)
        params = {"month": WEEK_DAY[:7]} if "statement" in address or operation == "split_month" else {}
        return self.client.request(method, address, json=body, files=files, params=params, headers={"who": who})


def operations(app: FastAPI) -> dict[str, tuple[str, str]]:
    """Method and path of every route that the server describes, by its name."""
    return {
        each["operationId"]: (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        for method, each in methods.items()
    }


def who(request: Request) -> Actor:
    if not request.headers.get("who"):
        raise NotSignedIn
    return Actor(ActorId(request.headers["who"]), "")


def make_served_app(workspace: Path, engine: Engine | None = None) -> tuple[FastAPI, Any, Any]:
    gate = open_gate(CODE, ELSEWHERE, who=who, engine=engine)
    add_person(gate._engine, STRANGER, ELSEWHERE, MAY_ALL)
    add_person(gate._engine, COURIER, CODE, ("courier",))
    door = make_door(workspace)
    whatif, ways = make_whatif(door, workspace), make_ways(door, workspace)
    (workspace / "packages").mkdir(exist_ok=True)
    province = make_province(workspace, workspace / "packages")
    return make_app(door, gate=gate, whatif=whatif, ways=ways, province=province), door, whatif


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    app, door, whatif = make_served_app(tmp_path_factory.mktemp("workspace"))
    with TestClient(app) as client:
        made = Served(app, client, {"code": CODE, "suffix": "geojson", "place": "1"})
        job = made.ask("start_plan", OWNER).json()["id"]
        siting = made.ask("start_siting", OWNER).json()["brief"]["id"]
        made.given |= {"job_id": job, "plan_id": door.desk.wait(job, timeout_s=60).result}
        whatif.desk.wait(siting, timeout_s=60)
        made.given |= {"result_id": siting, "whatif": siting}
        made.given["ways"] = made.ask("seek_ways_out", OWNER).json()["id"]
        yield made


def named(app: FastAPI) -> list[str]:
    return sorted(operations(app))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return make_served_app(tmp_path_factory.mktemp("whole"))[0]


def test_every_route_of_the_server_is_described(whole: FastAPI) -> None:
    """What hides from the description would hide from the tests below."""
    described = {path for _, path in operations(whole).values()}
    hidden = {getattr(route, "path", "") for route in whole.routes if getattr(route, "path", "").startswith("/api")}
    assert hidden - described - OPEN == set()
    assert len(described) > 30


def test_nobody_is_answered_without_a_sign_in_where_people_and_commands_are_served(tmp_path: Path) -> None:
    """The routes of sign-in itself are open; all others that come with the one door ask like the rest."""
    one_door = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    app = make_app(make_door(tmp_path), gate=one_door.sign_in.gate, one_door=one_door)
    client = TestClient(app)
    answers = {
        name: client.request(method, re.sub(r"{\w+}", "1", path), json=BODIES.get(name)).status_code
        for name, (method, path) in operations(app).items()
        if path not in OPEN_TO_SIGN_IN
    }
    one_door.close()
    assert {"count_waiting", "reset_password_of", "verify_chain"} <= answers.keys()
    assert {name: status for name, status in answers.items() if status != 401} == {}


def test_nobody_is_answered_without_a_sign_in(served: Served) -> None:
    answers = {name: served.ask(name).status_code for name in named(served.app)}
    assert {name: status for name, status in answers.items() if status != 401} == {}


def test_who_is_of_another_county_gets_nothing_of_this_one(served: Served) -> None:
    answers = {
        name: served.ask(name, STRANGER).status_code
        for name in named(served.app)
        if name not in LISTS | NEEDS_SIGN_IN_ALONE | {"upload_package"}
    }
    of_all = {"start_province", "resume_province", "cancel_province"}  # over no package at all: nothing to leak
    leaks = {name: status for name, status in answers.items() if status not in (403, 404) and name not in of_all}
    assert leaks == {}


def test_lists_leave_out_what_the_asker_may_not_see(served: Served) -> None:
    for name in sorted(LISTS):
        assert served.ask(name, STRANGER).json() in ([], None), name
    for name in sorted(LISTS - {"get_province"}):
        assert served.ask(name, OWNER).json(), name


def test_the_owner_is_let_in_where_the_stranger_is_not(served: Served) -> None:
    for name in ("get_county", "get_plan", "get_job", "list_bags", "export_plan", "get_whatif_result"):
        assert served.ask(name, OWNER).status_code == 200, name


def test_a_courier_reads_plans_and_makes_none(served: Served) -> None:
    assert served.ask("get_plan", COURIER).status_code == 200
    for name in ("start_plan", "replan", "cancel_job", "retry_job", "export_plan", "start_frontier", "upload_package"):
        answer = served.ask(name, COURIER)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), name


def test_forbidden_plan_is_answered_as_one_that_is_not_there(served: Served) -> None:
    forbidden = served.client.get(f"/api/plans/{served.given['plan_id']}", headers={"who": STRANGER})
    unknown = served.client.get("/api/plans/none", headers={"who": STRANGER})
    assert forbidden.status_code == unknown.status_code == 404
    assert forbidden.json()["detail"].replace(served.given["plan_id"], "none") == unknown.json()["detail"]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With the door for change, whose rooms have tables that go out; the toy county's plan is one of them."""
    workspace = tmp_path_factory.mktemp("sheets")
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    engine = one_door.workspace.engine
    gate = open_gate(CODE, ELSEWHERE, who=who, engine=engine)
    add_person(engine, STRANGER, ELSEWHERE, MAY_ALL)
    add_person(engine, COURIER, CODE, ("courier",))
    door = make_door(workspace)
    app = make_app(door, gate=gate, one_door=one_door)
    with TestClient(app) as client:
        made = Served(app, client, {"county": CODE})
        door.desk.wait(made.ask("start_plan", OWNER).json()["id"], timeout_s=60)
        yield made
    one_door.close()


TABLES = ("people", "orgs", "customers", "plans", "audit", "dead_letters")


def test_sheets_ask_the_gate_as_lists_do(sheets: Served) -> None:
    ways = {
        (method, path)
        for method, path in operations(sheets.app).values()
        if path.startswith("/api/sheets") or path in ("/api/people", "/api/orgs")
    }
    assert len(ways) > 9
    for method, path in ways:
        for table in TABLES:
            address = path.replace("{table}", table).replace("{export}", "none")
            assert sheets.client.request(method, address).status_code == 401, address


@pytest.mark.parametrize("table", TABLES)
def test_sheet_has_nothing_of_another_county(sheets: Served, table: str) -> None:
    address = f"/api/sheets/{table}.csv"
    of_owner = sheets.client.get(address, headers={"who": OWNER})
    of_stranger = sheets.client.get(address, headers={"who": STRANGER})
    assert of_owner.status_code == of_stranger.status_code == 200
    if table in ("people", "orgs", "plans"):
        assert CODE in of_owner.text
    assert CODE not in of_stranger.text
    assert OWNER not in of_stranger.text.partition("\n")[2]
    courier = sheets.client.get(address, headers={"who": COURIER})
    assert (courier.status_code, courier.json()["code"]) == (403, "not_allowed")


def test_export_of_one_is_not_there_for_another(sheets: Served) -> None:
    begun = sheets.client.post("/api/sheets/people/exports", headers={"who": OWNER}).json()["id"]
    for method, path in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        answer = sheets.client.request(method, f"/api/sheets/exports/{begun}{path}", headers={"who": STRANGER})
        assert answer.status_code == 404
