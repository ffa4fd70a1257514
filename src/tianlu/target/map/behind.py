"""The list behind the cells, and the cells behind the list, as somebody may see them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tianlu.command.envelope import OrgId
from tianlu.people.snapshot import Snapshot
from tianlu.target.lists.customers.store import Area, AtPlace
from tianlu.target.map.ground import spot_of
from tianlu.target.map.view import GridView


@dataclass(frozen=True)
class CellCount:
    """Customers of a list who stand in a cell, and what they bring a month."""

    row: int
    customers: int
    monthly_fen: int


def areas_behind(grid: GridView, row: int, snapshot: Snapshot) -> tuple[Area, ...]:
    """Where a customer stands who stands in the cell of a row."""
    found: dict[str, list[str]] = defaultdict(list)
    for place in grid.places:
        if place.row == row:
            found[place.county].append(place.id)
    nodes = snapshot.nodes
    return tuple(
        Area(nodes[OrgId(county)].path, tuple(places)) for county, places in found.items() if OrgId(county) in nodes
    )


def cells_behind(grid: GridView, at: Iterable[AtPlace], snapshot: Snapshot) -> tuple[Sequence[CellCount], int]:
    """The cells in which customers stand, by row; and how many stand nowhere that is known."""
    row_of = {(place.county, place.id): place.row for place in grid.places}
    found: dict[int, tuple[int, int]] = {}
    elsewhere = 0
    for each in at:
        spot = spot_of(str(snapshot.county_of(each.org) or ""), each.place, each.division, row_of)
        if spot is None:
            elsewhere += each.customers
            continue
        customers, fen = found.get(row_of[spot], (0, 0))
        found[row_of[spot]] = customers + each.customers, fen + each.monthly_fen
    return [CellCount(row, *counted) for row, counted in sorted(found.items())], elsewhere
