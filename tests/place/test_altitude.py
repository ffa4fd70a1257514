"""Classes of altitude."""

import pytest

from tianlu.place.altitude import AltitudeClass, altitude_class


@pytest.mark.parametrize(
    ("altitude_m", "expected"),
    [
        (-154, AltitudeClass.LOW),
        (2_499, AltitudeClass.LOW),
        (2_500, AltitudeClass.HIGH),
        (3_500, AltitudeClass.VERY_HIGH),
        (4_500, AltitudeClass.EXTREME),
        (5_231, AltitudeClass.EXTREME),
    ],
)
def test_a_bound_belongs_to_the_class_above_it(altitude_m: int, expected: AltitudeClass) -> None:
    assert altitude_class(altitude_m) is expected


def test_bounds_may_be_others() -> None:
    assert altitude_class(2_000, bounds_m=(1_500, 3_000, 4_000)) is AltitudeClass.HIGH
