"""The units of the sample province below its top: prefectures, counties, their hubs as outlets, their stations."""

from collections.abc import Iterable, Iterator

from tianlu.people.model import Level
from tianlu.people.plant import UnitRow
from tianlu.place.model import PlaceKind
from tianlu.sample import CountySummary, list_counties, open_county
from tianlu.sample.prefectures import PREFECTURES

PROVINCE = "63"
PREFECTURE_DIGITS = 4
LEVELS = {PlaceKind.HUB: Level.OUTLET, PlaceKind.STATION: Level.STATION}


def sample_units(codes: Iterable[str] | None = None) -> list[UnitRow]:
    """Those of the counties with these codes and of what lies above them (None: all), each after the one above it."""
    wanted = None if codes is None else set(codes)
    counties = [county for county in list_counties() if wanted is None or county.code in wanted]
    return [*_prefectures(counties), *(row for county in counties for row in _county(county))]


def _prefectures(counties: Iterable[CountySummary]) -> Iterator[UnitRow]:
    codes = {county.code[:PREFECTURE_DIGITS] for county in counties}
    for each in PREFECTURES:
        if each.code in codes:
            yield UnitRow(each.code, PROVINCE, Level.PREFECTURE, each.name, each.name_en)


def _county(county: CountySummary) -> Iterator[UnitRow]:
    """A county, then its outlets and stations, all directly below it."""
    yield UnitRow(county.code, county.code[:PREFECTURE_DIGITS], Level.COUNTY, county.name, county.name_en)
    for place in open_county(county.code).places:
        if place.kind in LEVELS:
            yield UnitRow(place.id, county.code, LEVELS[place.kind], place.name, place.name_en)
