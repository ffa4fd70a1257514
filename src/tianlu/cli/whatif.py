"""`tianlu whatif`: scenarios side by side with the week as it is."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tianlu.cli.options import LanguageOption, PackageArgument, SecondsOption, TravelOption, WeekOption
from tianlu.cli.package import find_travel, open_named
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.progress import work_progress
from tianlu.cli.report import NOT_ALL_RULES_KEPT, out, say_week
from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.core.problem import ProblemsFound
from tianlu.files.whatif_excel import whatif_workbook
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.plan.county import County
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.plan.view_whatif import ComparisonView, FigureRowView, OutcomeView, view_comparison
from tianlu.plan.whatif.apply import PosedScenario, pose_scenario
from tianlu.plan.whatif.compare import compare
from tianlu.plan.whatif.ready_made import ready_made
from tianlu.plan.whatif.scenario_file import parse_scenario
from tianlu.week import coming_week, pose

UNITS = {
    "fen": (100, 2, "元", "yuan"),
    "m": (1000, 1, "公里", "km"),
    "min": (60, 1, "小时", "h"),
    "g": (1000, 1, "千克", "kg"),
}
"""Parts a unit, digits, and the unit's name in both languages."""
MISSED_SHOWN = 6

SeedsOption = Annotated[
    list[int] | None,
    typer.Option("--seed", metavar="N", min=0, show_default="1", help="Give it several times to see the spread."),
]


def whatif(
    language: LanguageOption,
    package: PackageArgument = "",
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", metavar="FILE|NAME", help="A scenario's file, or the name of a ready-made one."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="NAME", help="Print a ready-made scenario to fill in, and stop."),
    ] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the comparison as JSON.")] = None,
    excel: Annotated[
        Path | None, typer.Option("--excel", metavar="FILE", help="Write it as an Excel workbook.")
    ] = None,
    week: WeekOption = None,
    seconds: SecondsOption = 30.0,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", metavar="N", min=1, help="Search so many iterations instead of seconds."),
    ] = None,
    seeds: SeedsOption = None,
    travel: TravelOption = OWN_TRAVEL,
) -> None:
    """Plan scenarios and the week as it is, and lay them side by side. 情景对比：与现状并列。

    Each is searched for the same time from the same seeds. Ready-made: without-buses, five-visits; templates to fill
    in: station-closed, ev-fleet, same-driver, subsidised-station. Exits with 1 if a plan breaks a rule.
    """
    if template is not None:
        typer.echo(_find_template(template))
        return
    if not package or not scenario:
        raise CannotGoOn(
            en="name a data package, and at least one --scenario (or print one with --template).",
            zh="请给出数据包，并至少用 --scenario 指定一个情景（可用 --template 输出模板）。",
        )
    county = open_named(package)
    county = replace(county, travel=find_travel(county, travel))
    chosen = week or coming_week(county, date.today())
    posed = [_pose_named(name, county, chosen) for name in scenario]
    budget = Budget(iterations=iterations) if iterations else Budget(seconds=seconds)
    with work_progress(language) as on_work:
        base = pose(county, chosen)
        comparison = compare(base, posed, solve, budget=budget, seeds=tuple(seeds or (1,)), on_work=on_work)
    view = view_comparison(comparison)
    say_week(county, chosen, language)
    say_comparison(view, language)
    if json is not None:
        json.write_text(view.model_dump_json(indent=1), encoding="utf-8")
    if excel is not None:
        excel.write_bytes(whatif_workbook(view, language))
    if not all(outcome.is_sound for outcome in view.outcomes):
        raise typer.Exit(NOT_ALL_RULES_KEPT)


def say_comparison(view: ComparisonView, language: Language) -> None:
    """The table, then what is to be known of each scenario."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for outcome in view.outcomes:
        table.add_column(_name(outcome, language), justify="right")
    for row in view.figures:
        cells = [shown(row, k) for k in range(len(row.values))]
        if any(cells):
            table.add_row(_head(row, language), *cells)
    out.print(table)
    for outcome in view.outcomes:
        for line in _remarks(outcome, language):
            out.print(f"{_name(outcome, language)}: {line}")


def shown(row: FigureRowView, k: int) -> str:
    """A value, and in brackets its signed difference to the week as it is."""
    value, less = row.values[k], row.differences[k]
    if value is None:
        return ""
    said = _figure(value, row.unit, signed=False)
    return f"{said} ({_figure(less, row.unit, signed=True)})" if less else said


def _figure(value: int, unit: str, *, signed: bool) -> str:
    sign = "+" if signed else ""
    if unit == "permille":
        return f"{value / 10:{sign}.1f} %"
    parts, digits, _, _ = UNITS.get(unit, (1, 0, "", ""))
    return f"{value / parts:{sign},.{digits}f}"


def _head(row: FigureRowView, language: Language) -> str:
    _, _, zh, en = UNITS.get(row.unit, (1, 0, "", ""))
    unit = language.pick(zh=zh, en=en)
    return language.pick(zh=row.zh, en=row.en) + (f" {unit}" if unit else "")


def _name(outcome: OutcomeView, language: Language) -> str:
    return language.pick(zh=outcome.name, en=outcome.name_en)


def _remarks(outcome: OutcomeView, language: Language) -> list[str]:
    missed = [language.pick(zh=each.zh, en=each.en) for each in outcome.missed[:MISSED_SHOWN]]
    more = len(outcome.missed) - len(missed)
    lines = [language.pick(zh=note.zh, en=note.en) for note in (*outcome.notes, *outcome.broken)]
    if missed:
        named = "; ".join(missed) + (f" … +{more}" if more > 0 else "")
        lines.append(language.pick(zh=f"未达标：{named}", en=f"floors missed: {named}"))
    for subsidy in outcome.subsidies:
        steps = "; ".join(f"{language.pick(zh=step.zh, en=step.en)} = ¥{step.fen / 100:,.2f}" for step in subsidy.steps)
        lines.append(f"{language.pick(zh=subsidy.name, en=subsidy.name_en)} ({subsidy.clause}): {steps}")
    return lines


def _find_template(name: str) -> str:
    if name not in ready_made():
        listed = ", ".join(ready_made())
        raise CannotGoOn(en=f"no scenario {name!r}; there are {listed}.", zh=f"没有情景 {name!r}；现有 {listed}。")
    return ready_made()[name].text


def _pose_named(name: str, county: County, week: Week) -> PosedScenario:
    """A ready-made scenario, or a file's. Raises ProblemsFound under the name of what is wrong."""
    is_shipped = name in ready_made() and not Path(name).exists()
    if not is_shipped and not Path(name).exists():
        listed = ", ".join(ready_made())
        raise CannotGoOn(
            en=f"no file {name!r}, nor a ready-made scenario of that name; there are {listed}.",
            zh=f"没有文件 {name!r}，也没有叫这个名字的现成情景；现有 {listed}。",
        )
    text = ready_made()[name].text if is_shipped else Path(name).read_text(encoding="utf-8")
    try:
        return pose_scenario(county, week, parse_scenario(text), pose)
    except ProblemsFound as trouble:
        raise ProblemsFound(replace(problem, table=name) for problem in trouble.problems) from None
