"""Bus line instances are read, solved and judged; the judge finds each rule broken where it is broken."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest

from benchmarks.buslines.check import GROUNDS, RULES, list_broken, plan_cost
from benchmarks.buslines.instance import Instance, list_instances, read_instance
from benchmarks.buslines.plan import CourierRound, Parcel, Plan, TruckCall, TruckTour, read_plan, write_plan
from benchmarks.buslines.reading import SLOW
from benchmarks.buslines.solve import solve

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

# Centre at the origin; the line calls at A (30 units away) and B, then hands over at X and Y.
CITY = """\
# S Name Capacity Cost x y
S A 40 1 30 0
S B 40 1 40 0
S X 30 1 100 0
S Y 30 1 100 100
O O0 0 0
A B
D P 110 0
X Y
D Q 110 10
X Y
D R 100 110
Y
L L1 F0 40 1
A B
X Y
"""
DEMANDS = "# D load earliest latest\nP 12 0 300\nQ 8 0 300\nR 10 0 400\n"
PARAMS = "Lmax 100\ntrucksCap 40\nfreightersCap 20\nmaxTrucks 2\nmaxFreightersPerStop 2\nfreightRouteCostCoeff 0.5\n"

# The bus of run 0 is at A at 30 + 0.2 * 0 = 30 minutes, at B at 32, at X at 44, at Y at 64.
GOOD = Plan(
    "Tiny",
    (TruckTour(10.0, (TruckCall("A", 25.0),)),),
    tuple(Parcel(name, 0, "A", "L1", 0, stop) for name, stop in (("P", "X"), ("Q", "X"), ("R", "Y"))),
    (CourierRound("X", 44.0, ("P", "Q")), CourierRound("Y", 64.0, ("R",))),
)


def write_instance(folder: Path, name: str = "Tiny") -> None:
    for ending, text in (("city", CITY), ("demands", DEMANDS), ("params", PARAMS)):
        (folder / f"{name}.{ending}").write_text(text)


@pytest.fixture
def tiny(tmp_path: Path) -> Instance:
    write_instance(tmp_path)
    return read_instance(tmp_path, "Tiny")


def rules_broken(instance: Instance, plan: Plan) -> set[str]:
    return {each.rule for each in list_broken(instance, plan, SLOW)}


def change_parcel(plan: Plan, number: int, **what: object) -> Plan:
    parcels = list(plan.parcels)
    parcels[number] = replace(parcels[number], **what)  # type: ignore[arg-type]
    return replace(plan, parcels=tuple(parcels))


def change_round(plan: Plan, number: int, **what: object) -> Plan:
    rounds = list(plan.rounds)
    rounds[number] = replace(rounds[number], **what)  # type: ignore[arg-type]
    return replace(plan, rounds=tuple(rounds))


def with_tours(plan: Plan, *tours: TruckTour) -> Plan:
    return replace(plan, trucks=tours)


def with_customer(instance: Instance, name: str, **what: object) -> Instance:
    changed = replace(instance.customers[name], **what)  # type: ignore[arg-type]
    return replace(instance, customers={**instance.customers, name: changed})


def with_stop_room(instance: Instance, name: str, storage: float) -> Instance:
    return replace(instance, stops={**instance.stops, name: replace(instance.stops[name], storage=storage)})


def test_reader_gives_what_the_files_say(tiny: Instance, tmp_path: Path) -> None:
    assert list_instances(tmp_path) == ["Tiny"]
    assert tiny.in_stops == ("A", "B")
    assert tiny.out_stops == ("X", "Y")
    assert tiny.stops["X"].at == (100.0, 0.0)
    assert tiny.stops["A"].storage == 40.0
    assert tiny.customers["R"].out_stops == {"Y"}
    assert (tiny.customers["P"].load, tiny.customers["P"].earliest_min, tiny.customers["P"].latest_min) == (12, 0, 300)
    assert tiny.lines["L1"].hold == 40.0
    assert (tiny.trucks, tiny.couriers_a_stop, tiny.round_min_max, tiny.courier_cost) == (2, 2, 100.0, 0.5)


def test_reader_refuses_a_line_that_boards_where_no_truck_comes(tmp_path: Path) -> None:
    write_instance(tmp_path)
    (tmp_path / "Tiny.city").write_text(CITY.replace("L L1 F0 40 1\nA B", "L L1 F0 40 1\nX"))
    with pytest.raises(ValueError, match="boards at X"):
        read_instance(tmp_path, "Tiny")


def test_good_plan_keeps_every_rule_and_costs_what_its_ways_cost(tiny: Instance) -> None:
    assert list_broken(tiny, GOOD, SLOW) == []
    courier = 10 + 10 + 200**0.5 + 20
    assert plan_cost(tiny, GOOD) == pytest.approx(60 + 0.5 * courier)


def test_solver_finds_the_good_plan_and_proves_it(tiny: Instance) -> None:
    solved = solve(tiny, SLOW, seconds=5.0, seed=1)
    assert solved.plan is not None
    assert list_broken(tiny, solved.plan, SLOW) == []
    assert plan_cost(tiny, solved.plan) == pytest.approx(plan_cost(tiny, GOOD))
    assert solved.bound == pytest.approx(plan_cost(tiny, GOOD))


def test_customers_that_no_courier_reaches_both_in_time_are_chosen_again_apart(tiny: Instance) -> None:
    """From X at 44 the courier is at P at 54 and at Q at 64, or straight at Q at 58."""
    tight = with_customer(with_customer(tiny, "P", latest_min=55.0), "Q", latest_min=60.0)
    solved = solve(tight, SLOW, seconds=10.0, seed=1)
    assert solved.plan is not None
    assert list_broken(tight, solved.plan, SLOW) == []
    assert plan_cost(tight, solved.plan) == pytest.approx(60 + 0.5 * (20 + 2 * 200**0.5 + 20))
    assert solved.bound == pytest.approx(plan_cost(tiny, GOOD))


def test_a_stop_without_room_for_the_load_is_chosen_again_with_another(tiny: Instance) -> None:
    """A has room for 12 of 30; B, ten units farther, for all."""
    narrow = with_stop_room(tiny, "A", 12.0)
    solved = solve(narrow, SLOW, seconds=10.0, seed=1)
    assert solved.plan is not None
    assert list_broken(narrow, solved.plan, SLOW) == []
    assert plan_cost(narrow, solved.plan) == pytest.approx(plan_cost(tiny, GOOD) + 20)
    assert solved.bound == pytest.approx(plan_cost(tiny, GOOD))


def run(command: str, *words: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(BENCHMARKS / command), *map(str, words)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_commands_solve_and_judge_and_refuse_the_plan_of_another_instance(tmp_path: Path) -> None:
    (tmp_path / "instances").mkdir()
    write_instance(tmp_path / "instances")
    write_instance(tmp_path / "instances", "Other")
    out = tmp_path / "out"
    solved = run("bus_lines.py", "--dir", tmp_path, "--seconds", 5, "--out", out, "--only", "Tiny")
    assert solved.returncode == 0, solved.stderr
    assert "| Tiny | 87.07 |" in solved.stdout
    judged = run("bus_lines_check.py", "--dir", tmp_path, out / "Tiny.json")
    assert (judged.returncode, judged.stdout) == (0, "Tiny cost 87.07 broken 0\n")
    (out / "Other.json").write_text((out / "Tiny.json").read_text())
    refused = run("bus_lines_check.py", "--dir", tmp_path, out / "Other.json")
    assert (refused.returncode, refused.stdout) == (1, "Other.json: refused, its plan is of Tiny\n")


def test_plan_file_with_nan_is_found(tiny: Instance, tmp_path: Path) -> None:
    write_plan(with_tours(GOOD, TruckTour(nan, (TruckCall("A", 25.0),))), tmp_path / "plan.json")
    assert rules_broken(tiny, read_plan(tmp_path / "plan.json")) == {"minutes_are_numbers"}


SPOILT_PLANS: list[tuple[str, Plan]] = [
    ("plan_is_of_this_instance", replace(GOOD, instance="Other")),
    ("names_are_known", change_parcel(GOOD, 0, out_stop="Z")),
    ("names_are_known", change_parcel(GOOD, 0, line="L9")),
    ("names_are_known", change_parcel(GOOD, 0, truck=1)),
    ("names_are_known", change_round(GOOD, 1, customers=("S",))),
    ("minutes_are_numbers", with_tours(GOOD, TruckTour(nan, (TruckCall("A", 25.0),)))),
    ("minutes_are_numbers", with_tours(GOOD, TruckTour(10.0, (TruckCall("A", nan),)))),
    ("minutes_are_numbers", change_round(GOOD, 0, leave_min=nan)),
    ("minutes_are_numbers", change_round(GOOD, 0, leave_min=inf)),
    ("minutes_are_numbers", change_parcel(GOOD, 0, run=nan)),
    ("minutes_are_numbers", change_parcel(GOOD, 0, run=0.5)),
    ("every_customer_has_one_parcel_and_one_visit", replace(GOOD, rounds=GOOD.rounds[:1])),
    ("every_customer_has_one_parcel_and_one_visit", replace(GOOD, parcels=GOOD.parcels[:2])),
    ("every_customer_has_one_parcel_and_one_visit", replace(GOOD, parcels=(*GOOD.parcels, GOOD.parcels[0]))),
    ("truck_fleet_suffices", with_tours(GOOD, *GOOD.trucks * 3)),
    ("truck_drives_its_way", with_tours(GOOD, TruckTour(-1.0, (TruckCall("A", 25.0),)))),
    ("truck_drives_its_way", with_tours(GOOD, TruckTour(11.0, (TruckCall("A", 25.0),)))),
    ("truck_calls_at_in_stops_once", with_tours(GOOD, TruckTour(10.0, (TruckCall("A", 25.0), TruckCall("A", 26.0))))),
    ("truck_calls_at_in_stops_once", with_tours(GOOD, TruckTour(10.0, (TruckCall("A", 25.0), TruckCall("X", 90.0))))),
    ("truck_brings_the_parcel", change_parcel(GOOD, 0, in_stop="B")),
    ("bus_takes_the_parcel_there", change_parcel(GOOD, 0, out_stop="B")),
    ("bus_takes_the_parcel_there", change_parcel(GOOD, 0, run=15)),
    ("parcel_waits_for_the_bus", with_tours(GOOD, TruckTour(16.0, (TruckCall("A", 31.0),)))),
    ("parcel_waits_for_the_bus", change_parcel(GOOD, 2, run=2)),
    ("parcel_waits_for_the_courier", change_round(GOOD, 0, leave_min=43.0)),
    ("parcel_waits_for_the_courier", change_round(GOOD, 0, leave_min=104.5)),
    ("courier_starts_where_the_parcel_is", change_parcel(GOOD, 0, out_stop="Y")),
    ("courier_starts_where_the_parcel_is", change_round(change_parcel(GOOD, 2, out_stop="X"), 1, out_stop="X")),
    ("courier_carries_its_load", change_round(GOOD, 0, customers=("P", "Q", "R"))),
    ("courier_keeps_the_windows", change_round(GOOD, 0, leave_min=295.0)),
]
SPOILT_INSTANCES: list[tuple[str, Callable[[Instance], Instance]]] = [
    ("truck_carries_its_load", lambda tiny: replace(tiny, truck_load=29.0)),
    ("bus_has_room", lambda tiny: replace(tiny, lines={"L1": replace(tiny.lines["L1"], hold=29.0)})),
    ("stop_has_room", lambda tiny: with_stop_room(tiny, "A", 29.0)),
    ("stop_has_room", lambda tiny: with_stop_room(tiny, "X", 19.0)),
    ("couriers_suffice", lambda tiny: replace(tiny, couriers_a_stop=0)),
    ("courier_carries_its_load", lambda tiny: replace(tiny, courier_load=19.0)),
    ("courier_keeps_the_windows", lambda tiny: with_customer(tiny, "Q", latest_min=63.0)),
    ("courier_keeps_the_windows", lambda tiny: replace(tiny, round_min_max=34.0)),
    ("courier_keeps_the_windows", lambda tiny: with_customer(tiny, "P", earliest_min=200.0)),
]


@pytest.mark.parametrize(("rule", "plan"), SPOILT_PLANS)
def test_judge_finds_the_rule_that_a_spoilt_plan_breaks(tiny: Instance, rule: str, plan: Plan) -> None:
    assert rule in rules_broken(tiny, plan)


@pytest.mark.parametrize(("rule", "spoil"), SPOILT_INSTANCES)
def test_judge_finds_only_the_rule_that_a_tighter_instance_breaks(
    tiny: Instance, rule: str, spoil: Callable[[Instance], Instance]
) -> None:
    assert rules_broken(spoil(tiny), GOOD) == {rule}


def test_every_rule_of_the_judge_has_a_broken_case() -> None:
    spoilt = {rule for rule, _ in (*SPOILT_PLANS, *SPOILT_INSTANCES)}
    assert spoilt == {rule.__name__ for rule in (*GROUNDS, *RULES)}
