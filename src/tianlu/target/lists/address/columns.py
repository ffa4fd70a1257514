"""A column of addresses as columns of codes: for tables of many rows, each head read once."""

from collections.abc import Iterable

import polars as pl

from tianlu.target.lists.address.division import CODE_LENGTHS, Level
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.address.house import split_house
from tianlu.target.lists.address.read import read_place
from tianlu.target.lists.address.reading import Place
from tianlu.target.lists.address.spellings import own_name
from tianlu.target.lists.characters import plain

ADDRESS_SCHEMA = {
    "county": pl.String,
    "township": pl.String,
    "village": pl.String,
    "locality": pl.String,
    "readings": pl.Int32,
    "unread": pl.String,
    "village_group": pl.String,
    "house": pl.String,
}
"""`county`, `township`, `village`: codes, null where unknown or ambiguous. `locality`: township and village by name,
for all readings alike, so that two records of an ambiguous village still agree on it. `readings`: how many are
equally good."""


def parse_addresses(gazetteer: Gazetteer, texts: pl.Series) -> pl.DataFrame:
    """A row for each address, in order, with the columns of ADDRESS_SCHEMA; a null address gives nulls."""
    seen: dict[str, tuple[str | int | None, ...]] = {}
    rows: list[tuple[str | int | None, ...]] = []
    for text in texts:
        end = split_house(plain(text or ""))
        if end.head not in seen:
            seen[end.head] = _place_columns(gazetteer, read_place(gazetteer, end.head))
        rows.append((*seen[end.head], end.group, end.house))
    return pl.DataFrame(rows, schema=ADDRESS_SCHEMA, orient="row")


def _place_columns(gazetteer: Gazetteer, place: Place) -> tuple[str | int | None, ...]:
    codes = (place.code_at(level) for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE))
    return (*codes, _locality(gazetteer, place.codes), len(place.codes), place.unread)


def _locality(gazetteer: Gazetteer, codes: Iterable[str]) -> str | None:
    """Names of township and village that all readings share; None where they differ or name no village."""
    names = {_names_below_county(gazetteer, code) for code in codes}
    return names.pop() if len(names) == 1 else None


def _names_below_county(gazetteer: Gazetteer, code: str) -> str | None:
    if len(code) < CODE_LENGTHS[Level.VILLAGE]:
        return None
    return "".join(own_name(each) for each in gazetteer.table.list_above(code) if each.level >= Level.TOWNSHIP)
