"""The arguments and options that several verbs share, so that each means the same everywhere."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tianlu.core.calendar import Week
from tianlu.core.language import Language


def language_of_locale() -> Language:
    """Chinese where the locale is, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.ZH if locale.lower().startswith("zh") else Language.EN


def remember_language(ctx: typer.Context, language: Language) -> Language:
    """Let the group know what to speak when trouble comes."""
    ctx.find_root().obj = language
    return language


def parse_week(text: str) -> Week:
    """The week of any of its days."""
    try:
        return Week.containing(date.fromisoformat(text))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2026-11-23") from None


PackageArgument = Annotated[
    str,
    typer.Argument(
        metavar="PACKAGE",
        help="A data package (folder, .xlsx or .zip), or sample:CODE for a county of the sample province.",
    ),
]

PlanArgument = Annotated[
    Path, typer.Argument(metavar="PLAN", help="A plan's JSON file, as `tianlu plan --json` writes it.")
]

LanguageOption = Annotated[
    Language,
    typer.Option(
        "--language",
        metavar="zh|en",
        default_factory=language_of_locale,
        show_default="of the locale",
        is_eager=True,
        callback=remember_language,
        help="Language of what is printed.",
    ),
]

WeekOption = Annotated[
    Week | None,
    typer.Option(
        "--week",
        parser=parse_week,
        metavar="DATE",
        show_default="the coming week, or the timetable's busiest",
        help="Any day of the week to plan, as 2026-11-23.",
    ),
]

TravelOption = Annotated[
    str,
    typer.Option(
        "--travel",
        metavar="SOURCE",
        help="Whose minutes and kilometres count: package (its own table, or straight lines where it has none), "
        "straight-line, osrm:ADDRESS, valhalla:ADDRESS, osm:MAP.osm.pbf.",
    ),
]

SecondsOption = Annotated[float, typer.Option("--seconds", metavar="SECONDS", min=0.1, help="How long to search.")]

BoundSecondsOption = Annotated[
    float | None,
    typer.Option(
        "--bound-seconds",
        metavar="SECONDS",
        min=0.0,
        show_default="as long as the search",
        help="How long to prove how good the plan is: no plan costs less than the bound; 0 proves nothing.",
    ),
]

DriverFenOption = Annotated[
    int | None,
    typer.Option(
        "--driver-fen",
        metavar="FEN",
        min=0,
        show_default="as the package says",
        help="A wish: what each driver of a village beyond the first weighs a week; 0: not priced.",
    ),
]

HourFenOption = Annotated[
    int | None,
    typer.Option(
        "--hour-fen",
        metavar="FEN",
        min=0,
        show_default="as the package says",
        help="A wish: what each hour between a village's earliest and latest arrival weighs; 0: not priced.",
    ),
]

SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help="Equal seed and iterations give an equal plan.")
]

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="ADDRESS",
        help="The workspace's database where it is not a file in it: postgresql://user:password@host/name.",
    ),
]
