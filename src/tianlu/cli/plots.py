"""`tianlu plot`: responsibility plots of a county, drawn by the minutes of a kept plan, with the reason of each."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption, server_acts
from tianlu.plan.service import PlanNotFound
from tianlu.server.target.parts import open_parts
from tianlu.server.target.plots import draw_county_plots
from tianlu.target.plots.why import explain_plot

app = typer.Typer(help="Responsibility plots of a county. 责任田。", no_args_is_help=True)

NAMES_SHOWN = 6


@app.callback()
def group() -> None:
    """One verb alone would be taken for the group itself."""


@app.command("draw")
def draw(
    language: LanguageOption,
    plan: Annotated[str, typer.Option("--plan", metavar="PLAN", help="Id of a kept plan: whose minutes are shared.")],
    plots: Annotated[int, typer.Option("--plots", min=1, help="How many plots.")],
    tolerance: Annotated[
        float, typer.Option("--tolerance", min=0.0, max=1.0, help="How far a plot's minutes may be off the mean.")
    ] = 0.05,
    with_visits: Annotated[bool, typer.Option("--visits", help="Count the week's visits to customers too.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same plots.")] = 1,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Cut a county's stations and villages into plots of about equal minutes, in one piece each. 划分责任田。"""
    with server_acts(workspace, database) as acts:
        try:
            found = draw_county_plots(
                open_parts(acts.one_door),
                plan,
                plots=plots,
                tolerance=tolerance,
                with_visits=with_visits,
                now=datetime.now(UTC),
                seed=seed,
            )
        except PlanNotFound:
            raise CannotGoOn(en=f"there is no plan {plan}", zh=f"没有计划 {plan}") from None
        except ValueError as trouble:
            raise CannotGoOn(en=str(trouble), zh=f"无法划分：{trouble}") from None
    if found.plots is None:
        raise CannotGoOn(
            en=f"no {plots} plots within {tolerance:.0%} of each other were found; allow more, or take fewer plots",
            zh=f"没有找到工作量相差不超过 {tolerance:.0%} 的 {plots} 块责任田；请放宽比例或减少块数",
        )
    places, assigned = found.county.places, found.plots.assigned
    minutes = found.county.territory.activities[:, 0]
    for plot in range(plots):
        why = explain_plot(found.task, assigned, plot)
        own = [place for place, of in zip(places, assigned, strict=True) if of == plot]
        names = [language.pick(zh=place.name, en=place.name_en or place.name) for place in own]
        shown = ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
        spent = float(minutes[assigned == plot].sum())
        out.print(
            language.pick(
                zh=f"{plot + 1}  {why.units} 处  每周 {spent:.0f} 分钟（均值的 {why.shares[0]:.0%}）  {shown}",
                en=f"{plot + 1}  {why.units} places  {spent:.0f} min a week ({why.shares[0]:.0%} of the mean)  {shown}",
            )
        )
    out.print(
        language.pick(
            zh=f"相邻而分开 {found.plots.cut_edges} 对，不可能少于 {found.plots.bound} 对",
            en=f"{found.plots.cut_edges} pairs of neighbours are apart, no less than {found.plots.bound} possible",
        )
    )
