"""A layout small enough to see: a hub, a township near, one beyond it, one far to the south."""

from random import Random

import numpy as np

from tianlu.place.model import Basis
from tianlu.sample.divisions import CountyDivision, Township, Village
from tianlu.sample.layout import Layout, lay_out
from tianlu.sample.point import Point
from tianlu.sample.relief import Relief
from tianlu.sample.seats import CountySeats, Seat

FLAT = Relief(west=98.0, north=37.0, metres=np.full((90, 60), 3100.0))


def township(code: str, name: str, *, residents: int = 1, villages: int = 8) -> Township:
    return Township(
        code,
        name,
        (
            *(Village(f"{code}{k:03d}", f"{k}社区", is_residents=True) for k in range(1, 1 + residents)),
            *(Village(f"{code}{k}", f"{k}村", is_residents=False) for k in range(200, 200 + villages)),
        ),
    )


SEAT = township("639901100", "城关镇", residents=3)
NEAR = township("639901200", "近乡", residents=0)
BEYOND = township("639901201", "远乡")
SOUTH = township("639901202", "南乡", residents=0, villages=3)
POINTS = {SEAT: Point(100.0, 36.0), NEAR: Point(100.3, 36.0), BEYOND: Point(100.6, 36.01), SOUTH: Point(100.0, 33.9)}


def small_layout() -> Layout:
    hub, *stations = (Seat(each, point, Basis.KNOWN) for each, point in POINTS.items())
    county = CountyDivision("639901", "某县", tuple(POINTS))
    return lay_out(county, CountySeats(hub, tuple(stations)), all_seats=POINTS.values(), rng=Random("layout"))
