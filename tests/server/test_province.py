"""The province over HTTP: started, watched, stopped, gone on with, taken away; by the real search on small packages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from fastapi.testclient import TestClient

from tests.gates import open_gate
from tests.scale.packages import BROKEN, write_broken, write_province
from tests.server.conftest import make_door, make_province
from tests.small_county import WEEK
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.packages import package_at
from tianlu.scale.province_desk import ProvinceDesk, RunState
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder
from tianlu.server.app import make_app

ORDER = {"week": WEEK.monday.isoformat(), "seconds_per_village": 0.05, "seconds_min": 0.2, "seed": 2}
SLOW = {**ORDER, "seconds_min": 60}
PATIENCE_S = 120


@contextmanager
def serving(workspace: Path, packages: Path) -> Iterator[tuple[TestClient, ProvinceDesk]]:
    desk = make_province(workspace, packages)
    with TestClient(
        make_app(
            make_door(workspace), gate=open_gate("100001", "100002", BROKEN), province=desk, static=workspace / "static"
        )
    ) as client:
        yield client, desk


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_province(tmp_path_factory.mktemp("packages"), ("100001", "100002"))
    write_broken(folder)
    return folder


@pytest.fixture(scope="module")
def planned(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose province has been planned."""
    workspace = tmp_path_factory.mktemp("workspace")
    with serving(workspace, packages) as (client, desk):
        started = client.post("/api/province", json=ORDER)
        assert started.status_code == 202
        assert (started.json()["state"], started.json()["done"], started.json()["of"]) == ("running", 0, 3)
        again = client.post("/api/province", json=ORDER)
        assert (again.status_code, again.json()["problems"][0]["code"]) == (422, "province_under_way")
        assert client.post("/api/province/resume").status_code == 422
        assert desk.wait(timeout_s=PATIENCE_S).state is RunState.DONE
    return workspace


def test_a_workspace_without_a_run_says_so_without_trouble(client: TestClient) -> None:
    assert client.get("/api/province").json() is None
    for answer in (client.delete("/api/province"), client.post("/api/province/resume")):
        assert answer.status_code == 404
        assert "全省" in answer.json()["detail_zh"]


def test_a_later_server_shows_the_run_with_its_totals(planned: Path, packages: Path) -> None:
    with serving(planned, packages) as (client, _):
        body = client.get("/api/province").json()
    assert (body["state"], body["done"], body["of"], body["week"]) == ("done", 3, 3, WEEK.monday.isoformat())
    states = {row["county"]: row["state"] for row in body["counties"]}
    assert states == {"100001": "kept", "100002": "kept", BROKEN: "trouble"}
    assert body["totals"]["cost_fen"] == sum(row["cost_fen"] or 0 for row in body["counties"])
    assert (body["totals"]["counties"], body["totals"]["sound"], body["totals"]["troubled"]) == (3, 2, 1)
    troubled = body["counties"][-1]
    assert troubled["plan"] is None
    assert "places 第" in troubled["trouble_zh"]


def test_table_and_map_can_be_taken_away(planned: Path, packages: Path) -> None:
    with serving(planned, packages) as (client, _):
        for suffix in ("xlsx", "csv", "geojson"):
            answer = client.get(f"/api/province/export.{suffix}")
            assert answer.status_code == 200
            assert f"tianlu-province-{WEEK.monday}.{suffix}" in answer.headers["Content-Disposition"]
        table = pl.read_parquet(client.get("/api/province/export.parquet").content)
        assert table["code"].to_list() == ["100001", "100002", ""]
        refused = client.get("/api/province/export.pdf")
        assert (refused.status_code, ".xlsx" in refused.text) == (404, True)


def test_a_stopped_run_goes_on_under_the_same_name(packages: Path, tmp_path: Path) -> None:
    with serving(tmp_path, packages) as (client, desk):
        run = client.post("/api/province", json=SLOW).json()["id"]
        assert client.delete("/api/province").status_code == 200
        assert desk.wait(timeout_s=PATIENCE_S).state is RunState.STOPPED
        assert client.get("/api/province").json()["done"] < 3
        assert client.post("/api/province/resume").json()["id"] == run
        client.delete("/api/province")
        assert desk.wait(timeout_s=PATIENCE_S).state is RunState.STOPPED


def test_a_run_is_not_gone_on_with_when_a_package_has_changed(packages: Path, tmp_path: Path) -> None:
    with serving(tmp_path / "workspace", packages) as (client, desk):
        client.post("/api/province", json=SLOW)
        client.delete("/api/province")
        desk.wait(timeout_s=PATIENCE_S)
    other = write_province(tmp_path / "packages", ("100001",))
    with serving(tmp_path / "workspace", other) as (client, _):
        assert client.get("/api/province").json()["state"] == "stopped"
        answer = client.post("/api/province/resume")
        assert answer.status_code == 422
        assert {problem["field"] for problem in answer.json()["problems"]} == {"packages.100002", f"packages.{BROKEN}"}


def test_a_server_that_closes_leaves_the_run_to_the_next_one_which_plans_only_what_is_missing(
    packages: Path, tmp_path: Path
) -> None:
    with serving(tmp_path, packages) as (client, _):
        run = client.post("/api/province", json={**ORDER, "seconds_min": 6}).json()["id"]
        while client.get("/api/province").json()["done"] < 1:
            pass
    first = {path: path.stat().st_mtime_ns for path in tmp_path.glob("provinces/*/counties/*.json")}
    assert len(first) < 3
    with serving(tmp_path, packages) as (client, desk):
        assert desk.wait(timeout_s=PATIENCE_S).state is RunState.DONE
        body = client.get("/api/province").json()
    assert (body["id"], body["done"]) == (run, 3)
    assert {path: path.stat().st_mtime_ns for path in first} == first


def test_a_stopped_run_of_an_older_version_is_gone_on_with(packages: Path, tmp_path: Path) -> None:
    refs = tuple(package_at(path) for path in sorted(packages.glob("*")))
    order = ProvinceOrder(refs, WEEK, CountyBudget(seconds_min=0.2), seed=2)
    ProvinceFolder(tmp_path / "provinces" / "20251123-080000-000000").begin(order, resume=False)
    with serving(tmp_path, packages) as (client, desk):
        assert client.get("/api/province").json()["state"] == "stopped"
        assert client.post("/api/province/resume").json()["id"] == "20251123-080000-000000"
        assert desk.wait(timeout_s=PATIENCE_S).state is RunState.DONE


@pytest.mark.parametrize("wrong", [{"seconds_per_village": 0}, {"seconds_min": -1}, {"seed": -1}, {"week": "soon"}])
def test_an_order_that_cannot_be_is_refused(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/api/province", json={**ORDER, **wrong}).status_code == 422


def test_each_county_is_told_of_before_it_counts_as_done(packages: Path, tmp_path: Path) -> None:
    """A server killed in between tells it again; it never leaves a county without its plan on the shelf."""
    done_when_told: dict[str, bool] = {}

    def note(run: str, outcome: CountyOutcome) -> None:
        row = tmp_path / "provinces" / run / "counties" / f"{outcome.key}.json"
        done_when_told[outcome.key] = row.exists()

    desk = make_province(tmp_path, packages, note)
    with TestClient(
        make_app(
            make_door(tmp_path), gate=open_gate("100001", "100002", BROKEN), province=desk, static=tmp_path / "static"
        )
    ) as client:
        client.post("/api/province", json=ORDER)
        desk.wait(timeout_s=PATIENCE_S)
    assert done_when_told == {"100001": False, "100002": False, BROKEN: False}
