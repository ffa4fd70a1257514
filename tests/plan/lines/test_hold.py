"""What a bus has aboard from stop to stop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.lines.small_feed import feed_of, small_tables, terms
from tests.plan.lines.test_timetable import WEEK
from tianlu.plan.lines.hold import Consignment, load_hold, overfull_legs, spare_hold
from tianlu.plan.lines.timetable import trips_of_week
from tianlu.plan.lines.trip import Trip


def bus(*, hold_g: int = 60_000) -> Trip:
    """Four stops, three legs, room for 40 pieces."""
    return trips_of_week(feed_of(small_tables()), [terms(hold_g=hold_g)], WEEK)[0]


def bag(on: int, off: int, *, grams: int = 20_000, pieces: int = 10) -> Consignment:
    return Consignment(on=on, off=off, grams=grams, pieces=pieces)


def test_a_bag_is_aboard_from_where_it_gets_on_to_where_it_gets_off() -> None:
    load = load_hold(3, [bag(0, 2), bag(1, 3)])
    assert load.grams == (20_000, 40_000, 20_000)
    assert load.pieces == (10, 20, 10)


def test_a_bus_with_room_takes_another_bag() -> None:
    load = load_hold(3, [bag(0, 3), bag(0, 3), bag(0, 3)])
    assert overfull_legs(bus(), load) == ()
    assert spare_hold(bus(), load, on=0, off=3) == (0, 10)


def test_a_full_bus_refuses_another_bag() -> None:
    load = load_hold(3, [bag(0, 3), bag(0, 3), bag(0, 3), bag(1, 2, grams=1)])
    assert overfull_legs(bus(), load) == (1,)


def test_many_light_pieces_fill_a_hold_too() -> None:
    load = load_hold(3, [bag(0, 1, grams=100, pieces=41)])
    assert overfull_legs(bus(), load) == (0,)


def test_a_bag_that_gets_off_makes_room_for_the_next() -> None:
    load = load_hold(3, [bag(0, 1, grams=60_000), bag(1, 3, grams=60_000)])
    assert overfull_legs(bus(), load) == ()


def test_what_is_aboard_at_the_start_stays_aboard() -> None:
    load = load_hold(3, [bag(0, 3)], start_g=50_000, start_pieces=5)
    assert load.grams == (70_000, 70_000, 70_000)
    assert overfull_legs(bus(), load) == (0, 1, 2)


def test_a_bag_cannot_get_off_where_it_gets_on() -> None:
    with pytest.raises(ValueError, match="gets off after"):
        bag(1, 1)


def test_a_bag_cannot_ride_beyond_the_last_stop() -> None:
    with pytest.raises(ValueError, match="no call 4"):
        load_hold(3, [bag(0, 4)])


@st.composite
def bags(draw: st.DrawFn) -> Consignment:
    on = draw(st.integers(0, 4))
    return Consignment(
        on=on, off=draw(st.integers(on + 1, 5)), grams=draw(st.integers(0, 9_000)), pieces=draw(st.integers(0, 9))
    )


@given(st.lists(bags(), max_size=8))
def test_the_load_of_a_leg_is_what_got_on_before_it_and_off_after_it(consignments: list[Consignment]) -> None:
    load = load_hold(5, consignments)
    for leg in range(5):
        aboard = [each for each in consignments if each.on <= leg < each.off]
        assert load.grams[leg] == sum(each.grams for each in aboard)
        assert load.pieces[leg] == sum(each.pieces for each in aboard)
