"""Mending a kept plan: the order is checked at once, searched as a job, kept as a plan that replaces the old one."""

from dataclasses import dataclass
from functools import partial

from tianlu.plan.rounds.disruption import Disruption
from tianlu.plan.rounds.hand_over import HandOver
from tianlu.plan.rounds.mend import Cut, Step, mended_again, week_under_way
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.replan import handed_over, replan
from tianlu.plan.rounds.result import Budget, OnProgress, Result
from tianlu.plan.service import Job, KeptPlan, MendOrder, PlanDesk, PlanOrder


@dataclass(frozen=True)
class MendAsked:
    """From which moment of the week, after what, and which rounds go to other hands; for how long to search, and who
    asks."""

    at_min: int
    disruptions: tuple[Disruption, ...]
    hand_overs: tuple[HandOver, ...]
    seconds: float
    seed: int
    asked_by: str = ""


def start_mending(desk: PlanDesk, kept: KeptPlan, problem: WeekProblem, asked: MendAsked) -> Job:
    """Queue the mending. Raises ProblemsFound at once for what makes no sense or breaks a rule."""
    start = handed_over(problem, kept.plan, asked.hand_overs, asked.at_min)
    way = week_under_way(problem, start, asked.disruptions, at_min=asked.at_min)
    search = partial(
        mend_here,
        plan=kept.plan,
        at_min=asked.at_min,
        disruptions=asked.disruptions,
        hand_overs=asked.hand_overs,
    )
    mending = mended_again(kept.mending, Step(asked.at_min, asked.disruptions), way.problem)
    order = PlanOrder(
        county=kept.meta.county,
        week=kept.meta.week,
        seconds=asked.seconds,
        seed=asked.seed,
        asked_by=asked.asked_by,
    )
    return desk.start(order, problem, kept.meta.county_name, mend=MendOrder(kept.meta.id, mending, search))


def mend_here(
    problem: WeekProblem,
    *,
    budget: Budget,
    seed: int,
    on_progress: OnProgress,
    plan: Plan,
    at_min: int,
    disruptions: tuple[Disruption, ...],
    hand_overs: tuple[HandOver, ...],
) -> Result:
    """The search of a mending job, in its own process."""
    found = replan(
        problem,
        plan,
        disruptions,
        at_min=at_min,
        budget=budget,
        seed=seed,
        hand_overs=hand_overs,
        on_progress=on_progress,
    )
    return found.result


def cuts_of(before: KeptPlan, problem: WeekProblem, after: KeptPlan) -> tuple[Cut, ...]:
    """What had left when `after` was mended from `before`, and could not stay as it was."""
    if after.mending is None or not after.mending.steps:
        return ()
    step = after.mending.steps[-1]
    return week_under_way(problem, before.plan, step.disruptions, at_min=step.at_min).cuts
