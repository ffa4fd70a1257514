"""What a subsidy rule pays for an investment, step by step, each step with its reason."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from tianlu.core.money import yuan
from tianlu.plan.whatif.changes import Subsidise
from tianlu.plan.whatif.subsidy_rule import SubsidyRule

FEN_A_YUAN = 100


@dataclass(frozen=True)
class SubsidyStep:
    """What is left after a step, and why."""

    fen: int
    reason: str
    reason_zh: str


@dataclass(frozen=True)
class Subsidy:
    """The subsidy, the steps to it, and its weekly part where the operator said over how many weeks."""

    rule: SubsidyRule
    fen: int
    week_fen: int | None
    steps: tuple[SubsidyStep, ...]


def subsidy_of(asked: Subsidise) -> Subsidy:
    """Rounded down to the fen at every step: no rule pays more than its share."""
    rule = asked.rule
    share = asked.investment_fen * rule.percent_max // 100
    capped = min(share, rule.cap_fen)
    paid = rule.grade_percent(asked.grade)
    fen = capped * paid // 100
    steps = [
        SubsidyStep(
            share,
            f"{rule.percent_max} % of an investment of {yuan(asked.investment_fen)}",
            f"投资 {yuan(asked.investment_fen)} 的 {rule.percent_max}%",
        ),
        SubsidyStep(capped, f"no more than {yuan(rule.cap_fen)}", f"不超过 {yuan(rule.cap_fen)}"),
        SubsidyStep(fen, f"grade {asked.grade}: {paid} % of it", f"验收等级 {asked.grade}：按 {paid}% 拨付"),
    ]
    week_fen = None
    if asked.years is not None and asked.weeks_a_year is not None:
        weeks = asked.years * asked.weeks_a_year
        week_fen = fen // weeks
        steps.append(
            SubsidyStep(
                week_fen,
                f"over {asked.years} years of {asked.weeks_a_year} weeks",
                f"按 {asked.years} 年、每年 {asked.weeks_a_year} 周分摊",
            )
        )
    return Subsidy(rule, fen, week_fen, tuple(steps))


@cache
def shipped_rules() -> dict[str, SubsidyRule]:
    """The rules that are shipped as templates, by id."""
    body = yaml.safe_load(files(__package__).joinpath("subsidies.yaml").read_text(encoding="utf-8"))
    return {row["rule"]: _rule(row) for row in body["rules"]}


def _rule(row: dict[str, object]) -> SubsidyRule:
    grades = row["grade_percents"]
    assert isinstance(grades, list)
    a, b, c, d = (int(each) for each in grades)
    return SubsidyRule(
        id=str(row["rule"]),
        name=str(row["name"]),
        name_en=str(row["name_en"]),
        percent_max=int(str(row["percent_max"])),
        cap_fen=int(str(row["cap_yuan"])) * FEN_A_YUAN,
        grade_percents=(a, b, c, d),
        clause=str(row["clause"]),
    )
