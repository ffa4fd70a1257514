"""The week's visits over HTTP: a job that is followed and stopped, shown to who may see the list, as he may."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest

from tests.server.toy import CODE
from tests.server.toy_office import ToyOffice, toy_office
from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor
from tianlu.target.lists.customers.service import Customers

ENDED = {"done", "failed", "cancelled"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("visits")) as opened:
        for k in range(6):
            opened.enter(f"c{k}", f"v{k}0")
        opened.enter("person", "v11", kind="person", name="王小丽", phone="13900001111")
        opened.enter("far", "nowhere")
        yield opened


@pytest.fixture
def client(office: ToyOffice) -> Iterator[httpx.Client]:
    opened = office.client()
    yield opened
    opened.close()


def plan_visits(client: httpx.Client, plan: str, seed: int = 1) -> dict[str, Any]:
    job: dict[str, Any] = client.post("/api/target/visits", json={"plan": plan, "seed": seed}).json()
    for _ in range(600):
        if job["state"] in ENDED:
            return job
        time.sleep(0.1)
        job = client.get(f"/api/target/jobs/{job['id']}").json()
    raise AssertionError(job)


def test_visits_are_found_by_a_job_and_say_what_they_add(office: ToyOffice, client: httpx.Client) -> None:
    assert client.get("/api/target/visits", params={"plan": office.plan}).json()["found"] is None
    assert plan_visits(client, office.plan)["state"] == "done"
    told = client.get("/api/target/visits", params={"plan": office.plan}).json()
    found = told["found"]
    assert told["is_current"]
    assert {each["customer"] for each in (*found["visits"], *found["left_out"])} == {
        *(f"c{k}" for k in range(6)),
        "person",
    }
    assert found["elsewhere"] == ["far"]
    assert found["gain_fen"] == sum(each["gain_fen"] for each in found["visits"]) > 0
    assert found["added_m"] < found["own_m"]
    assert {each["id"]: each["name"] for each in told["customers"]}["person"] == "王小丽"


def test_visits_go_out_as_a_workbook(office: ToyOffice, client: httpx.Client) -> None:
    plan_visits(client, office.plan)
    found = client.get("/api/target/visits", params={"plan": office.plan}).json()["found"]
    answer = client.get("/api/target/visits/export.xlsx", params={"plan": office.plan, "language": "en"})
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.content))
    visits, left = book["Visits"], book["Left out"]
    assert visits.max_row == 1 + len(found["visits"])
    assert left.max_row == 1 + len(found["left_out"])
    customers = [visits.cell(row, 4).value for row in range(2, visits.max_row + 1)]
    assert "王小丽" in customers
    assert visits.cell(1, 4).value == "Customer"
    assert client.get("/api/target/visits/export.xlsx", params={"plan": "none"}).status_code == 404


def test_unknown_plan_is_named(client: httpx.Client) -> None:
    answer = client.get("/api/target/visits", params={"plan": "none"})
    assert answer.status_code == 404
    assert "none" in answer.json()["detail"]


def test_who_has_no_personal_read_sees_masks_and_who_sees_no_list_sees_nothing(office: ToyOffice) -> None:
    office.hire("courier", "courier")
    office.hire("dispatcher", "dispatcher")
    customers = Customers(
        office.one_door.workspace.engine, office.one_door.sign_in.gate, clock=lambda: datetime.now(UTC)
    )
    gate = office.one_door.sign_in.gate
    persons = gate.snapshot().persons
    seen = customers.seen(Actor(persons[ActorId("courier")].id, ""), ["person", "c0", "nobody"])
    assert set(seen) == {"person", "c0"}
    assert seen["person"].is_masked
    assert seen["person"].customer.name == "王**"
    assert customers.seen(Actor(persons[ActorId("dispatcher")].id, ""), ["person", "c0"]) == {}


def test_job_is_stopped_and_tried_again(office: ToyOffice, client: httpx.Client) -> None:
    job = client.post("/api/target/visits", json={"plan": office.plan, "seed": 7}).json()
    again = client.post("/api/target/visits", json={"plan": office.plan, "seed": 7}).json()
    assert again["id"] == job["id"], "the same under way is not done twice"
    assert client.delete(f"/api/target/jobs/{job['id']}").status_code == 200
    for _ in range(600):
        state = client.get(f"/api/target/jobs/{job['id']}").json()["state"]
        if state in ENDED:
            break
        time.sleep(0.1)
    assert state in ("cancelled", "done")
    assert [each["org"] for each in client.get("/api/target/jobs").json()] == [CODE] * len(
        client.get("/api/target/jobs").json()
    )


def test_customers_whom_nobody_owns_are_shared_out_first_for_show_and_then_in_earnest(
    office: ToyOffice, client: httpx.Client
) -> None:
    office.hire("seller", "account_manager")
    asked = {"org": CODE, "role": "account_manager", "dry_run": True}
    would = client.post("/api/target/shares", json=asked).json()
    assert would["given"] == 8
    assert client.get("/api/customers", params={"unclaimed": True}).json()["total"] == 8
    done = client.post("/api/target/shares", json={**asked, "dry_run": False}).json()
    assert (done["given"], done["refused"]) == (8, 0)
    assert done["owners"] == [{"owner": "seller", "name": "才让seller", "customers": 8}]
    assert done["bound_m"] <= done["metres"] + 1
    assert client.get("/api/customers", params={"unclaimed": True}).json()["total"] == 0
    assert client.post("/api/target/shares", json={**asked, "role": "auditor"}).status_code == 422
    assert client.post("/api/target/shares", json={**asked, "org": "63"}).status_code == 404


def test_tiers_follow_the_money_first_for_show_and_then_in_earnest(office: ToyOffice, client: httpx.Client) -> None:
    office.enter("rich", "v20", tier="small", monthly_fen=9_000_000)
    would = client.post("/api/target/grades", json={"org": CODE}).json()
    assert {"tier": "special", "customers": 1} in would["into"]
    assert client.get("/api/customers/rich").json()["customer"]["tier"] == "small"
    done = client.post("/api/target/grades", json={"org": CODE, "dry_run": False}).json()
    assert (done["changed"], done["refused"]) == (would["changed"], 0)
    assert client.get("/api/customers/rich").json()["customer"]["tier"] == "special"
    assert client.post("/api/target/grades", json={"org": CODE}).json()["changed"] == 0
    assert client.post("/api/target/grades", json={"org": "elsewhere"}).status_code == 403
