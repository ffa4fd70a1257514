"""The judge of a plan: everything replayed from problem and plan alone, sharing no code with the search."""

from dataclasses import dataclass

from tianlu.plan.floors.compliance import Compliance, measure_compliance
from tianlu.plan.rounds.carbon import Carbon, carbon_of
from tianlu.plan.rounds.carbon_factors import CarbonFactors
from tianlu.plan.rounds.consistency import Consistency, consistency_of
from tianlu.plan.rounds.cost import Cost, cost_of
from tianlu.plan.rounds.facts import Facts, replay
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rules import judge
from tianlu.plan.rounds.violation import Violation


@dataclass(frozen=True)
class CheckReport:
    """What a plan breaks, which floors it keeps, what it costs and emits, how consistent it is. Where some rounds or
    bags make no sense (rule `plan_form`), the rest is what is measured."""

    violations: tuple[Violation, ...]
    compliance: Compliance
    cost: Cost
    carbon: Carbon
    consistency: Consistency

    @property
    def is_feasible(self) -> bool:
        """Whether every rule is kept."""
        return not self.violations


def check_plan(problem: WeekProblem, plan: Plan, factors: CarbonFactors | None = None) -> CheckReport:
    """Judge a plan; `factors` None means the carbon factors that are shipped."""
    sound, trouble = sound_part(problem, plan)
    facts = replay(problem, sound)
    return CheckReport(
        violations=trouble + judge(facts),
        compliance=compliance_of(facts),
        cost=cost_of(problem, sound),
        carbon=carbon_of(problem, sound, factors),
        consistency=consistency_of(problem, sound),
    )


def compliance_of(facts: Facts) -> Compliance:
    """Every floor of every place against what the plan does."""
    sites = facts.problem.sites
    return measure_compliance(
        [site.place for site in sites], {site.id: site.obligation for site in sites}, facts.served
    )
