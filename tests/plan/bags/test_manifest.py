"""The loading list: every bag, every hour, and the hold stop by stop."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.bags.builders import WEEK, a_manifest, a_week, with_holds
from tianlu.plan.bags.manifest import list_manifests, split_evenly
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds.cost import cost_of


def test_a_consignment_becomes_its_bags_with_all_that_is_in_it() -> None:
    manifest = a_manifest()
    to_a, to_b = manifest.consignments()
    assert [(bag.index, bag.of, bag.pieces, bag.grams) for bag in to_a] == [(1, 2, 2, 2000), (2, 2, 2, 2000)]
    assert {bag.destination for bag in to_b} == {"B"}
    assert len({bag.number for bag in manifest.bags}) == 4


def test_hours_are_those_of_the_ride() -> None:
    manifest = a_manifest()
    bag = manifest.bags[0]
    assert manifest.at(bag.cutoff_min) == datetime(2026, 11, 23, 8, 50)
    assert manifest.at(bag.leave_min) == datetime(2026, 11, 23, 9)
    assert manifest.at(bag.in_hand_min) == datetime(2026, 11, 23, 10, 8)


def test_hold_is_start_and_on_less_off_at_every_call() -> None:
    calls = a_manifest().calls
    assert [(call.on_pieces, call.off_pieces, call.aboard_pieces) for call in calls] == [
        (8, 0, 8),
        (0, 4, 4),
        (0, 4, 0),
    ]
    assert [call.aboard_g for call in calls] == [8000, 4000, 0]
    assert not any(call.is_overfull for call in calls)


def test_a_hold_that_is_too_small_is_said_where_it_is() -> None:
    problem, plan = a_week()
    small = with_holds(problem, grams=5000)
    manifest = next(each for each in list_manifests(small, plan, WEEK) if each.trip == "out")
    assert [call.is_overfull for call in manifest.calls] == [True, False, False]
    assert manifest.is_overfull


def test_numbers_stay_when_the_rest_of_the_plan_changes() -> None:
    problem, plan = a_week()
    fewer = replace(plan, rounds=(), bags=plan.bags[-1:])
    before = {bag.number for manifest in list_manifests(problem, plan, WEEK) for bag in manifest.bags}
    after = {bag.number for manifest in list_manifests(problem, fewer, WEEK) for bag in manifest.bags}
    assert after
    assert after < before


def test_fees_of_all_manifests_are_the_plans_bus_fees() -> None:
    for basis in FeeBasis:
        problem, plan = a_week(basis=basis)
        manifests = list_manifests(problem, plan, WEEK)
        fees = sum(manifest.fee_fen(bags) for manifest in manifests for bags in manifest.consignments())
        assert fees == cost_of(problem, plan).bus_fees_fen > 0


def test_trips_stand_in_the_order_in_which_they_leave() -> None:
    problem, plan = a_week()
    assert [manifest.trip for manifest in list_manifests(problem, plan, WEEK)] == ["out", "back"]


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 200))
def test_even_parts_add_up_and_differ_by_one_at_most(total: int, parts: int) -> None:
    found = split_evenly(total, parts)
    assert sum(found) == total
    assert max(found) - min(found) <= 1
    assert found == sorted(found, reverse=True)
