"""Classes of altitude, because roads wind more and vehicles go slower the higher they are."""

from enum import StrEnum


class AltitudeClass(StrEnum):
    """Plain or valley, high, very high, extreme; the bounds between them are `ALTITUDE_BOUNDS_M`."""

    LOW = "low"
    HIGH = "high"
    VERY_HIGH = "very_high"
    EXTREME = "extreme"


ALTITUDE_BOUNDS_M = (2500, 3500, 4500)
"""Metres at which HIGH, VERY_HIGH and EXTREME begin. The project's own reading of a plateau: river valleys with towns
below 2,500 m, farmland to about 3,500 m, pasture to about 4,500 m, passes and headwaters above."""


def altitude_class(altitude_m: int, *, bounds_m: tuple[int, int, int] = ALTITUDE_BOUNDS_M) -> AltitudeClass:
    """The class of an altitude; a bound belongs to the class above it."""
    return tuple(AltitudeClass)[sum(altitude_m >= bound for bound in bounds_m)]
