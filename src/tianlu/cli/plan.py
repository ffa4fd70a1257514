"""`tianlu plan`: search for the cheapest week that keeps every floor, and write it down."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.conflict import explain_trouble
from tianlu.cli.kept import keep_plan, meta_of
from tianlu.cli.options import (
    BoundSecondsOption,
    DriverFenOption,
    HourFenOption,
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
from tianlu.plan.county import County, Wishes, with_wishes
from tianlu.plan.rounds.result import Budget
from tianlu.week import coming_week, plan_week


def plan(
    package: PackageArgument,
    language: LanguageOption,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the plan to this file.")] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FOLDER", help="Keep it on the desk of this workspace and print its id."),
    ] = None,
    week: WeekOption = None,
    seconds: SecondsOption = 30.0,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", metavar="N", min=1, help="Search so many iterations instead of seconds."),
    ] = None,
    bound_seconds: BoundSecondsOption = None,
    seed: SeedOption = 1,
    travel: TravelOption = OWN_TRAVEL,
    driver_fen: DriverFenOption = None,
    hour_fen: HourFenOption = None,
) -> None:
    """Plan a county's week. 规划一个县的一周邮路。

    Exits with 0 if the plan keeps every rule, 1 if not, 2 if the input cannot be used.
    """
    county = open_named(package)
    wishes = wishes_of(county, driver_fen=driver_fen, hour_fen=hour_fen)
    if wishes is not None:
        county = with_wishes(county, wishes)
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
        made_for = MadeFor(county.code, chosen, travel, wishes=wishes)
        json.write_text(plan_file_text(planned.result.plan, made_for), encoding="utf-8")
        out.print(language.pick(zh=f"计划已写入 {json}", en=f"Plan written to {json}"))
    if keep is not None:
        meta = meta_of(county, chosen, planned, seconds=seconds, now=datetime.now(), by="plan")
        keep_plan(keep, meta, planned.result.plan)
        out.print(language.pick(zh=f"计划已保存：{meta.id}", en=f"Plan kept as {meta.id}"))
    if not planned.report.is_feasible:
        explain_trouble(planned.problem, planned.result.plan, language)
        raise typer.Exit(NOT_ALL_RULES_KEPT)


def wishes_of(county: County, *, driver_fen: int | None, hour_fen: int | None) -> Wishes | None:
    """The prices of consistency that were given, the package's where only one was; None where none was."""
    if driver_fen is None and hour_fen is None:
        return None
    return Wishes(
        further_driver_fen=county.terms.further_driver_fen if driver_fen is None else driver_fen,
        arrival_hour_fen=county.terms.arrival_hour_fen if hour_fen is None else hour_fen,
    )
