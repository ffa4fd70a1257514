"""The schema of a data package: every table and column, once; readers, checks, template and reference page follow it.

The tables are those of `docs/decisions/0002-package-tables.md`.
"""

from tianlu.files.columns import Table
from tianlu.files.schema_county import COUNTY, FLOORS, SOURCES
from tianlu.files.schema_fleet import FREIGHT, VEHICLES
from tianlu.files.schema_mail import DEMAND, SEASONS
from tianlu.files.schema_places import CLOSURES, PLACES, TRAVEL

SCHEMA = (COUNTY, PLACES, DEMAND, SEASONS, VEHICLES, FREIGHT, TRAVEL, CLOSURES, FLOORS, SOURCES)

TABLES = {table.name: table for table in SCHEMA}

GTFS_COLUMNS = {
    "agency": ("agency_id", "agency_name", "agency_url", "agency_timezone"),
    "stops": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes": ("route_id", "agency_id", "route_short_name", "route_long_name", "route_type"),
    "trips": ("route_id", "service_id", "trip_id", "trip_headsign"),
    "stop_times": (
        "trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence", "shape_dist_traveled",
    ),
    "calendar": (
        "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "start_date", "end_date",
    ),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "frequencies": ("trip_id", "start_time", "end_time", "headway_secs"),
}  # fmt: skip
"""The tables of a GTFS feed that are read, with the columns that a template offers; others are left alone."""


def table_named(name: str) -> Table | None:
    """The table with this English or Chinese name."""
    wanted = name.strip().casefold()
    return next((table for table in SCHEMA if wanted in (table.name, table.name_zh)), None)


def gtfs_table_named(name: str) -> str | None:
    """`stops` for `gtfs_stops`; None for anything that is no table of a feed."""
    wanted = name.strip().casefold()
    return wanted.removeprefix("gtfs_") if wanted.startswith("gtfs_") else None
