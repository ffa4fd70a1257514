"""What closures and the moment of a week under way leave to choose from: days, vehicles, lifts (decision 0005)."""

import numpy as np

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY
from tianlu.core.ids import PlaceId
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.frozen import Frozen
from tianlu.plan.rounds.lifts import Lift, Ride, lift_of_bags, lifts_of
from tianlu.plan.rounds.problem import Site, WeekProblem

DAYS = range(DAYS_A_WEEK)


def lifts_to_come(problem: WeekProblem, site: Site, frozen: Frozen) -> dict[int, list[Lift]]:
    """The lifts that can still be chosen."""
    driven = problem.driven
    lifts = lifts_of(problem, site)
    if driven is None:
        return lifts

    def is_open(ride: Ride | None) -> bool:
        return ride is None or (ride.leave_min >= driven.at_min and ride.trip.id not in frozen.trips)

    return {
        day: [
            lift
            for lift in lifts[day]
            if not frozen.days_of(site.id) >> day & 1 and is_open(lift.out) and is_open(lift.back)
        ]
        for day in DAYS
    }


def append_frozen(problem: WeekProblem, frozen: Frozen, flat: list[Lift]) -> dict[tuple[PlaceId, int], int]:
    """Put the lifts of bags that have left behind all that can be chosen; returns their numbers."""
    numbers = {}
    for (place, day), (out, back) in sorted(frozen.lifts.items()):
        trips = problem.trip_by_id
        lift = lift_of_bags(problem, problem.site(place), out=trips[out], back=None if back is None else trips[back])
        if lift is not None:
            numbers[place, day] = len(flat)
            flat.append(lift)
    return numbers


def possible_days(
    problem: WeekProblem, site: Site, slots: dict[int, list[Vehicle]], lifts: dict[int, list[Lift]]
) -> list[int]:
    """The days on which a bus can serve the site, or one of the vehicles that may come finds it open."""
    return [
        day
        for day in DAYS
        if day in site.place.open_days
        and (lifts[day] or any(_finds_open(problem, site, vehicle, day) for vehicle in slots[day]))
    ]


def shift_from(problem: WeekProblem, vehicle: Vehicle, day: int) -> int:
    """Minute of the day from which a vehicle can leave: not before the moment of a week under way."""
    if problem.driven is None or day != problem.driven.day:
        return vehicle.shift_from_min
    return max(vehicle.shift_from_min, problem.driven.at_min - day * MINUTES_A_DAY)


def can_begin(problem: WeekProblem, vehicle: Vehicle, day: int) -> bool:
    """Whether a vehicle can still begin a round on a day."""
    if problem.driven is None:
        return True
    return not problem.driven.is_away(vehicle.id, day) and shift_from(problem, vehicle, day) < vehicle.shift_to_min


def find_driven_slots(slots: list[tuple[int, Vehicle, int]], frozen: Frozen) -> frozenset[int]:
    """The first slots of a vehicle's day, as many as rounds are driven already."""
    found = []
    seen: dict[int, int] = {}
    for r, (vd, vehicle, day) in enumerate(slots):
        seen[vd] = seen.get(vd, 0) + 1
        if seen[vd] <= frozen.rounds.get((vehicle.id, day), 0):
            found.append(r)
    return frozenset(found)


def quickest_min(problem: WeekProblem, origin: PlaceId, destination: PlaceId) -> int:
    """Fewest minutes from one place to another, straight or over a third: a table need not know the quicker way."""
    here, there = problem.index[origin], problem.index[destination]
    minutes = problem.travel.minutes
    over_a_third = int((minutes[here, :].astype(np.int64) + minutes[:, there]).min())
    return min(int(minutes[here, there]), over_a_third) * min(problem.travel.slot_percent) // 100


def _finds_open(problem: WeekProblem, site: Site, vehicle: Vehicle, day: int) -> bool:
    """Whether closures and the moment of a week under way leave a minute of the day in which the vehicle, gone there
    straight and back, can be served. Where neither binds, the search finds out."""
    closures = sorted((each for each in problem.closures if each.place == site.id), key=lambda each: each.start_min)
    is_today = problem.driven is not None and problem.driven.day == day
    if not closures and not is_today:
        return True
    midnight = day * MINUTES_A_DAY
    there = quickest_min(problem, vehicle.depot, site.id)
    back = quickest_min(problem, site.id, vehicle.depot)
    clock = midnight + max(site.place.open_from_min, shift_from(problem, vehicle, day) + there)
    last = midnight + min(site.place.open_to_min - 1, vehicle.shift_to_min - back - site.place.service_min)
    for closure in closures:
        if closure.start_min < clock + max(1, site.place.service_min):
            clock = max(clock, closure.end_min)
    return clock <= last
