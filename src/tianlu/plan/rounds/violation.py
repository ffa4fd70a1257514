"""A rule that a plan does not keep: where, by how much, and in words."""

from dataclasses import dataclass

from tianlu.core.ids import PlaceId, TripId, VehicleId

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class Violation:
    """`rule` is the rule's name; `day` a weekday, Monday = 0; whatever does not apply is None.

    A reader is shown `message` or `message_zh`; `found` and `expected` are for programs and in English alone.
    """

    rule: str
    found: str
    expected: str
    message: str
    message_zh: str
    place: PlaceId | None = None
    vehicle: VehicleId | None = None
    trip: TripId | None = None
    day: int | None = None


def amount(pieces: int, grams: int) -> str:
    return f"{pieces} pcs, {grams / 1000:.1f} kg"


def amount_zh(pieces: int, grams: int) -> str:
    return f"{pieces} 件、{grams / 1000:.1f} 千克"
