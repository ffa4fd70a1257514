"""GTFS rows and feeds: what is read, what is refused, and that nothing is lost on the way round."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.lines.small_feed import Rows, Tables, feed_of, small_tables, table, times
from tests.timing import least_cpu_s
from tianlu.core.calendar import DayPattern
from tianlu.core.ids import LineId, StopId, TripId
from tianlu.core.problem import Problem
from tianlu.plan.lines.feed import Agency, Call, Feed, FeedTrip, Frequency, Route, Service, Stop
from tianlu.plan.lines.gtfs import feed_rows, read_feed


def problems_of(**instead: Rows) -> tuple[Problem, ...]:
    feed, problems = read_feed(small_tables(**instead))
    assert feed is None
    return problems


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def out_calls(*lines: str) -> tuple[Call, ...]:
    """The calls of trip OUT with these stop_times."""
    return feed_of(small_tables(stop_times=times(*lines))).trips[0].calls


def test_a_small_feed_is_read_whole() -> None:
    feed = feed_of(small_tables())
    assert feed.agencies == (Agency("A", "山地客运", "Asia/Shanghai"),)
    assert feed.stops[0] == Stop(StopId("S1"), "县城", 100.0, 35.0)
    assert feed.routes == (Route(LineId("R"), "A", "1 县城—乙村"),)
    assert feed.services[0].weekdays == DayPattern.of(range(5))
    assert [trip.id for trip in feed.trips] == ["OUT", "BACK"]
    assert feed.trips[0].calls[2] == Call(StopId("S3"), 31_200, 31_500)


def test_times_past_midnight_go_on_counting() -> None:
    calls = out_calls("23:50:00,23:50:00,S1,1,", "24:20:00,24:20:00,S2,2,", "25:05:30,25:05:30,S4,3,")
    assert calls[-1].arrive_s == 25 * 3600 + 5 * 60 + 30


def test_an_hour_may_have_one_digit() -> None:
    assert out_calls("8:00:00,8:00:00,S1,1,", "9:00:00,9:00:00,S2,2,")[0].leave_s == 8 * 3600


def test_blank_times_are_filled_in_evenly_without_distances() -> None:
    calls = out_calls("08:00:00,08:00:00,S1,1,", ",,S2,2,", ",,S3,3,", "09:00:00,09:00:00,S4,4,")
    assert [call.arrive_s for call in calls] == [28_800, 30_000, 31_200, 32_400]


def test_blank_times_are_filled_in_by_distance_where_the_feed_has_it() -> None:
    calls = out_calls("08:00:00,08:00:00,S1,1,0", ",,S2,2,3", ",,S3,3,15", "09:00:00,09:00:00,S4,4,30")
    assert [call.leave_s for call in calls] == [28_800, 29_160, 30_600, 32_400]


def test_a_blank_arrival_is_the_departure() -> None:
    calls = out_calls("08:00:00,08:00:00,S1,1,", ",08:30:00,S2,2,", "09:00:00,,S3,3,")
    assert (calls[1].arrive_s, calls[2].leave_s) == (30_600, 32_400)


def test_stop_times_come_in_any_order() -> None:
    shuffled = list(reversed(small_tables()["stop_times"]))
    assert feed_of(small_tables(stop_times=shuffled)).trips == feed_of(small_tables()).trips


@pytest.mark.parametrize(("factor", "metres"), [(1, 9_500), (0.001, 9_500), (0.00001, None)])
def test_distances_are_metres_whether_the_feed_says_metres_or_kilometres(factor: float, metres: int | None) -> None:
    """Neither fits the third: the unit is unknown and the distances are not used."""
    first = f"08:00:00,08:00:00,S1,1,{200 * factor}"
    calls = out_calls(first, f"08:30:00,08:30:00,S2,2,{9_700 * factor}")
    assert calls[1].metres == metres


def test_distances_that_fall_are_not_used() -> None:
    calls = out_calls("08:00:00,08:00:00,S1,1,0", "08:20:00,08:20:00,S2,2,9500", "08:30:00,08:30:00,S3,3,9000")
    assert [call.metres for call in calls] == [None, None, None]


def test_a_calendar_of_dates_alone_is_enough() -> None:
    dates = table("service_id,date,exception_type", "W,20261123,1", "W,20261125,1")
    tables = {name: rows for name, rows in small_tables(calendar_dates=dates).items() if name != "calendar"}
    (service,) = feed_of(tables).services
    assert [day for day in range(22, 28) if service.runs_on(date(2026, 11, day))] == [23, 25]


def test_dates_add_to_a_calendar_and_take_from_it() -> None:
    dates = table("service_id,date,exception_type", "W,20261123,2", "W,20261128,1")
    (service,) = feed_of(small_tables(calendar_dates=dates)).services
    assert (service.runs_on(date(2026, 11, 23)), service.runs_on(date(2026, 11, 28))) == (False, True)


def test_several_agencies_need_ids_and_routes_that_name_one() -> None:
    agencies = table("agency_id,agency_name,agency_timezone", "A,甲,Asia/Tokyo", "B,乙,Asia/Tokyo")
    assert len(feed_of(small_tables(agency=agencies)).agencies) == 2
    problems = problems_of(agency=agencies, routes=table("route_id,agency_id", "R,"))
    assert [(p.code, p.table, p.row) for p in problems] == [("unknown_agency_id", "routes", 2)]


def test_a_route_of_a_single_agency_need_not_name_it() -> None:
    assert feed_of(small_tables(routes=table("route_id", "R"))).routes == (Route(LineId("R"), "A", "R"),)


def test_stations_are_no_stops() -> None:
    stops = [
        *({**row, "parent_station": "P"} for row in small_tables()["stops"]),
        {"stop_id": "P", "stop_name": "总站", "stop_lat": "35", "stop_lon": "100", "location_type": "1"},
        {"stop_id": "N", "stop_name": "", "stop_lat": "", "stop_lon": "", "location_type": "3"},
    ]
    assert [stop.id for stop in feed_of(small_tables(stops=stops)).stops] == ["S1", "S2", "S3", "S4"]


def test_a_bus_that_calls_at_a_station_names_no_stop() -> None:
    stops = [{**row, "location_type": "1" if row["stop_id"] == "S4" else ""} for row in small_tables()["stops"]]
    assert codes(problems_of(stops=stops)) == ["unknown_stop_id"] * 2


def test_frequencies_belong_to_their_trip() -> None:
    runs = table("trip_id,start_time,end_time,headway_secs", "OUT,06:00:00,08:00:00,1800")
    assert feed_of(small_tables(frequencies=runs)).trips[0].frequencies == (Frequency(21_600, 28_800, 1800),)


def test_a_missing_table_hides_no_other_trouble_and_makes_no_more() -> None:
    tables: Tables = {name: rows for name, rows in small_tables().items() if name != "stops"}
    tables["calendar"][0]["start_date"] = "2026-11-01"
    feed, problems = read_feed(tables)
    assert feed is None
    assert [(p.code, p.table) for p in problems] == [("missing_table", "stops"), ("not_a_date", "calendar")]


def test_a_feed_needs_some_calendar() -> None:
    assert codes(problems_of(calendar=[])) == ["missing_table"]


def test_a_missing_column_is_said_once() -> None:
    stops = [{k: v for k, v in row.items() if k != "stop_lat"} for row in small_tables()["stops"]]
    assert [(p.code, p.row, p.field) for p in problems_of(stops=stops)] == [("missing_column", None, "stop_lat")]


def test_a_problem_names_the_row_as_the_reader_sees_it() -> None:
    (problem,) = problems_of(stop_times=times("08:00:00,08:00:00,S1,1,", "08:61:00,08:30:00,S2,2,"))
    assert (problem.table, problem.row, problem.field, problem.found) == ("stop_times", 3, "arrival_time", "08:61:00")
    assert problem.expected_zh
    assert problem.how_to_fix_zh


FREQUENCIES = "trip_id,start_time,end_time,headway_secs"
DATES = "service_id,date,exception_type"
FIRST_STOP, *OTHER_STOPS = small_tables()["stops"]
(WORKDAYS,) = small_tables()["calendar"]


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("unknown_stop_id", {"stop_times": times("08:00:00,08:00:00,S1,1,", "09:00:00,09:00:00,S9,2,")}),
        ("unknown_trip_id", {"frequencies": table(FREQUENCIES, "X,6:00:00,7:00:00,60")}),
        ("unknown_route_id", {"trips": table("route_id,service_id,trip_id", "X,W,OUT", "R,W,BACK")}),
        ("unknown_service_id", {"trips": table("route_id,service_id,trip_id", "R,X,OUT", "R,W,BACK")}),
        ("repeated_stop_id", {"stops": [FIRST_STOP, *OTHER_STOPS, FIRST_STOP]}),
        ("repeated_stop_sequence", {"stop_times": times("08:00:00,08:00:00,S1,1,", "09:00:00,09:00:00,S2,1,")}),
        ("trip_too_short", {"stop_times": times("08:00:00,08:00:00,S1,1,")}),
        ("untimed_end", {"stop_times": times("08:00:00,08:00:00,S1,1,", ",,S2,2,")}),
        ("time_goes_back", {"stop_times": times("23:50:00,23:50:00,S1,1,", "00:10:00,00:10:00,S2,2,")}),
        ("time_goes_back", {"stop_times": times("08:00:00,08:00:00,S1,1,", "09:00:00,08:59:00,S2,2,")}),
        ("not_a_count", {"stop_times": times("08:00:00,08:00:00,S1,1,", "9:00:00,9:00:00,S2,3,", "9:10:00,,S3,2b,")}),
        ("not_a_number", {"stops": [{**FIRST_STOP, "stop_lat": "N35"}, *OTHER_STOPS]}),
        ("not_on_earth", {"stops": [{**FIRST_STOP, "stop_lat": "135"}, *OTHER_STOPS]}),
        ("not_yes_or_no", {"calendar": [{**WORKDAYS, "monday": "yes"}]}),
        ("ends_before_it_starts", {"calendar": [{**WORKDAYS, "end_date": "20251231"}]}),
        ("not_an_exception", {"calendar_dates": table(DATES, "W,20261123,3")}),
        ("contradicting_exceptions", {"calendar_dates": table(DATES, "W,20261123,1", "W,20261123,2")}),
        ("no_headway", {"frequencies": table(FREQUENCIES, "OUT,06:00:00,07:00:00,0")}),
        ("no_departures", {"frequencies": table(FREQUENCIES, "OUT,07:00:00,07:00:00,60")}),
        ("blank_cell", {"agency": table("agency_id,agency_name,agency_timezone", "A,山地客运,")}),
    ],
)
def test_what_is_wrong_is_said_and_no_feed_is_given(code: str, instead: dict[str, Rows]) -> None:
    assert codes(problems_of(**instead)) == [code]


def test_all_trouble_is_told_at_once() -> None:
    problems = problems_of(
        stop_times=times("08:00:00,08:00:00,S1,1,", "late,late,S9,2,"),
        calendar=[{**WORKDAYS, "friday": "", "end_date": "soon"}],
    )
    assert sorted(codes(problems)) == ["blank_cell", "not_a_date", "not_a_time", "not_a_time", "unknown_stop_id"]


def test_blanks_around_a_cell_are_forgiven() -> None:
    calendar = [{name: f" {cell} " for name, cell in WORKDAYS.items()}]
    assert feed_of(small_tables(calendar=calendar)) == feed_of(small_tables())


def test_forty_seven_thousand_stop_times_are_read_in_three_seconds() -> None:
    trips = [{"route_id": "R", "service_id": "W", "trip_id": f"T{k}"} for k in range(1_400)]
    stop_times = [
        {
            "trip_id": trip["trip_id"],
            "arrival_time": f"08:{k:02d}:00",
            "departure_time": f"08:{k:02d}:00",
            "stop_id": f"S{k % 4 + 1}",
            "stop_sequence": str(k),
        }
        for trip in trips
        for k in range(34)
    ]
    tables = small_tables(trips=trips, stop_times=stop_times)
    assert least_cpu_s(lambda: feed_of(tables)) < 3


ids = st.text("abcXYZ0189_-站", min_size=1, max_size=6)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    """Sound feeds, with and without frequencies and exceptions."""
    stops = tuple(
        Stop(StopId(name), f"站{name}", draw(st.floats(100, 103)), draw(st.floats(33, 36)))
        for name in draw(st.lists(ids, min_size=2, max_size=5, unique=True))
    )
    agencies = tuple(
        Agency(name, "客运", "Asia/Shanghai") for name in draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    )
    routes = tuple(
        Route(LineId(name), draw(st.sampled_from(agencies)).id, f"线 {name}")
        for name in draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    )
    services = tuple(draw(services_named(name)) for name in draw(st.lists(ids, min_size=1, max_size=3, unique=True)))
    trips = tuple(
        FeedTrip(
            id=TripId(name),
            route=draw(st.sampled_from(routes)).id,
            service=draw(st.sampled_from(services)).id,
            calls=draw(calls_at(stops)),
            headsign=draw(st.sampled_from(["", "乙村"])),
            frequencies=draw(st.sampled_from([(), (Frequency(0, 3600, 600), Frequency(7200, 9000, 900))])),
        )
        for name in draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    )
    return Feed(agencies, stops, routes, services, trips)


@st.composite
def services_named(draw: st.DrawFn, name: str) -> Service:
    first = draw(days)
    added = draw(st.frozensets(days, max_size=3))
    removed = draw(st.frozensets(days, max_size=3)) - added
    last = first + timedelta(days=draw(st.integers(0, 400)))
    return Service(name, DayPattern(draw(st.integers(0, 127))), first, last, added, removed)


@st.composite
def calls_at(draw: st.DrawFn, stops: tuple[Stop, ...]) -> tuple[Call, ...]:
    clock, calls = 0, []
    for stop in draw(st.lists(st.sampled_from(stops), min_size=2, max_size=6)):
        arrive = clock + draw(st.integers(0, 30_000))
        clock = arrive + draw(st.integers(0, 600))
        calls.append(Call(stop.id, arrive, clock))
    return tuple(calls)


@given(feeds())
def test_a_feed_written_and_read_is_the_same_feed(feed: Feed) -> None:
    again, problems = read_feed(feed_rows(feed))
    assert problems == ()
    assert again == feed


def test_distances_survive_the_way_round() -> None:
    feed = feed_of(small_tables(stop_times=times("08:00:00,08:00:00,S1,1,0", "08:30:00,08:30:00,S2,2,9.5")))
    assert feed.trips[0].calls[1].metres == 9_500
    assert feed_of(feed_rows(feed)) == feed
