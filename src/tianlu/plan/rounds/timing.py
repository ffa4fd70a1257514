"""The times of a round from its departure and the order of its places, with rests where the law asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.plan import Round, RoundStop
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class _Clock:
    """Where a driver stands: the minute, and minutes at the wheel since the last rest."""

    minute: int
    wheel: int


def timed_round(
    problem: WeekProblem, vehicle: Vehicle, *, day: int, leave_min: int, places: Sequence[PlaceId], wheel_min: int = 0
) -> Round:
    """A round that drives without delay, carrying nothing yet. It waits for a place's opening and rests on the way
    when it must; it does not ask whether a place is open at all or the shift long enough. `wheel_min` is what the
    driver has at the wheel already."""
    start = Round(vehicle.id, vehicle.depot, day, leave_min, leave_min, ())
    return timed_onward(problem, start, kept=0, places=places, wheel_min=wheel_min)


def timed_onward(
    problem: WeekProblem, round_: Round, *, kept: int, places: Sequence[PlaceId], wheel_min: int = 0
) -> Round:
    """A round that makes its first `kept` stops as they stand and drives on from there over `places`, as `timed_round`
    does; `wheel_min` is what the driver had at the wheel on leaving."""
    stops = list(round_.stops[:kept])
    clock, here = _Clock(round_.leave_min, wheel_min), round_.depot
    for stop in stops:
        driven, _ = _drive(problem, clock, here, stop.place)
        has_rested = stop.leave_min - stop.arrive_min >= problem.terms.rest_min
        clock, here = _Clock(stop.leave_min, 0 if has_rested else driven.wheel), stop.place
    for place in places:
        clock, rest = _drive(problem, clock, here, place)
        leave = _service_start(problem, place, clock.minute) + problem.site(place).place.service_min
        stops.append(RoundStop(place, clock.minute, leave, 0, 0, 0, 0, rest_on_way_min=rest))
        has_rested = leave - clock.minute >= problem.terms.rest_min
        clock = _Clock(leave, 0 if has_rested else clock.wheel)
        here = place
    clock, rest = _drive(problem, clock, here, round_.depot)
    return replace(round_, return_min=clock.minute, stops=tuple(stops), rest_on_return_min=rest)


def _drive(problem: WeekProblem, clock: _Clock, here: PlaceId, there: PlaceId) -> tuple[_Clock, int]:
    """The clock at arrival, and the minutes rested on the way: as late as the law lets."""
    terms = problem.terms
    minutes = problem.travel.minutes_at(problem.index[here], problem.index[there], clock.minute)
    rests = max(0, -(-(clock.wheel + minutes) // terms.drive_min_max) - 1)
    rested = rests * terms.rest_min
    return _Clock(clock.minute + minutes + rested, clock.wheel + minutes - rests * terms.drive_min_max), rested


def _service_start(problem: WeekProblem, place: PlaceId, arrive_min: int) -> int:
    midnight = arrive_min // MINUTES_A_DAY * MINUTES_A_DAY
    return max(arrive_min, midnight + problem.site(place).place.open_from_min)
