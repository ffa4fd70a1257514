"""`tianlu explain`: why a plan serves a place as it does, and what one more visit a week would cost."""

from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption, PackageArgument, PlanArgument, WeekOption
from tianlu.cli.package import open_sound_plan
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.explain import explain_place
from tianlu.plan.rounds.one_more_visit import OneMoreVisit, price_one_more_visit
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH


def explain(
    package: PackageArgument,
    plan: PlanArgument,
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A place's code or its name.")],
    language: LanguageOption,
    week: WeekOption = None,
) -> None:
    """Say why a place is served as it is. 说明某个地点为什么这样服务。"""
    opened = open_sound_plan(package, plan, week=week)
    site = find_site(opened.problem, place)
    out.print(f"{site.place.name} {site.place.name_en} {site.id}")
    reasons = explain_place(opened.problem, opened.plan, site.id)
    for sentence in reasons.reasons_zh if language is Language.ZH else reasons.reasons:
        out.print(f"  {sentence}")
    if site.kind is PlaceKind.VILLAGE:
        out.print(f"  {one_more(price_one_more_visit(opened.problem, opened.plan, site.id), language)}")


def find_site(problem: WeekProblem, name: str) -> Site:
    """The station or village of that code or name. Raises CannotGoOn where there is none, or more than one."""
    found = [site for site in problem.sites[1:] if name in (site.id, site.place.name, site.place.name_en)]
    if len(found) == 1:
        return found[0]
    codes = ", ".join(f"{site.id} {site.place.name}" for site in found)
    if found:
        raise CannotGoOn(
            en=f"several places are called {name!r}: {codes}; name one by its code.",
            zh=f"有多个地点叫 {name!r}：{codes}；请用代码指定。",
        )
    raise CannotGoOn(
        en=f"the county has no station or village {name!r}; give its code or its name as the package has it.",
        zh=f"本县没有 {name!r} 这个站或村；请给出数据包中的代码或名称。",
    )


def one_more(answer: OneMoreVisit, language: Language) -> str:
    """The price of one more visit a week, in a sentence."""
    visit = answer.visit
    if visit is None:
        return language.pick(
            zh="在现有计划中无法每周再加一次到访。", en="One more visit a week does not fit this plan."
        )
    day = language.pick(zh=WEEKDAYS_ZH[visit.day], en=WEEKDAYS[visit.day])
    return language.pick(
        zh=f"每周再加一次到访（{day}），每周多 {yuan(visit.more_fen)}。",
        en=f"One more visit a week, on {day}, would cost {yuan(visit.more_fen)} a week more.",
    )
