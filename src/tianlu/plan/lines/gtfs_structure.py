"""What a GTFS feed must have before its values are read: tables, columns, and names that lead somewhere."""

from collections.abc import Mapping

from tianlu.plan.lines.gtfs_cells import Expectation, Table, known_in

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

REQUIRED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agency": ("agency_name", "agency_timezone"),
    "stops": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes": ("route_id",),
    "trips": ("route_id", "service_id", "trip_id"),
    "stop_times": ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
    "calendar": ("service_id", *WEEKDAYS, "start_date", "end_date"),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "frequencies": ("trip_id", "start_time", "end_time", "headway_secs"),
}

NEEDED_TABLES = ("agency", "stops", "routes", "trips", "stop_times")

A_TABLE = Expectation(
    "missing_table",
    "the table with at least one row",
    "应有此表，且至少一行",
    "Add the table; a GTFS feed needs agency, stops, routes, trips, stop_times, and calendar or calendar_dates.",
    "请补上此表；GTFS 需要 agency、stops、routes、trips、stop_times，以及 calendar 或 calendar_dates。",
)
A_COLUMN = Expectation(
    "missing_column", "the column", "应有此列", "Add the column with this very name.", "请补上此列，列名须完全一致。"
)


def check_structure(read: Mapping[str, Table]) -> None:
    """Close every table that is missing or lacks a column; the others are still read, so that all trouble shows."""
    for name, table in read.items():
        if not table.rows and name in NEEDED_TABLES:
            table.close(None, A_TABLE)
        elif table.rows:
            for column in [c for c in REQUIRED_COLUMNS[name] if not any(c in row for row in table.rows)]:
                table.close(column, A_COLUMN)
    calendar, dates = read["calendar"], read["calendar_dates"]
    if not calendar.rows and not dates.rows and calendar.is_readable and dates.is_readable:
        calendar.close(None, A_TABLE)


def check_references(read: Mapping[str, Table]) -> None:
    """Every name that one table uses of another is there; a table that could not be read vouches for any name."""
    trips = read["trips"].names("trip_id")
    _check_agencies(read["routes"], read["agency"])
    _check_known(read["trips"], "route_id", read["routes"].names("route_id"), "routes")
    _check_known(read["trips"], "service_id", _service_names(read), "calendar")
    _check_known(read["stop_times"], "trip_id", trips, "trips")
    _check_known(read["stop_times"], "stop_id", _boarding_stops(read["stops"]), "stops")
    _check_known(read["frequencies"], "trip_id", trips, "trips")


def is_boarding(stops: Table, k: int) -> bool:
    """Whether a bus calls here: stations, entrances, nodes and boarding areas (location_type 1 to 4) are no stops."""
    return stops.text(k, "location_type") in ("", "0")


def _check_agencies(routes: Table, agencies: Table) -> None:
    """A route names its agency, unless there is one alone."""
    names = agencies.names("agency_id")
    expectation = known_in("agency", "agency_id")
    for k in range(len(routes.rows)):
        found = routes.text(k, "agency_id")
        if names is not None and found not in names and (found or len(agencies.rows) > 1):
            routes.report(k, "agency_id", found or "nothing", expectation)


def _check_known(table: Table, column: str, names: frozenset[str] | None, among: str) -> None:
    expectation = known_in(among, column)
    for k in range(len(table.rows)):
        found = table.required(k, column)
        if found and names is not None and found not in names:
            table.report(k, column, found, expectation)


def _service_names(read: Mapping[str, Table]) -> frozenset[str] | None:
    weekly, dated = (read[name].names("service_id") for name in ("calendar", "calendar_dates"))
    return None if weekly is None or dated is None else weekly | dated


def _boarding_stops(stops: Table) -> frozenset[str] | None:
    if not stops.is_readable:
        return None
    return frozenset(stops.text(k, "stop_id") for k in range(len(stops.rows)) if is_boarding(stops, k))
