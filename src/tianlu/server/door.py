"""What the server opens: the sample province and the workspace's own packages, the search, the exports."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from tianlu.core.calendar import Week
from tianlu.files.exports import EXPORTS
from tianlu.files.plan_file import read_plan_file
from tianlu.files.whatif_excel import whatif_workbook
from tianlu.jobs.book import JobBook
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.work import Work
from tianlu.jobs.worker import WorkerParams
from tianlu.plan.api import Export, PlanDoor
from tianlu.plan.api_ways import WaysDoor
from tianlu.plan.api_whatif import WhatIfDoor
from tianlu.plan.counties import Counties, CountyRef
from tianlu.plan.job_kinds import MEND, PLAN, WAYS
from tianlu.plan.mended import MendWork
from tianlu.plan.plan_work import PlanWork
from tianlu.plan.rounds.prove import solve_and_prove_within
from tianlu.plan.rounds.solve import solve
from tianlu.plan.service import PlanMeta, PlanShelf, Shelf
from tianlu.plan.ways_jobs import WaysJobWork
from tianlu.plan.whatif_jobs import WhatIfMaker, WhatIfWork
from tianlu.plan.whatif_service import Kind, WhatIfResults
from tianlu.sample import CountySummary, list_counties, open_county
from tianlu.sample.prefectures import get_prefecture
from tianlu.scale.api_province import plan_id
from tianlu.scale.county_outcome import CountyOutcome, FloorState
from tianlu.scale.packages import PackageRef, list_sample, package_at
from tianlu.scale.province_desk import ProvinceDesk
from tianlu.server.package_shelf import FolderPackages, Packages
from tianlu.week import coming_week, pose

SHEETS = (".html", ".pdf")


def open_door(
    workspace: Path,
    *,
    clock: Callable[[], datetime],
    jobs: JobBook,
    shelf: Shelf | None = None,
    packages: Packages | None = None,
    processes: int | None = None,
) -> PlanDoor:
    """Everything the routes need, over one workspace folder, which is made where it is missing. A server gives the
    shelves of its database; without them plans and packages are kept in the folder. `processes` is how many searches
    run at once."""
    shelf = shelf or PlanShelf(workspace)
    packages = packages or FolderPackages(workspace)
    counties = Counties(partial(all_refs, packages), pose=pose, coming_week=coming_week)
    works: dict[str, Work] = {
        PLAN: PlanWork(counties, shelf, solve_and_prove_within, clock),
        MEND: MendWork(counties, shelf, clock),
    }
    at_once = processes or max(1, (os.cpu_count() or 2) - 1)
    return PlanDoor(
        counties=counties,
        shelf=shelf,
        desk=JobDesk(jobs, works, WorkerParams(at_once=at_once)),
        exports={_export_name(export.suffix): Export(export.media_type, export.write) for export in EXPORTS},
        clock=clock,
        receive_package=partial(_receive, packages, counties),
        list_packages=packages.list_versions,
    )


def open_whatif(door: PlanDoor, workspace: Path, *, jobs: JobBook) -> WhatIfDoor:
    """Scenarios over the same counties, one at a time; results are kept in the jobs' database."""
    maker = WhatIfMaker(door.counties, pose, solve)
    desk = JobDesk(jobs, {kind.value: WhatIfWork(jobs.engine, maker.make) for kind in Kind}, WorkerParams())
    return WhatIfDoor(
        counties=door.counties,
        maker=maker,
        desk=desk,
        results=WhatIfResults(desk, jobs.engine, workspace),
        workbook=whatif_workbook,
    )


def open_ways(door: PlanDoor, *, jobs: JobBook) -> WaysDoor:
    """Ways out of the conflicts of the same plans, one search at a time."""
    work = WaysJobWork(jobs.engine, door.counties, door.shelf)
    return WaysDoor(JobDesk(jobs, {WAYS: work}, WorkerParams()), jobs.engine)


def open_province(
    workspace: Path,
    *,
    clock: Callable[[], datetime],
    jobs: JobBook,
    shelf: Shelf | None = None,
    packages: Packages | None = None,
    processes: int | None = None,
) -> ProvinceDesk:
    """Runs over all the counties of the desk; each county's plan goes to the shelf of plans as well."""
    shelf = shelf or PlanShelf(workspace)
    packages = packages or FolderPackages(workspace)
    return ProvinceDesk(
        workspace,
        jobs=jobs,
        list_packages=partial(_all_packages, packages),
        on_county=partial(shelve, shelf, clock),
        clock=clock,
        processes=processes or max(1, os.cpu_count() or 1),
    )


def all_refs(packages: Packages) -> list[CountyRef]:
    """The uploaded counties, then the sample's; an uploaded package stands in for the sample of its code."""
    own = packages.list_refs()
    codes = {ref.code for ref in own}
    return [*own, *(_sample_ref(summary) for summary in list_counties() if summary.code not in codes)]


def _all_packages(packages: Packages) -> tuple[PackageRef, ...]:
    """The same counties as packages, by size in villages."""
    own = [
        replace(package_at(packages.path_of(ref.code)), key=ref.code, size=ref.villages) for ref in packages.list_refs()
    ]
    codes = {ref.key for ref in own}
    return (*own, *(ref for ref in list_sample() if ref.key not in codes))


def shelve(shelf: Shelf, clock: Callable[[], datetime], run_id: str, outcome: CountyOutcome) -> None:
    """A county's plan of a province run beside the plans that were made one by one; once, however often it is told."""
    name = plan_id(run_id, outcome)
    if outcome.trouble or shelf.has(name):
        return
    plan, _ = read_plan_file(outcome.plan_json)
    meta = PlanMeta(
        id=name,
        county=outcome.code,
        county_name=outcome.name,
        week=Week(date.fromisoformat(outcome.week)),
        seconds=outcome.budget_s or outcome.seconds,
        seed=outcome.seed,
        made_at=clock(),
        cost_fen=outcome.cost_fen or 0,
        bound_fen=outcome.bound_fen,
        is_feasible=outcome.state is FloorState.KEPT,
        was_cancelled=False,
        iterations=outcome.iterations,
        cpu_s=outcome.cpu_s,
        problem_hash=outcome.problem_hash,
        version=outcome.version,
    )
    shelf.keep(meta, plan)


def _receive(
    packages: Packages, counties: Counties, name: str, content: bytes, check: Callable[[str], None], by: str
) -> str:
    county = packages.receive(name, content, check, by=by)
    counties.forget(county.code)
    return county.code


def _sample_ref(summary: CountySummary) -> CountyRef:
    prefecture = get_prefecture(summary.code)
    return CountyRef(
        code=summary.code,
        name=summary.name,
        name_en=summary.name_en,
        lon=summary.lon,
        lat=summary.lat,
        stations=summary.stations,
        villages=summary.villages,
        open=partial(open_county, summary.code),
        group=prefecture.name,
        group_en=prefecture.name_en,
        is_sample=True,
    )


def _export_name(suffix: str) -> str:
    """`xlsx`, `geojson`, `sheets.html`, `sheets.pdf`."""
    return f"sheets{suffix}" if suffix in SHEETS else suffix.removeprefix(".")
