"""Data packages of a server: versions in its database, one of them in use, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.databases import engine, postgresql
from tests.gates import open_gate
from tests.jobs.alone import book_alone
from tests.plan.desk_of_plans import COUNTY, MANAGER, NOON, OTHER, DeskOfPlans
from tests.server.conftest import clock
from tests.server.test_door import CODE, sample_bytes
from tests.small_county import small_county
from tianlu.command.receipt import Standing
from tianlu.core.problem import ProblemsFound
from tianlu.files.write_package import write_package
from tianlu.people.gate import NotAllowed
from tianlu.people.roles import DATA_IMPORT
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.api import PlanDoor
from tianlu.plan.kinds_package import CHOOSE, IMPORT
from tianlu.plan.sender import PlanSender
from tianlu.server.app import make_app
from tianlu.server.db_packages import DbPackages
from tianlu.server.door import open_door

__all__ = ["engine", "postgresql"]


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Iterator[DeskOfPlans]:
    opened = DeskOfPlans(engine, tmp_path)
    yield opened
    opened.door.close()


@pytest.fixture
def packages(desk: DeskOfPlans) -> DbPackages:
    return DbPackages(desk.folder, desk.engine, PlanSender(desk.door.submit, clock=lambda: NOON))


@pytest.fixture
def door(desk: DeskOfPlans, packages: DbPackages) -> PlanDoor:
    return open_door(desk.folder, clock=clock, jobs=book_alone(desk.folder), shelf=desk.shelf, packages=packages)


def county_bytes(folder: Path, name: str) -> bytes:
    """The small county as a packed folder, under the code of a real one."""
    write_package(replace(small_county(), code=COUNTY, name=name), folder / name)
    content = BytesIO()
    with ZipFile(content, "w") as packed:
        for file in sorted((folder / name).iterdir()):
            packed.writestr(ZipInfo(file.name), file.read_bytes())
    return content.getvalue()


def allow(county: str) -> None:
    """Whoever asks may import this county."""


def test_newest_package_is_in_use_and_earlier_ones_are_kept(
    door: PlanDoor, desk: DeskOfPlans, packages: DbPackages, tmp_path: Path
) -> None:
    for name in ("一县", "二县"):
        door.receive_package(f"{name}.zip", county_bytes(tmp_path, name), allow, MANAGER)
    versions = packages.list_versions(COUNTY)
    assert [(each.number, each.name, each.is_current) for each in versions] == [
        (2, "二县.zip", True),
        (1, "一县.zip", False),
    ]
    assert {each.imported_by for each in versions} == {MANAGER}
    assert door.counties.open(COUNTY).name == "二县"


def test_earlier_package_is_used_again_and_what_was_opened_is_forgotten(
    door: PlanDoor, desk: DeskOfPlans, packages: DbPackages, tmp_path: Path
) -> None:
    for name in ("一县", "二县"):
        door.receive_package(f"{name}.zip", county_bytes(tmp_path, name), allow, MANAGER)
    assert door.counties.open(COUNTY).name == "二县"
    first = packages.list_versions(COUNTY)[1].id
    assert desk.send(CHOOSE, {"package": first}, county=OTHER).standing is Standing.REFUSED
    assert desk.send(CHOOSE, {"package": first}).standing is Standing.ACCEPTED
    assert door.counties.open(COUNTY).name == "一县"
    again = desk.send(CHOOSE, {"package": first})
    assert again.refusal is not None
    assert again.refusal.code == "in_use"


def test_the_same_bytes_are_kept_once(door: PlanDoor, packages: DbPackages, tmp_path: Path) -> None:
    content = county_bytes(tmp_path, "一县")
    door.receive_package("a.zip", content, allow, MANAGER)
    door.receive_package("b.zip", county_bytes(tmp_path, "二县"), allow, MANAGER)
    door.receive_package("c.zip", content, allow, MANAGER)
    assert [(each.name, each.is_current) for each in packages.list_versions(COUNTY)] == [
        ("b.zip", False),
        ("a.zip", True),
    ]


def test_package_that_may_not_be_imported_leaves_nothing(door: PlanDoor, packages: DbPackages, tmp_path: Path) -> None:
    def refuse(county: str) -> None:
        raise NotAllowed(DATA_IMPORT, county)

    with pytest.raises(NotAllowed):
        door.receive_package("a.zip", county_bytes(tmp_path, "一县"), refuse, MANAGER)
    with pytest.raises(ProblemsFound):
        door.receive_package("a.zip", b"no package", allow, MANAGER)
    assert packages.list_refs() == []
    assert packages.list_versions(COUNTY) == []


def test_package_of_no_kept_content_is_refused(desk: DeskOfPlans) -> None:
    body = {"package": "0" * 36, "digest": "0" * 64, "name": "a.zip"}
    refusal = desk.send(IMPORT, body).refusal
    assert refusal is not None
    assert refusal.code == "no_content"


def test_files_of_an_older_workspace_are_taken_in_once(packages: DbPackages, tmp_path: Path) -> None:
    old = tmp_path / "packages"
    old.mkdir()
    (old / f"{COUNTY}.zip").write_bytes(county_bytes(tmp_path, "旧县"))
    (old / "632522.zip").write_bytes(b"damaged")
    assert (packages.take_in(old), packages.take_in(old)) == (1, 0)
    (ref,) = packages.list_refs()
    assert (ref.code, ref.name) == (COUNTY, "旧县")
    assert packages.list_versions(COUNTY)[0].imported_by == SERVER
    assert len(list(old.iterdir())) == 2


def test_file_of_the_package_in_use_is_made_again_when_it_was_deleted(packages: DbPackages, tmp_path: Path) -> None:
    content = county_bytes(tmp_path, "一县")
    packages.receive("a.zip", content, allow, by=MANAGER)
    packages.path_of(COUNTY).unlink()
    assert packages.path_of(COUNTY).read_bytes() == content


def test_versions_are_listed_over_http_with_who_brought_them(door: PlanDoor, desk: DeskOfPlans) -> None:
    with TestClient(make_app(door, gate=open_gate(CODE))) as client:
        door.receive_package("a.zip", sample_bytes(), allow, MANAGER)
        (version,) = client.get(f"/api/counties/{CODE}/packages").json()
    assert (version["number"], version["imported_by"], version["is_current"]) == (1, MANAGER, True)


def test_package_for_a_county_that_is_no_unit_says_to_add_it_first(door: PlanDoor) -> None:
    gate = open_gate("000001")
    with TestClient(make_app(door, gate=gate)) as client:
        answer = client.post("/api/packages", files={"file": ("a.zip", sample_bytes())})
    assert answer.status_code == 409
    assert "增设" in answer.json()["detail_zh"]
