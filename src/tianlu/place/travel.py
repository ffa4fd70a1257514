"""A travel matrix: minutes and metres from place to place, with where they come from."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from tianlu.core.ids import PlaceId

NO_SLOTS = (100,) * 24


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Travel from every place to every other.

    `minutes` and `metres` are int32 arrays of shape (n, n) in the order of `places`; the diagonal is 0 and no pair
    is missing. `source` says in words how they were made. `slot_percent` scales the minutes of a leg by the hour of
    the day at which it starts (100 = as in the table); a scaled leg is rounded up to the minute.
    """

    places: tuple[PlaceId, ...]
    minutes: NDArray[np.int32]
    metres: NDArray[np.int32]
    source: str
    slot_percent: tuple[int, ...] = NO_SLOTS

    def __post_init__(self) -> None:
        shape = (len(self.places), len(self.places))
        if self.minutes.shape != shape or self.metres.shape != shape:
            raise ValueError(f"travel arrays must be {shape}, not {self.minutes.shape} and {self.metres.shape}")
        if (self.minutes < 0).any() or (self.metres < 0).any():
            raise ValueError("travel minutes and metres are not negative; a missing pair is a Problem, not a number")
        if len(self.slot_percent) != 24 or min(self.slot_percent) <= 0:
            raise ValueError("slot_percent is 24 positive numbers, one an hour")

    def minutes_at(self, origin: int, destination: int, leave_min: int) -> int:
        """Minutes of a leg that starts at `leave_min` (of the day or the week)."""
        percent = self.slot_percent[leave_min // 60 % 24]
        return -(-int(self.minutes[origin, destination]) * percent // 100)

    def digest(self) -> str:
        """A hash of the figures, for a problem's hash."""
        h = sha256()
        h.update("\n".join(self.places).encode())
        h.update(np.ascontiguousarray(self.minutes, np.int32).tobytes())
        h.update(np.ascontiguousarray(self.metres, np.int32).tobytes())
        h.update(repr(self.slot_percent).encode())
        return h.hexdigest()
