"""Sources small enough to see: two counties of two townships, one of them known to a gazetteer."""

import numpy as np

from tianlu.sample.divisions import ListedUnit
from tianlu.sample.gazetteer import GazetteerPlace
from tianlu.sample.point import Point
from tianlu.sample.relief import Relief
from tianlu.sample.sources import Sources

CENTRES = {"639901": Point(100.0, 35.0), "639902": Point(101.0, 35.0)}


def _units() -> tuple[ListedUnit, ...]:
    units = []
    for county, name in (("639901", "甲县"), ("639902", "乙县")):
        for township, township_name in ((f"{county}100", "城关镇"), (f"{county}200", f"{name[0]}山乡")):
            units.append(ListedUnit(f"{township}001", "社区居委会", township, township_name, county, name))
            for k in range(200, 206):
                units.append(ListedUnit(f"{township}{k}", f"{k}村委会", township, township_name, county, name))
    return tuple(units)


SOURCES = Sources(
    units=_units(),
    centres=CENTRES,
    places=(
        GazetteerPlace(1, frozenset({"甲山乡"}), Point(100.2, 35.1)),
        GazetteerPlace(2, frozenset({"外地"}), Point(102.0, 35.0), in_province=False),
    ),
    relief=Relief(west=98.0, north=37.0, metres=np.full((60, 60), 3100.0)),
)
