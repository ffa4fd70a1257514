"""What of a week under way the search may not change: days of places, ways by bus, rounds (decision 0005)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tianlu.core.calendar import EVERY_DAY
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class Frozen:
    """`served` are the days, as bits, on which what is driven already serves a place; on `past`, the days gone by, no
    other place is served. `rounds` counts the rounds driven by a vehicle on a day. `lifts` are the trips, out and
    back or None, of the bags that have left for a place on a day; `trips` are theirs: they take no bags any more."""

    past: int = 0
    served: Mapping[PlaceId, int] = field(default_factory=dict)
    rounds: Mapping[tuple[VehicleId, int], int] = field(default_factory=dict)
    lifts: Mapping[tuple[PlaceId, int], tuple[TripId, TripId | None]] = field(default_factory=dict)
    trips: frozenset[TripId] = frozenset()

    def days_of(self, place: PlaceId) -> int:
        """Bits of the days on which nothing about a place may change."""
        return self.past | self.served.get(place, 0)


NOTHING_FROZEN = Frozen()


def frozen_of(problem: WeekProblem) -> Frozen:
    """What stands in the problem's week; nothing where the week has not begun."""
    driven = problem.driven
    if driven is None:
        return NOTHING_FROZEN
    served: dict[PlaceId, int] = {}
    rounds: dict[tuple[VehicleId, int], int] = {}
    for round_ in driven.rounds:
        rounds[round_.vehicle, round_.day] = rounds.get((round_.vehicle, round_.day), 0) + 1
        for stop in round_.stops:
            served[stop.place] = served.get(stop.place, 0) | 1 << round_.day
    lifts = _lifts(problem)
    for place, day in lifts:
        served[place] = served.get(place, 0) | 1 << day
    return Frozen(
        past=(1 << driven.day) - 1 & EVERY_DAY.mask,
        served=served,
        rounds=rounds,
        lifts=lifts,
        trips=frozenset(bag.trip for bag in driven.bags),
    )


def _lifts(problem: WeekProblem) -> dict[tuple[PlaceId, int], tuple[TripId, TripId | None]]:
    """Of each place and day to which a bag out has left: its trip, and the trip of the bag back."""
    driven = problem.driven
    if driven is None:
        return {}
    hub = problem.hub.id
    backs = {(each.place, problem.trip_by_id[each.trip].day): each.trip for each in driven.backs}
    backs.update({(bag.origin, bag.day): bag.trip for bag in driven.bags if bag.destination == hub})
    return {
        (bag.destination, bag.day): (bag.trip, backs.get((bag.destination, bag.day)))
        for bag in driven.bags
        if bag.origin == hub
    }
