"""`tianlu validate`: everything that is wrong with a data package, at once; or what it holds."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tianlu.cli.options import LanguageOption, PackageArgument
from tianlu.cli.package import open_named
from tianlu.cli.plain_words import BAD_INPUT
from tianlu.core.language import Language
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import PlaceKind
from tianlu.plan.county import County

HEADS = (
    ("表", "Table"),
    ("行", "Row"),
    ("列", "Field"),
    ("实际", "Found"),
    ("应为", "Expected"),
    ("怎么改", "How to fix"),
)


def validate(
    package: PackageArgument,
    language: LanguageOption,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON, for programs.")] = False,
) -> None:
    """Say everything that is wrong with a data package. 检查数据包，一次列出全部问题。

    Exits with 0 if the package can be used, 2 if not.
    """
    try:
        county = open_named(package)
    except ProblemsFound as found:
        print_problems(found.problems, language, as_json=as_json)
        raise typer.Exit(BAD_INPUT) from None
    if as_json:
        print("[]")
    else:
        print_summary(county, language)


def print_problems(problems: tuple[Problem, ...], language: Language, *, as_json: bool) -> None:
    """The problems, one a row of a table, or as a JSON list of objects with Problem's own names."""
    if as_json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    # A file or pipe has no width of its own; a table folded to 80 columns cannot be read.
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)
    console.print(problem_table(problems, language))
    console.print(language.pick(zh=f"共 {len(problems)} 个问题。", en=f"{len(problems)} problems in all."))


def problem_table(problems: tuple[Problem, ...], language: Language) -> Table:
    """Where, what was found, what was expected, what to do."""
    table = Table(show_lines=True)
    for zh, en in HEADS:
        table.add_column(language.pick(zh=zh, en=en), overflow="fold")
    for problem in problems:
        table.add_row(
            problem.table,
            "" if problem.row is None else str(problem.row),
            problem.field or "",
            problem.found,
            language.pick(zh=problem.expected_zh, en=problem.expected),
            language.pick(zh=problem.how_to_fix_zh, en=problem.how_to_fix),
        )
    return table


def print_summary(county: County, language: Language) -> None:
    """What the package holds, in counts."""
    console = Console(highlight=False, markup=False)
    name_en = county.name_en or county.name
    console.print(language.pick(zh=f"{county.name}（{county.code}）", en=f"{name_en} ({county.code})"))
    for zh, en, count in counts_of(county):
        console.print(f"  {language.pick(zh=zh, en=en)}: {count}")
    console.print(language.pick(zh="没有问题。", en="No problems."))


def counts_of(county: County) -> tuple[tuple[str, str, int], ...]:
    """Each part of a county in Chinese and English, with how many there are."""
    kinds = [place.kind for place in county.places]
    return (
        ("乡镇站", "stations", kinds.count(PlaceKind.STATION)),
        ("村", "villages", kinds.count(PlaceKind.VILLAGE)),
        ("每周件数", "pieces a week", sum(sum(demand.pieces) for demand in county.demand if not demand.season)),
        ("车辆", "vehicles", len(county.vehicles)),
        ("客运线路", "bus lines", len(county.feed.routes) if county.feed else 0),
        ("班次", "bus trips", len(county.feed.trips) if county.feed else 0),
        ("季节", "seasons", len(county.seasons)),
        ("封闭", "closures", len(county.closures)),
        ("自定标准", "own floors", len(county.floor_overrides)),
    )
