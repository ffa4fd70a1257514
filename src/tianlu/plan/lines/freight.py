"""What a bus line lets mail do: the one table that GTFS does not have."""

from dataclasses import dataclass

from tianlu.core.ids import LineId, TripId
from tianlu.place.model import Basis
from tianlu.plan.lines.trip import FeeBasis


@dataclass(frozen=True)
class Freight:
    """What a bus line lets mail do; `trip` narrows it to one GTFS trip, None is the whole line."""

    line: LineId
    trip: TripId | None
    allowed: bool
    hold_g: int
    hold_pieces: int
    fee_basis: FeeBasis
    fee_fen: int
    cutoff_min: int
    handover_min: int
    marginal_g_co2e_tkm: int = 0
    allocated_g_co2e_tkm: int = 0
    basis: Basis = Basis.DERIVED
