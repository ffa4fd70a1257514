"""Whether a vehicle can be at a place on a day at all: the place alone, there and back, by the least minutes.

A bound from below on any round that calls there, so a place that is out of reach here is out of reach of every plan.
"""

from dataclasses import dataclass
from enum import StrEnum

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK
from tianlu.core.ids import PlaceId
from tianlu.plan.county import Terms, Vehicle
from tianlu.plan.rounds.conflict.roads import NO_WAY_MIN, Roads
from tianlu.plan.rounds.facts import overlaps
from tianlu.plan.rounds.problem import Site, WeekClosure

NEVER_MIN = 14 * MINUTES_A_DAY


class Hurdle(StrEnum):
    """What can stand between a vehicle and a place."""

    SHIFT = "shift"
    REST = "driving_rest"
    WINDOW = "time_window"
    CLOSED_PLACE = "closed_place"
    CLOSED_DEPOT = "closed_depot"
    CLOSED_WAY = "closed_way"


NO_HURDLES: frozenset[Hurdle] = frozenset()


@dataclass(frozen=True, eq=False)
class Reach:
    """Asks when a vehicle can be at a place, with some hurdles taken away."""

    roads: Roads

    def earliest_arrival(
        self,
        vehicle: Vehicle,
        site: Site,
        day: int,
        *,
        without: frozenset[Hurdle] = NO_HURDLES,
        leaves_from: int | None = None,
    ) -> int | None:
        """The first minute of the day, counted from Monday 00:00, at which the vehicle can come to the place and still
        be back in time; None if there is none. `leaves_from` is a minute of the week before which it may not leave."""
        starts = (day, day - 1) if runs_past_midnight(vehicle) else (day,)
        found = [self._arrival(vehicle, site, day, start, without, leaves_from) for start in starts]
        return min((minute for minute in found if minute is not None), default=None)

    def least_round_min(self, vehicle: Vehicle, site: Site) -> int:
        """The fewest minutes from leaving to return, with the rests of the law; closures and hours left aside."""
        out, back = self._legs(vehicle, site, day=None)
        return least_span(out, back, site.place.service_min, self.roads.problem.terms)

    def _arrival(
        self,
        vehicle: Vehicle,
        site: Site,
        day: int,
        start_day: int,
        without: frozenset[Hurdle],
        leaves_from: int | None,
    ) -> int | None:
        span = self._shift(vehicle, start_day, without, leaves_from)
        if span is None:
            return None
        out, back = self._legs(vehicle, site, day=None if Hurdle.CLOSED_WAY in without else start_day)
        terms = self.roads.problem.terms
        rests = 0 if Hurdle.REST in without else 1
        service = site.place.service_min
        if out >= NO_WAY_MIN or back >= NO_WAY_MIN:
            return None
        least = least_span(out, back, service, terms) if rests else out + back + service
        if span[1] - span[0] < least:
            return None
        first = max(span[0] + out + rests * rest_min(out, terms), day * MINUTES_A_DAY)
        last_leave = span[1] - back - rests * rest_min(back, terms)
        closures = [] if Hurdle.CLOSED_PLACE in without else self._closures(site.id)
        return _first_stand(site, day, first, last_leave, closures, is_windowed=Hurdle.WINDOW not in without)

    def _legs(self, vehicle: Vehicle, site: Site, *, day: int | None) -> tuple[int, int]:
        index = self.roads.problem.index
        depot, place = index[vehicle.depot], index[site.id]
        least = self.roads.shortest if day is None else self.roads.by_day[day % DAYS_A_WEEK]
        return int(least[depot, place]), int(least[place, depot])

    def _shift(
        self, vehicle: Vehicle, day: int, without: frozenset[Hurdle], leaves_from: int | None
    ) -> tuple[int, int] | None:
        """From the first minute at which the vehicle may leave its depot to the last at which it may return."""
        midnight = day * MINUTES_A_DAY
        if Hurdle.SHIFT in without:
            start, end = midnight - NEVER_MIN, midnight + NEVER_MIN
        elif day % DAYS_A_WEEK in vehicle.days:
            start, end = midnight + vehicle.shift_from_min, midnight + vehicle.shift_to_min
        else:
            return None
        if leaves_from is not None:
            start = max(start, leaves_from)
        if Hurdle.CLOSED_DEPOT not in without:
            closures = self._closures(vehicle.depot)
            while start <= end and (closed := _closed_at(closures, start)):
                start += max(1, (closed.end_min - start) % MINUTES_A_WEEK)
            while end >= start and (closed := _closed_at(closures, end)):
                end -= (end - closed.start_min) % MINUTES_A_WEEK + 1
        return (start, end) if start <= end else None

    def _closures(self, place: PlaceId) -> list[WeekClosure]:
        return [closure for closure in self.roads.problem.closures if closure.place == place]


def runs_past_midnight(vehicle: Vehicle) -> bool:
    """Whether a round of one day can stand at a place on the next."""
    return vehicle.shift_to_min >= MINUTES_A_DAY


def rest_min(drive_min: int, terms: Terms) -> int:
    """The fewest minutes of rest in so many at the wheel."""
    return max(0, -(-drive_min // terms.drive_min_max) - 1) * terms.rest_min


def least_span(out_min: int, back_min: int, service_min: int, terms: Terms) -> int:
    """The fewest minutes for a drive, a service and a drive: the service may be the rest, or be drawn out to be one."""
    parts = rest_min(out_min, terms) + rest_min(back_min, terms)
    stood = max(service_min, terms.rest_min) + parts
    drove = service_min + rest_min(out_min + back_min, terms)
    return out_min + back_min + (stood if service_min >= terms.rest_min else min(stood, drove))


def _first_stand(
    site: Site, day: int, first: int, last_leave: int, closures: list[WeekClosure], *, is_windowed: bool
) -> int | None:
    """The first arrival from which service can begin in the hours, end by `last_leave`, and meet no closure."""
    place, midnight = site.place, day * MINUTES_A_DAY
    opens, closes = (place.open_from_min, place.open_to_min) if is_windowed else (0, MINUTES_A_DAY)
    if is_windowed and day not in place.open_days:
        return None
    ends = [closure.end_min + shift for closure in closures for shift in (-MINUTES_A_WEEK, 0, MINUTES_A_WEEK)]
    for arrive in sorted({first, midnight + opens, *ends}):
        begin = max(arrive, midnight + opens)
        leave = begin + place.service_min
        is_in_time = first <= arrive < midnight + MINUTES_A_DAY and begin < midnight + closes and leave <= last_leave
        if is_in_time and not any(_overlaps(closure, arrive, leave) for closure in closures):
            return arrive
    return None


def _overlaps(closure: WeekClosure, start: int, end: int) -> bool:
    return overlaps(start=start, end=end, other_start=closure.start_min, other_end=closure.end_min)


def _closed_at(closures: list[WeekClosure], minute: int) -> WeekClosure | None:
    in_week = minute % MINUTES_A_WEEK
    return next((closure for closure in closures if _overlaps(closure, in_week, in_week)), None)
