"""The grid over HTTP: a job with progress, cells with nobody's name, list behind cells and cells behind the list."""

import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest

from tests.server.toy import CODE
from tests.server.toy_office import TOP, ToyOffice, toy_office
from tests.server.wide_toy import SERVED, enter_served, wide_counties
from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor
from tianlu.people.roles import LIST_READ

ENDED = {"done", "failed", "cancelled"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("grid"), wide_counties()) as opened:
        enter_served(opened)
        opened.enter("person", "v11", kind="person", name="王小丽", phone="13900001111", relation="new", tier="small")
        opened.enter("far", "nowhere")
        yield opened


@pytest.fixture
def client(office: ToyOffice) -> Iterator[httpx.Client]:
    opened = office.client()
    yield opened
    opened.close()


def follow(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(900):
        if job["state"] in ENDED:
            return job
        time.sleep(0.1)
        job = client.get(f"/api/target/jobs/{job['id']}").json()
    raise AssertionError(job)


def make(client: httpx.Client, **changes: Any) -> dict[str, Any]:
    answer = client.post("/api/target/grid", json={"org": CODE, **changes})
    assert answer.status_code == 202, answer.text
    return follow(client, answer.json())


def found(client: httpx.Client, org: str = CODE) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/target/grid", params={"org": org}).json()["found"]
    return told


def test_nothing_is_shown_before_a_grid_is_made(client: httpx.Client) -> None:
    assert client.get("/api/target/grid", params={"org": TOP}).json() == {"job": None, "found": None}
    assert client.get("/api/target/grid/cells", params={"org": TOP}).status_code == 404


def test_grid_is_made_with_potential_key_cells_and_quality(office: ToyOffice, client: httpx.Client) -> None:
    assert make(client)["state"] == "done"
    grid = found(client)
    assert grid["plans"] == {CODE: office.plan}
    assert grid["by_rounds"]
    assert grid["elsewhere"] == 1
    assert len(grid["outlines"]) == len(grid["cells"]) == len(grid["layers"]["potential_fen"])
    assert all(len(corners) in (5, 6) for corners in grid["outlines"])
    assert sum(grid["layers"]["customers"]) == SERVED + 1
    assert sum(grid["layers"]["visits_a_week"]) > 0
    assert grid["quality"]["by_cells"]["spearman"] > 0.3
    assert 0.6 < grid["quality"]["by_cells"]["coverage"] <= 1
    assert grid["why_not"] == ""
    assert grid["key_cells"][0]["rank"] == 1
    assert "年潜力" in grid["key_cells"][0]["text_zh"]


def test_grid_has_nobodys_name(client: httpx.Client) -> None:
    make(client)
    text = client.get("/api/target/grid", params={"org": CODE}).text
    assert "王小丽" not in text
    assert "13900001111" not in text
    assert "合作社" not in text


def test_list_behind_a_cell_and_cells_behind_a_list_are_one_selection(client: httpx.Client) -> None:
    make(client)
    grid = found(client)
    row = next(each["row"] for each in grid["places"] if each["id"] == "v11")
    asked = {"org": CODE, "cell": grid["cells"][row]}
    behind = client.get("/api/target/grid/customers", params=asked).json()
    assert behind["total"] == grid["layers"]["customers"][row]
    assert "person" in {each["id"] for each in behind["customers"]}
    narrowed = client.get("/api/target/grid/customers", params={**asked, "tier": "small"}).json()
    assert [each["id"] for each in narrowed["customers"]] == ["person"]

    cells = client.get("/api/target/grid/cells", params={"org": CODE, "tier": "small"}).json()
    assert cells == {"cells": [{"row": row, "customers": 1, "monthly_fen": 300_000}], "elsewhere": 0}
    everybody = client.get("/api/target/grid/cells", params={"org": CODE}).json()
    assert sum(each["customers"] for each in everybody["cells"]) == SERVED + 1
    assert everybody["elsewhere"] == 1
    assert client.get("/api/target/grid/customers", params={**asked, "cell": "none"}).status_code == 404


def test_key_cells_are_taken_away_as_excel_and_geojson(client: httpx.Client) -> None:
    make(client)
    grid = found(client)
    best = grid["key_cells"][0]
    excel = client.get("/api/target/grid/key-cells.xlsx", params={"org": CODE})
    rows = list(openpyxl.load_workbook(BytesIO(excel.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert any(grid["cells"][best["row"]] in row for row in rows)
    areas = client.get("/api/target/grid/key-cells.geojson", params={"org": CODE, "language": "en"}).json()
    assert len(areas["features"]) == len(grid["key_cells"])
    assert areas["features"][0]["properties"]["potential_yuan"] == best["potential_fen"] / 100
    assert areas["features"][0]["properties"]["why"] == best["text"]


def test_too_little_known_is_said_in_words_and_not_drawn(client: httpx.Client) -> None:
    assert make(client, resolution=5)["state"] == "done"
    grid = found(client)
    assert "potential_fen" not in grid["layers"]
    assert grid["why_not"].startswith(f"{grid['quality']['known']} cells bring anything; 100 at least")
    assert "自有收入" in grid["why_not_zh"]
    assert sum(grid["layers"]["own_fen"]) > 0
    assert grid["key_cells"] == []
    make(client)


def test_province_is_the_sum_of_its_counties(client: httpx.Client) -> None:
    assert make(client, org=TOP, resolution=7)["state"] == "done"
    grid = found(client, TOP)
    assert {each["county"] for each in grid["places"]} == {CODE}
    assert sum(grid["layers"]["customers"]) == SERVED + 1


def test_job_is_ordered_once_and_stopped(client: httpx.Client) -> None:
    job = client.post("/api/target/grid", json={"org": CODE, "seed": 9}).json()
    again = client.post("/api/target/grid", json={"org": CODE, "seed": 9}).json()
    assert again["id"] == job["id"]
    assert client.delete(f"/api/target/jobs/{job['id']}").status_code == 200
    assert follow(client, job)["state"] in ("cancelled", "done")


def test_unknown_plan_and_resolution_are_refused(client: httpx.Client) -> None:
    assert client.post("/api/target/grid", json={"org": CODE, "plan": "none"}).status_code == 404
    assert client.post("/api/target/grid", json={"org": CODE, "resolution": 12}).status_code == 422
    assert client.get("/api/target/grid", params={"org": "nowhere"}).status_code == 403


def test_who_sees_no_list_sees_no_grid(office: ToyOffice) -> None:
    office.hire("dispatcher", "dispatcher")
    gate = office.one_door.sign_in.gate
    actor = Actor(gate.snapshot().persons[ActorId("dispatcher")].id, "")
    assert not gate.reach(actor, LIST_READ).paths


def test_people_behind_a_cell_are_masked_for_who_may_not_read_them(office: ToyOffice, client: httpx.Client) -> None:
    from datetime import UTC, datetime

    from tianlu.target.lists.customers.service import Customers
    from tianlu.target.lists.customers.store import Wanted
    from tianlu.target.map.behind import areas_behind
    from tianlu.target.map.view import GridView

    make(client)
    shown = found(client)
    grid = GridView.model_validate({name: shown[name] for name in GridView.model_fields})
    row = next(each.row for each in grid.places if each.id == "v11")
    office.hire("courier", "courier")
    gate = office.one_door.sign_in.gate
    customers = Customers(office.one_door.workspace.engine, gate, clock=lambda: datetime.now(UTC))
    page = customers.page(
        Actor(ActorId("courier"), ""), Wanted(on=areas_behind(grid, row, gate.snapshot())), after=None, count=50
    )
    assert {each.customer.name: each.is_masked for each in page.customers if each.customer.id == "person"} == {
        "王**": True
    }
