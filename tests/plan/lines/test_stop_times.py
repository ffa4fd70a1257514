"""A trip's calls: times filled in between timed stops, and distances in metres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianlu.core.ids import StopId
from tianlu.plan.lines.feed import Call, Stop
from tianlu.plan.lines.stop_times import TimedStop, calls_of, find_step_back, metres_a_unit, with_metres


def timed(sequence: int, seconds: int | None, distance: float | None = None) -> TimedStop:
    return TimedStop(sequence, sequence, StopId(str(sequence)), seconds, seconds, distance)


STOPS = {StopId(str(k)): Stop(StopId(str(k)), str(k), 100 + k / 100, 35.0) for k in range(10)}
"""911 m apart."""


def test_each_stretch_between_timed_stops_is_filled_in_by_itself() -> None:
    calls = calls_of([timed(0, 0), timed(1, None), timed(2, 100), timed(3, None), timed(4, 300)])
    assert [call.arrive_s for call in calls] == [0, 50, 100, 200, 300]


def test_a_stretch_starts_when_the_bus_leaves_and_ends_when_it_arrives() -> None:
    stops = [TimedStop(0, 0, StopId("0"), 0, 60, None), timed(1, None), TimedStop(2, 2, StopId("2"), 160, 200, None)]
    assert [(call.arrive_s, call.leave_s) for call in calls_of(stops)] == [(0, 60), (110, 110), (160, 200)]


def test_stops_at_one_distance_are_filled_in_evenly() -> None:
    calls = calls_of([timed(0, 0, 5.0), timed(1, None, 5.0), timed(2, 100, 5.0)])
    assert calls[1].arrive_s == 50


def test_a_step_back_is_found_where_it_is() -> None:
    assert find_step_back(calls_of([timed(0, 100), timed(1, 200), timed(2, 150)])) == 2
    assert find_step_back(calls_of([timed(0, 100), timed(1, 200), timed(2, 250)])) is None


@pytest.mark.parametrize(("unit_m", "expected"), [(1, 1.0), (1000, 1000.0), (0.3048, 1.0), (1609, 1000.0), (50, None)])
def test_metres_and_kilometres_are_told_apart_and_nothing_else(unit_m: float, expected: float | None) -> None:
    """Feet pass for metres and miles for kilometres: GTFS says nowhere, and both are within a line's detour."""
    trip = [timed(k, k, 1_200 * k / unit_m) for k in range(5)]
    assert metres_a_unit([trip], STOPS) == expected


def test_metres_count_from_the_trips_start() -> None:
    stops = [timed(0, 0, 2.0), timed(1, 60, 3.5)]
    assert [call.metres for call in with_metres(calls_of(stops), stops, 1000.0)] == [0, 1_500]


def test_one_stop_without_a_distance_leaves_its_trip_without() -> None:
    stops = [timed(0, 0, 2.0), timed(1, 60)]
    assert [call.metres for call in with_metres(calls_of(stops), stops, 1.0)] == [None, None]


@given(st.lists(st.one_of(st.none(), st.integers(0, 90_000)), max_size=8), st.booleans())
def test_filled_in_times_never_go_back_between_times_that_do_not(middle: list[int | None], has_distance: bool) -> None:
    known = iter(sorted(seconds for seconds in middle if seconds is not None))
    seconds = [0, *(None if each is None else next(known) for each in middle), 90_000]
    calls = calls_of([timed(k, each, float(k * k) if has_distance else None) for k, each in enumerate(seconds)])
    assert find_step_back(calls) is None
    assert all(isinstance(call, Call) for call in calls)
