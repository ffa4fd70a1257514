"""The index of the sample province: each county at a glance, as a small table beside the packages."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from io import StringIO

INDEX = "counties.csv"


@dataclass(frozen=True)
class CountySummary:
    """A county at a glance; `lon`, `lat` is its hub, degrees WGS84. `basis` says how the hub's point is known."""

    code: str
    name: str
    name_en: str
    stations: int
    villages: int
    population: int
    lon: float
    lat: float
    altitude_m: int
    basis: str


def read_index(text: str) -> tuple[CountySummary, ...]:
    """The rows of the index file's text."""
    return tuple(_summary(row) for row in csv.DictReader(StringIO(text)))


def write_index(summaries: Iterable[CountySummary]) -> str:
    """The text of the index file."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(field.name for field in fields(CountySummary))
    writer.writerows(astuple(summary) for summary in summaries)
    return file.getvalue()


def _summary(row: dict[str, str]) -> CountySummary:
    return CountySummary(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        stations=int(row["stations"]),
        villages=int(row["villages"]),
        population=int(row["population"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        altitude_m=int(row["altitude_m"]),
        basis=row["basis"],
    )
