"""`tianlu conflict`: why a week cannot be planned, and what the ways out would cost."""

from datetime import date
from time import perf_counter
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption, PackageArgument, SeedOption, TravelOption, WeekOption
from tianlu.cli.package import find_travel, open_named
from tianlu.cli.progress import search_progress, work_progress
from tianlu.cli.report import NOT_ALL_RULES_KEPT, out, say_week
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.place.choose_travel import OWN_TRAVEL
from tianlu.plan.conflict_work import WaysWatch
from tianlu.plan.rounds.conflict.find import Conflict
from tianlu.plan.rounds.conflict.report import Infeasibility, find_ways_out, why_infeasible
from tianlu.plan.rounds.conflict.ways_out import FailedWay, WayOut, WaysOut, say_changes
from tianlu.plan.rounds.conflict.words import names
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.week import coming_week, pose

BREACHES_SHOWN = 6


def conflict(
    package: PackageArgument,
    language: LanguageOption,
    week: WeekOption = None,
    seconds: Annotated[
        float,
        typer.Option("--seconds", metavar="SECONDS", min=0.1, help="How long to search with each way out."),
    ] = 5.0,
    seed: SeedOption = 1,
    travel: TravelOption = OWN_TRAVEL,
) -> None:
    """Say why a week cannot be planned, and what the ways out cost. 说明为什么排不出一周计划，以及各种出路的成本。

    Exits with 0 if the week can be planned, 1 if not, 2 if the input cannot be used.
    """
    county = open_named(package)
    chosen = week or coming_week(county, date.today())
    problem = pose(county, chosen, find_travel(county, travel))
    say_week(county, chosen, language)
    budget = Budget(seconds=seconds)
    why = why_infeasible(problem, None, clock=perf_counter)
    if not why.is_proven:
        with search_progress(language) as on_progress:
            found = solve(problem, budget=budget, seed=seed, on_progress=on_progress)
        why = why_infeasible(problem, found.plan, clock=perf_counter)
    with work_progress(language, zh="出路", en="Way out") as on_work:
        watch = WaysWatch(on_work)
        ways = find_ways_out(problem, why, budget=budget, seed=seed, clock=watch.clock, on_way=watch.way)
    if not why.is_needed:
        out.print(
            language.pick(zh="没有冲突：可以排出守住全部规则的计划。", en="No conflict: a plan keeps every rule.")
        )
        return
    say_why(problem, why, language)
    say_ways(ways, language)
    raise typer.Exit(NOT_ALL_RULES_KEPT)


def explain_trouble(problem: WeekProblem, plan: Plan, language: Language) -> None:
    """For a plan that breaks rules: whether any could keep them, and which command says what could be done."""
    say_why(problem, why_infeasible(problem, plan, clock=perf_counter), language, with_breaches=False)
    out.print(
        language.pick(
            zh="用 tianlu conflict 查看各种出路及其成本。", en="`tianlu conflict` says what the ways out cost."
        )
    )


def say_why(problem: WeekProblem, why: Infeasibility, language: Language, *, with_breaches: bool = True) -> None:
    """Proven conflicts, or what the best week breaks and that nothing is proven."""
    if not why.is_proven:
        out.print(
            language.pick(
                zh="未证明无法做到：没有找到守住全部规则的计划，但也没有证明不存在。",
                en="Not proven impossible: no plan was found that keeps every rule, nor shown that there is none.",
            )
        )
        for breach in why.broken[:BREACHES_SHOWN] if with_breaches else ():
            out.print(f"  {breach.rule}: {language.pick(zh=breach.message_zh, en=breach.message)}")
        return
    for number, found in enumerate(why.conflicts.found, start=1):
        _say_conflict(problem, number, found, language)
    if not why.conflicts.are_all:
        out.print(language.pick(zh="还有其他冲突。", en="There are further conflicts."))


def say_ways(ways: WaysOut, language: Language) -> None:
    """The ways that work, cheapest first, then those with which no plan was found."""
    if ways.found:
        out.print(
            language.pick(
                zh="出路，按每周成本排列（不含购车与人员开支）：",
                en="Ways out by weekly cost (buying a vehicle or paying a keeper not counted):",
            )
        )
    for way in ways.found:
        out.print(f"  {yuan(way.cost_fen)}  {_floors(way, language)}  {_changed(way, language)}")
    for failed in ways.failed:
        out.print(f"  —  {language.pick(zh='未找到计划', en='no plan found')}  {_changed(failed, language)}")
    if not ways.found and not ways.failed:
        out.print(language.pick(zh="没有找到出路。", en="No way out was found."))


def _say_conflict(problem: WeekProblem, number: int, found: Conflict, language: Language) -> None:
    out.print(
        language.pick(
            zh=f"冲突 {number}：以下 {len(found.members)} 条不能同时守住{_proof_zh(found)}：",
            en=f"Conflict {number}: these {len(found.members)} cannot all be kept{_proof(found)}:",
        )
    )
    for saying in found.sayings:
        out.print(f"  • {language.pick(zh=saying.zh, en=saying.en)}")
    if found.also_at:
        en, zh = names(problem, found.also_at)
        out.print(f"  {language.pick(zh=f'同样情况还有：{zh}', en=f'Likewise: {en}')}")
    for saying in found.reach:
        out.print(f"    {language.pick(zh=saying.zh, en=saying.en)}")


def _proof(found: Conflict) -> str:
    if found.is_smallest:
        return "; no smaller set conflicts"
    return "; without any one of them the rest could be" if found.is_irreducible else "; some may not matter"


def _proof_zh(found: Conflict) -> str:
    if found.is_smallest:
        return "（最小冲突）"
    return "（缺任何一条即不再冲突）" if found.is_irreducible else "（其中可能有无关的）"


def _floors(way: WayOut, language: Language) -> str:
    return language.pick(
        zh=f"兜底 {way.floors_met}/{way.floors_of}", en=f"floors as owed now {way.floors_met}/{way.floors_of}"
    )


def _changed(way: WayOut | FailedWay, language: Language) -> str:
    said = say_changes(way.changes)
    return language.pick(zh=said.zh, en=said.en)
