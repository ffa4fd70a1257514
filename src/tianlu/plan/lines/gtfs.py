"""GTFS rows become a Feed and a Feed becomes GTFS rows; files are someone else's business.

After the GTFS Schedule reference (gtfs.org). What the planner has no use for is left out: shapes, fares, transfers,
pick-up and drop-off kinds of passengers, `exact_times` of frequencies (headways are taken as timetable).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import LineId, StopId, TripId
from tianlu.core.problem import Problem
from tianlu.plan.lines.feed import Agency, Call, Feed, FeedTrip, Frequency, Route, Service, Stop
from tianlu.plan.lines.gtfs_cells import Expectation, Row, Table, number_in, once
from tianlu.plan.lines.gtfs_structure import (
    REQUIRED_COLUMNS,
    WEEKDAYS,
    check_references,
    check_structure,
    is_boarding,
)
from tianlu.plan.lines.stop_times import TimedStop, calls_of, find_step_back, metres_a_unit, with_metres

BUS = "3"
"""GTFS's route_type of a bus."""

ONE_OR_NONE = Expectation("not_yes_or_no", "0 or 1", "应为 0 或 1", "Write 1 for a day of service.", "当日开行填 1。")
ADDED_OR_REMOVED = Expectation(
    "not_an_exception", "1 (added) or 2 (removed)", "应为 1（增开）或 2（停开）", "Write 1 or 2.", "请填 1 或 2。"
)
ON_EARTH = Expectation(
    "not_on_earth",
    "latitude -90 to 90 and longitude -180 to 180",
    "纬度应在 -90 至 90 之间，经度应在 -180 至 180 之间",
    "Check that latitude and longitude are not exchanged.",
    "请检查经纬度是否填反。",
)
LATER_DATE = Expectation(
    "ends_before_it_starts", "a date not before start_date", "应不早于 start_date", "Correct the dates.", "请更正日期。"
)
TWO_CALLS = Expectation(
    "trip_too_short",
    "two stop_times or more",
    "应至少有两条 stop_times",
    "Add the trip's stop_times, or remove the trip.",
    "请补上该班次的 stop_times，或删除该班次。",
)
TIMED_ENDS = Expectation(
    "untimed_end",
    "a time at the first and at the last stop of a trip",
    "班次的首站和末站应有时刻",
    "Fill in arrival_time and departure_time.",
    "请填写 arrival_time 和 departure_time。",
)
NO_STEP_BACK = Expectation(
    "time_goes_back",
    "a time not before the stop's own arrival and the last stop's departure",
    "应不早于本站到达时刻和上一站发车时刻",
    "Correct the time; after midnight go on counting, 24:05:00.",
    "请更正时刻；过午夜后继续累计，如 24:05:00。",
)
ONE_KIND = Expectation(
    "contradicting_exceptions",
    "a service either added or removed on a date",
    "同一服务在同一日期只应增开或停开",
    "Remove one of the two rows.",
    "请删除其中一行。",
)
LATER_TIME = Expectation(
    "no_departures", "an end_time after start_time", "end_time 应晚于 start_time", "Correct the times.", "请更正时刻。"
)
A_HEADWAY = Expectation(
    "no_headway",
    "seconds, 1 or more",
    "应为不小于 1 的秒数",
    "Write the seconds between buses.",
    "请填写发车间隔秒数。",
)


