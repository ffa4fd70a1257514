"""`tianlu plan`: search for the cheapest week that keeps every floor, and write it down."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.conflict import explain_trouble
from tianlu.cli.options import (
    BoundSecondsOption,
    LanguageOption,
    PackageArgument,
    SecondsOption,
    SeedOption,
    TravelOption,
    WeekOption,
)
from tianlu.cli.package import find_travel, open_named
from tianlu.cli.progress import search_progress
from tianlu.cli.report import NOT_ALL_RULES_KEPT, out, say_proof, say_report, say_week
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.plan.rounds.result import Budget
from tianlu.week import coming_week, plan_week


def plan(
    package: PackageArgument,
    language: LanguageOption,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the plan to this file.")] = None,
    week: WeekOption = None,
    seconds: SecondsOption = 30.0,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", metavar="N", min=1, help="Search so many iterations instead of seconds."),
    ] = None,
    bound_seconds: BoundSecondsOption = None,
    seed: SeedOption = 1,
    travel: TravelOption = OWN_TRAVEL,
) -> None:
    """Plan a county's week. 规划一个县的一周邮路。

    Exits with 0 if the plan keeps every rule, 1 if not, 2 if the input cannot be used.
    """
    county = open_named(package)
    chosen = week or coming_week(county, date.today())
    budget = Budget(iterations=iterations) if iterations else Budget(seconds=seconds)
    with search_progress(language) as on_progress:
        matrix = find_travel(county, travel)
        planned = plan_week(
            county,
            chosen,
            budget=budget,
            seed=seed,
            travel=matrix,
            bound_seconds=bound_seconds,
            on_progress=on_progress,
        )
    say_week(county, chosen, language)
    say_report(planned.report, language)
    say_proof(planned.result, language)
    if json is not None:
        made_for = MadeFor(county.code, chosen, travel)
        json.write_text(plan_file_text(planned.result.plan, made_for), encoding="utf-8")
        out.print(language.pick(zh=f"计划已写入 {json}", en=f"Plan written to {json}"))
    if not planned.report.is_feasible:
        explain_trouble(planned.problem, planned.result.plan, language)
        raise typer.Exit(NOT_ALL_RULES_KEPT)
