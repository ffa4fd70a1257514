"""A judged week in a few lines: what it costs, which floors it keeps, what it emits, which rules it breaks."""

import sys
from collections import Counter

from rich.console import Console

from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.plan.county import County
from tianlu.plan.floors.compliance import Compliance
from tianlu.plan.rounds.carbon import Carbon
from tianlu.plan.rounds.check import CheckReport
from tianlu.plan.rounds.consistency import Consistency
from tianlu.plan.rounds.cost import Cost
from tianlu.plan.rounds.result import Result
from tianlu.plan.rounds.rules import RULE_NAMES_ZH, RULES
from tianlu.plan.rounds.violation import Violation

NOT_ALL_RULES_KEPT = 1
"""Exit code of a command whose plan breaks a rule."""

VIOLATIONS_SHOWN = 12

WHY_NO_BOUND_ZH = (
    ("no time was given to it", "没有给它时间"),
    ("part of the week is driven already", "本周已开始行驶，下界只对完整的一周计算"),
    ("no plan keeps every rule", "没有计划能守住全部规则"),
    ("nothing was proven within", "给定时间内未能证明任何下界"),
    ("the shift of", "有车辆的班次跨过午夜，下界尚不能计算"),
    ("stands at a village", "有车辆停在村里，下界尚不能计算"),
)
"""Words in a reason, and the reason in Chinese."""

out = Console(highlight=False, markup=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
"""A file or pipe has no width of its own; a table folded to 80 columns cannot be read."""


def say_week(county: County, week: Week, language: Language) -> None:
    """Whose week the lines below are about."""
    en = f"{county.name_en or county.name}, week of {week.monday}"
    out.print(language.pick(zh=f"{county.name} {week.monday} 起一周", en=en))


def say_report(report: CheckReport, language: Language) -> None:
    """Cost, floors, rules, carbon, consistency, a line each; then the first of the rules that are broken, in words."""
    lines = (
        (language.pick(zh="成本", en="Cost"), cost_line(report.cost, language)),
        (language.pick(zh="兜底", en="Floors"), floors_line(report.compliance, language)),
        (language.pick(zh="规则", en="Rules"), rules_line(report.violations, language)),
        (language.pick(zh="碳排", en="Carbon"), carbon_line(report.carbon, language)),
        (language.pick(zh="固定", en="Steady"), consistency_line(report.consistency, report.cost, language)),
    )
    for name, line in lines:
        out.print(f"{name:<8}{line}")
    for violation in report.violations[:VIOLATIONS_SHOWN]:
        out.print(
            f"  {rule_name(violation.rule, language)}: {language.pick(zh=violation.message_zh, en=violation.message)}"
        )


def say_proof(result: Result, language: Language) -> None:
    """How far the cost can be above the least possible; why that is not known, where no bound was computed."""
    if result.no_plan_proven:
        out.print(language.pick(zh="已证明：没有计划能守住全部规则", en="Proven: no plan keeps every rule"))
    elif result.bound_fen is None:
        why = result.why_no_bound
        why_zh = next((zh for words, zh in WHY_NO_BOUND_ZH if words in why), why)
        out.print(language.pick(zh=f"下界未算出：{why_zh}", en=f"No bound was computed: {why}"))
    else:
        bound = yuan(result.bound_fen)
        gap = "" if result.gap is None else language.pick(zh=f"，差距 {result.gap:.1%}", en=f", gap {result.gap:.1%}")
        out.print(language.pick(zh=f"任何计划不低于 {bound}{gap}", en=f"No plan is below {bound}{gap}"))


def cost_line(cost: Cost, language: Language) -> str:
    money, km, hours = yuan(cost.total_fen), f"{cost.metres / 1000:,.1f}", f"{cost.minutes / 60:,.1f}"
    return language.pick(
        zh=f"每周 {money}：{cost.vehicle_days} 车日，{km} 公里，{hours} 小时，{cost.bags} 个邮袋",
        en=f"{money} a week: {cost.vehicle_days} vehicle-days, {km} km, {hours} h, {cost.bags} bags by bus",
    )


def floors_line(kept: Compliance, language: Language) -> str:
    return language.pick(
        zh=f"达标 {kept.met}/{kept.of}，{kept.places_of} 个地点中 {kept.places_met} 个全部达标",
        en=f"kept {kept.met}/{kept.of}; {kept.places_met} of {kept.places_of} places get all they are owed",
    )


def rules_line(violations: tuple[Violation, ...], language: Language) -> str:
    """All kept, or each that is broken with how often."""
    if not violations:
        return language.pick(zh=f"{len(RULES)} 条全部守住", en=f"all {len(RULES)} kept")
    counts = Counter(violation.rule for violation in violations)
    return ", ".join(f"{rule_name(rule, language)} ×{n}" for rule, n in counts.items())


def rule_name(rule: str, language: Language) -> str:
    """A rule as people call it; a floor's has the same name as the rule that holds it."""
    return language.pick(zh=RULE_NAMES_ZH.get(rule, ""), en=rule)


def carbon_line(carbon: Carbon, language: Language) -> str:
    own, marginal, allocated = (
        f"{grams / 1000:,.1f}" for grams in (carbon.vehicles_g, carbon.bus_marginal_g, carbon.bus_allocated_g)
    )
    return language.pick(
        zh=f"自有车辆 {own} kg CO2e；客车新增 {marginal} kg，分摊 {allocated} kg（油井到车轮）",
        en=f"own vehicles {own} kg CO2e; buses {marginal} kg more, {allocated} kg as their share (well to wheel)",
    )


def consistency_line(found: Consistency, cost: Cost, language: Language) -> str:
    """How many villages have one driver, how far the hours of their rounds lie apart, and what that weighs."""
    one, of = found.with_one_driver, len(found.villages)
    if not of:
        return language.pick(zh="没有每周由邮路服务两天及以上的村", en="no village has rounds on two days")
    mean, most = f"{found.spread_mean_min:.0f}", found.spread_p90_min
    priced = cost.consistency_fen
    weighed_zh, weighed = (f"；计价 {yuan(priced)}", f"; weighs {yuan(priced)}") if priced else ("", "")
    return language.pick(
        zh=f"{of} 个村中 {one} 个只有一名司机；到达时刻平均相差 {mean} 分钟，九成的村不超过 {most} 分钟{weighed_zh}",
        en=f"one driver in {one} of {of} villages; hours {mean} min apart in the mean, ≤{most} in nine of ten{weighed}",
    )