def read_feed(tables: Mapping[str, Sequence[Row]]) -> tuple[Feed | None, tuple[Problem, ...]]:
    """The feed that these tables hold, or None and everything that is wrong with them.

    `tables` maps a table's name (`stop_times`) to its rows, each a dict of texts; a missing or None cell is blank.
    `calendar` or `calendar_dates` may be missing, and `frequencies`. A feed is whole or it is not there.
    """
    read = {name: Table(name, tables.get(name) or ()) for name in REQUIRED_COLUMNS}
    check_structure(read)
    check_references(read)
    agencies = _agencies(read["agency"])
    stops = _stops(read["stops"])
    routes = _routes(read["routes"], read["agency"])
    services = _services(read["calendar"], read["calendar_dates"])
    timed = _timed_stops(read["stop_times"])
    frequencies = _frequencies(read["frequencies"])
    trips = _trips(read["trips"])
    _check_calls(timed, trips=read["trips"], stop_times=read["stop_times"])
    problems = tuple(problem for table in read.values() for problem in table.trouble)
    if problems:
        return None, problems
    calls = _calls(timed, stops)
    whole = (replace(trip, calls=calls[trip.id], frequencies=frequencies.get(trip.id, ())) for trip in trips)
    return Feed(agencies, stops, routes, services, tuple(whole)), ()


def feed_rows(feed: Feed) -> dict[str, list[dict[str, str]]]:
    """The GTFS tables of a feed: `read_feed` of them is the feed again. Tables without rows are left out."""
    tables = {
        "agency": [_agency_row(agency) for agency in feed.agencies],
        "stops": [_stop_row(stop) for stop in feed.stops],
        "routes": [_route_row(route) for route in feed.routes],
        "trips": [_trip_row(trip) for trip in feed.trips],
        "stop_times": [row for trip in feed.trips for row in _call_rows(trip)],
        "calendar": [_service_row(service) for service in feed.services],
        "calendar_dates": [row for service in feed.services for row in _exception_rows(service)],
        "frequencies": [row for trip in feed.trips for row in _frequency_rows(trip)],
    }
    return {name: rows for name, rows in tables.items() if rows}


def _agencies(table: Table) -> tuple[Agency, ...]:
    """An agency needs an id where there are several."""
    rows = _ids_once(table, "agency_id").values() if len(table.rows) > 1 else range(len(table.rows))
    return tuple(
        Agency(table.text(k, "agency_id"), table.required(k, "agency_name"), table.required(k, "agency_timezone"))
        for k in rows
    )


def _stops(table: Table) -> tuple[Stop, ...]:
    found = (_stop(table, k, name) for name, k in _ids_once(table, "stop_id").items() if is_boarding(table, k))
    return tuple(stop for stop in found if stop is not None)


def _stop(table: Table, k: int, name: str) -> Stop | None:
    lon, lat = table.number(k, "stop_lon"), table.number(k, "stop_lat")
    label = table.required(k, "stop_name")
    if lon is None or lat is None:
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        table.report(k, "stop_lat", f"{lat}, {lon}", ON_EARTH)
    return Stop(StopId(name), label, lon, lat)


def _routes(table: Table, agencies: Table) -> tuple[Route, ...]:
    sole = agencies.text(0, "agency_id") if len(agencies.rows) == 1 else ""
    return tuple(
        Route(LineId(name), table.text(k, "agency_id") or sole, _route_name(table, k) or name)
        for name, k in _ids_once(table, "route_id").items()
    )


def _route_name(table: Table, k: int) -> str:
    """Number and name, as passengers know the line; GTFS asks for one of the two."""
    return " ".join(filter(None, (table.text(k, "route_short_name"), table.text(k, "route_long_name"))))


def _services(weekly: Table, dated: Table) -> tuple[Service, ...]:
    """Services of calendar in its order, then those that calendar_dates alone knows."""
    exceptions = _exceptions(dated)
    days: dict[str, Service] = {}
    for name, k in _ids_once(weekly, "service_id").items():
        first, last = weekly.date(k, "start_date"), weekly.date(k, "end_date")
        weekdays = DayPattern.of(day for day, column in enumerate(WEEKDAYS) if _runs(weekly, k, column))
        if first and last and last < first:
            weekly.report(k, "end_date", weekly.text(k, "end_date"), LATER_DATE)
        if first and last:
            days[name] = Service(name, weekdays, first, last)
    for name, dates in exceptions.items():
        blank = Service(name, DayPattern(0), min(dates), max(dates))
        days[name] = replace(days.get(name, blank), added=_where(dates, "1"), removed=_where(dates, "2"))
    return tuple(days.values())


