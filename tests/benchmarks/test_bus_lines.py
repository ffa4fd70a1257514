"""The bus-line benchmark on a tiny instance: a plan is found, judged sound, and every way to spoil it is noticed."""

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from buslines.check import list_broken, plan_cost
from buslines.instance import Instance, read_instance
from buslines.plan import Plan, read_plan, write_plan
from buslines.reading import SLOW
from buslines.solve import solve

CITY = """\
# S Name Capacity Cost x y Ts WMax
S A 40 1.0 0 20
S B 40 1.0 0 60
O C0 0 0
A
D D0 10 60
B
D D1 20 60
B
D D2 0 75
B
L L1 F0 30 1.0
A
B
"""
DEMANDS = "# D load Time_lb Time_ub\nD0 10 60 400\nD1 8 60 400\nD2 9 60 400\n"
PARAMS = """\
# Max length of a freighter (in time)
Lmax 1000.0
trucksCap 100.0
freightersCap 20.0
maxTrucks 2
maxFreightersPerStop 3
freightRouteCostCoeff 0.5
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Instance:
    for suffix, text in (("city", CITY), ("demands", DEMANDS), ("params", PARAMS)):
        (tmp_path / f"Tiny.{suffix}").write_text(text)
    return read_instance(tmp_path, "Tiny")


@pytest.fixture
def plan(tiny: Instance) -> Plan:
    solved = solve(tiny, SLOW, seconds=10.0, seed=1)
    assert solved.plan is not None
    assert solved.bound == pytest.approx(plan_cost(tiny, solved.plan))
    return solved.plan


def test_plan_of_the_tiny_instance_is_sound_and_the_cheapest(tiny: Instance, plan: Plan) -> None:
    """One truck to A and back, 40; D0 and D1 on one round of 40, D2 alone on one of 30, both at half."""
    assert list_broken(tiny, plan, SLOW) == []
    assert plan_cost(tiny, plan) == pytest.approx(40 + 0.5 * (40 + 30))


def test_plan_comes_back_from_its_file(plan: Plan, tmp_path: Path) -> None:
    write_plan(plan, tmp_path / "Tiny.json")
    assert read_plan(tmp_path / "Tiny.json") == plan


def later(plan: Plan, minutes: float) -> Plan:
    rounds = tuple(replace(each, leave_min=each.leave_min + minutes) for each in plan.rounds)
    return replace(plan, rounds=rounds)


SPOILT: dict[str, Callable[[Plan], Plan]] = {
    "every_customer_has_one_parcel_and_one_visit": lambda plan: replace(plan, parcels=plan.parcels[1:]),
    "truck_drives_its_way": lambda plan: replace(
        plan, trucks=tuple(replace(tour, leave_min=-50.0) for tour in plan.trucks)
    ),
    "truck_fleet_suffices": lambda plan: replace(plan, trucks=plan.trucks * 3),
    "truck_brings_the_parcel": lambda plan: replace(
        plan, trucks=tuple(replace(tour, calls=()) for tour in plan.trucks)
    ),
    "bus_takes_the_parcel_there": lambda plan: replace(
        plan, parcels=tuple(replace(parcel, in_stop="B", out_stop="A") for parcel in plan.parcels)
    ),
    "parcel_waits_for_the_courier": lambda plan: later(plan, 300.0),
    "courier_keeps_the_windows": lambda plan: later(plan, 900.0),
    "courier_carries_its_load": lambda plan: replace(
        plan,
        rounds=(replace(plan.rounds[0], customers=tuple(name for each in plan.rounds for name in each.customers)),),
    ),
    "couriers_suffice": lambda plan: replace(
        plan,
        rounds=tuple(replace(plan.rounds[0], customers=()) for _ in range(4)),
    ),
    "names_are_known": lambda plan: replace(
        plan, parcels=tuple(replace(parcel, customer="nobody") for parcel in plan.parcels)
    ),
}


@pytest.mark.parametrize("rule", SPOILT)
def test_spoilt_plan_is_noticed(rule: str, tiny: Instance, plan: Plan) -> None:
    assert rule in {broken.rule for broken in list_broken(tiny, SPOILT[rule](plan), SLOW)}


@pytest.mark.parametrize(
    ("field", "figure", "rule"),
    [
        ("truck_load", 20.0, "truck_carries_its_load"),
        ("trucks", 0, "truck_fleet_suffices"),
    ],
)
def test_smaller_fleet_is_noticed(field: str, figure: float, rule: str, tiny: Instance, plan: Plan) -> None:
    smaller = replace(tiny, **{field: figure})
    assert rule in {broken.rule for broken in list_broken(smaller, plan, SLOW)}


def test_minute_that_is_no_number_is_noticed(tiny: Instance, plan: Plan) -> None:
    assert list_broken(tiny, later(plan, math.nan), SLOW)
