"""A county as a data package: one zip of CSV tables and a GTFS feed, byte for byte the same for the same county."""

import csv
import zipfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path

from tianlu.core.calendar import DayPattern, clock
from tianlu.place.model import Place
from tianlu.plan.county import County, Demand, Season, Source, Vehicle
from tianlu.plan.lines.feed import Feed, Service
from tianlu.plan.lines.freight import Freight

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: a zip knows no earlier one."""

Rows = Iterable[Sequence[object]]


def write_zip(county: County, folder: Path) -> Path:
    """Writes `CODE.zip` into the folder."""
    path = folder / f"{county.code}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in sorted(_files(county).items()):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, text.encode())
    return path


def _files(county: County) -> dict[str, str]:
    tables: dict[str, tuple[str, Rows]] = {
        "county.csv": ("key,value", (("code", county.code), ("name", county.name), ("name_en", county.name_en))),
        "places.csv": (PLACES, map(_place, county.places)),
        "demand.csv": (DEMAND, map(_demand, county.demand)),
        "seasons.csv": ("name,months,percent", map(_season, county.seasons)),
        "vehicles.csv": (VEHICLES, map(_vehicle, county.vehicles)),
        "freight.csv": (FREIGHT, map(_freight, county.freight)),
        "sources.csv": ("table,mark,text,licence", map(_source, county.sources)),
    }
    if county.feed is not None:
        tables |= _gtfs(county.feed)
    return {name: _csv(head, rows) for name, (head, rows) in tables.items()}


def _csv(head: str, rows: Rows) -> str:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return file.getvalue()


PLACES = (
    "code,kind,name,name_en,parent,lon,lat,altitude_m,area_class,population,depots,keeper,service_min,"
    "open_days,open_from,open_to,vehicle_kinds,basis"
)


def _place(place: Place) -> Sequence[object]:
    return (
        place.id,
        place.kind,
        place.name,
        place.name_en,
        place.parent or "",
        place.lon,
        place.lat,
        place.altitude_m,
        place.area_class,
        place.population,
        ";".join(place.depots),
        _yes(place.has_keeper),
        place.service_min,
        _days(place.open_days),
        clock(place.open_from_min),
        "24:00" if place.open_to_min == 1440 else clock(place.open_to_min),
        ";".join(sorted(place.vehicle_kinds)),
        place.coordinates_basis,
    )


DEMAND = "place,direction,season,mon,tue,wed,thu,fri,sat,sun,kg_a_piece,basis"


def _demand(row: Demand) -> Sequence[object]:
    return (row.place, row.direction, row.season, *row.pieces, _part(row.g_a_piece, 1000), row.basis)


def _season(season: Season) -> Sequence[object]:
    return season.name, ";".join(str(month) for month in sorted(season.months)), season.percent


VEHICLES = (
    "id,name,depot,kind,capacity_kg,capacity_pieces,shift_from,shift_to,days,yuan_a_day,yuan_a_km,yuan_an_hour,energy,"
    "consumption_per_100km,rounds_a_day_max,reload_min,basis"
)


def _vehicle(vehicle: Vehicle) -> Sequence[object]:
    return (
        vehicle.id,
        vehicle.name,
        vehicle.depot,
        vehicle.kind,
        _part(vehicle.capacity_g, 1000),
        vehicle.capacity_pieces,
        clock(vehicle.shift_from_min),
        clock(vehicle.shift_to_min),
        _days(vehicle.days),
        _part(vehicle.day_fen, 100),
        _part(vehicle.km_fen, 100),
        _part(vehicle.hour_fen, 100),
        vehicle.energy,
        _part(vehicle.consumption_per_100km, 1000),
        vehicle.rounds_a_day_max,
        vehicle.reload_min,
        vehicle.basis,
    )


FREIGHT = (
    "route_id,trip_id,allowed,hold_kg,hold_pieces,fee_basis,fee_yuan,cutoff_min,handover_min,"
    "marginal_g_co2e_tkm,allocated_g_co2e_tkm,basis"
)


def _freight(row: Freight) -> Sequence[object]:
    return (
        row.line,
        row.trip or "",
        _yes(row.allowed),
        _part(row.hold_g, 1000),
        row.hold_pieces,
        row.fee_basis,
        _part(row.fee_fen, 100),
        row.cutoff_min,
        row.handover_min,
        row.marginal_g_co2e_tkm,
        row.allocated_g_co2e_tkm,
        row.basis,
    )


def _source(source: Source) -> Sequence[object]:
    return source.table, source.mark, source.text, source.licence


def _gtfs(feed: Feed) -> dict[str, tuple[str, Rows]]:
    return {
        "gtfs/agency.txt": (
            "agency_id,agency_name,agency_url,agency_timezone",
            ((each.id, each.name, "https://example.org", each.timezone) for each in feed.agencies),
        ),
        "gtfs/stops.txt": (
            "stop_id,stop_name,stop_lat,stop_lon",
            ((stop.id, stop.name, stop.lat, stop.lon) for stop in feed.stops),
        ),
        "gtfs/routes.txt": (
            "route_id,agency_id,route_short_name,route_long_name,route_type",
            ((route.id, route.agency, "", route.name, 3) for route in feed.routes),
        ),
        "gtfs/trips.txt": (
            "route_id,service_id,trip_id,trip_headsign",
            ((trip.route, trip.service, trip.id, trip.headsign) for trip in feed.trips),
        ),
        "gtfs/stop_times.txt": (
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled",
            (
                (trip.id, _time(call.arrive_s), _time(call.leave_s), call.stop, k, call.metres)
                for trip in feed.trips
                for k, call in enumerate(trip.calls, start=1)
            ),
        ),
        "gtfs/calendar.txt": (
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            map(_service, feed.services),
        ),
    }


def _service(service: Service) -> Sequence[object]:
    runs = [int(day in service.weekdays) for day in range(7)]
    return service.id, *runs, f"{service.first:%Y%m%d}", f"{service.last:%Y%m%d}"


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _days(days: DayPattern) -> str:
    return ";".join(str(day + 1) for day in days)


def _part(whole: int, parts: int) -> str:
    return format((Decimal(whole) / parts).normalize(), "f")


_yes: Callable[[bool], str] = {True: "yes", False: "no"}.__getitem__
