"""A server over the toy county and a fresh workspace."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.gates import open_gate
from tests.jobs.alone import book_alone
from tests.server.toy import CODE, WEEK, open_toy, pose_toy, solve_toy
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.whatif_excel import whatif_workbook
from tianlu.jobs.book import JobBook
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.worker import WorkerParams
from tianlu.plan.api import Export, PlanDoor
from tianlu.plan.api_ways import WaysDoor
from tianlu.plan.api_whatif import WhatIfDoor
from tianlu.plan.counties import Counties, CountyRef
from tianlu.plan.job_kinds import MEND, PLAN, WAYS
from tianlu.plan.mended import MendWork
from tianlu.plan.plan_work import PlanWork, Solve
from tianlu.plan.service import PlanShelf, Shelf
from tianlu.plan.ways_jobs import WaysJobWork
from tianlu.plan.whatif_jobs import WhatIfMaker, WhatIfWork
from tianlu.plan.whatif_service import Kind, WhatIfResults
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.packages import PackageRef, package_at
from tianlu.scale.province_desk import ProvinceDesk
from tianlu.server.app import make_app
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import open_one_door
from tianlu.server.target.door import open_target

QUICK = WorkerParams(look_every_s=0.05)
TOY = CountyRef(CODE, "玩具县", "Toy County", 100.0, 36.0, 10, 60, open_toy, is_sample=True)


def clock() -> datetime:
    return datetime(WEEK.monday.year, WEEK.monday.month, WEEK.monday.day, 8)


def refuse_package(name: str, content: bytes, check: Callable[[str], None], by: str) -> str:
    raise ProblemsFound(
        [
            Problem(
                code="unknown_parent",
                table="places",
                row=7,
                field="parent",
                found="9999",
                expected="the code of a station",
                how_to_fix="Write the station's code.",
            )
        ]
    )


def toy_counties() -> Counties:
    return Counties(lambda: [TOY], pose=pose_toy, coming_week=lambda county, today: WEEK)


def make_door(
    workspace: Path,
    solve: Solve = solve_toy,
    shelf: Shelf | None = None,
    *,
    jobs: JobBook | None = None,
    counties: Counties | None = None,
    params: WorkerParams = QUICK,
) -> PlanDoor:
    shelf, counties = shelf or PlanShelf(workspace), counties or toy_counties()
    works = {PLAN: PlanWork(counties, shelf, solve, clock), MEND: MendWork(counties, shelf, clock)}
    return PlanDoor(
        counties=counties,
        shelf=shelf,
        desk=JobDesk(jobs or book_alone(workspace), works, params),
        exports={"geojson": Export("application/geo+json", lambda problem, plan, week, language: b"{}")},
        clock=clock,
        receive_package=refuse_package,
    )


def make_whatif(
    door: PlanDoor, workspace: Path, solve: Solve = solve_toy, *, jobs: JobBook | None = None
) -> WhatIfDoor:
    jobs = jobs or book_alone(workspace)
    maker = WhatIfMaker(door.counties, pose_toy, solve)
    work = WhatIfWork(jobs.engine, maker.make, preload="tests.server.toy")
    desk = JobDesk(jobs, {kind.value: work for kind in Kind}, QUICK)
    results = WhatIfResults(desk, jobs.engine, workspace)
    return WhatIfDoor(counties=door.counties, maker=maker, desk=desk, results=results, workbook=whatif_workbook)


def make_ways(door: PlanDoor, workspace: Path, *, jobs: JobBook | None = None) -> WaysDoor:
    jobs = jobs or book_alone(workspace)
    return WaysDoor(JobDesk(jobs, {WAYS: WaysJobWork(jobs.engine, door.counties, door.shelf)}, QUICK), jobs.engine)


def make_province(
    workspace: Path,
    packages: Path,
    on_county: Callable[[str, CountyOutcome], None] = lambda run, outcome: None,
    *,
    jobs: JobBook | None = None,
) -> ProvinceDesk:
    """A province of the packages in a folder, planned by the real search."""

    def list_all() -> tuple[PackageRef, ...]:
        return tuple(package_at(path) for path in sorted(packages.glob("*")))

    return ProvinceDesk(
        workspace,
        jobs=jobs or book_alone(workspace),
        list_packages=list_all,
        on_county=on_county,
        clock=clock,
        processes=1,
        params=QUICK,
    )


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    door = make_door(tmp_path)
    province = make_province(tmp_path, tmp_path / "packages")
    one_door = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    app = make_app(
        door,
        gate=open_gate(CODE),
        whatif=make_whatif(door, tmp_path),
        ways=make_ways(door, tmp_path),
        province=province,
        target=open_target(one_door, door, open_jobs(one_door)),
        one_door=one_door,
        static=tmp_path / "static",
    )
    with TestClient(app) as client:
        yield client
    one_door.close()
