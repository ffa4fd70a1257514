"""`tianlu demo`: the main job on a sample county, from nothing to a plan on the desk."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption, SecondsOption, SeedOption, WeekOption
from tianlu.cli.progress import search_progress
from tianlu.cli.report import out, say_proof, say_report
from tianlu.cli.serve import run_server
from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.files.exports import EXPORTS
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.people.model import EntityKind
from tianlu.people.signin.first_run import FirstRun, FirstUnit
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.plan.county import County
from tianlu.plan.rounds.result import Budget
from tianlu.plan.service import PlanMeta, PlanShelf
from tianlu.sample import open_county
from tianlu.week import PlannedWeek, coming_week, plan_week

DEMO_COUNTY = "632521"
DEMO_LOGIN = "demo"


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
    PlanShelf(workspace).keep(meta_of(opened, chosen, planned, seconds=seconds, now=now), planned.result.plan)
    if not leave:
        run_server(workspace, browser=browser, first_path=partial(enter_path, opened))


def enter_path(county: County, first_run: FirstRun) -> str:
    """A page that signs in whoever runs the demonstration, once; on an empty database as its first administrator."""
    if first_run.is_due():
        unit = FirstUnit(
            entity_name="示例企业",
            entity_kind=EntityKind.POST.value,
            org=county.code,
            org_name=county.name,
            org_name_en=county.name_en,
            person_name="示例管理员",
            staff_number=DEMO_LOGIN,
        )
        first_run.found_without_password(unit)
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


def meta_of(county: County, week: Week, planned: PlannedWeek, *, seconds: float, now: datetime) -> PlanMeta:
    """How the plan came about, as the desk's shelf wants to know."""
    result = planned.result
    return PlanMeta(
        id=f"{now:%Y%m%d-%H%M%S-%f}-demo",
        county=county.code,
        county_name=county.name,
        week=week,
        seconds=seconds,
        seed=result.seed,
        made_at=now,
        cost_fen=result.cost_fen,
        bound_fen=result.bound_fen,
        is_feasible=result.is_feasible,
        was_cancelled=False,
        iterations=result.iterations,
        cpu_s=result.cpu_s,
        problem_hash=result.problem_hash,
        version=result.version,
        trace=result.trace,
    )
