"""Travel by the straight line, where there is no road graph: great circle × circuity ÷ speed, by class of altitude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tianlu.place.altitude import AltitudeClass, altitude_class
from tianlu.place.great_circle import great_circles_m
from tianlu.place.model import Place
from tianlu.place.travel import TravelMatrix


@dataclass(frozen=True)
class RoadHabit:
    """How roads of one altitude class are: road metres a hundred straight metres, and a van's speed on them."""

    circuity_percent: int
    speed_kmh: int

    def __post_init__(self) -> None:
        if self.circuity_percent < 100 or self.speed_kmh <= 0:
            raise ValueError(f"a road is no shorter than the straight line and has a speed, not {self}")


ASSUMED_HABITS: Mapping[AltitudeClass, RoadHabit] = {
    AltitudeClass.LOW: RoadHabit(circuity_percent=130, speed_kmh=45),
    AltitudeClass.HIGH: RoadHabit(circuity_percent=145, speed_kmh=40),
    AltitudeClass.VERY_HIGH: RoadHabit(circuity_percent=150, speed_kmh=38),
    AltitudeClass.EXTREME: RoadHabit(circuity_percent=160, speed_kmh=32),
}
"""Assumptions (mark B), read in no source: replace them by a road graph, or by what the vans' tracks say."""


@dataclass(frozen=True)
class StraightLine:
    """A road habit for each altitude class, and the least minutes between two places that are not the same."""

    habits: Mapping[AltitudeClass, RoadHabit] = field(default_factory=lambda: ASSUMED_HABITS)
    minutes_min: int = 1

    def __post_init__(self) -> None:
        missing = [kind for kind in AltitudeClass if kind not in self.habits]
        if missing:
            raise ValueError(f"no road habit for altitude {', '.join(missing)}")


ASSUMED = StraightLine()


def straight_line_travel(places: Sequence[Place], params: StraightLine = ASSUMED) -> TravelMatrix:
    """Travel between places in their order; a leg has the habit of the higher of its two ends. Minutes round up."""
    lon_lat = np.array([(place.lon, place.lat) for place in places], np.float64).reshape(-1, 2)
    circuity, speed = _by_leg(places, params)
    metres = np.rint(great_circles_m(lon_lat, lon_lat) * circuity / 100).astype(np.int32)
    minutes = np.maximum(np.ceil(metres * 60 / (speed * 1000)), params.minutes_min).astype(np.int32)
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(minutes, 0)
    return TravelMatrix(tuple(place.id for place in places), minutes, metres, _source(params))


def _by_leg(places: Sequence[Place], params: StraightLine) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Circuity and speed of every leg, (n, n) each."""
    kinds = tuple(AltitudeClass)
    rank = np.array([kinds.index(altitude_class(place.altitude_m)) for place in places], np.int64)
    higher = np.maximum(rank[:, None], rank[None, :])
    circuity = np.array([params.habits[kind].circuity_percent for kind in kinds], np.int64)
    speed = np.array([params.habits[kind].speed_kmh for kind in kinds], np.int64)
    return circuity[higher], speed[higher]


def _source(params: StraightLine) -> str:
    figures = ", ".join(
        f"{kind.replace('_', ' ')} ×{habit.circuity_percent / 100:.2f} at {habit.speed_kmh} km/h"
        for kind, habit in ((kind, params.habits[kind]) for kind in AltitudeClass)
    )
    mark = "assumed" if params.habits == ASSUMED_HABITS else "as given"
    return f"straight line × circuity ÷ speed by altitude class of the higher end ({mark}: {figures})"
