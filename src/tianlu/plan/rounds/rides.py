"""How a bag rides on a trip: at which calls it gets on and off, and when it changes hands (decision 0001)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tianlu.core.ids import PlaceId, StopId
from tianlu.plan.lines.trip import Trip
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class Ride:
    """A bag's way from a place to a place on one trip, in minutes from Monday 00:00.

    It gets on at call `first` and off at call `last`. It leaves its giver's place at `given_min`, is at the stop at
    `cutoff_min`, on the road until `arrive_min`, and at its receiver's place at `in_hand_min`.
    """

    first: int
    last: int
    given_min: int
    cutoff_min: int
    arrive_min: int
    in_hand_min: int


def find_ride(problem: WeekProblem, trip: Trip, *, origin: PlaceId, destination: PlaceId) -> Ride | None:
    """The pair of calls with the fewest minutes from hand to hand, the earlier calls where pairs tie; None if the trip
    does not go from the one place to the other."""
    rides = _rides(problem, trip, origin, destination)
    return min(rides, key=lambda ride: (ride.in_hand_min - ride.given_min, ride.first, ride.last), default=None)


def _rides(problem: WeekProblem, trip: Trip, origin: PlaceId, destination: PlaceId) -> Iterator[Ride]:
    for first, walk_there in _calls(problem, trip, origin):
        for last, walk_home in _calls(problem, trip, destination):
            if first < last:
                cutoff = trip.stops[first].leave_min - trip.cutoff_min
                arrive = trip.stops[last].arrive_min
                in_hand = arrive + trip.handover_min + walk_home
                yield Ride(first, last, cutoff - walk_there, cutoff, arrive, in_hand)


def _calls(problem: WeekProblem, trip: Trip, place: PlaceId) -> list[tuple[int, int]]:
    """Calls of the trip at stops linked to the place, each with the minutes to walk."""
    walks = _walks(problem).get(place, {})
    return [(k, walks[call.stop]) for k, call in enumerate(trip.stops) if call.stop in walks]


@lru_cache(maxsize=4)
def _walks(problem: WeekProblem) -> dict[PlaceId, dict[StopId, int]]:
    """The shortest walk from each place to each of its stops. Kept for the last few problems: it is asked for often."""
    walks: dict[PlaceId, dict[StopId, int]] = {}
    for link in problem.links:
        to_stops = walks.setdefault(link.place, {})
        to_stops[link.stop] = min(link.walk_min, to_stops.get(link.stop, link.walk_min))
    return walks
