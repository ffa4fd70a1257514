"""The desk's own province: uploaded packages stand in for the sample's, and a run's plans are plans like any other."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from tests.gates import open_gate
from tests.jobs.alone import book_alone
from tests.small_county import WEEK, small_county
from tianlu.files.write_package import write_package
from tianlu.plan.service import PlanShelf
from tianlu.scale.api_province import plan_id
from tianlu.scale.county_order import CountyBudget, CountyOrder
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.plan_county import plan_county
from tianlu.server.app import make_app
from tianlu.server.door import open_door, open_province, shelve


def zipped(folder: Path, code: str) -> bytes:
    write_package(replace(small_county(), code=code), folder)
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for file in sorted(folder.glob("*.csv")):
            archive.write(file, file.name)
    return content.getvalue()


def test_an_uploaded_package_stands_in_for_the_samples(tmp_path: Path) -> None:
    province = open_province(tmp_path / "workspace", clock=datetime.now, jobs=book_alone(tmp_path))
    with TestClient(
        make_app(
            open_door(tmp_path / "workspace", clock=datetime.now, jobs=book_alone(tmp_path)),
            gate=open_gate("630102", "100001"),
        )
    ) as client:
        for code in ("630102", "100001"):
            content = zipped(tmp_path / code, code)
            assert client.post("/api/packages", files={"file": ("p.zip", content)}).status_code == 201
    refs = {ref.key: ref for ref in province.list_packages()}
    assert len(refs) == 45
    assert refs["630102"].package.endswith("630102.zip")
    assert refs["630102"].size == refs["100001"].size == 4
    assert refs["630103"].package == "sample:630103"


@pytest.fixture
def outcome(tmp_path: Path) -> CountyOutcome:
    write_package(small_county(), tmp_path / "package")
    order = CountyOrder("000000", str(tmp_path / "package"), WEEK, CountyBudget(iterations=300), seed=4)
    return plan_county(order)


def test_a_countys_plan_goes_to_the_shelf_once(outcome: CountyOutcome, tmp_path: Path) -> None:
    shelf = PlanShelf(tmp_path)
    for _ in range(2):
        shelve(shelf, datetime.now, "run1", outcome)
    (meta,) = shelf.list_metas()
    assert (meta.id, meta.county, meta.cost_fen, meta.seed) == (plan_id("run1", outcome), "000000", outcome.cost_fen, 4)
    assert meta.is_feasible
    assert shelf.get(meta.id).plan.problem_hash == outcome.problem_hash


def test_a_county_in_trouble_has_nothing_for_the_shelf(tmp_path: Path) -> None:
    shelf = PlanShelf(tmp_path)
    shelve(shelf, datetime.now, "run1", CountyOutcome("a", trouble="no places", trouble_zh="没有地点"))
    assert shelf.list_metas() == []
