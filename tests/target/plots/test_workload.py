"""The minutes of all rounds are given out to the places once; what comes by bag takes nobody's."""

import pytest

from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.target.plots.workload import minutes_by_place

A, B = PlaceId("a"), PlaceId("b")


def a_stop(place: PlaceId, arrive: int, leave: int) -> RoundStop:
    return RoundStop(place, arrive, leave, 0, 0, 0, 0)


ROUND = Round(VehicleId("v"), PlaceId("h"), 0, 480, 600, (a_stop(A, 500, 510), a_stop(B, 540, 560)))
PLAN = Plan("", (ROUND,), (Bag(TripId("t"), 0, PlaceId("h"), PlaceId("c"), 3, 900),))


def test_ways_are_their_destinations_and_the_way_back_is_shared() -> None:
    assert minutes_by_place(PLAN) == {A: 30 + 20, B: 50 + 20}


def test_all_minutes_are_given_out_once() -> None:
    assert sum(minutes_by_place(PLAN).values()) == pytest.approx(ROUND.return_min - ROUND.leave_min)


def test_visits_come_on_top_and_bags_take_nothing() -> None:
    minutes = minutes_by_place(PLAN, {A: 15.0})
    assert minutes[A] == 65
    assert PlaceId("c") not in minutes
