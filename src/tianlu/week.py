"""The loop: a county in, a week out.

    plan      → rounds that keep every floor at the least cost
    target    → whom to see next, and why
    synergise → which offers go with which customer; errands onto rounds
    execute   → who does what by when, with what proof
    learn     → what happened, and what next week's numbers should be

Today the loop plans and judges what it planned. The stages after it are in the README, with what they wait for.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tianlu.core.calendar import Week
from tianlu.place.straight_line import straight_line_travel
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import County
from tianlu.plan.lines.timetable import busiest_week, count_runs
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.pose import pose_week
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.prove import solve_and_prove
from tianlu.plan.rounds.result import Budget, OnProgress, Result


@dataclass(frozen=True)
class PlannedWeek:
    """A week as planned: what was asked, what the search found, what the judge makes of it."""

    problem: WeekProblem
    result: Result
    report: CheckReport


def plan_week(
    county: County,
    week: Week,
    *,
    budget: Budget,
    seed: int,
    travel: TravelMatrix | None = None,
    bound_seconds: float | None = None,
    on_progress: OnProgress = lambda _: True,
) -> PlannedWeek:
    """Pose the county's week, search for the cheapest plan that keeps every floor, bound it (see `solve_and_prove`),
    and judge what was found."""
    problem = pose(county, week, travel)
    result = solve_and_prove(problem, budget=budget, seed=seed, bound_seconds=bound_seconds, on_progress=on_progress)
    return PlannedWeek(problem, result, check_plan(problem, result.plan))


def pose(county: County, week: Week, travel: TravelMatrix | None = None) -> WeekProblem:
    """The week's problem: who is owed what, what mail there is, which buses run, what is closed.

    Without a travel matrix the package's own counts, and straight lines where it has none.
    """
    return pose_week(county, week, travel or county.travel or straight_line_travel(county.places))


def coming_week(county: County, today: date) -> Week:
    """The week to plan when none is named: next week, or where no bus runs then, the timetable's busiest: of those to
    come, or where its calendar has run out, of all."""
    coming = Week.containing(today + timedelta(days=7))
    if county.feed is None or count_runs(county.feed, coming):
        return coming
    return busiest_week(county.feed, since=coming.monday) or busiest_week(county.feed) or coming
