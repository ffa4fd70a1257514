"""A county of the sample with a plan that keeps every rule, planned once."""

from datetime import date

import pytest

from tianlu.core.calendar import Week
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve
from tianlu.sample import open_county
from tianlu.week import pose


@pytest.fixture(scope="session")
def planned_county() -> tuple[WeekProblem, Plan]:
    problem = pose(open_county("632803"), Week(date(2026, 11, 23)))
    plan = solve(problem, budget=Budget(iterations=4_000), seed=1).plan
    assert check_plan(problem, plan).is_feasible
    return problem, plan
