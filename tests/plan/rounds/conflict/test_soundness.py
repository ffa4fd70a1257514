"""No conflict is claimed that is none: where a plan is known there is no conflict; each one named is irreducible."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.plan.rounds.brute_force import best_plan
from tests.plan.rounds.builders import (
    MON,
    THU,
    a_hub,
    a_problem,
    a_vehicle,
    a_village,
    days,
)
from tests.plan.rounds.conflict.small_conflicts import conflicts_in, is_irreducible, tight_county
from tests.plan.rounds.tiny_counties import tiny_counties
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.conflict.linear import Asker
from tianlu.plan.rounds.conflict.relax import relax
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve

SLOW = settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(tiny_counties())
def test_no_conflict_where_brute_force_finds_a_plan(problem: WeekProblem) -> None:
    found = conflicts_in(problem).found
    try:
        best_plan(problem)
    except (ValueError, RuntimeError):
        return
    assert found == ()


@SLOW
@given(tiny_counties())
def test_each_conflict_of_a_tiny_county_is_irreducible_and_the_smallest_if_it_says_so(problem: WeekProblem) -> None:
    found = conflicts_in(problem).found
    for conflict in found:
        assert conflict.is_irreducible
        assert is_irreducible(problem, conflict.members)
    if found and found[0].is_smallest:
        relaxation = relax(problem)
        asker = Asker(relaxation)
        for smaller in combinations(relaxation.members, min(2, len(found[0].members) - 1)):
            assert asker.is_feasible(frozenset(smaller))


def test_some_tiny_counties_have_a_plan_and_some_a_conflict() -> None:
    """The two properties above look at both."""
    loose = tiny_county_like(visits=1)
    assert check_plan(loose, best_plan(loose)[1]).is_feasible
    assert conflicts_in(loose).found == ()
    assert conflicts_in(tiny_county_like(visits=3)).found


def tiny_county_like(*, visits: int) -> WeekProblem:
    village = a_village("A", owed=Obligation(visits_min=visits), depots=("H",))
    return a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", days=days(MON, THU), rounds_a_day_max=1),))


def test_no_conflict_in_a_tight_county_for_which_the_search_finds_a_sound_week() -> None:
    sound = conflicting = 0
    for seed in range(40):
        problem = tight_county(seed)
        found = conflicts_in(problem).found
        plan = solve(problem, budget=Budget(iterations=400), seed=1).plan
        if check_plan(problem, plan).is_feasible:
            sound += 1
            assert found == (), f"seed {seed}"
        conflicting += bool(found)
    assert sound >= 5
    assert conflicting >= 5


@pytest.mark.parametrize("seed", range(12))
def test_each_conflict_of_a_tight_county_is_irreducible(seed: int) -> None:
    problem = tight_county(seed)
    for conflict in conflicts_in(problem).found:
        assert is_irreducible(problem, conflict.members)


def test_conflict_stays_when_something_else_is_loosened() -> None:
    problem = tiny_county_like(visits=3)
    terms = replace(problem.terms, hub_ready_min=0)
    assert conflicts_in(replace(problem, terms=terms)).found[0].members == conflicts_in(problem).found[0].members
