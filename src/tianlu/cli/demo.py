"""`tianlu demo`: the main job on a sample county, from nothing to a plan in every form."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption, SecondsOption, SeedOption, WeekOption
from tianlu.cli.package import OWN_TRAVEL
from tianlu.cli.progress import search_progress
from tianlu.cli.report import out, say_proof, say_report
from tianlu.core.language import Language
from tianlu.files.exports import EXPORTS
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.plan.county import County
from tianlu.plan.rounds.result import Budget
from tianlu.sample import open_county
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
) -> None:
    """Plan a sample county and write the plan in every form. 规划一个示例县并写出全部文件。"""
    opened = open_county(county)
    chosen = week or coming_week(opened, date.today())
    out.print(introduction(opened, language))
    with search_progress(language) as on_progress:
        budget = Budget(seconds=seconds)
        planned = plan_week(opened, chosen, budget=budget, seed=seed, on_progress=on_progress)
    say_report(planned.report, language)
    say_proof(planned.result, language)
    folder = workspace / "demo" / f"{opened.code}-{chosen.monday}"
    write_everything(folder, planned, MadeFor(opened.code, chosen, OWN_TRAVEL), language)
    out.print(language.pick(zh=f"文件在 {folder}", en=f"Files are in {folder}"))


def introduction(county: County, language: Language) -> str:
    """Which county, how large."""
    places, vehicles = len(county.places), len(county.vehicles)
    lines = len(county.feed.routes) if county.feed else 0
    return language.pick(
        zh=f"{county.name}：{places} 个地点，{vehicles} 辆车，{lines} 条客运线路（示例数据）",
        en=f"{county.name} {county.name_en}: {places} places, {vehicles} vehicles, {lines} bus lines (sample data)",
    )


def write_everything(folder: Path, planned: PlannedWeek, made_for: MadeFor, language: Language) -> None:
    """The plan, and every form in which it can be taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = planned.result.plan
    (folder / "plan.json").write_text(plan_file_text(plan, made_for), encoding="utf-8")
    for export in EXPORTS:
        content = export.write(planned.problem, plan, made_for.week, language)
        (folder / f"plan{export.suffix}").write_bytes(content)
