"""One run of a bus on one day of the planned week, and how a place is reached from its stops."""

from dataclasses import dataclass
from enum import StrEnum

from tianlu.core.ids import LineId, PlaceId, StopId, TripId


class FeeBasis(StrEnum):
    """What the bus company's fee is counted by."""

    BAG = "bag"
    KG = "kg"
    PIECE = "piece"


@dataclass(frozen=True)
class TripStop:
    """A call at a stop, in minutes from Monday 00:00 of the planned week; past Sunday midnight it goes on counting."""

    stop: StopId
    arrive_min: int
    leave_min: int


@dataclass(frozen=True)
class Trip:
    """A bus run with spare hold that may carry mail.

    `day` is the service day (0 = Monday); a run past midnight belongs to the day it began. `hold_g[k]` and
    `hold_pieces[k]` are free from stop k to stop k + 1. A bag is at its stop `cutoff_min` before the bus leaves
    and is in its receiver's hands `handover_min` after the bus arrives. `fee_fen` is for one bag, one started
    kilogram or one piece as `fee_basis` says, and is never less than for one of them.
    `marginal_g_co2e_tkm` and `allocated_g_co2e_tkm` are grams CO2e well-to-wheel for a tonne of mail over a
    kilometre: what the bus burns more because of it, and its share of all the bus burns. `metres[k]` is from
    stop k to k + 1.
    """

    id: TripId
    line: LineId
    line_name: str
    day: int
    stops: tuple[TripStop, ...]
    hold_g: tuple[int, ...]
    hold_pieces: tuple[int, ...]
    fee_basis: FeeBasis
    fee_fen: int
    cutoff_min: int
    handover_min: int
    metres: tuple[int, ...] = ()
    marginal_g_co2e_tkm: int = 0
    allocated_g_co2e_tkm: int = 0

    def __post_init__(self) -> None:
        if len(self.stops) < 2:
            raise ValueError(f"trip {self.id} has fewer than two stops")
        if len(self.hold_g) != len(self.stops) - 1 or len(self.hold_pieces) != len(self.stops) - 1:
            raise ValueError(f"trip {self.id} needs a hold for each of its {len(self.stops) - 1} legs")
        if self.metres and len(self.metres) != len(self.stops) - 1:
            raise ValueError(f"trip {self.id} needs metres for each of its {len(self.stops) - 1} legs")
        clock = self.stops[0].arrive_min
        for call in self.stops:
            if call.arrive_min < clock or call.leave_min < call.arrive_min:
                raise ValueError(f"trip {self.id} goes back in time at stop {call.stop}")
            clock = call.leave_min


@dataclass(frozen=True)
class StopLink:
    """A place and a bus stop near enough to hand a bag over; `walk_min` each way."""

    place: PlaceId
    stop: StopId
    walk_min: int
    metres: int
