"""`tianlu export`: take a plan away as a workbook, a map layer, or sheets to print."""

from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption, PackageArgument, PlanArgument, WeekOption
from tianlu.cli.package import open_sound_plan
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.files.exports import EXPORTS, find_export


def export(
    package: PackageArgument,
    plan: PlanArgument,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="File to write: .xlsx, .geojson, .html or .pdf.")],
    language: LanguageOption,
    week: WeekOption = None,
) -> None:
    """Write a plan as Excel, GeoJSON, or sheets to print. 导出计划：表格、地图图层、邮路单。"""
    chosen = find_export(to.name)
    if chosen is None:
        known = ", ".join(each.suffix for each in EXPORTS)
        raise CannotGoOn(
            en=f"{to.name} is no kind of file that a plan can be: {known}.", zh=f"不能导出为 {to.name}；可用：{known}。"
        )
    opened = open_sound_plan(package, plan, week=week)
    to.write_bytes(chosen.write(opened.problem, opened.plan, opened.week, language))
    out.print(language.pick(zh=f"已写入 {to}", en=f"Written to {to}"))