def _runs(table: Table, k: int, column: str) -> bool:
    found = table.required(k, column)
    if found and found not in ("0", "1"):
        table.report(k, column, found, ONE_OR_NONE)
    return found == "1"


def _exceptions(table: Table) -> dict[str, dict[date, str]]:
    """For each service the dates that calendar_dates names, with their exception type."""
    found: dict[str, dict[date, str]] = defaultdict(dict)
    for k in range(len(table.rows)):
        name, day, kind = table.required(k, "service_id"), table.date(k, "date"), table.required(k, "exception_type")
        if kind not in ("1", "2"):
            table.report(k, "exception_type", kind, ADDED_OR_REMOVED)
        elif name and day and found[name].setdefault(day, kind) != kind:
            table.report(k, "date", f"{name} on {day} both added and removed", ONE_KIND)
    return found


def _where(dates: Mapping[date, str], kind: str) -> frozenset[date]:
    return frozenset(day for day, found in dates.items() if found == kind)


def _trips(table: Table) -> tuple[FeedTrip, ...]:
    """Trips without their calls."""
    return tuple(
        FeedTrip(
            id=TripId(name),
            route=LineId(table.text(k, "route_id")),
            service=table.text(k, "service_id"),
            calls=(),
            headsign=table.text(k, "trip_headsign"),
        )
        for name, k in _ids_once(table, "trip_id").items()
    )


def _timed_stops(table: Table) -> dict[TripId, list[TimedStop]]:
    """The rows of every trip in the order of stop_sequence."""
    found: dict[TripId, list[TimedStop]] = defaultdict(list)
    for k in range(len(table.rows)):
        sequence = table.count(k, "stop_sequence")
        arrive_s, leave_s = table.seconds(k, "arrival_time"), table.seconds(k, "departure_time")
        distance = number_in(table.text(k, "shape_dist_traveled"))
        stop = TimedStop(k, sequence or 0, StopId(table.text(k, "stop_id")), arrive_s, leave_s, distance)
        if sequence is not None:
            found[TripId(table.text(k, "trip_id"))].append(stop)
    for stops in found.values():
        stops.sort(key=lambda stop: stop.sequence)
    return found


def _check_calls(timed: Mapping[TripId, Sequence[TimedStop]], *, trips: Table, stop_times: Table) -> None:
    """Every trip has two calls, in an order that is clear and with times that do not go back."""
    for name, k in {trips.text(k, "trip_id"): k for k in range(len(trips.rows))}.items():
        calls = len(timed.get(TripId(name), ()))
        if calls < 2 and stop_times.is_readable:
            trips.report(k, "trip_id", f"{name} with {calls}", TWO_CALLS)
    for stops in timed.values():
        _check_order(stops, stop_times)
        if _check_ends(stops, stop_times):
            _check_clock(stops, stop_times)


def _check_order(stops: Sequence[TimedStop], table: Table) -> None:
    for earlier, later in pairwise(stops):
        if earlier.sequence == later.sequence:
            table.report(later.row, "stop_sequence", str(later.sequence), once("stop_sequence"))


def _check_ends(stops: Sequence[TimedStop], table: Table) -> bool:
    """Whether both ends are timed; a time that is there but cannot be read has been reported already."""
    untimed = [stop for stop in (stops[0], stops[-1]) if not stop.is_timed]
    for stop in untimed:
        if not table.text(stop.row, "arrival_time") and not table.text(stop.row, "departure_time"):
            table.report(stop.row, "arrival_time", "nothing", TIMED_ENDS)
    return not untimed


def _check_clock(stops: Sequence[TimedStop], table: Table) -> None:
    step = find_step_back(calls_of(stops))
    if step is not None:
        row = stops[step].row
        found = f"{table.text(row, 'arrival_time')} to {table.text(row, 'departure_time')}"
        table.report(row, "arrival_time", found, NO_STEP_BACK)


