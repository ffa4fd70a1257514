"""The week's visits of a county on the rounds of a kept plan: customers from the list, rounds from the shelf."""

from dataclasses import dataclass
from datetime import datetime

from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.service import KeptPlan
from tianlu.server.target.parts import TargetParts
from tianlu.target.progress import OnShare, go_on
from tianlu.target.visits.candidate import Candidate
from tianlu.target.visits.wanted import WantedVisits, list_wanted, shipped_wishes
from tianlu.target.visits.week_visits import WeekVisits, plan_visits


@dataclass(frozen=True, eq=False)
class VisitsTask:
    """What is wanted on which plan: all that the search needs, fit to be sent to another process."""

    problem: WeekProblem
    plan: Plan
    candidates: tuple[Candidate, ...]
    seed: int

    def solve(self, on_share: OnShare = go_on) -> WeekVisits:
        return plan_visits(self.problem, self.plan, self.candidates, seed=self.seed, on_share=on_share)


@dataclass(frozen=True)
class CountyVisits:
    """The plan, what is wanted of it, and the task that this makes."""

    kept: KeptPlan
    wanted: WantedVisits
    task: VisitsTask


def pose_visits(parts: TargetParts, plan: str, *, now: datetime, seed: int = 1) -> CountyVisits:
    """Raises PlanNotFound, and LookupError where the plan's county is no unit."""
    kept = parts.shelf.get(plan)
    _, problem = parts.counties.open_week(kept.meta.county, kept.meta.week)
    with parts.due(kept.meta.county, now=now) as due:
        wanted = list_wanted(due, set(problem.index), shipped_wishes())
    return CountyVisits(kept, wanted, VisitsTask(problem, kept.plan, wanted.candidates, seed))
