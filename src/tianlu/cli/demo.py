"""`tianlu demo`: the main job on a sample county, from nothing to a plan on the desk."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.kept import meta_of
from tianlu.cli.options import LanguageOption, SecondsOption, SeedOption, WeekOption
from tianlu.cli.progress import search_progress
from tianlu.cli.report import out, say_proof, say_report
from tianlu.cli.serve import PORT, run_server
from tianlu.command.envelope import OrgId
from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.files.exports import EXPORTS
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.people.signin.first_run import FirstRun
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.plan.county import County
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.service import PlanMeta
from tianlu.sample import open_county
from tianlu.server.demo_lists import plant_lists
from tianlu.server.demo_units import DEMO_LOGIN, plant_demo
from tianlu.server.one_door import open_one_door
from tianlu.server.plan_shelf import open_shelf
from tianlu.week import PlannedWeek, coming_week, plan_week

DEMO_COUNTY = "632521"


def demo(
    language: LanguageOption,
    county: Annotated[
        str, typer.Option("--county", metavar="CODE", help="Code of a county of the sample province.")
    ] = DEMO_COUNTY,
    week: WeekOption = None,
    seconds: SecondsOption = 20.0,
    seed: SeedOption = 1,
    workspace: Annotated[Path, typer.Option("--workspace", metavar="FOLDER", help="Folder for what is made.")] = Path(
        "workspace"
    ),
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the desk.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
    leave: Annotated[bool, typer.Option("--exit", help="Stop after planning; do not serve the desk.")] = False,
) -> None:
    """Plan a sample county, then open the desk on it. 规划一个示例县并打开工作台。"""
    now = datetime.now()
    opened = open_county(county)
    chosen = week or coming_week(opened, now.date())
    out.print(introduction(opened, chosen, language))
    out.print(language.pick(zh=f"搜索 {seconds:g} 秒", en=f"Searching for {seconds:g} s"))
    with search_progress(language) as on_progress:
        budget = Budget(seconds=seconds)
        planned = plan_week(opened, chosen, budget=budget, seed=seed, on_progress=on_progress)
    say_report(planned.report, language)
    say_proof(planned.result, language)
    folder = workspace / "demo" / f"{opened.code}-{chosen.monday}"
    write_everything(folder, planned, MadeFor(opened.code, chosen, OWN_TRAVEL), language)
    out.print(language.pick(zh=f"文件在 {folder}", en=f"Files are in {folder}"))
    meta = meta_of(opened, chosen, planned, seconds=seconds, now=now, by="demo")
    customers = keep_on_the_desk(workspace, opened, meta, planned.result.plan)
    if customers:
        out.print(
            language.pick(
                zh=f"示例客户清单（程序生成）已导入：{customers} 户",
                en=f"Sample customer lists (generated) taken in: {customers} customers",
            )
        )
    if not leave:
        run_server(workspace, browser=browser, port=port, first_path=enter_path)


def keep_on_the_desk(workspace: Path, county: County, meta: PlanMeta, plan: Plan) -> int:
    """The plan in the workspace's database, in the name of the demonstration's administrator where the county is his,
    else of the server; there the county's sample lists too, once. How many customers came with them. Raises
    StorageTrouble where another server has it open."""
    with closing(open_one_door(workspace, clock=lambda: datetime.now(UTC))) as one_door:
        person = plant_demo(one_door)
        is_his = person is not None and OrgId(meta.county) in one_door.sign_in.gate.snapshot().nodes
        open_shelf(one_door).keep(replace(meta, asked_by=person.id if person and is_his else ""), plan)
        return plant_lists(one_door, county, person) if person is not None and is_his else 0


def enter_path(first_run: FirstRun) -> str:
    """A page that signs in whoever runs the demonstration, once; none where the workspace is somebody else's."""
    person = first_run.find_login(DEMO_LOGIN)
    return f"enter#key={first_run.issue_enter_key(person.id)}" if person else ""


def introduction(county: County, week: Week, language: Language) -> str:
    """Which county, how large, which week."""
    places, vehicles = len(county.places), len(county.vehicles)
    lines = len(county.feed.routes) if county.feed else 0
    return language.pick(
        zh=f"{county.name}（示例数据）{week.monday} 起一周：{places} 个地点，{vehicles} 辆车，{lines} 条客运线路",
        en=f"{county.name} {county.name_en} (sample data), week of {week.monday}: "
        f"{places} places, {vehicles} vehicles, {lines} bus lines",
    )


def write_everything(folder: Path, planned: PlannedWeek, made_for: MadeFor, language: Language) -> None:
    """The plan, and every form in which it can be taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = planned.result.plan
    (folder / "plan.json").write_text(plan_file_text(plan, made_for), encoding="utf-8")
    for export in EXPORTS:
        content = export.write(planned.problem, plan, made_for.week, language)
        (folder / f"plan{export.suffix}").write_bytes(content)
