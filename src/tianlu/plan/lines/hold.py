"""What rides in a trip's hold from stop to stop, and where it is more than the hold has to spare.

Load = start + taken on − taken off, within [0, hold], at every stop of every trip (rule `hold`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from tianlu.plan.lines.trip import Trip


@dataclass(frozen=True)
class Consignment:
    """Mail that rides from call `on` to call `off` of a trip; calls count from 0."""

    on: int
    off: int
    grams: int
    pieces: int

    def __post_init__(self) -> None:
        if not 0 <= self.on < self.off:
            raise ValueError(f"a consignment gets off after it gets on, not at {self.off} after {self.on}")
        if self.grams < 0 or self.pieces < 0:
            raise ValueError(f"a consignment has no less than nothing, not {self.grams} g, {self.pieces} pieces")


@dataclass(frozen=True)
class HoldLoad:
    """Grams and pieces aboard on each leg of a trip: leg k is from call k to call k + 1."""

    grams: tuple[int, ...]
    pieces: tuple[int, ...]


def load_hold(legs: int, consignments: Iterable[Consignment], *, start_g: int = 0, start_pieces: int = 0) -> HoldLoad:
    """What is aboard on each of a trip's `legs`; what was aboard at the start stays aboard."""
    grams, pieces = [start_g] + [0] * legs, [start_pieces] + [0] * legs
    for each in consignments:
        if each.off > legs:
            raise ValueError(f"a trip of {legs} legs has no call {each.off}")
        for change, amount in ((grams, each.grams), (pieces, each.pieces)):
            change[each.on] += amount
            change[each.off] -= amount
    return HoldLoad(tuple(accumulate(grams[:legs])), tuple(accumulate(pieces[:legs])))


def overfull_legs(trip: Trip, load: HoldLoad) -> tuple[int, ...]:
    """Legs on which the load is outside [0, hold], in grams or in pieces."""
    return tuple(
        leg
        for leg in range(len(trip.stops) - 1)
        if not (0 <= load.grams[leg] <= trip.hold_g[leg] and 0 <= load.pieces[leg] <= trip.hold_pieces[leg])
    )


def spare_hold(trip: Trip, load: HoldLoad, *, on: int, off: int) -> tuple[int, int]:
    """Grams and pieces that could still ride from call `on` to call `off`; negative where it is overfull."""
    legs = range(on, off)
    grams = min(trip.hold_g[leg] - load.grams[leg] for leg in legs)
    pieces = min(trip.hold_pieces[leg] - load.pieces[leg] for leg in legs)
    return grams, pieces
