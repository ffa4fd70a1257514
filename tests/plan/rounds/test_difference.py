"""Two plans held against each other: what changed is named, what did not is not."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.random_county import random_county
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.difference import Change, Difference, difference_of, judged
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve

PROBLEM = random_county(4)
PLANS = [solve(PROBLEM, budget=Budget(iterations=6_000), seed=seed).plan for seed in (1, 2, 3)]


def between(before: Plan, after: Plan) -> Difference:
    return difference_of(judged(PROBLEM, before), judged(PROBLEM, after))


def test_a_plan_does_not_differ_from_itself() -> None:
    found = between(PLANS[0], PLANS[0])
    assert found.is_none
    assert found.before == found.after


@given(st.sampled_from(PLANS), st.sampled_from(PLANS))
@settings(max_examples=9, deadline=None)
def test_the_way_back_is_the_way_there_read_backwards(one: Plan, other: Plan) -> None:
    there, back = between(one, other), between(other, one)
    assert (there.before, there.after) == (back.after, back.before)
    assert (there.floors_lost, there.floors_gained) == (back.floors_gained, back.floors_lost)
    assert [(c.place, c.before, c.after) for c in there.places] == [(c.place, c.after, c.before) for c in back.places]
    assert len(there.rounds) == len(back.rounds)


def test_rounds_named_as_changed_make_the_one_plan_into_the_other() -> None:
    one, other = PLANS[0], PLANS[1]
    found = between(one, other)
    kept = set(one.rounds) - {change.before for change in found.rounds}
    assert kept | {change.after for change in found.rounds if change.after is not None} == set(other.rounds)
    kept_bags = set(one.bags) - {change.before for change in found.bags}
    assert kept_bags | {change.after for change in found.bags if change.after is not None} == set(other.bags)


def test_a_round_that_is_struck_is_removed_and_its_places_lose_the_day() -> None:
    plan = PLANS[0]
    struck = next(each for each in plan.rounds if each.depot != PROBLEM.hub.id)
    found = between(plan, replace(plan, rounds=tuple(each for each in plan.rounds if each != struck)))
    assert [change.before for change in found.rounds if change.change is Change.REMOVED] == [struck]
    lost = {change.place for change in found.places if struck.day in change.days_lost}
    assert lost == {stop.place for stop in struck.stops}
    assert found.after.total_fen < found.before.total_fen


def test_a_round_that_carries_other_mail_goes_as_before() -> None:
    plan = PLANS[0]
    first = plan.rounds[0]
    fuller = replace(first, stops=(replace(first.stops[0], deliver_pieces=99), *first.stops[1:]))
    found = between(plan, replace(plan, rounds=(fuller, *plan.rounds[1:])))
    assert [change.change for change in found.rounds] == [Change.LOADS]
    assert found.places == ()


def test_a_place_whose_hour_moves_says_by_how_much() -> None:
    plan = PLANS[0]
    later = replace(
        plan.rounds[0],
        leave_min=plan.rounds[0].leave_min + 7,
        return_min=plan.rounds[0].return_min + 7,
        stops=tuple(
            replace(stop, arrive_min=stop.arrive_min + 7, leave_min=stop.leave_min + 7) for stop in plan.rounds[0].stops
        ),
    )
    found = between(plan, replace(plan, rounds=(later, *plan.rounds[1:])))
    assert {change.latest_shift_min for change in found.places} == {7}
    assert not any(change.days_lost or change.mode_changed or change.carrier_changed for change in found.places)
    assert all(change.kind in (PlaceKind.VILLAGE, PlaceKind.STATION) for change in found.places)
