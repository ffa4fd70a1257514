"""A county's values as rows of the package's tables, and back.

Most tables are a list of which column is which field; demand, travel and the county's own table are more."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import numpy as np

from tianlu.files.cells import ReadTable, Record
from tianlu.files.schema_mail import WEEKDAY_COLUMNS
from tianlu.place.model import Place
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import Closure, County, Demand, Season, Source, Terms, Vehicle
from tianlu.plan.floors.standard import FloorRule
from tianlu.plan.lines.feed import Feed
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.trip import FeeBasis

Row = dict[str, Any]
"""Values by column, as the column's kind reads and writes them."""

Value = TypeVar("Value")


def county_of(tables: Mapping[str, ReadTable], feed: Feed | None) -> County:
    """The county that sound tables describe."""
    terms = tables["county"].records[0]
    sources = _values(Source, SOURCE_FIELDS, tables["sources"].records)
    return County(
        code=terms["code"],
        name=terms["name"],
        name_en=terms["name_en"],
        places=_values(Place, PLACE_FIELDS, tables["places"].records),
        demand=tuple(map(_demand, tables["demand"].records)),
        vehicles=_values(Vehicle, VEHICLE_FIELDS, tables["vehicles"].records),
        seasons=_values(Season, SEASON_FIELDS, tables["seasons"].records),
        feed=feed,
        freight=tuple(map(_freight, tables["freight"].records)),
        travel=_travel(tables, terms["travel_percent_by_hour"], sources),
        closures=_values(Closure, CLOSURE_FIELDS, tables["closures"].records),
        terms=_value(Terms, TERM_FIELDS, terms),
        floor_overrides=tuple(map(floor_of, tables["floors"].records)),
        sources=sources,
    )


def rows_of_county(county: County) -> dict[str, list[Row]]:
    """The rows of every table that the county fills; `county_of` them is the county again."""
    tables = {
        "county": [_county_row(county)],
        "places": _rows(county.places, PLACE_FIELDS),
        "demand": [_demand_row(demand) for demand in county.demand],
        "seasons": _rows(county.seasons, SEASON_FIELDS),
        "vehicles": _rows(county.vehicles, VEHICLE_FIELDS),
        "freight": _rows(county.freight, FREIGHT_FIELDS),
        "travel": _travel_rows(county.travel) if county.travel else [],
        "closures": _rows(county.closures, CLOSURE_FIELDS),
        "floors": _rows(county.floor_overrides, FLOOR_FIELDS),
        "sources": _rows(_sources_with_travel(county), SOURCE_FIELDS),
    }
    return {name: rows for name, rows in tables.items() if rows}


def floor_of(record: Record) -> FloorRule:
    """The rule of a sound row of the table `floors`."""
    return _value(FloorRule, FLOOR_FIELDS, record)


TERM_FIELDS = {
    "hub_ready": "hub_ready_min",
    "village_ready": "village_ready_min",
    "hub_cutoff": "hub_cutoff_min",
    "transfer_min": "transfer_min",
    "handling_yuan": "handling_fen",
    "bag_kg_max": "bag_g_max",
    "bag_pieces_max": "bag_pieces_max",
    "drive_min_max": "drive_min_max",
    "rest_min": "rest_min",
    "link_m_max": "link_m_max",
    "walk_m_a_min": "walk_m_a_min",
    "further_driver_yuan": "further_driver_fen",
    "arrival_hour_yuan": "arrival_hour_fen",
}
"""Key of the table `county` → field of Terms."""

PLACE_FIELDS = {
    "code": "id",
    "kind": "kind",
    "name": "name",
    "name_en": "name_en",
    "parent": "parent",
    "lon": "lon",
    "lat": "lat",
    "altitude_m": "altitude_m",
    "area_class": "area_class",
    "population": "population",
    "depots": "depots",
    "keeper": "has_keeper",
    "service_min": "service_min",
    "open_days": "open_days",
    "open_from": "open_from_min",
    "open_to": "open_to_min",
    "vehicle_kinds": "vehicle_kinds",
    "basis": "coordinates_basis",
}

VEHICLE_FIELDS = {
    "id": "id",
    "name": "name",
    "depot": "depot",
    "kind": "kind",
    "capacity_kg": "capacity_g",
    "capacity_pieces": "capacity_pieces",
    "shift_from": "shift_from_min",
    "shift_to": "shift_to_min",
    "days": "days",
    "yuan_a_day": "day_fen",
    "yuan_a_km": "km_fen",
    "yuan_an_hour": "hour_fen",
    "energy": "energy",
    "consumption_per_100km": "consumption_per_100km",
    "rounds_a_day_max": "rounds_a_day_max",
    "reload_min": "reload_min",
    "basis": "basis",
}