def _calls(timed: Mapping[TripId, Sequence[TimedStop]], stops: Sequence[Stop]) -> dict[TripId, tuple[Call, ...]]:
    unit_m = metres_a_unit(list(timed.values()), {stop.id: stop for stop in stops})
    return {name: with_metres(calls_of(rows), rows, unit_m) for name, rows in timed.items()}


def _frequencies(table: Table) -> dict[TripId, tuple[Frequency, ...]]:
    found: dict[TripId, tuple[Frequency, ...]] = defaultdict(tuple)
    for k in range(len(table.rows)):
        start_s, end_s = _filled_time(table, k, "start_time"), _filled_time(table, k, "end_time")
        headway_s = table.count(k, "headway_secs")
        if headway_s == 0:
            table.report(k, "headway_secs", "0", A_HEADWAY)
        if start_s is not None and end_s is not None and end_s <= start_s:
            table.report(k, "end_time", table.text(k, "end_time"), LATER_TIME)
        if start_s is not None and end_s is not None and headway_s is not None:
            found[TripId(table.text(k, "trip_id"))] += (Frequency(start_s, end_s, headway_s),)
    return found


def _filled_time(table: Table, k: int, column: str) -> int | None:
    return table.seconds(k, column) if table.required(k, column) else None


def _ids_once(table: Table, column: str) -> dict[str, int]:
    """The row of every id; a blank or repeated id is reported and its row left out."""
    seen: dict[str, int] = {}
    for k in range(len(table.rows)):
        name = table.required(k, column)
        if name in seen:
            table.report(k, column, name, once(column))
        elif name:
            seen[name] = k
    return seen


def _agency_row(agency: Agency) -> dict[str, str]:
    return {
        "agency_id": agency.id,
        "agency_name": agency.name,
        "agency_timezone": agency.timezone,
    }


def _stop_row(stop: Stop) -> dict[str, str]:
    return {"stop_id": stop.id, "stop_name": stop.name, "stop_lat": repr(stop.lat), "stop_lon": repr(stop.lon)}


def _route_row(route: Route) -> dict[str, str]:
    return {"route_id": route.id, "agency_id": route.agency, "route_long_name": route.name, "route_type": BUS}


def _trip_row(trip: FeedTrip) -> dict[str, str]:
    return {
        "route_id": trip.route,
        "service_id": trip.service,
        "trip_id": trip.id,
        "trip_headsign": trip.headsign,
    }


def _call_rows(trip: FeedTrip) -> list[dict[str, str]]:
    return [
        {
            "trip_id": trip.id,
            "arrival_time": _clock(call.arrive_s),
            "departure_time": _clock(call.leave_s),
            "stop_id": call.stop,
            "stop_sequence": str(k),
            "shape_dist_traveled": "" if call.metres is None else str(call.metres),
        }
        for k, call in enumerate(trip.calls, start=1)
    ]


def _service_row(service: Service) -> dict[str, str]:
    runs = {column: str(int(day in service.weekdays)) for day, column in enumerate(WEEKDAYS)}
    dates = {"start_date": f"{service.first:%Y%m%d}", "end_date": f"{service.last:%Y%m%d}"}
    return {"service_id": service.id, **runs, **dates}


def _exception_rows(service: Service) -> list[dict[str, str]]:
    kinds = {**dict.fromkeys(service.added, "1"), **dict.fromkeys(service.removed, "2")}
    return [
        {"service_id": service.id, "date": f"{day:%Y%m%d}", "exception_type": kind}
        for day, kind in sorted(kinds.items())
    ]


def _frequency_rows(trip: FeedTrip) -> list[dict[str, str]]:
    return [
        {
            "trip_id": trip.id,
            "start_time": _clock(runs.start_s),
            "end_time": _clock(runs.end_s),
            "headway_secs": str(runs.headway_s),
        }
        for runs in trip.frequencies
    ]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
