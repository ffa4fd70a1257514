"""A matrix is whole, or what is missing of it is said."""

import numpy as np

from tests.place.places import at
from tianlu.core.ids import PlaceId
from tianlu.place.complete import complete_travel, table_travel

A, B, C = at("A", 100, 35), at("B", 100, 35.1), at("C", 100, 35.2)
NAN = float("nan")


def ids(*codes: str) -> tuple[PlaceId, ...]:
    return tuple(PlaceId(code) for code in codes)


def test_seconds_become_minutes_rounded_up() -> None:
    seconds, metres = np.array([[0, 61.0], [60.0, 0]]), np.array([[0, 900.4], [900.6, 0]])
    travel, problems = complete_travel([A, B], seconds=seconds, metres=metres, source="test")
    assert travel is not None
    assert problems == ()
    assert travel.minutes.tolist() == [[0, 2], [1, 0]]
    assert travel.metres.tolist() == [[0, 900], [901, 0]]


def test_the_diagonal_is_nothing_whatever_the_source_says() -> None:
    travel, _ = complete_travel([A], seconds=np.array([[NAN]]), metres=np.array([[7.0]]), source="test")
    assert travel is not None
    assert (travel.minutes[0, 0], travel.metres[0, 0]) == (0, 0)


def test_a_missing_pair_names_both_places() -> None:
    seconds = np.array([[0, 60, 60], [60, 0, NAN], [60, 60, 0]])
    travel, (problem,) = complete_travel([A, B, C], seconds=seconds, metres=np.ones((3, 3)), source="test")
    assert travel is None
    assert problem.code == "no_way"
    assert problem.found == "no way from B村 (B) to C村 (C)"
    assert "B村" in problem.how_to_fix_zh


def test_a_place_that_leads_nowhere_is_said_once() -> None:
    seconds = np.array([[0, 60, NAN], [60, 0, NAN], [NAN, NAN, 0]])
    _, problems = complete_travel([A, B, C], seconds=seconds, metres=np.ones((3, 3)), source="test")
    assert [problem.code for problem in problems] == ["place_cut_off"]
    assert "C村 (C)" in problems[0].found


def test_a_table_of_legs_becomes_a_matrix_in_the_places_order() -> None:
    a, b, x = ids("A", "B", "X")
    legs = {(a, b): (5, 4_000), (b, a): (6, 4_100), (a, x): (1, 1)}
    travel, _ = table_travel([B, A], legs, source="table")
    assert travel is not None
    assert travel.places == (b, a)
    assert travel.minutes.tolist() == [[0, 6], [5, 0]]


def test_a_table_that_lacks_a_leg_says_which() -> None:
    a, b = ids("A", "B")
    travel, problems = table_travel([A, B], {(a, b): (5, 4_000)}, source="table")
    assert travel is None
    assert [problem.found for problem in problems] == ["no way from B村 (B) to A村 (A)"]
