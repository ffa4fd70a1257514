"""A sound little package as texts, to be broken one cell at a time, and ways to write it to disk."""

import csv
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import polars as pl
import xlsxwriter

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.package import read_package

Lines = list[list[str]]
Tables = dict[str, Lines]


def sound_tables() -> Tables:
    """A hub, a station, two villages, a van and a courier, a bus line, every optional table with a row or two."""
    return {
        "county": [["key", "value"], ["code", "632521"], ["name", "共和县"], ["hub_ready", "07:00"]],
        "places": [
            ["code", "kind", "name", "parent", "lon", "lat", "area_class", "depots", "vehicle_kinds"],
            ["H", "hub", "县中心", "", "100.62", "36.28", "township", "", ""],
            ["S", "station", "甲镇", "H", "100.80", "36.40", "township", "", ""],
            ["T", "station", "乙镇", "H", "100.40", "36.20", "township", "", ""],
            ["V", "village", "一村", "S", "100.90", "36.45", "rural", "T", ""],
            ["W", "village", "二村", "T", "100.30", "36.10", "remote", "", "van"],
        ],
        "demand": [
            ["place", "direction", "season", "mon", "tue", "kg_a_piece"],
            ["V", "deliver", "", "3", "2", "0.8"],
            ["W", "collect", "peak", "1", "", "1.5"],
        ],
        "seasons": [["name", "months", "percent"], ["peak", "11-2", "150"]],
        "vehicles": [
            [
                "id", "depot", "kind", "capacity_kg", "capacity_pieces", "shift_from", "shift_to", "days",
                "yuan_a_day", "yuan_a_km", "yuan_an_hour", "energy", "consumption_per_100km",
            ],
            ["A1", "H", "van", "500", "400", "07:30", "18:30", "1-6", "200", "1.5", "25", "diesel", "9.5"],
            ["B1", "S", "motorbike", "40", "60", "08:00", "17:00", "1-5;7", "80", "0.4", "20", "electric", "4"],
        ],
        "freight": [
            [
                "route_id", "trip_id", "allowed", "hold_kg", "hold_pieces",
                "fee_basis", "fee_yuan", "cutoff_min", "handover_min",
            ],
            ["L1", "", "yes", "60", "60", "bag", "5", "15", "5"],
            ["L1", "t1", "no", "", "", "", "", "", ""],
        ],
        "travel": [["from", "to", "minutes", "km"]]
        + [[a, b, "30", "20.5"] for a in "HSTVW" for b in "HSTVW" if a != b],
        "closures": [
            ["place", "from", "to", "start", "end", "reason"],
            ["V", "", "", "2026-11-25 08:00", "2026-11-26", "snow"],
            ["", "H", "S", "2026/11/25 8:00", "2026-11-25 12:00", "works"],
        ],
        "floors": [
            ["rule", "kinds", "area_classes", "figure", "unit", "clause", "mark", "start"],
            ["visits_a_week", "village", "remote", "2", "days a week", "省局文件", "operator", "2026-01-01"],
        ],
        "sources": [["table", "mark", "text"], ["travel", "D", "straight lines"]],
        "gtfs_agency": [["agency_id", "agency_name", "agency_timezone"], ["a", "客运", "Asia/Shanghai"]],
        "gtfs_stops": [
            ["stop_id", "stop_name", "stop_lat", "stop_lon"],
            ["b0", "汽车站", "36.28", "100.62"],
            ["b1", "一村", "36.45", "100.90"],
        ],
        "gtfs_routes": [["route_id", "route_long_name", "route_type"], ["L1", "县城—一村", "3"]],
        "gtfs_trips": [["route_id", "service_id", "trip_id"], ["L1", "daily", "t1"]],
        "gtfs_stop_times": [
            ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"],
            ["t1", "09:00:00", "09:00:00", "b0", "1"],
            ["t1", "10:00:00", "10:00:00", "b1", "2"],
        ],
        "gtfs_calendar": [
            [
                "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
                "start_date", "end_date",
            ],
            ["daily", "1", "1", "1", "1", "1", "1", "1", "20260101", "20271231"],
        ],
    }  # fmt: skip


def set_cell(tables: Tables, table: str, row: int, column: str, value: str) -> None:
    """Changes a cell; rows as in the file, the heads being row 1."""
    tables[table][row - 1][tables[table][0].index(column)] = value


def write_folder(tables: Mapping[str, Lines], folder: Path, encoding: str = "utf-8", separator: str = ",") -> Path:
    """CSV files, GTFS in its own folder."""
    (folder / "gtfs").mkdir(parents=True, exist_ok=True)
    for name, lines in tables.items():
        gtfs = name.startswith("gtfs_")
        path = folder / "gtfs" / f"{name.removeprefix('gtfs_')}.txt" if gtfs else folder / f"{name}.csv"
        with path.open("w", encoding="utf-8" if gtfs else encoding, newline="") as file:
            csv.writer(file, delimiter="," if gtfs else separator).writerows(lines)
    return folder


def write_zip(folder: Path, path: Path, inside: str = "") -> Path:
    """The files of a folder in a zip, under the folder `inside`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.writestr(inside + file.relative_to(folder).as_posix(), file.read_bytes())
    return path


def write_parquet(tables: Mapping[str, Lines], folder: Path) -> Path:
    """Parquet for the package's own tables."""
    write_folder({name: lines for name, lines in tables.items() if name.startswith("gtfs_")}, folder)
    for name, (heads, *rows) in tables.items():
        if not name.startswith("gtfs_"):
            pl.DataFrame(rows, schema=heads, orient="row").write_parquet(folder / f"{name}.parquet")
    return folder


def parquet_without_pages() -> bytes:
    """A Parquet file whose footer promises what is not there, so that Polars panics."""
    whole = BytesIO()
    pl.DataFrame({"code": [str(k * 7919) for k in range(1000)]}).write_parquet(whole)
    content = whole.getvalue()
    footer = int.from_bytes(content[-8:-4], "little") + 8
    return content[:4] + content[-footer:]


def write_workbook(
    tables: Mapping[str, Lines], path: Path, then: Callable[[xlsxwriter.Workbook], None] | None = None
) -> Path:
    """A sheet a table; numbers as numbers. `then` may spoil the workbook."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        for name, lines in tables.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                sheet.write_row(row, 0, line)
        if then:
            then(book)
    return path


def problems_of(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a package; nothing where it can be read."""
    try:
        read_package(path)
    except ProblemsFound as found:
        return found.problems
    return ()
