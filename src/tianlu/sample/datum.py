"""GCJ-02, the shifted coordinates of Chinese maps, back to WGS84.

The shift is the published approximation of the State Bureau's transformation (Krasovsky 1940 ellipsoid); the inverse
is found by iteration and is good to a centimetre against the forward formula.
"""

from math import cos, pi, radians, sin, sqrt

from tianlu.sample.point import Point

SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943


def wgs84_from_gcj02(shifted: Point) -> Point:
    """The WGS84 point that the transformation moves to `shifted`, to 5 decimals of a degree (about a metre)."""
    lon, lat = shifted.lon, shifted.lat
    for _ in range(5):
        moved = gcj02_from_wgs84(Point(lon, lat))
        lon += shifted.lon - moved.lon
        lat += shifted.lat - moved.lat
    return Point(round(lon, 5), round(lat, 5))


def gcj02_from_wgs84(point: Point) -> Point:
    """Where a Chinese map shows the point; the formula holds in mainland China only."""
    east, north = point.lon - 105.0, point.lat - 35.0
    sine = sin(radians(point.lat))
    stretch = 1 - ECCENTRICITY_SQUARED * sine * sine
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (stretch * sqrt(stretch))
    parallel_m = SEMI_MAJOR_M / sqrt(stretch) * cos(radians(point.lat))
    return Point(
        point.lon + _shift_east_m(east, north) * 180 / (parallel_m * pi),
        point.lat + _shift_north_m(east, north) * 180 / (meridian_m * pi),
    )


def _shift_north_m(x: float, y: float) -> float:
    return (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
        + (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
        + (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
        + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    )  # fmt: skip


def _shift_east_m(x: float, y: float) -> float:
    return (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
        + (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
        + (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
        + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    )  # fmt: skip
