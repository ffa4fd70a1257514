"""`tianlu province`: plan every county of a province in one run, take it up again after a stop, write table and map."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Line
from rich.table import Table

from tianlu.cli.options import LanguageOption, WeekOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import NOT_ALL_RULES_KEPT, out
from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.scale.county_order import SECONDS_MIN, SECONDS_PER_VILLAGE, CountyBudget
from tianlu.scale.county_outcome import CountyOutcome, FloorState
from tianlu.scale.packages import SAMPLE, PackageRef, list_packages
from tianlu.scale.province import OnProvinceProgress, ProvinceProgress, ProvinceRun, plan_province
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder, order_of_charter
from tianlu.scale.province_table import PROVINCE_EXPORTS, STATES_ZH
from tianlu.scale.province_totals import ProvinceTotals, total

STOPPED = 130
"""Exit code of a run that was stopped, as a shell says of a Ctrl-C."""


def province(
    to: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Folder for the results: a row and a plan a county.")
    ],
    language: LanguageOption,
    packages: Annotated[
        str,
        typer.Option(
            "--packages", metavar="FOLDER", help="Folder with a data package a county, or the sample province."
        ),
    ] = SAMPLE,
    week: WeekOption = None,
    seconds_per_village: Annotated[
        float | None,
        typer.Option(
            "--seconds-per-village",
            metavar="SECONDS",
            min=0.001,
            show_default=f"{SECONDS_PER_VILLAGE}",
            help=f"Search each county so long for each of its villages, and no less than {SECONDS_MIN:g} s.",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", metavar="SECONDS", min=0.1, help="Search every county so long, whatever its size."),
    ] = None,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", metavar="N", min=1, help="Search so many iterations instead of seconds."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="N", min=0, show_default="1", help="Equal seed and iterations give equal plans."
        ),
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", metavar="N", min=1, help="How many counties are searched at once.")
    ] = 2,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what the folder holds: plan the counties that it lacks.")
    ] = False,
) -> None:
    """Plan every county of a province. 规划全省各县的一周邮路。

    Writes counties/ and plans/, one file a county, and when all are done the table and the map: province.xlsx, .csv,
    .parquet, .geojson. Exits with 0 if every county keeps every rule, 1 if not, 2 if the input cannot be used, 130 if
    it was stopped.
    """
    folder = ProvinceFolder(to)
    budget = budget_of(seconds_per_village=seconds_per_village, seconds=seconds, iterations=iterations)
    refs = list_packages(packages)
    order = order_of(folder, refs, week=week, budget=budget, seed=seed, resume=resume)
    with province_progress(language) as on_progress:
        try:
            run = plan_province(folder, order, processes=processes, resume=resume, on_progress=on_progress)
        except KeyboardInterrupt:
            run = ProvinceRun(tuple(folder.outcomes().values()), was_cancelled=True)
    say_province(run, order, language)
    if run.was_cancelled:
        out.print(
            language.pick(
                zh=f"已停止：{len(run.outcomes)}/{len(refs)} 个县已完成；加 --resume 续算。",
                en=f"Stopped: {len(run.outcomes)} of {len(refs)} counties are done; add --resume to go on.",
            )
        )
        raise typer.Exit(STOPPED)
    for export in PROVINCE_EXPORTS:
        (to / f"province{export.suffix}").write_bytes(export.write(run.outcomes))
    out.print(language.pick(zh=f"表格、地图与各县计划在 {to}", en=f"Table, map and each county's plan are in {to}"))
    if total(run.outcomes).sound < len(refs):
        raise typer.Exit(NOT_ALL_RULES_KEPT)


def budget_of(
    *, seconds_per_village: float | None, seconds: float | None, iterations: int | None
) -> CountyBudget | None:
    """None where nothing was said. Raises CannotGoOn where two things were."""
    if sum(each is not None for each in (seconds_per_village, seconds, iterations)) > 1:
        raise CannotGoOn(
            en="--seconds-per-village, --seconds and --iterations: name one of them.",
            zh="--seconds-per-village、--seconds、--iterations 只能指定一个。",
        )
    if iterations is not None:
        return CountyBudget(iterations=iterations)
    if seconds is not None:
        return CountyBudget(seconds_min=seconds)
    if seconds_per_village is not None:
        return CountyBudget(seconds_per_village, SECONDS_MIN)
    return None


def order_of(
    folder: ProvinceFolder,
    refs: tuple[PackageRef, ...],
    *,
    week: Week | None,
    budget: CountyBudget | None,
    seed: int | None,
    resume: bool,
) -> ProvinceOrder:
    """What is asked for; where a run is taken up again, what is not said is as it was when it began."""
    before = order_of_charter(folder.read_charter(), refs) if resume and folder.has_run() else None
    default = before or ProvinceOrder(
        refs,
        Week.containing(date.today() + timedelta(days=7)),
        CountyBudget(SECONDS_PER_VILLAGE, SECONDS_MIN),
        seed=1,
    )
    return ProvinceOrder(refs, week or default.week, budget or default.budget, default.seed if seed is None else seed)


@contextmanager
def province_progress(language: Language) -> Iterator[OnProvinceProgress]:
    """One line that renews itself: counties done, cost so far, time left."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[rest]}"))
    with Line(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task("", total=1.0, rest="")

        def on_progress(progress: ProvinceProgress) -> bool:
            said = language.pick(zh="个县", en="counties")
            under_way = sum(each.fraction for each in progress.running)
            line.update(
                task,
                description=f"{progress.done}/{progress.of} {said}",
                total=progress.of,
                completed=progress.done + under_way,
                rest=_rest(progress, language),
            )
            return True

        yield on_progress


def _rest(progress: ProvinceProgress, language: Language) -> str:
    cost = yuan(progress.cost_fen) if progress.cost_fen else ""
    if progress.left_s is None:
        return cost
    minutes, seconds = divmod(round(progress.left_s), 60)
    return language.pick(
        zh=f"{cost}，约剩 {minutes} 分 {seconds} 秒", en=f"{cost}, about {minutes} min {seconds} s left"
    )


def say_province(run: ProvinceRun, order: ProvinceOrder, language: Language) -> None:
    """The counties as a table, the totals beneath, and what went wrong in words."""
    monday = order.week.monday
    out.print(language.pick(zh=f"{monday} 起一周", en=f"Week of {monday}"))
    out.print(province_lines(run.outcomes, language))
    for row in run.outcomes:
        if row.trouble:
            out.print(f"{row.key}: {language.pick(zh=row.trouble_zh, en=row.trouble)}")
        elif row.broken:
            out.print(f"{row.key} {row.name}: {row.rules_broken}")


def province_lines(outcomes: tuple[CountyOutcome, ...], language: Language) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(language.pick(zh="县", en="County"))
    heads = (
        language.pick(zh="村", en="Villages"),
        language.pick(zh="每周成本", en="Cost a week"),
        language.pick(zh="差距", en="Gap"),
        language.pick(zh="达标", en="Floors kept"),
        language.pick(zh="公里", en="km"),
        language.pick(zh="小时", en="h"),
        "kg CO2e",
        language.pick(zh="秒", en="s"),
    )
    for head in heads:
        table.add_column(head, justify="right")
    table.add_column(language.pick(zh="状态", en="State"))
    for row in outcomes:
        name = language.pick(zh=row.name, en=row.name_en or row.name) or row.key
        state = language.pick(zh=STATES_ZH[row.state], en=row.state.value)
        seconds = f"{row.seconds:,.0f}"
        cells = ("",) * 7 if row.state is FloorState.TROUBLE else _cells(row)
        table.add_row(name, *cells, seconds, state)
    sums = total(outcomes)
    said = language.pick(zh=f"{sums.sound}/{sums.counties} 个县全部守住", en=f"{sums.sound}/{sums.counties} keep all")
    table.add_row(language.pick(zh="合计", en="Total"), *_cells(sums), "", said, style="bold")
    return table


def _cells(row: CountyOutcome | ProvinceTotals) -> tuple[str, ...]:
    return (
        f"{row.villages:,}",
        yuan(row.cost_fen or 0),
        "" if row.gap is None else f"{row.gap:.1%}",
        f"{row.floors_met:,}/{row.floors_of:,}",
        f"{row.metres / 1000:,.0f}",
        f"{row.minutes / 60:,.0f}",
        f"{row.g_co2e / 1000:,.0f}",
    )
