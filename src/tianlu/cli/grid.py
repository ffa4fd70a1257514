"""`tianlu grid`: the digital grid of a unit made as a job and kept, and its key cells with their reasons."""

from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.progress import work_progress
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, ServerActs, WorkspaceOption, server_acts
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.jobs.model import Job, JobState
from tianlu.people.signin.kinds import SERVER
from tianlu.server.target.door import open_target_beside
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import GRID
from tianlu.target.map.api import find_grid
from tianlu.target.map.make_grid import RESOLUTIONS
from tianlu.target.map.view import GridView, HeldOutView, KeyCellView, why_no_potential

app = typer.Typer(help="The digital grid: potential and key cells. 数字网格。", no_args_is_help=True)

LOOK_EVERY_S = 0.2
OrgOption = Annotated[str, typer.Option("--org", metavar="UNIT", help="A county, or a unit above counties.")]


@app.command("make")
def make(
    language: LanguageOption,
    org: OrgOption,
    resolution: Annotated[
        int,
        typer.Option(
            "--resolution",
            min=RESOLUTIONS[0],
            max=RESOLUTIONS[-1],
            help="Of the H3 cells: 8 is about 0.7 km², 7 about 5 km².",
        ),
    ] = 8,
    plan: Annotated[
        str, typer.Option("--plan", metavar="PLAN", help="Whose rounds count; else the published or newest plan's.")
    ] = "",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same grid.")] = 1,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Make a unit's grid and keep it for the desk; say how far its potential may be trusted. 生成网格。"""
    with server_acts(workspace, database) as acts:
        desk, unit = open_target_beside(acts.one_door, GRID), acts.node(org).id
        try:
            ordered = desk.order(GRID, unit, {"resolution": resolution, "plan": plan, "seed": seed}, by=SERVER)
            job = _follow(desk, ordered, language)
        finally:
            desk.jobs.close()
        if job.state is not JobState.DONE:
            raise _not_made(job)
        grid = desk.read(job, GridView)
    brought = yuan(round(sum(fen or 0 for fen in grid.layers["own_fen"])))
    out.print(
        language.pick(
            zh=f"{len(grid.cells)} 个网格，现有年收入 {brought}，重点网格 {len(grid.key_cells)} 个",
            en=f"{len(grid.cells)} cells bring {brought} a year; {len(grid.key_cells)} are key cells",
        )
    )
    _print_quality(grid, language)
    if grid.elsewhere:
        out.print(
            language.pick(
                zh=f"{grid.elsewhere} 户地点不明，没有计入网格",
                en=f"{grid.elsewhere} customers stand at no known place",
            )
        )


@app.command("key")
def print_key_cells(
    language: LanguageOption,
    org: OrgOption,
    most: Annotated[int, typer.Option("--most", min=1, help="Lines at most.")] = 20,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Print the cells to go to first in the grid made last, each with its reasons. 列出重点网格及理由。"""
    with server_acts(workspace, database) as acts:
        grid = _kept(acts, org)
    _print_quality(grid, language)
    for cell in grid.key_cells[:most]:
        out.print(f"{cell.rank}  {grid.cells[cell.row]}  {_places(grid, cell, language)}")
        out.print(f"    {language.pick(zh=cell.text_zh, en=cell.text)}")
    if grid.key_cells[most:]:
        count = len(grid.key_cells)
        out.print(language.pick(zh=f"共 {count} 个，显示 {most} 个", en=f"{most} of {count} key cells shown"))


def _follow(desk: TargetDesk, job: Job, language: Language) -> Job:
    """Until it has ended, here or in a server that runs beside."""
    with work_progress(language, zh="生成网格", en="Making the grid") as tell:
        while job.state in (JobState.WAITING, JobState.RUNNING):
            job = desk.jobs.wait(job.id, timeout_s=LOOK_EVERY_S)
            tell(job.progress.fraction, "")
    return job


def _not_made(job: Job) -> CannotGoOn:
    if job.trouble is not None:
        return CannotGoOn(en=job.trouble.en, zh=job.trouble.zh)
    return CannotGoOn(en="the job was stopped; make the grid again", zh="任务已停止；请重新生成")


def _kept(acts: ServerActs, org: str) -> GridView:
    grid = find_grid(open_target_beside(acts.one_door, GRID), acts.node(org).id)
    if grid is None:
        raise CannotGoOn(
            en=f"no grid of {org} was made; tianlu grid make --org {org} makes one",
            zh=f"{org} 还没有网格；请先运行 tianlu grid make --org {org}",
        )
    return grid


def _print_quality(grid: GridView, language: Language) -> None:
    """Why there is no potential, or how it did on cells held back."""
    zh, en = why_no_potential(grid.quality)
    if en:
        out.print(language.pick(zh=f"没有潜力估计：{zh}", en=f"no potential: {en}"))
        return
    for held, name_zh, name_en in (
        (grid.quality.by_cells, "留出网格", "cells held back"),
        (grid.quality.by_blocks, "留出整片", "whole blocks held back"),
    ):
        out.print(language.pick(zh=f"{name_zh}：{_held_zh(held)}", en=f"{name_en}: {_held_en(held)}"))


def _held_zh(held: HeldOutView | None) -> str:
    return "数据太少，无法检验" if held is None else f"秩相关 {held.spearman:.2f}，区间命中 {held.coverage:.0%}"


def _held_en(held: HeldOutView | None) -> str:
    if held is None:
        return "too few to check"
    return f"rank correlation {held.spearman:.2f}, the interval holds in {held.coverage:.0%}"


def _places(grid: GridView, cell: KeyCellView, language: Language) -> str:
    return ", ".join(
        language.pick(zh=place.name, en=place.name_en or place.name) for place in grid.places if place.row == cell.row
    )
