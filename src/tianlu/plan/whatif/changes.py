"""What a scenario may change in a county: one frozen value a kind of change."""

from dataclasses import dataclass

from tianlu.core.ids import LineId, PlaceId, VehicleId
from tianlu.place.model import AreaClass
from tianlu.plan.county import Energy, Wishes
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.whatif.subsidy_rule import Grade, SubsidyRule


@dataclass(frozen=True)
class WithoutBuses:
    """No mail rides on buses."""


@dataclass(frozen=True)
class ReplaceVehicles:
    """Every vehicle of these kinds becomes one of another make, at its depot, in its shift and on its days.

    `consumption_per_100km` is millilitres, or watt-hours for electric. Where the old kind may go, the new may.
    """

    kinds: tuple[str, ...]
    kind: str
    energy: Energy
    consumption_per_100km: int
    capacity_g: int
    capacity_pieces: int
    day_fen: int
    km_fen: int
    hour_fen: int


@dataclass(frozen=True)
class VisitsAtLeast:
    """Every village (of these area classes; none named: of all) is owed at least so many visits a week, with the least
    largest gap that so many visits allow it."""

    visits: int
    area_classes: tuple[AreaClass, ...] = ()


@dataclass(frozen=True)
class CloseStation:
    """A station sends no rounds any more: its villages, and its own place as one of them, belong to `serve_from`, or to
    the nearest other station or the hub. Its vehicles move there if `vehicles_move`, else they go."""

    station: PlaceId
    vehicles_move: bool
    serve_from: PlaceId | None = None


@dataclass(frozen=True)
class MoveStation:
    """A station stands elsewhere: where place `to` is, or at `lon`, `lat` (degrees, WGS84)."""

    station: PlaceId
    to: PlaceId | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class BusTerms:
    """What buses of these lines (none named: of all) take and hold; None leaves a figure as it is."""

    lines: tuple[LineId, ...] = ()
    fee_basis: FeeBasis | None = None
    fee_fen: int | None = None
    hold_g: int | None = None
    hold_pieces: int | None = None


@dataclass(frozen=True)
class AddVehicles:
    """So many more vehicles like one that there is, at its depot or another."""

    like: VehicleId
    count: int
    depot: PlaceId | None = None


@dataclass(frozen=True)
class RemoveVehicles:
    """These vehicles are no longer there."""

    vehicles: tuple[VehicleId, ...]


@dataclass(frozen=True)
class Subsidise:
    """A public subsidy for an investment, by a rule: beside the week's cost, not in it. `years` and `weeks_a_year` say
    over how many weeks it is spread, and come together or not at all."""

    rule: SubsidyRule
    investment_fen: int
    grade: Grade
    years: int | None = None
    weeks_a_year: int | None = None


Change = (
    WithoutBuses
    | ReplaceVehicles
    | VisitsAtLeast
    | CloseStation
    | MoveStation
    | BusTerms
    | AddVehicles
    | RemoveVehicles
    | Wishes
    | Subsidise
)


@dataclass(frozen=True)
class Scenario:
    """A what-if: its name in both languages and what it changes, in order."""

    name: str
    name_en: str
    changes: tuple[Change, ...]
    note: str = ""
