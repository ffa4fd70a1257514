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

PASSWORD = "wool and salt and tea"
ENDED = {"done", "failed", "cancelled"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("grid"), wide_counties()) as opened:
        enter_served(opened)
        opened.enter("person", "v11", kind="person", name="王小丽", phone="13900001111", relation="new", tier="small")
        opened.enter("far", "nowhere")
        yield opened


@pytest.fixture(scope="module")
def client(office: ToyOffice) -> Iterator[httpx.Client]:
    opened = office.client()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def grid(client: httpx.Client) -> dict[str, Any]:
    assert make(client)["state"] == "done"
    return found(client)


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


def sign_in(office: ToyOffice, client: httpx.Client, person: str) -> httpx.Client:
    """As somebody of the county, by the address that his manager hands him."""
    key = client.post(f"/api/people/{person}/account/reset-password").json()["address"].partition("#key=")[2]
    own = httpx.Client(base_url=office.address, timeout=60)
    assert own.post("/api/reset-password", json={"key": key, "password": PASSWORD}).is_success
    assert own.post("/api/sign-in", json={"login": person, "password": PASSWORD}).is_success
    return own


def test_nothing_is_shown_before_a_grid_is_made(client: httpx.Client) -> None:
    assert client.get("/api/target/grid", params={"org": TOP}).json() == {"job": None, "found": None}
    answer = client.get("/api/target/grid/cells", params={"org": TOP})
    assert answer.status_code == 404
    assert "先生成" in answer.json()["detail_zh"]


def test_grid_is_made_with_potential_key_cells_and_quality(office: ToyOffice, grid: dict[str, Any]) -> None:
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


def test_grid_has_nobodys_name(client: httpx.Client, grid: dict[str, Any]) -> None:
    text = client.get("/api/target/grid", params={"org": CODE}).text
    assert grid["cells"][0] in text
    assert "王小丽" not in text
    assert "13900001111" not in text
    assert "合作社" not in text


def test_list_behind_a_cell_and_cells_behind_a_list_are_one_selection(
    client: httpx.Client, grid: dict[str, Any]
) -> None:
    row = row_at(grid, "v11")
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


def test_key_cells_are_taken_away_as_excel_and_geojson(client: httpx.Client, grid: dict[str, Any]) -> None:
    best = grid["key_cells"][0]
    excel = client.get("/api/target/grid/key-cells.xlsx", params={"org": CODE})
    sheet = openpyxl.load_workbook(BytesIO(excel.content)).worksheets[0]
    assert any(grid["cells"][best["row"]] in row for row in sheet.iter_rows(values_only=True))
    areas = client.get("/api/target/grid/key-cells.geojson", params={"org": CODE, "language": "en"}).json()
    assert len(areas["features"]) == len(grid["key_cells"])
    assert areas["features"][0]["properties"]["potential_yuan"] == best["potential_fen"] / 100
    assert areas["features"][0]["properties"]["why"] == best["text"]


def test_province_of_few_wide_cells_says_why_it_has_no_potential(client: httpx.Client) -> None:
    assert make(client, org=TOP, resolution=5)["state"] == "done"
    wide = found(client, TOP)
    assert {each["county"] for each in wide["places"]} == {CODE}
    assert sum(wide["layers"]["customers"]) == SERVED + 1
    assert "potential_fen" not in wide["layers"]
    assert wide["why_not"].startswith(f"{wide['quality']['known']} cells bring anything; 60 at least")
    assert "自有收入" in wide["why_not_zh"]
    assert sum(wide["layers"]["own_fen"]) > 0
    assert wide["key_cells"] == []


def test_job_is_ordered_once_and_what_is_stopped_is_not_kept(client: httpx.Client, grid: dict[str, Any]) -> None:
    job = client.post("/api/target/grid", json={"org": CODE, "seed": 9}).json()
    again = client.post("/api/target/grid", json={"org": CODE, "seed": 9}).json()
    assert again["id"] == job["id"]
    assert client.delete(f"/api/target/jobs/{job['id']}").status_code == 200
    state = follow(client, job)["state"]
    assert state in ("cancelled", "done")
    assert found(client)["seed"] == (9 if state == "done" else grid["seed"])


def test_unknown_plan_resolution_and_unit_are_refused(client: httpx.Client) -> None:
    assert client.post("/api/target/grid", json={"org": CODE, "plan": "none"}).status_code == 404
    assert client.post("/api/target/grid", json={"org": CODE, "resolution": 12}).status_code == 422
    assert client.get("/api/target/grid", params={"org": "nowhere"}).status_code == 403


def test_who_sees_no_list_sees_no_grid(office: ToyOffice, client: httpx.Client, grid: dict[str, Any]) -> None:
    office.hire("dispatcher", "dispatcher")
    own, cell = sign_in(office, client, "dispatcher"), {"org": CODE, "cell": grid["cells"][0]}
    for path in ("", "/customers", "/cells", "/key-cells.xlsx"):
        assert own.get(f"/api/target/grid{path}", params=cell).status_code == 403
    assert own.post("/api/target/grid", json={"org": CODE}).status_code == 403


def test_who_may_not_read_people_sees_masks_behind_a_cell_and_makes_no_grid(
    office: ToyOffice, client: httpx.Client, grid: dict[str, Any]
) -> None:
    office.hire("courier", "courier")
    own = sign_in(office, client, "courier")
    asked = {"org": CODE, "cell": grid["cells"][row_at(grid, "v11")], "tier": "small"}
    person = own.get("/api/target/grid/customers", params=asked).json()["customers"][0]
    assert (person["name"], person["is_masked"]) == ("王**", True)
    assert own.get("/api/target/grid", params={"org": CODE}).json()["found"]["cells"] == grid["cells"]
    assert own.post("/api/target/grid", json={"org": CODE}).status_code == 403
    assert own.get("/api/target/grid/key-cells.xlsx", params=asked).status_code == 403


def row_at(grid: dict[str, Any], place: str) -> int:
    return int(next(each["row"] for each in grid["places"] if each["id"] == place))
