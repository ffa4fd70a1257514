"""A package as read, before it is known to be sound: what the checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tianlu.files.cells import ReadTable, Record
from tianlu.place.model import PlaceKind
from tianlu.plan.lines.feed import Feed


@dataclass(frozen=True)
class Draft:
    """All tables of the schema, those that the package lacks being empty. `feed` is None where there is no GTFS feed
    or where it has problems of its own; `has_gtfs` tells which."""

    tables: Mapping[str, ReadTable]
    feed: Feed | None = None
    has_gtfs: bool = False

    def records(self, table: str) -> tuple[Record, ...]:
        return self.tables[table].records

    @cached_property
    def places(self) -> dict[str, Record]:
        """Places by code; of a repeated code the first."""
        found: dict[str, Record] = {}
        for place in self.records("places"):
            if place.has("code"):
                found.setdefault(place["code"], place)
        return found

    @cached_property
    def hubs(self) -> tuple[Record, ...]:
        return tuple(place for place in self.records("places") if place.get("kind") is PlaceKind.HUB)

    def kind_of(self, code: str) -> PlaceKind | None:
        """Kind of a place; None where the place or its kind is not known."""
        place = self.places.get(code)
        return place.get("kind") if place else None
