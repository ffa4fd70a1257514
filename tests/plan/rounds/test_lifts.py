"""Ways by bus: which trips can bring a bag to a place, and take one home."""

from dataclasses import replace

from tests.plan.rounds.builders import MON, TUE, at, small_county
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.lifts import lifts_of
from tianlu.plan.rounds.problem import WeekClosure

PROBLEM = small_county()
A = PROBLEM.site(PlaceId("A"))


def test_a_bag_rides_out_alone_or_with_one_home() -> None:
    lifts = lifts_of(PROBLEM, A)[MON]
    assert [(lift.out.trip.id, lift.back.trip.id if lift.back else None) for lift in lifts] == [
        ("out", None),
        ("out", "back"),
    ]


def test_mail_leaves_the_counter_before_cutoff_and_walk_and_is_there_after_handover_and_walk() -> None:
    out = lifts_of(PROBLEM, A)[MON][0].out
    assert out.leave_min == at(MON, 9) - 10 - 5
    assert out.there_min == at(MON, 10) + 5 + 3


def test_no_bus_means_no_lift() -> None:
    assert lifts_of(PROBLEM, A)[TUE] == []


def test_a_village_without_a_keeper_takes_no_bag() -> None:
    keeperless = replace(A, place=replace(A.place, has_keeper=False))
    assert lifts_of(PROBLEM, keeperless)[MON] == []


def test_a_place_that_is_shut_when_the_bus_comes_takes_no_bag() -> None:
    shut = replace(A, place=replace(A.place, open_from_min=11 * 60))
    assert lifts_of(PROBLEM, shut)[MON] == []


def test_a_closed_place_takes_no_bag() -> None:
    closed = replace(PROBLEM, closures=(WeekClosure(at(MON, 9), at(MON, 12), place=A.id),))
    assert lifts_of(closed, A)[MON] == []
