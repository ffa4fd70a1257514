"""The cheapest walk is as cheap as the cheapest real day, found by trying everything, and can be driven."""

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tianlu.plan.rounds.bounding.walks import cheapest_walks

PLACES = 5
"""The depot among them."""


@st.composite
def days_of_a_vehicle(draw: st.DrawFn) -> dict[str, object]:
    legs = draw(st.lists(st.integers(5, 60), min_size=PLACES**2, max_size=PLACES**2))
    minutes = np.array(legs, np.int64).reshape(PLACES, PLACES)
    minutes = np.minimum(minutes, minutes.T)
    np.fill_diagonal(minutes, 0)
    paid = draw(st.lists(st.integers(-80, 80), min_size=PLACES**2, max_size=PLACES**2))
    prices = np.array(paid, np.float64).reshape(PLACES, PLACES)
    return {
        "minutes": minutes,
        "service": np.array([0, *draw(st.lists(st.integers(0, 20), min_size=4, max_size=4))], np.int64),
        "prices": prices + prices.T,
        "shift_min": draw(st.integers(60, 240)),
        "reload_min": draw(st.integers(1, 20)),
        "rounds_max": draw(st.integers(1, 2)),
    }


def minutes_of(day: dict, walk: list[int]) -> int:
    rounds = walk.count(0) - 1
    legs = sum(int(day["minutes"][a, b]) for a, b in pairwise(walk))
    return legs + sum(int(day["service"][place]) for place in walk) + (rounds - 1) * day["reload_min"]


def price_of(day: dict, walk: list[int]) -> float:
    return sum(float(day["prices"][a, b]) for a, b in pairwise(walk))


def real_days(day: dict) -> list[list[int]]:
    """Every order of every set of places, in one round or cut into two."""
    orders = [order for size in range(1, PLACES) for order in permutations(range(1, PLACES), size)]
    walks = [[0, *order, 0] for order in orders]
    if day["rounds_max"] > 1:
        walks += [[0, *order[:cut], 0, *order[cut:], 0] for order in orders for cut in range(1, len(order))]
    return [walk for walk in walks if minutes_of(day, walk) <= day["shift_min"]]


def walks_of(day: dict, toll: float = 0.0) -> tuple[float, list[list[int]]]:
    return cheapest_walks(**day, again=np.zeros(PLACES, np.bool_), toll=toll, most=10)


@settings(deadline=None, max_examples=80, derandomize=True)
@given(days_of_a_vehicle())
def test_no_real_day_is_cheaper_than_the_cheapest_walk(day: dict) -> None:
    least, _ = walks_of(day)
    assert least <= min([0.0, *(price_of(day, walk) for walk in real_days(day))]) + 1e-9


@settings(deadline=None, max_examples=80, derandomize=True)
@given(days_of_a_vehicle())
def test_walks_keep_the_shift_do_not_turn_back_and_cost_what_is_said(day: dict) -> None:
    least, walks = walks_of(day)
    slack = int((day["service"][1:] == 0).sum()) * day["rounds_max"]
    for walk in walks:
        assert walk[0] == walk[-1] == 0
        assert walk.count(0) - 1 <= day["rounds_max"]
        assert minutes_of(day, walk) <= day["shift_min"] + slack
        assert all(a != c or b == 0 or a == 0 for a, b, c in zip(walk, walk[1:], walk[2:], strict=False))
    if walks:
        assert np.isclose(least, price_of(day, walks[0]))


@given(days_of_a_vehicle())
@settings(deadline=None, max_examples=20, derandomize=True)
def test_toll_higher_than_any_gain_keeps_the_vehicle_at_home(day: dict) -> None:
    assert walks_of(day, toll=1e6) == (0.0, [])
