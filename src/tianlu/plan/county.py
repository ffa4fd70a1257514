"""A county as its data package says it: places, mail, vehicles, bus lines, closures, and where each figure came from.

Nothing here is bound to a week yet; `rounds.problem` makes the week's planning problem from it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tianlu.core.calendar import EVERY_DAY, DayPattern
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.model import Basis, Place
from tianlu.place.travel import TravelMatrix
from tianlu.plan.floors.standard import FloorRule
from tianlu.plan.lines.feed import Feed
from tianlu.plan.lines.freight import Freight


class Direction(StrEnum):
    DELIVER = "deliver"
    COLLECT = "collect"


class Energy(StrEnum):
    DIESEL = "diesel"
    PETROL = "petrol"
    ELECTRIC = "electric"


@dataclass(frozen=True)
class Demand:
    """What becomes ready for (deliver) or at (collect) a place: pieces on each weekday, in a season.

    `season` is a name from the county's seasons, or "" for the whole year.
    """

    place: PlaceId
    direction: Direction
    season: str
    pieces: tuple[int, int, int, int, int, int, int]
    g_a_piece: int
    basis: Basis = Basis.DERIVED


@dataclass(frozen=True)
class Season:
    """A part of the year: `months` 1 to 12, and by how many per cent its mail differs from the table (100 = as is)."""

    name: str
    months: frozenset[int]
    percent: int


@dataclass(frozen=True)
class Vehicle:
    """A van or a courier with a machine, standing at a depot.

    Shift in minutes of the day. `days` are its working days. `consumption_ml` is millilitres per 100 km for diesel
    and petrol, watt-hours per 100 km for electric.
    """

    id: VehicleId
    depot: PlaceId
    kind: str
    capacity_g: int
    capacity_pieces: int
    shift_from_min: int
    shift_to_min: int
    day_fen: int
    km_fen: int
    hour_fen: int
    energy: Energy
    consumption_per_100km: int
    name: str = ""
    days: DayPattern = EVERY_DAY
    rounds_a_day_max: int = 2
    reload_min: int = 15
    basis: Basis = Basis.DERIVED


@dataclass(frozen=True)
class Closure:
    """A place, or the way from one place to another, that cannot be used from `start` to `end` (local, half-open)."""

    start: datetime
    end: datetime
    place: PlaceId | None = None
    origin: PlaceId | None = None
    destination: PlaceId | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.place is None) == (self.origin is None or self.destination is None):
            raise ValueError("a closure names a place, or an origin and a destination")
        if self.start >= self.end:
            raise ValueError(f"a closure ends after it starts, not {self.start} to {self.end}")


@dataclass(frozen=True)
class Terms:
    """The county's standing terms; minutes of the day, fen, grams.

    The day's mail is ready at the hub at `hub_ready_min`, a village's collections at `village_ready_min`; what comes
    back is in time at the hub until `hub_cutoff_min`. Between a feed's arrival at a station and a round that carries
    its mail lie `transfer_min`. `handling_fen` is paid for each feed of a station by van and each consignment on a
    bus. A consignment rides in bags of at most `bag_g_max` and `bag_pieces_max`. A driver rests `rest_min` before
    more than `drive_min_max` at the wheel (道路交通安全法实施条例 62). A place is linked to stops within `link_m_max`,
    walked at `walk_m_a_min`. Two wishes of the operator are priced where they are not 0 (decision 0011): each
    driver of a village in a week beyond the first at `further_driver_fen`, and each hour between the earliest and the
    latest arrival of rounds at a village at `arrival_hour_fen`.
    """

    hub_ready_min: int = 420
    village_ready_min: int = 480
    hub_cutoff_min: int = 1140
    transfer_min: int = 15
    handling_fen: int = 200
    bag_g_max: int = 20_000
    bag_pieces_max: int = 40
    drive_min_max: int = 240
    rest_min: int = 20
    link_m_max: int = 800
    walk_m_a_min: int = 70
    further_driver_fen: int = 0
    arrival_hour_fen: int = 0

    @property
    def prices_consistency(self) -> bool:
        return self.further_driver_fen > 0 or self.arrival_hour_fen > 0


DEFAULT_TERMS = Terms()


@dataclass(frozen=True)
class Wishes:
    """What the operator would pay for consistency: the two prices of the terms, in fen, 0 for none."""

    further_driver_fen: int = 0
    arrival_hour_fen: int = 0

    def __post_init__(self) -> None:
        if min(self.further_driver_fen, self.arrival_hour_fen) < 0:
            raise ValueError("a wish is not priced below 0")


@dataclass(frozen=True)
class Source:
    """Where a table's figures come from; `mark` is S (read), D (arithmetic on S) or B (background, to be confirmed)."""

    table: str
    mark: str
    text: str
    licence: str = ""


@dataclass(frozen=True)
class County:
    """One county's data package, read and found sound."""

    code: str
    name: str
    places: tuple[Place, ...]
    demand: tuple[Demand, ...]
    vehicles: tuple[Vehicle, ...]
    name_en: str = ""
    seasons: tuple[Season, ...] = ()
    feed: Feed | None = None
    freight: tuple[Freight, ...] = ()
    travel: TravelMatrix | None = None
    closures: tuple[Closure, ...] = ()
    terms: Terms = DEFAULT_TERMS
    floor_overrides: tuple[FloorRule, ...] = ()
    sources: tuple[Source, ...] = ()


def with_wishes(county: County, wishes: Wishes) -> County:
    """The county with other prices for consistency."""
    terms = replace(
        county.terms, further_driver_fen=wishes.further_driver_fen, arrival_hour_fen=wishes.arrival_hour_fen
    )
    return replace(county, terms=terms)