FREIGHT_FIELDS = {
    "route_id": "line",
    "trip_id": "trip",
    "allowed": "allowed",
    "hold_kg": "hold_g",
    "hold_pieces": "hold_pieces",
    "fee_basis": "fee_basis",
    "fee_yuan": "fee_fen",
    "cutoff_min": "cutoff_min",
    "handover_min": "handover_min",
    "marginal_g_co2e_tkm": "marginal_g_co2e_tkm",
    "allocated_g_co2e_tkm": "allocated_g_co2e_tkm",
    "basis": "basis",
}

NO_RIDE = {"hold_kg": 0, "hold_pieces": 0, "fee_basis": FeeBasis.BAG, "fee_yuan": 0, "cutoff_min": 0, "handover_min": 0}
"""What a line that takes no mail has for terms."""

SEASON_FIELDS = {"name": "name", "months": "months", "percent": "percent"}

CLOSURE_FIELDS = {
    "place": "place", "from": "origin", "to": "destination", "start": "start", "end": "end", "reason": "reason",
}  # fmt: skip

FLOOR_FIELDS = {
    "rule": "name",
    "kinds": "kinds",
    "area_classes": "area_classes",
    "figure": "figure",
    "unit": "unit",
    "clause": "clause",
    "mark": "mark",
    "start": "start",
    "end": "end",
    "note": "note",
}

SOURCE_FIELDS = {"table": "table", "mark": "mark", "text": "text", "licence": "licence"}

TRAVEL_FROM_TABLE = "travel table of the package"
"""What a travel matrix says of itself where the table `sources` does not."""


def _value(of: type[Value], fields: Mapping[str, str], record: Record | Row) -> Value:
    return of(**{field: record[column] for column, field in fields.items()})


def _values(of: type[Value], fields: Mapping[str, str], records: Iterable[Record]) -> tuple[Value, ...]:
    return tuple(_value(of, fields, record) for record in records)


def _rows(values: Iterable[object], fields: Mapping[str, str]) -> list[Row]:
    return [{column: getattr(value, field) for column, field in fields.items()} for value in values]


def _demand(record: Record) -> Demand:
    return Demand(
        place=record["place"],
        direction=record["direction"],
        season=record["season"],
        pieces=tuple(record[day] for day in WEEKDAY_COLUMNS),
        g_a_piece=record["kg_a_piece"],
        basis=record["basis"],
    )


def _demand_row(demand: Demand) -> Row:
    return {
        "place": demand.place,
        "direction": demand.direction,
        "season": demand.season,
        **dict(zip(WEEKDAY_COLUMNS, demand.pieces, strict=True)),
        "kg_a_piece": demand.g_a_piece,
        "basis": demand.basis,
    }


def _freight(record: Record) -> Freight:
    """Terms may be blank where no mail rides."""
    filled = {name: NO_RIDE.get(name) if value is None else value for name, value in record.values.items()}
    return _value(Freight, FREIGHT_FIELDS, filled)


def _county_row(county: County) -> Row:
    row: Row = {"code": county.code, "name": county.name, "name_en": county.name_en}
    row |= {column: getattr(county.terms, field) for column, field in TERM_FIELDS.items()}
    if county.travel:
        row["travel_percent_by_hour"] = county.travel.slot_percent
    return row


def _travel(
    tables: Mapping[str, ReadTable], percent_by_hour: tuple[int, ...], sources: Iterable[Source]
) -> TravelMatrix | None:
    """The travel table as a matrix in the order of the places; None where the package has none."""
    columns = tables["travel"].columns
    if not columns["from"]:
        return None
    codes = tables["places"].columns["code"]
    position = {code: k for k, code in enumerate(codes)}
    at = np.array([position[code] for code in columns["from"]]), np.array([position[code] for code in columns["to"]])
    minutes, metres = np.zeros((2, len(codes), len(codes)), np.int32)
    minutes[at] = columns["minutes"]
    metres[at] = columns["km"]
    source = "; ".join(source.text for source in sources if source.table == "travel")
    return TravelMatrix(codes, minutes, metres, source or TRAVEL_FROM_TABLE, percent_by_hour)


def _travel_rows(travel: TravelMatrix) -> list[Row]:
    return [
        {"from": origin, "to": destination, "minutes": int(minutes), "km": int(metres)}
        for i, origin in enumerate(travel.places)
        for destination, minutes, metres in zip(travel.places, travel.minutes[i], travel.metres[i], strict=True)
        if origin != destination
    ]


def _sources_with_travel(county: County) -> tuple[Source, ...]:
    """The sources, with what the travel matrix says of itself where none of them speaks of travel."""
    travel = county.travel
    if travel is None or travel.source == TRAVEL_FROM_TABLE or any(each.table == "travel" for each in county.sources):
        return county.sources
    return (*county.sources, Source("travel", "D", travel.source))
