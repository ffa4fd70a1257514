"""`tianlu replan`: mend a week under way after closures, cancelled trips, vehicles away or a surge of mail."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.moments import read_away, read_cancelled, read_closed, read_hand_over, read_moment, read_surge
from tianlu.cli.options import LanguageOption, PackageArgument, PlanArgument, SeedOption, WeekOption
from tianlu.cli.package import open_sound_plan
from tianlu.cli.progress import search_progress
from tianlu.cli.report import NOT_ALL_RULES_KEPT, out, say_report
from tianlu.cli.say_difference import moment_words, say_cuts, say_difference, say_missed
from tianlu.files.plan_file import plan_file_text
from tianlu.plan.rounds.disruption import Disruption
from tianlu.plan.rounds.mend import Step, mended_again
from tianlu.plan.rounds.replan import replan as mend
from tianlu.plan.rounds.result import Budget

MomentOption = Annotated[
    str,
    typer.Option("--at", metavar="MOMENT", help="The moment of mending, as 'Wed 10:00': what has left by then stays."),
]
ClosedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--closed",
        metavar="PLACE[=FROM..TO]",
        help="A place that is closed, or PLACE~PLACE for the way between two; FROM and TO as 'Wed 10:00', else now and "
        "the week's end. May be given several times.",
    ),
]
CancelledOption = Annotated[
    list[str] | None, typer.Option("--trip-cancelled", metavar="TRIP", help="A bus trip that does not run.")
]
AwayOption = Annotated[
    list[str] | None,
    typer.Option(
        "--away",
        metavar="VEHICLE[=DAYS]",
        help="A vehicle or courier away, on DAYS as 'Wed,Thu' or for the rest of the week.",
    ),
]
SurgeOption = Annotated[
    list[str] | None,
    typer.Option("--surge", metavar="PLACE=PERCENT", help="More mail to and from a place, from now on."),
]
HandOverOption = Annotated[
    list[str] | None,
    typer.Option(
        "--hand-over",
        metavar="VEHICLE=OTHER@DAY",
        help="Give a vehicle's rounds of a day whole, in order, to another; refused where that breaks a rule. With "
        "disruptions beside it the search goes on from there.",
    ),
]
WrittenOption = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write the mended plan to this file.")
]
ShortOption = Annotated[float, typer.Option("--seconds", metavar="SECONDS", min=0.1, help="How long to search.")]
IterationsOption = Annotated[
    int | None,
    typer.Option("--iterations", metavar="N", min=1, help="Search so many iterations instead of seconds."),
]


def replan(
    package: PackageArgument,
    plan: PlanArgument,
    language: LanguageOption,
    at: MomentOption,
    closed: ClosedOption = None,
    trip_cancelled: CancelledOption = None,
    away: AwayOption = None,
    surge: SurgeOption = None,
    hand_over: HandOverOption = None,
    json: WrittenOption = None,
    week: WeekOption = None,
    seconds: ShortOption = 2.0,
    iterations: IterationsOption = None,
    seed: SeedOption = 1,
) -> None:
    """Mend a week under way, and say what differs. 一周进行中遇到中断时改排其余部分，并列出变化。

    Exits with 0 if the mended plan keeps every rule, 1 if not, 2 if the input cannot be used.
    """
    opened = open_sound_plan(package, plan, week=week)
    at_min = read_moment(at)
    disruptions: list[Disruption] = [
        *(read_closed(opened.problem, text, at_min=at_min) for text in closed or ()),
        *(read_cancelled(text, at_min=at_min) for text in trip_cancelled or ()),
        *(read_away(text, at_min=at_min) for text in away or ()),
        *(read_surge(opened.problem, text, at_min=at_min) for text in surge or ()),
    ]
    with search_progress(language) as on_progress:
        found = mend(
            opened.problem,
            opened.plan,
            disruptions,
            at_min=at_min,
            budget=Budget(iterations=iterations) if iterations else Budget(seconds=seconds),
            seed=seed,
            hand_overs=[read_hand_over(text) for text in hand_over or ()],
            on_progress=on_progress,
        )
    county = opened.county
    moment = moment_words(at_min, language)
    out.print(
        language.pick(zh=f"{county.name}，{moment} 起改排", en=f"{county.name_en or county.name}, mended from {moment}")
    )
    say_cuts(found.problem, found.cuts, language)
    say_difference(found.difference, found.problem, language)
    say_missed(found.problem, found.missed, language)
    say_report(found.after.report, language)
    if json is not None:
        mending = mended_again(opened.made_for.mended, Step(at_min, tuple(disruptions)), found.problem)
        made_for = replace(opened.made_for, mended=mending)
        json.write_text(plan_file_text(found.plan, made_for), encoding="utf-8")
        out.print(language.pick(zh=f"计划已写入 {json}", en=f"Plan written to {json}"))
    if not found.after.report.is_feasible:
        raise typer.Exit(NOT_ALL_RULES_KEPT)
