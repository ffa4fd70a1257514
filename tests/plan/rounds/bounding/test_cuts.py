"""Sets that are entered too seldom are found; a real day has none."""

import numpy as np
import pytest

from tianlu.plan.rounds.bounding.cuts import find_cuts


def legs(places: int, *pairs: tuple[int, int]) -> np.ndarray:
    crossing = np.zeros((places, places))
    for a, b in pairs:
        crossing[a, b] += 1.0
        crossing[b, a] += 1.0
    return crossing


def test_round_that_never_sees_the_depot_is_cut_off() -> None:
    crossing = legs(6, (0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3))
    cuts = find_cuts(crossing, np.array([0.0, 1, 1, 1, 1, 1]), np.zeros(6), capacity=10.0, least=0.1)
    assert cuts
    worst = cuts[0]
    assert worst.violation == pytest.approx(2.0)
    assert set(np.flatnonzero(worst.inside)) == {3, 4, 5}
    assert worst.place in {3, 4, 5}


def test_real_rounds_have_no_cut() -> None:
    crossing = legs(6, (0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 5), (5, 0))
    visits = np.array([0.0, 1, 1, 1, 1, 1])
    assert find_cuts(crossing, visits, visits, capacity=3.0, least=0.1) == []


def test_set_that_is_too_heavy_for_its_rounds_is_found() -> None:
    crossing = legs(4, (0, 1), (1, 2), (2, 3), (3, 0))
    loads = np.array([0.0, 4, 4, 4])
    cuts = find_cuts(crossing, np.array([0.0, 1, 1, 1]), loads, capacity=6.0, least=0.1)
    assert cuts[0].place is None
    assert cuts[0].violation == pytest.approx(2.0)
    assert cuts[0].inside.tolist() == [False, True, True, True]


def test_half_visits_ask_for_half_the_entries() -> None:
    crossing = 0.5 * legs(4, (0, 1), (1, 2), (2, 3), (3, 0))
    half = np.array([0.0, 0.5, 0.5, 0.5])
    assert find_cuts(crossing, half, np.zeros(4), capacity=6.0, least=0.05) == []
    assert find_cuts(crossing, 2 * half, np.zeros(4), capacity=6.0, least=0.05) != []
