"""Mending a kept plan: the order is checked at once, searched as a job, kept as a plan that replaces the old one."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from tianlu.core.ids import VehicleId
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.jobs.work import OnProgress as OnJobProgress
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.counties import Counties
from tianlu.plan.job_kinds import MEND
from tianlu.plan.plan_work import Found, keep_found, open_ordered, search_apart
from tianlu.plan.rounds.disruption import Disruption
from tianlu.plan.rounds.hand_over import HandOver
from tianlu.plan.rounds.mend import Cut, Mending, Step, mended_again, mended_problem, week_under_way
from tianlu.plan.rounds.mending_json import DisruptionForm, disruption_form, read_disruption
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.replan import handed_over, replan
from tianlu.plan.rounds.result import Budget, OnProgress, Result
from tianlu.plan.service import KeptPlan, PlanNotFound, Shelf


@dataclass(frozen=True)
class MendAsked:
    """From which moment of the week, after what, and which rounds go to other hands; for how long to search, and who
    asks."""

    at_min: int
    disruptions: tuple[Disruption, ...]
    hand_overs: tuple[HandOver, ...]
    seconds: float
    seed: int
    asked_by: str = SERVER


@dataclass(frozen=True)
class MendWork:
    """`clock` tells the time at which a plan was made."""

    counties: Counties
    shelf: Shelf
    clock: Callable[[], datetime]

    def find(self, job: Job) -> str | None:
        return job.id if self.shelf.has(job.id) else None

    def run(self, job: Job, on_progress: OnJobProgress) -> Found:
        asked, kept = _asked(job), kept_of(self.shelf, job)
        _, week = open_ordered(self.counties, job)
        problem = mended_problem(week, kept.mending)
        mending = _checked(kept, problem, asked)
        search = partial(
            mend_here,
            plan=kept.plan,
            at_min=asked.at_min,
            disruptions=asked.disruptions,
            hand_overs=asked.hand_overs,
        )
        result, trace = search_apart(job, search, problem, on_progress, preload=replan.__module__)
        return Found(result, kept.meta.county_name, trace, mending, replaces=kept.meta.id)

    def keep(self, job: Job, found: Found, *, is_cancelled: bool) -> str:
        return keep_found(self.shelf, job, found, made_at=self.clock(), is_cancelled=is_cancelled)


def start_mending(desk: JobDesk, kept: KeptPlan, problem: WeekProblem, asked: MendAsked) -> Job:
    """Have a plan mended. Raises ProblemsFound at once for what makes no sense or breaks a rule."""
    _checked(kept, problem, asked)
    order = {
        "plan": kept.meta.id,
        "week": kept.meta.week.monday.isoformat(),
        "at_min": asked.at_min,
        "disruptions": [_plain(disruption_form(each)) for each in asked.disruptions],
        "hand_overs": [asdict(each) for each in asked.hand_overs],
        "seconds": asked.seconds,
        "seed": asked.seed,
    }
    return desk.order(MEND, kept.meta.county, order, by=asked.asked_by)


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


def _checked(kept: KeptPlan, problem: WeekProblem, asked: MendAsked) -> Mending:
    """How the mended plan's problem follows from its week's. Raises ProblemsFound."""
    start = handed_over(problem, kept.plan, asked.hand_overs, asked.at_min)
    way = week_under_way(problem, start, asked.disruptions, at_min=asked.at_min)
    return mended_again(kept.mending, Step(asked.at_min, asked.disruptions), way.problem)


def kept_of(shelf: Shelf, job: Job) -> KeptPlan:
    """The plan that the order names, if it is on the shelf and of the job's county. Raises JobFailed."""
    plan = str(job.order["plan"])
    try:
        kept = shelf.get(plan)
    except PlanNotFound:
        kept = None
    if kept is None or kept.meta.county != job.org:
        en, zh = f"there is no plan {plan} of {job.org} any more", f"{job.org} 已没有计划 {plan}"
        raise JobFailed(JobTrouble("no_such_plan", en, zh))
    return kept


def _asked(job: Job) -> MendAsked:
    said: Any = job.order
    return MendAsked(
        at_min=said["at_min"],
        disruptions=tuple(
            read_disruption(DisruptionForm(**{**each, "days": tuple(each["days"])}), f"disruptions[{k}]")
            for k, each in enumerate(said["disruptions"])
        ),
        hand_overs=tuple(
            HandOver(VehicleId(each["vehicle"]), each["day"], VehicleId(each["to_vehicle"]))
            for each in said["hand_overs"]
        ),
        seconds=said["seconds"],
        seed=said["seed"],
        asked_by=job.ordered_by,
    )


def _plain(form: DisruptionForm) -> dict[str, object]:
    return {**vars(form), "days": list(form.days)}
