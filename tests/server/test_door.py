"""What the server opens: the sample province, uploaded packages beside it, the exports."""

from importlib.resources import as_file, files
from pathlib import Path

import pytest

from tests.jobs.alone import book_alone
from tests.server.conftest import clock
from tianlu.core.problem import ProblemsFound
from tianlu.people.gate import NotAllowed
from tianlu.people.roles import DATA_IMPORT
from tianlu.plan.api import PlanDoor
from tianlu.server.door import open_door

CODE = "632521"


@pytest.fixture
def door(tmp_path: Path) -> PlanDoor:
    return open_door(tmp_path, clock=clock, jobs=book_alone(tmp_path))


def sample_bytes() -> bytes:
    with as_file(files("tianlu.sample").joinpath(f"data/{CODE}.zip")) as path:
        return path.read_bytes()


def allow(county: str) -> None:
    """Whoever asks may import this county."""


def test_sample_province_is_there_from_the_start(door: PlanDoor) -> None:
    refs = door.counties.list_refs()
    assert len(refs) == 44
    assert all(ref.is_sample for ref in refs)
    assert len({ref.group for ref in refs}) == len({ref.group_en for ref in refs}) == 8


def test_sample_county_opens_as_a_week(door: PlanDoor) -> None:
    week = door.counties.coming_week(CODE, clock().date())
    county, problem = door.counties.open_week(CODE, week)
    assert len(problem.sites) == len(county.places)


def test_uploaded_package_stands_in_for_the_sample_of_its_code(door: PlanDoor) -> None:
    assert door.receive_package("county.zip", sample_bytes(), allow, "owner") == CODE
    refs = [ref for ref in door.counties.list_refs() if ref.code == CODE]
    assert [ref.is_sample for ref in refs] == [False]
    assert door.counties.open(CODE).code == CODE


def test_upload_survives_a_restart(door: PlanDoor, tmp_path: Path) -> None:
    door.receive_package("county.zip", sample_bytes(), allow, "owner")
    again = open_door(tmp_path, clock=clock, jobs=book_alone(tmp_path))
    assert not next(ref for ref in again.counties.list_refs() if ref.code == CODE).is_sample


def test_package_for_a_county_that_is_not_the_senders_is_not_kept(door: PlanDoor, tmp_path: Path) -> None:
    def refuse(county: str) -> None:
        raise NotAllowed(DATA_IMPORT, county)

    with pytest.raises(NotAllowed, match=CODE):
        door.receive_package("county.zip", sample_bytes(), refuse, "owner")
    assert list((tmp_path / "packages").iterdir()) == []


@pytest.mark.parametrize(("name", "content"), [("county.doc", b"x"), ("county.zip", b"no zip at all")])
def test_unusable_upload_is_refused_and_leaves_nothing(
    door: PlanDoor, tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(ProblemsFound):
        door.receive_package(name, content, allow, "owner")
    assert list((tmp_path / "packages").iterdir()) == []


def test_exports_are_named_as_the_desk_asks_for_them(door: PlanDoor) -> None:
    assert set(door.exports) == {"xlsx", "geojson", "sheets.html", "sheets.pdf"}
