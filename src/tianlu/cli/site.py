"""`tianlu site`: where a county's stations would best stand, proven."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption, PackageArgument, TravelOption, WeekOption
from tianlu.cli.package import find_travel, open_named
from tianlu.cli.report import out
from tianlu.core.ids import PlaceId
from tianlu.core.language import Language
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.view_whatif import view_siting
from tianlu.plan.whatif.siting import Measure, Siting, SitingOrder, Weight, site_stations
from tianlu.week import coming_week, pose


def site(
    package: PackageArgument,
    language: LanguageOption,
    stations: Annotated[int, typer.Option("--stations", metavar="P", min=1, help="How many stations to open.")],
    weight: Annotated[
        Weight, typer.Option("--weight", metavar="pieces|visits", help="What a place counts for.")
    ] = Weight.PIECES,
    measure: Annotated[
        Measure, typer.Option("--measure", metavar="minutes|metres", help="What a station's distance is.")
    ] = Measure.MINUTES,
    fixed: Annotated[
        list[str] | None, typer.Option("--fixed", metavar="PLACE", help="Code of a place where a station stays.")
    ] = None,
    candidate: Annotated[
        list[str] | None,
        typer.Option("--candidate", metavar="PLACE", help="Only these places and the fixed ones may have a station."),
    ] = None,
    pieces_max: Annotated[
        int | None, typer.Option("--pieces-max", metavar="N", min=1, help="Most pieces a week that a station takes.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="SECONDS", min=0.1, help="How long the proof may take.")
    ] = 60.0,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the answer as JSON.")] = None,
    week: WeekOption = None,
    travel: TravelOption = OWN_TRAVEL,
) -> None:
    """Choose the places of P stations: least travel to all places, proven. 站点选址（p-中位）。"""
    county = open_named(package)
    county = replace(county, travel=find_travel(county, travel))
    chosen = week or coming_week(county, date.today())
    problem = pose(county, chosen)
    order = SitingOrder(
        stations,
        weight,
        measure,
        candidates=tuple(PlaceId(code) for code in candidate or ()),
        fixed=tuple(PlaceId(code) for code in fixed or ()),
        pieces_max=pieces_max,
    )
    siting = site_stations(problem, order, seconds=seconds)
    say_siting(problem, siting, language)
    if json is not None:
        json.write_text(view_siting(problem, siting).model_dump_json(indent=1), encoding="utf-8")


def say_siting(problem: WeekProblem, siting: Siting, language: Language) -> None:
    """The places opened with what each serves, the sum and its proof, and what today's stations come to."""
    served: dict[PlaceId, int] = {}
    for _, station in siting.assigned:
        served[station] = served.get(station, 0) + 1
    for station in siting.open:
        place = problem.site(station).place
        count = served.get(station, 0)
        out.print(
            f"  {station} {place.name} {place.name_en}", language.pick(zh=f"服务 {count} 个地点", en=f"serves {count}")
        )
    unit = _unit(siting.order, language)
    proof = (
        language.pick(zh="已证最优", en="proven least")
        if siting.is_proven
        else language.pick(
            zh=f"下界 {siting.bound:,}，差距 {siting.gap:.2%}", en=f"bound {siting.bound:,}, gap {siting.gap:.2%}"
        )
    )
    out.print(
        language.pick(zh=f"合计 {siting.cost:,} {unit}（{proof}）", en=f"In all {siting.cost:,} {unit} ({proof})")
    )
    less = siting.cost - siting.today_cost
    out.print(
        language.pick(
            zh=f"现有 {siting.today_stations} 个站：{siting.today_cost:,} {unit}（相差 {less:+,}）",
            en=f"Today's {siting.today_stations} stations: {siting.today_cost:,} {unit} (difference {less:+,})",
        )
    )


def _unit(order: SitingOrder, language: Language) -> str:
    weight = {Weight.PIECES: ("件", "piece"), Weight.VISITS: ("次", "visit")}[order.weight]
    measure = {Measure.MINUTES: ("分钟", "minutes"), Measure.METRES: ("米", "metres")}[order.measure]
    return language.pick(zh=f"{weight[0]}·{measure[0]}", en=f"{weight[1]}-{measure[1]}")
