"""Counties of the sample: none has a conflict as it is; without its hub's vans one has, and a van is the way out."""

from dataclasses import replace
from datetime import date
from time import perf_counter, process_time

import pytest

from tianlu.core.calendar import Week
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.conflict.changes import ChangeKind
from tianlu.plan.rounds.conflict.find import find_conflicts
from tianlu.plan.rounds.conflict.report import find_ways_out, why_infeasible
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.sample import open_county
from tianlu.week import pose

SMALL, LARGEST = "632626", "630106"


def sample_week(code: str) -> WeekProblem:
    return pose(open_county(code), Week(date(2026, 11, 23)))


def without_hub_vans(problem: WeekProblem, left: int = 0) -> WeekProblem:
    at_hub = [vehicle for vehicle in problem.vehicles if vehicle.depot == problem.hub.id]
    gone = set(at_hub[left:])
    return replace(problem, vehicles=tuple(vehicle for vehicle in problem.vehicles if vehicle not in gone))


@pytest.mark.parametrize("code", [SMALL, "632803"])
def test_county_of_the_sample_has_no_conflict(code: str) -> None:
    assert find_conflicts(sample_week(code), clock=perf_counter).found == ()


def test_county_without_its_hubs_vans_is_proven_impossible_and_another_van_is_a_way_out() -> None:
    problem = without_hub_vans(sample_week(SMALL))
    why = why_infeasible(problem, None, clock=perf_counter)
    assert why.is_proven
    assert "visits_a_week" in {member.rule for member in why.conflicts.found[0].members}
    assert why.conflicts.found[0].is_smallest
    ways = find_ways_out(problem, why, budget=Budget(iterations=1_500), seed=1, clock=perf_counter)
    van = next(way for way in ways.found if way.changes[0].kind is ChangeKind.VEHICLE)
    assert check_plan(van.problem, van.plan).is_feasible
    assert van.floors_met == van.floors_of


def test_four_hundred_places_are_looked_through_in_ten_seconds() -> None:
    problem = without_hub_vans(sample_week(LARGEST))
    assert len(problem.sites) > 400
    start = process_time()
    found = find_conflicts(problem, clock=process_time, seconds=4)
    assert found.found
    assert process_time() - start < 10
