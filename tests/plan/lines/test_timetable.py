"""The week's runs: days, minutes, holds, repeated runs, the seam of the week, and which week to plan."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.lines.small_feed import Rows, feed_of, small_tables, table, terms, times
from tianlu.core.calendar import MINUTES_A_DAY, MINUTES_A_WEEK, Week
from tianlu.core.ids import TripId
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.timetable import busiest_week, count_runs, trips_of_week
from tianlu.plan.lines.trip import Trip

WEEK = Week(date(2026, 11, 23))


def trips(*freight: Freight, **instead: Rows) -> tuple[Trip, ...]:
    return trips_of_week(feed_of(small_tables(**instead)), freight, WEEK)


def test_a_line_that_carries_mail_runs_on_each_of_its_days() -> None:
    found = trips(terms())
    assert [(trip.day, trip.id) for trip in found[:2]] == [(0, "OUT@2026-11-23"), (0, "BACK@2026-11-23")]
    assert [trip.day for trip in found] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_minutes_count_from_monday() -> None:
    wednesday = next(trip for trip in trips(terms()) if trip.id == "OUT@2026-11-25")
    start = 2 * MINUTES_A_DAY + 480
    assert [(stop.arrive_min - start, stop.leave_min - start) for stop in wednesday.stops] == [
        (0, 0),
        (20, 21),
        (40, 45),
        (60, 60),
    ]


def test_a_line_without_terms_carries_nothing() -> None:
    assert trips() == ()


def test_a_line_that_refuses_mail_carries_nothing() -> None:
    assert trips(terms(allowed=False)) == ()


def test_a_trips_own_terms_stand_before_its_lines() -> None:
    found = trips(terms(hold_g=60_000), terms(trip="OUT", hold_g=10_000), terms(trip="BACK", allowed=False))
    assert {trip.hold_g for trip in found} == {(10_000, 10_000, 10_000)}
    assert {TripId(trip.id.split("@")[0]) for trip in found} == {"OUT"}


def test_a_trip_may_be_allowed_on_a_line_that_is_not() -> None:
    assert len(trips(terms(allowed=False), terms(trip="OUT"))) == 5


def test_terms_reach_the_trip() -> None:
    trip = trips(terms())[0]
    assert (trip.line, trip.line_name, trip.fee_fen, trip.cutoff_min, trip.handover_min) == (
        "R",
        "1 县城—乙村",
        500,
        15,
        5,
    )
    assert trip.hold_pieces == (40, 40, 40)


def test_a_holiday_takes_a_day_out() -> None:
    found = trips(terms(), calendar_dates=table("service_id,date,exception_type", "W,20261125,2"))
    assert {trip.day for trip in found} == {0, 1, 3, 4}


def test_an_arrival_is_rounded_up_and_a_departure_down_but_not_before_the_arrival() -> None:
    trip = trips(
        terms(),
        stop_times=times("08:00:59,08:00:59,S1,1,", "08:20:01,08:20:30,S2,2,", "08:40:01,08:45:59,S3,3,"),
    )[0]
    assert [(stop.arrive_min, stop.leave_min) for stop in trip.stops] == [(481, 481), (501, 501), (521, 525)]


def test_frequencies_become_runs_with_numbers() -> None:
    runs = table("trip_id,start_time,end_time,headway_secs", "OUT,06:00:00,07:00:00,1200", "OUT,12:00:00,12:01:00,600")
    found = [trip for trip in trips(terms(), frequencies=runs) if trip.day == 0 and trip.id.startswith("OUT")]
    assert [trip.id for trip in found] == [f"OUT@2026-11-23#{k}" for k in (1, 2, 3, 4)]
    assert [trip.stops[0].leave_min for trip in found] == [360, 380, 400, 720]
    assert found[3].stops[-1].arrive_min == 780


def test_a_sunday_run_past_midnight_stands_once_under_sunday() -> None:
    sundays = [{**small_tables()["calendar"][0], **dict.fromkeys(("monday", "tuesday", "wednesday"), "0")}]
    sundays[0] |= {"thursday": "0", "friday": "0", "sunday": "1"}
    night = times("23:30:00,23:30:00,S1,1,", "24:40:00,24:40:00,S4,2,")
    (trip,) = [trip for trip in trips(terms(), calendar=sundays, stop_times=night) if trip.id.startswith("OUT")]
    assert (trip.day, trip.id) == (6, "OUT@2026-11-29")
    assert (trip.stops[0].leave_min, trip.stops[1].arrive_min) == (MINUTES_A_WEEK - 30, MINUTES_A_WEEK + 40)


def test_metres_are_the_feeds_where_it_has_them() -> None:
    calls = times("08:00:00,08:00:00,S1,1,0", "08:20:00,08:20:00,S2,2,11000", "08:40:00,08:40:00,S3,3,23000")
    trip = next(trip for trip in trips(terms(), stop_times=calls) if trip.id.startswith("OUT"))
    assert trip.metres == (11_000, 12_000)


def test_metres_are_assumed_from_the_straight_line_where_the_feed_has_none() -> None:
    """A tenth of a degree of longitude at 35° north is 9,109 m; a road is taken to be 1.3 times that."""
    assert trips(terms())[0].metres == (11_841, 11_841, 11_841)


def test_a_week_outside_the_calendar_has_no_runs() -> None:
    feed = feed_of(small_tables())
    outside = Week(date(2027, 1, 4))
    assert trips_of_week(feed, [terms()], outside) == ()
    assert count_runs(feed, outside) == 0


def test_the_busiest_week_is_the_earliest_full_one() -> None:
    """1 November 2026 is a Sunday, so the calendar's first full week of work begins on the 2nd."""
    feed = feed_of(small_tables())
    assert busiest_week(feed) == Week(date(2026, 11, 2))
    assert count_runs(feed, Week(date(2026, 11, 2))) == 10


def test_the_busiest_week_may_be_asked_for_from_a_date_on() -> None:
    feed = feed_of(small_tables())
    assert busiest_week(feed, since=date(2026, 11, 10)) == Week(date(2026, 11, 16))
    assert busiest_week(feed, since=date(2027, 1, 1)) is None


def test_a_feed_of_which_nothing_runs_has_no_busiest_week() -> None:
    never = [{**small_tables()["calendar"][0], "start_date": "20261107", "end_date": "20261108"}]
    assert busiest_week(feed_of(small_tables(calendar=never))) is None


@given(st.integers(0, 86_400), st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 200)), min_size=1, max_size=8))
def test_rounding_never_sends_a_bus_back_in_time(start: int, legs: list[tuple[int, int]]) -> None:
    """`Trip` refuses times that go back, so it is enough that every run can be made."""
    clock, lines = start, [f"{hms(start)},{hms(start)},S1,0,"]
    for k, (ride, stand) in enumerate(legs, start=1):
        lines.append(f"{hms(clock + ride)},{hms(clock + ride + stand)},S2,{k},")
        clock += ride + stand
    assert len(trips(terms(trip="OUT"), stop_times=times(*lines))) == 5


def hms(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
