"""`tianlu frontier`: what a week costs for each number of visits a week in every village."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tianlu.cli.options import LanguageOption, PackageArgument, SecondsOption, TravelOption, WeekOption
from tianlu.cli.package import find_travel, open_named
from tianlu.cli.progress import work_progress
from tianlu.cli.report import out, say_week
from tianlu.cli.whatif import SeedsOption
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.place.model import AreaClass
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.plan.view_whatif import FrontierPointView, FrontierView, view_frontier
from tianlu.plan.whatif.frontier import ALL_LEVELS, trace_frontier
from tianlu.week import coming_week, pose


def frontier(
    package: PackageArgument,
    language: LanguageOption,
    visits: Annotated[
        list[int] | None,
        typer.Option("--visits", metavar="N", min=1, max=7, show_default="1 to 7", help="Only so many a week."),
    ] = None,
    area: Annotated[
        list[AreaClass] | None,
        typer.Option(
            "--area", metavar="CLASS", help="Only villages of this area class: city, township, rural, remote."
        ),
    ] = None,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the points as JSON.")] = None,
    week: WeekOption = None,
    seconds: SecondsOption = 20.0,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", metavar="N", min=1, help="Search so many iterations instead of seconds."),
    ] = None,
    seeds: SeedsOption = None,
    travel: TravelOption = OWN_TRAVEL,
) -> None:
    """Trace weekly cost against visits a week in every village. 成本与到访次数的边界。

    Seconds are for each point and seed. A week with more visits keeps fewer too, so the cost never falls as visits
    rise.
    """
    county = open_named(package)
    county = replace(county, travel=find_travel(county, travel))
    chosen = week or coming_week(county, date.today())
    with work_progress(language) as on_work:
        points = trace_frontier(
            pose(county, chosen),
            solve,
            budget=Budget(iterations=iterations) if iterations else Budget(seconds=seconds),
            seeds=tuple(seeds or (1,)),
            levels=tuple(visits or ALL_LEVELS),
            area_classes=tuple(area or ()),
            on_work=on_work,
        )
    view = view_frontier(points)
    say_week(county, chosen, language)
    say_frontier(view, language)
    if json is not None:
        json.write_text(view.model_dump_json(indent=1), encoding="utf-8")


def say_frontier(view: FrontierView, language: Language) -> None:
    """A line a point; a point without a sound plan says so."""
    heads_zh = ("每周到访", "成本", "各种子至", "每多一档", "车日", "公里", "来自")
    heads_en = ("Visits a week", "Cost", "seeds up to", "step", "Vehicle-days", "km", "plan of")
    table = Table(box=None, pad_edge=False)
    for head in heads_zh if language is Language.ZH else heads_en:
        table.add_column(head, justify="right")
    before: FrontierPointView | None = None
    for point in view.points:
        table.add_row(*_cells(point, before, language))
        before = point if point.is_sound else None
    out.print(table)
    for note in {note.en: note for point in view.points for note in point.notes}.values():
        out.print(language.pick(zh=note.zh, en=note.en))


def _cells(point: FrontierPointView, before: FrontierPointView | None, language: Language) -> list[str]:
    if not point.is_sound:
        return [str(point.visits), language.pick(zh="未找到守规的计划", en="no plan found that keeps every rule")]
    more = "" if before is None else f"+{yuan(point.cost_fen - before.cost_fen)}"
    carried = "" if point.carried_from is None else str(point.carried_from)
    km = f"{point.metres / 1000:,.1f}"
    return [str(point.visits), yuan(point.cost_fen), yuan(point.high_fen), more, str(point.vehicle_days), km, carried]
