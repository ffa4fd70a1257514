"""The calls of a trip from its rows of stop_times: put in order, blank times filled in, distances in metres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tianlu.core.ids import StopId
from tianlu.place.great_circle import great_circle_m
from tianlu.plan.lines.feed import Call, Stop

PLAUSIBLE_DETOUR = (0.5, 5.0)
"""A line is this many times as long as the straight line from stop to stop: what tells metres from kilometres."""


@dataclass(frozen=True)
class TimedStop:
    """A row of stop_times: seconds are None where blank, `distance` is in the feed's own unit. `row` is its place in
    the table, for whoever must name it."""

    row: int
    sequence: int
    stop: StopId
    arrive_s: int | None
    leave_s: int | None
    distance: float | None

    @property
    def is_timed(self) -> bool:
        return self.arrive_s is not None or self.leave_s is not None


def calls_of(stops: Sequence[TimedStop]) -> tuple[Call, ...]:
    """The calls of stops that are in order and timed at both ends; `metres` stay open (see `metres_along`)."""
    times: list[tuple[int, int]] = []
    for start, end in _stretches(stops):
        times += _times_between(stops[start : end + 1])
    arrive, leave = _own_times(stops[-1])
    times.append((arrive, leave))
    return tuple(Call(stop.stop, *time) for stop, time in zip(stops, times, strict=True))


def find_step_back(calls: Sequence[Call]) -> int | None:
    """The first call that leaves before it arrives, or arrives before the last one left."""
    clock = calls[0].arrive_s
    for k, call in enumerate(calls):
        if call.arrive_s < clock or call.leave_s < call.arrive_s:
            return k
        clock = call.leave_s
    return None


def metres_a_unit(trips: Sequence[Sequence[TimedStop]], stops: dict[StopId, Stop]) -> float | None:
    """How many metres one unit of the feed's `shape_dist_traveled` is: 1, 1,000, or None where it is neither.

    GTFS leaves the unit open. It is told from how long the trips are beside the straight line from stop to stop.
    """
    detours = [detour for trip in trips if (detour := _detour(trip, stops)) is not None]
    if not detours:
        return None
    typical = median(detours)
    low, high = PLAUSIBLE_DETOUR
    for metres in (1.0, 1000.0):
        if low <= typical * metres <= high:
            return metres
    return None


def with_metres(calls: Sequence[Call], stops: Sequence[TimedStop], unit_m: float | None) -> tuple[Call, ...]:
    """The calls with metres from the trip's start, where every stop has a distance and none is less than the last."""
    distances = _distances(stops)
    if unit_m is None or distances is None:
        return tuple(calls)
    start = distances[0]
    return tuple(
        replace(call, metres=round((distance - start) * unit_m))
        for call, distance in zip(calls, distances, strict=True)
    )


def _stretches(stops: Sequence[TimedStop]) -> list[tuple[int, int]]:
    """From one timed stop to the next."""
    timed = [k for k, stop in enumerate(stops) if stop.is_timed]
    return list(pairwise(timed))


def _times_between(stops: Sequence[TimedStop]) -> list[tuple[int, int]]:
    """Arrival and leaving of every stop but the last of a stretch whose two ends alone are timed."""
    start, end = _own_times(stops[0])[1], _own_times(stops[-1])[0]
    passed = [round(start + share * (end - start)) for share in _shares(stops)]
    return [_own_times(stops[0]), *((time, time) for time in passed[1:-1])]


def _own_times(stop: TimedStop) -> tuple[int, int]:
    """Arrival and leaving of a timed stop; where one is blank it is the other."""
    arrive = stop.arrive_s if stop.arrive_s is not None else stop.leave_s
    leave = stop.leave_s if stop.leave_s is not None else stop.arrive_s
    if arrive is None or leave is None:
        raise ValueError(f"stop {stop.stop} has no time of its own")
    return arrive, leave


def _shares(stops: Sequence[TimedStop]) -> list[float]:
    """How far along a stretch each stop lies, 0 to 1: by distance where the feed says it, else evenly."""
    distances = _distances(stops)
    if distances is None or distances[-1] == distances[0]:
        return [k / (len(stops) - 1) for k in range(len(stops))]
    length = distances[-1] - distances[0]
    return [(distance - distances[0]) / length for distance in distances]


def _distances(stops: Sequence[TimedStop]) -> list[float] | None:
    """The feed's distances, if every stop has one and they never fall."""
    distances = [stop.distance for stop in stops if stop.distance is not None]
    return distances if len(distances) == len(stops) and distances == sorted(distances) else None


def _detour(trip: Sequence[TimedStop], stops: dict[StopId, Stop]) -> float | None:
    """The feed's length of a trip over the straight line from stop to stop in metres."""
    distances = _distances(trip)
    if distances is None:
        return None
    at = [stops[call.stop] for call in trip]
    straight = sum(great_circle_m(a.lon, a.lat, b.lon, b.lat) for a, b in pairwise(at))
    return (distances[-1] - distances[0]) / straight if straight > 0 else None
