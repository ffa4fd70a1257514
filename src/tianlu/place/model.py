"""A place: county hub, township station or village, with where it is and who may drive there."""

from dataclasses import dataclass
from enum import StrEnum

from tianlu.core.calendar import EVERY_DAY, DayPattern
from tianlu.core.ids import PlaceId


class PlaceKind(StrEnum):
    HUB = "hub"
    STATION = "station"
    VILLAGE = "village"


class AreaClass(StrEnum):
    """The class that a floor's figure depends on (邮政法 19: city; township seat; rest; remote)."""

    CITY = "city"
    TOWNSHIP = "township"
    RURAL = "rural"
    REMOTE = "remote"


class Basis(StrEnum):
    """How a figure is known: read in a source, or derived by a stated method."""

    KNOWN = "known"
    DERIVED = "derived"


@dataclass(frozen=True)
class Place:
    """A hub, station or village of one county.

    `lon`, `lat` in degrees, WGS84. `open_from_min` and `open_to_min` are minutes of the day, half-open, in which the
    place can be served on each of `open_days`. `depots` are the places whose rounds may serve a village: its
    parent station, the hub, named neighbours. `vehicle_kinds` empty means that every kind may go there.
    """

    id: PlaceId
    kind: PlaceKind
    name: str
    parent: PlaceId | None
    lon: float
    lat: float
    altitude_m: int
    area_class: AreaClass
    population: int
    name_en: str = ""
    depots: tuple[PlaceId, ...] = ()
    has_keeper: bool = False
    service_min: int = 5
    open_days: DayPattern = EVERY_DAY
    open_from_min: int = 0
    open_to_min: int = 1440
    vehicle_kinds: frozenset[str] = frozenset()
    coordinates_basis: Basis = Basis.DERIVED

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"{self.id}: lon, lat {self.lon}, {self.lat} is not on the earth")
        if not 0 <= self.open_from_min < self.open_to_min <= 1440:
            raise ValueError(f"{self.id}: open {self.open_from_min} to {self.open_to_min} is no part of a day")
        if (self.kind is PlaceKind.HUB) != (self.parent is None):
            raise ValueError(f"{self.id}: the hub, and only the hub, has no parent")
