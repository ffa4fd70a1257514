"""`tianlu check`: does a plan keep every rule, whoever made it."""

import typer
from rich.table import Table

from tianlu.cli.conflict import explain_trouble
from tianlu.cli.options import LanguageOption, PackageArgument, PlanArgument, WeekOption
from tianlu.cli.package import open_plan
from tianlu.cli.report import NOT_ALL_RULES_KEPT, out, say_report
from tianlu.core.language import Language
from tianlu.plan.floors.compliance import Compliance
from tianlu.plan.rounds.check import check_plan


def check(package: PackageArgument, plan: PlanArgument, language: LanguageOption, week: WeekOption = None) -> None:
    """Check a plan against its county: rules, floors, cost. 检查计划是否守住规则与兜底标准。

    Exits with 0 only if every rule holds, 1 if not, 2 if the input cannot be used.
    """
    opened = open_plan(package, plan, week=week)
    report = check_plan(opened.problem, opened.plan)
    out.print(floor_table(report.compliance, language))
    say_report(report, language)
    if not report.is_feasible:
        explain_trouble(opened.problem, opened.plan, language)
        raise typer.Exit(NOT_ALL_RULES_KEPT)


def floor_table(compliance: Compliance, language: Language) -> Table:
    """How many places keep each floor, by area class."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(language.pick(zh="兜底规则", en="Floor"))
    table.add_column(language.pick(zh="区域类别", en="Area class"))
    table.add_column(language.pick(zh="达标", en="Kept"), justify="right")
    table.add_column(language.pick(zh="最小余量", en="Least margin"), justify="right")
    for tally in compliance.tallies:
        area = tally.area_class or language.pick(zh="全部", en="all")
        margin = "" if tally.margin_min is None else f"{tally.margin_min:+d}"
        table.add_row(tally.rule, area, f"{tally.met}/{tally.of}", margin)
    return table
