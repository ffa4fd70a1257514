"""A visit that one would like to make: to whom, what it is hoped to bring, how long, when the customer is there."""

from dataclasses import dataclass

from tianlu.core.calendar import EVERY_DAY, MINUTES_A_DAY, DayPattern
from tianlu.core.ids import PlaceId


@dataclass(frozen=True)
class Candidate:
    """`minutes` with the customer lie between `from_min` and `to_min` of the day, half-open, on one of `days`.

    The customer is at a place of the week's problem; off it by `off_m` metres and `off_min` minutes there and back.
    `gain_fen` is what the visit is expected to bring; `owner` is who answers for the customer.
    """

    id: str
    place: PlaceId
    gain_fen: int
    minutes: int
    from_min: int = 0
    to_min: int = MINUTES_A_DAY
    days: DayPattern = EVERY_DAY
    tier: str = ""
    owner: str = ""
    off_m: int = 0
    off_min: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.from_min < self.to_min <= MINUTES_A_DAY:
            raise ValueError(f"{self.id}: there from {self.from_min} to {self.to_min} is no part of a day")
        if self.minutes <= 0 or self.off_m < 0 or self.off_min < 0:
            raise ValueError(f"{self.id}: a visit takes minutes, and no way is shorter than none")


@dataclass(frozen=True)
class VisitParams:
    """A candidate is visited from a stop at its own place, or from one of `stops_tried` others from where the way to
    that place and back is at most `detour_m_max`. Such detours are at most `detour_share_max` of what the same visits
    driven on their own would take; `detour_km_fen` is charged for a kilometre of them besides its cost, and raised
    until that holds. An owner's visits are at most `owner_minutes_max` a week. The search makes `rounds_of_search`
    rounds of taking visits out and putting others in."""

    detour_m_max: int = 8_000
    stops_tried: int = 2
    detour_share_max: float = 0.1
    detour_km_fen: int = 0
    owner_minutes_max: int = 100_000
    rounds_of_search: int = 2_000
