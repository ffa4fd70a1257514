"""Bag numbers: stable, and a slip of the pen is found."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tianlu.core.ids import PlaceId, TripId
from tianlu.plan.bags.number import BagNumber, bag_number, check_digit, is_bag_number, shown_number

NUMBERS = st.builds(
    lambda trip, day, index: bag_number(TripId(trip), day, origin=PlaceId("H"), destination=PlaceId("A"), index=index),
    st.text(max_size=8),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.integers(1, 99),
)


def test_check_digit_is_that_of_the_literature() -> None:
    assert check_digit("572") == "4"


@settings(derandomize=True, deadline=None)
@given(NUMBERS)
def test_number_begins_with_the_date_and_is_sound(number: BagNumber) -> None:
    assert is_bag_number(number)
    assert shown_number(number).replace(" ", "") == number


@settings(derandomize=True, deadline=None)
@given(NUMBERS, st.integers(0, 15), st.integers(1, 9))
def test_any_wrong_digit_is_found(number: BagNumber, at: int, by: int) -> None:
    wrong = str((int(number[at]) + by) % 10)
    assert not is_bag_number(number[:at] + wrong + number[at + 1 :])


@settings(derandomize=True, deadline=None)
@given(NUMBERS, st.integers(0, 14))
def test_any_two_neighbours_that_changed_places_are_found(number: BagNumber, at: int) -> None:
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert swapped == number or not is_bag_number(swapped)


def test_a_number_that_is_taken_is_drawn_again() -> None:
    ends = {"origin": PlaceId("H"), "destination": PlaceId("A")}
    first = bag_number(TripId("t"), date(2026, 11, 23), **ends, index=1)
    second = bag_number(TripId("t"), date(2026, 11, 23), **ends, index=1, taken={first})
    assert first != second
    assert is_bag_number(second)
