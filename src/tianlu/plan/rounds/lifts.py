"""How a place can be served by bus on a day: a bag out on one trip, alone or with a bag back on another."""

from dataclasses import dataclass

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY
from tianlu.place.model import Place, PlaceKind
from tianlu.plan.lines.trip import StopLink, Trip
from tianlu.plan.rounds.problem import Site, WeekProblem

OUT_MOST = 4
"""Trips out that are kept for a place and day: more would be alike."""
BACK_MOST = 2


@dataclass(frozen=True)
class Ride:
    """A bag's way on a trip from call `first` to call `last`. Minutes from Monday 00:00: when the mail leaves its
    counter, and when it is in hand at the other end."""

    trip: Trip
    first: int
    last: int
    leave_min: int
    there_min: int


@dataclass(frozen=True)
class Lift:
    """A bag out, alone or with a bag back on the same day."""

    out: Ride
    back: Ride | None


def lifts_of(problem: WeekProblem, site: Site) -> dict[int, list[Lift]]:
    """For each day the lifts worth choosing among, earliest out first."""
    found: dict[int, list[Lift]] = {day: [] for day in range(DAYS_A_WEEK)}
    if site.kind is PlaceKind.HUB or (site.kind is PlaceKind.VILLAGE and not site.place.has_keeper):
        return found
    sends = site.kind is PlaceKind.STATION or any(site.mail.collect_pieces) or any(site.mail.collect_g)
    for day in range(DAYS_A_WEEK):
        trips = [trip for trip in problem.trips if trip.day == day]
        outs = [ride for trip in trips if (ride := _out(problem, site, trip))]
        backs = [ride for trip in trips if (ride := _back(problem, site, trip))]
        for out in _cheap_and_early(outs):
            found[day].append(Lift(out, None))
            if sends:
                found[day] += [Lift(out, back) for back in _worth_taking(backs, out)]
    return found


def lift_of_bags(problem: WeekProblem, site: Site, *, out: Trip, back: Trip | None) -> Lift | None:
    """The lift that bags on these trips make, whatever stands against it now: for bags that have left. None where the
    bus does not go there."""
    places = problem.links_of
    hub, here = places.get(problem.hub.id, ()), places.get(site.id, ())
    ride = _quickest(hub, here, out)
    return None if ride is None else Lift(ride, None if back is None else _quickest(here, hub, back))


def _cheap_and_early(outs: list[Ride]) -> list[Ride]:
    by_hour = sorted(outs, key=lambda ride: (ride.there_min, ride.trip.fee_fen, ride.trip.id))
    return by_hour[:OUT_MOST]


def _worth_taking(backs: list[Ride], out: Ride) -> list[Ride]:
    """The last bag back of the day, and the first after the bag out is there."""
    by_hour = sorted(backs, key=lambda ride: (ride.leave_min, ride.trip.id))
    after = [ride for ride in by_hour if ride.leave_min >= out.there_min] or by_hour
    chosen = {id(ride): ride for ride in (*after[:1], *by_hour[-1:])}
    return list(chosen.values())[:BACK_MOST]


def _out(problem: WeekProblem, site: Site, trip: Trip) -> Ride | None:
    ride = _quickest(problem.links_of.get(problem.hub.id, ()), problem.links_of.get(site.id, ()), trip)
    if ride is None or not _same_day(ride):
        return None
    arrives = trip.stops[ride.last].arrive_min
    if not _is_open(site.place, arrives, trip.day) or _is_closed(problem, site.place, arrives, ride.there_min):
        return None
    return None if _is_closed(problem, problem.hub.place, ride.leave_min, trip.stops[ride.first].leave_min) else ride


def _back(problem: WeekProblem, site: Site, trip: Trip) -> Ride | None:
    ride = _quickest(problem.links_of.get(site.id, ()), problem.links_of.get(problem.hub.id, ()), trip)
    if ride is None or not _same_day(ride):
        return None
    leaves = trip.stops[ride.first].leave_min
    if not (
        _is_open(site.place, ride.leave_min, trip.day) and _is_open(site.place, leaves - trip.cutoff_min, trip.day)
    ):
        return None
    if _is_closed(problem, site.place, ride.leave_min, leaves):
        return None
    arrives = trip.stops[ride.last].arrive_min
    return None if _is_closed(problem, problem.hub.place, arrives, ride.there_min) else ride


def _quickest(origins: tuple[StopLink, ...], destinations: tuple[StopLink, ...], trip: Trip) -> Ride | None:
    """The pair of calls, earlier then later, with the fewest minutes from hand to hand (decision 0001)."""
    start = {link.stop: link.walk_min for link in origins}
    end = {link.stop: link.walk_min for link in destinations}
    best: tuple[int, int, int] | None = None
    for first, call in enumerate(trip.stops):
        if call.stop not in start:
            continue
        for last in range(first + 1, len(trip.stops)):
            to = trip.stops[last]
            if to.stop in end:
                minutes = start[call.stop] + to.arrive_min - call.leave_min + end[to.stop]
                best = min(best, (minutes, first, last)) if best else (minutes, first, last)
    if best is None:
        return None
    _, first, last = best
    leave = trip.stops[first].leave_min - trip.cutoff_min - start[trip.stops[first].stop]
    there = trip.stops[last].arrive_min + trip.handover_min + end[trip.stops[last].stop]
    return Ride(trip, first, last, leave, there)


def _same_day(ride: Ride) -> bool:
    """A bag that is on its way over midnight would count on another day than its trip: the search leaves it out."""
    start = ride.trip.day * MINUTES_A_DAY
    return start <= ride.leave_min and ride.there_min < start + MINUTES_A_DAY


def _is_open(place: Place, minute: int, day: int) -> bool:
    return day in place.open_days and place.open_from_min <= minute - day * MINUTES_A_DAY < place.open_to_min


def _is_closed(problem: WeekProblem, place: Place, start_min: int, end_min: int) -> bool:
    return any(
        closure.place == place.id and closure.start_min <= end_min and start_min < closure.end_min
        for closure in problem.closures
    )
