"""What buses can do for a place in a week: bags there and home, and what stands in the way of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId, TripId
from tianlu.place.model import PlaceKind
from tianlu.plan.lines.trip import Trip
from tianlu.plan.rounds.conflict.member import Member
from tianlu.plan.rounds.facts import is_open_at, overlaps
from tianlu.plan.rounds.mail import weekday_of
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rides import Ride, find_ride


@dataclass(frozen=True)
class BagRide:
    """A bag that a trip could carry to or from a place, and the members that forbid it."""

    trip: Trip
    ride: Ride
    is_outward: bool
    forbidden_by: frozenset[Member]

    @property
    def day(self) -> int:
        """The weekday on which it counts: in hand at the place, or leaving it."""
        return weekday_of(self.ride.in_hand_min if self.is_outward else self.ride.given_min)

    @property
    def room(self) -> tuple[int, int]:
        """Pieces and grams that fit on every leg of the way."""
        legs = slice(self.ride.first, self.ride.last)
        return min(self.trip.hold_pieces[legs]), min(self.trip.hold_g[legs])

    @property
    def hub_leg(self) -> int:
        """The leg next to the hub's stop, which every bag of the trip with that call rides on."""
        return self.ride.first if self.is_outward else self.ride.last - 1


@dataclass(frozen=True, eq=False)
class Buses:
    """The bag rides of a problem."""

    problem: WeekProblem
    _rides: dict[tuple[TripId, tuple[PlaceId, PlaceId]], Ride | None] = field(default_factory=dict)

    @cached_property
    def _trips_at(self) -> dict[str, list[Trip]]:
        found: dict[str, list[Trip]] = {}
        for trip in self.problem.trips:
            for stop in {call.stop for call in trip.stops}:
                found.setdefault(stop, []).append(trip)
        return found

    @cached_property
    def _alike(self) -> dict[TripId, Trip]:
        """For each trip the first that differs in its day alone."""
        first: dict[object, Trip] = {}
        return {trip.id: first.setdefault(_shape(trip), trip) for trip in self.problem.trips}

    def rides_of(self, site: Site) -> list[BagRide]:
        """Every bag there and home that some trip could carry."""
        stops = {link.stop for link in self.problem.links_of.get(site.id, ())}
        trips = {trip.id: trip for stop in sorted(stops) for trip in self._trips_at.get(stop, [])}
        found = (self._ride(site, trip, is_outward=way) for trip in trips.values() for way in (True, False))
        return [ride for ride in found if ride is not None]

    def _ride(self, site: Site, trip: Trip, *, is_outward: bool) -> BagRide | None:
        hub = self.problem.hub.id
        ends = (hub, site.id) if is_outward else (site.id, hub)
        ride = self._find_ride(trip, ends)
        if ride is None:
            return None
        return BagRide(trip, ride, is_outward, frozenset(self._forbidding(site, ride, ends, is_outward=is_outward)))

    def _find_ride(self, trip: Trip, ends: tuple[PlaceId, PlaceId]) -> Ride | None:
        """Trips that differ in their day alone have the same ride: it is sought once."""
        like = self._alike[trip.id]
        if (like.id, ends) not in self._rides:
            self._rides[like.id, ends] = find_ride(self.problem, like, origin=ends[0], destination=ends[1])
        ride, later = self._rides[like.id, ends], (trip.day - like.day) * MINUTES_A_DAY
        return None if ride is None else _later(ride, later)

    def _forbidding(
        self, site: Site, ride: Ride, ends: tuple[PlaceId, PlaceId], *, is_outward: bool
    ) -> Iterable[Member]:
        here = ride.arrive_min if is_outward else ride.cutoff_min
        lacks_keeper = site.kind is PlaceKind.VILLAGE and not site.place.has_keeper
        if lacks_keeper or not is_open_at(site, here):
            yield Member("handover", site.id)
        for place, minute in zip(ends, (ride.cutoff_min, ride.arrive_min), strict=True):
            if self._is_closed(place, minute):
                yield Member("closure", place)

    def _is_closed(self, place: PlaceId, minute: int) -> bool:
        return any(
            closure.place == place
            and overlaps(start=minute, end=minute, other_start=closure.start_min, other_end=closure.end_min)
            for closure in self.problem.closures
        )


def _shape(trip: Trip) -> object:
    """What decides a trip's rides, but for its day."""
    midnight = trip.day * MINUTES_A_DAY
    calls = tuple((call.stop, call.arrive_min - midnight, call.leave_min - midnight) for call in trip.stops)
    return calls, trip.cutoff_min, trip.handover_min


def _later(ride: Ride, minutes: int) -> Ride:
    return replace(
        ride,
        given_min=ride.given_min + minutes,
        cutoff_min=ride.cutoff_min + minutes,
        arrive_min=ride.arrive_min + minutes,
        in_hand_min=ride.in_hand_min + minutes,
    )


def all_forbidding(each_forbidden_by: Iterable[frozenset[Member]]) -> list[frozenset[Member]]:
    """Of several ways, each forbidden by some members, the least sets of members that forbid them all; none where
    one is free."""
    least = _least(set(each_forbidden_by))
    if frozenset() in least:
        return []
    return sorted(_least({frozenset(chosen) for chosen in product(*least)}), key=sorted)


def _least(sets: set[frozenset[Member]]) -> list[frozenset[Member]]:
    """Those that contain no other."""
    return [each for each in sets if not any(other < each for other in sets)]
