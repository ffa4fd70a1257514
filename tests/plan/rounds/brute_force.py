"""The least cost of a very small county, by trying everything, cheapest first, until the judge finds no fault.

Tried are, for each day: every order of every set of places for every vehicle (one round a day), every set of bags,
and a few hours of departure: as soon as the shift and the mail allow, and for a station's round also as soon as each
feed of the day is handled. Hours do not change what a round costs unless it waits, so a county whose places are open
all day is solved exactly. Choices of a day are grouped by what they do for the floors; within groups weeks are
taken from a heap by their least possible cost.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations, permutations, product

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, DayPattern
from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rides import find_ride
from tianlu.plan.rounds.timing import timed_round

TRIES_MAX = 20_000


@dataclass(frozen=True)
class Choice:
    """What happens on a day, and its least cost: bags are priced as if empty."""

    rounds: tuple[Round, ...]
    bags: tuple[Bag, ...]
    served: frozenset[PlaceId]
    cost_fen: int


def best_plan(problem: WeekProblem) -> tuple[int, Plan]:
    """The least cost in fen, and a plan that has it. Raises ValueError where no plan keeps every rule, RuntimeError
    where the county is too large to try."""
    groups = [_grouped(choices) for choices in (list(_choices(problem, day)) for day in range(DAYS_A_WEEK))]
    best: tuple[int, Plan] | None = None
    for tries, (least, week) in enumerate(_weeks(problem, groups)):
        if best is not None and least >= best[0]:
            return best
        if tries > TRIES_MAX:
            raise RuntimeError(f"no optimum within {TRIES_MAX} tries: the county is too large for brute force")
        plan = _plan(problem, week)
        report = check_plan(problem, plan)
        if report.is_feasible and (best is None or report.cost.total_fen < best[0]):
            best = report.cost.total_fen, plan
    if best is None:
        raise ValueError("no plan keeps every rule")
    return best


# One day


def _choices(problem: WeekProblem, day: int) -> Iterator[Choice]:
    outward, homeward = (_bags(problem, day, is_outward=way) for way in (True, False))
    priced = {bag: _price(problem, (), (bag,)) for bag in (*outward, *homeward)}
    for places in product(*(_orders(problem, vehicle, day) for vehicle in problem.vehicles)):
        for there in _subsets(outward):
            visited = [*chain(*places), *(bag.destination for bag in there)]
            if _has_village_twice(problem, visited):
                continue
            for rounds in _timed(problem, day, places, there):
                cost = _price(problem, rounds, ()) + sum(priced[bag] for bag in there)
                for home in _subsets(homeward):
                    total = cost + sum(priced[bag] for bag in home)
                    yield Choice(rounds, (*there, *home), frozenset(visited), total)


def _orders(problem: WeekProblem, vehicle: Vehicle, day: int) -> list[tuple[PlaceId, ...]]:
    """Every order of every set of places that the vehicle may serve; the empty one is staying at home."""
    allowed = [site.id for site in problem.sites if vehicle.depot in site.depots] if day in vehicle.days else []
    return [order for size in range(len(allowed) + 1) for order in permutations(allowed, size)]


def _bags(problem: WeekProblem, day: int, *, is_outward: bool) -> list[Bag]:
    hub = problem.hub.id
    found = []
    for trip, site in product(problem.trips, problem.sites[1:]):
        ends = (hub, site.id) if is_outward else (site.id, hub)
        takes_bags = site.place.has_keeper or site.kind is PlaceKind.STATION
        if trip.day == day and takes_bags and find_ride(problem, trip, origin=ends[0], destination=ends[1]):
            found.append(Bag(trip.id, day, *ends, pieces=0, grams=0))
    return found


def _subsets(bags: list[Bag]) -> Iterator[tuple[Bag, ...]]:
    return chain.from_iterable(combinations(bags, size) for size in range(len(bags) + 1))


def _has_village_twice(problem: WeekProblem, visited: list[PlaceId]) -> bool:
    villages = [place for place in visited if problem.site(place).kind is PlaceKind.VILLAGE]
    return len(villages) > len(set(villages))


def _timed(
    problem: WeekProblem, day: int, places: tuple[tuple[PlaceId, ...], ...], bags: tuple[Bag, ...]
) -> Iterator[tuple[Round, ...]]:
    """Rounds at their hours: hub rounds first, since a station's round may wait for what they bring."""
    pairs = [(vehicle, order) for vehicle, order in zip(problem.vehicles, places, strict=True) if order]
    hub_rounds = tuple(
        timed_round(problem, vehicle, day=day, leave_min=_earliest(problem, vehicle, day), places=order)
        for vehicle, order in pairs
        if vehicle.depot == problem.hub.id
    )
    stationed = [(vehicle, order) for vehicle, order in pairs if vehicle.depot != problem.hub.id]
    hours = [_station_hours(problem, vehicle, day, hub_rounds, bags) for vehicle, _ in stationed]
    for leaving in product(*hours):
        yield (
            *hub_rounds,
            *(
                timed_round(problem, vehicle, day=day, leave_min=minute, places=order)
                for (vehicle, order), minute in zip(stationed, leaving, strict=True)
            ),
        )


def _earliest(problem: WeekProblem, vehicle: Vehicle, day: int) -> int:
    return day * MINUTES_A_DAY + max(vehicle.shift_from_min, problem.terms.hub_ready_min)


def _station_hours(
    problem: WeekProblem, vehicle: Vehicle, day: int, hub_rounds: tuple[Round, ...], bags: tuple[Bag, ...]
) -> list[int]:
    start = day * MINUTES_A_DAY + vehicle.shift_from_min
    arrivals = [stop.arrive_min for round_ in hub_rounds for stop in round_.stops if stop.place == vehicle.depot] + [
        _in_hand(problem, bag) for bag in bags if bag.destination == vehicle.depot
    ]
    return sorted({start, *(max(start, arrive + problem.terms.transfer_min) for arrive in arrivals)})


def _in_hand(problem: WeekProblem, bag: Bag) -> int:
    ride = find_ride(problem, problem.trip_by_id[bag.trip], origin=bag.origin, destination=bag.destination)
    assert ride is not None
    return ride.in_hand_min


def _price(problem: WeekProblem, rounds: tuple[Round, ...], bags: tuple[Bag, ...]) -> int:
    return cost_of(problem, Plan("", rounds, bags)).total_fen


# The week


def _grouped(choices: list[Choice]) -> dict[frozenset[PlaceId], list[Choice]]:
    """Choices of a day by whom they serve, cheapest first."""
    groups: dict[frozenset[PlaceId], list[Choice]] = {}
    for choice in sorted(choices, key=lambda each: each.cost_fen):
        groups.setdefault(choice.served, []).append(choice)
    return groups


def _weeks(
    problem: WeekProblem, groups: list[dict[frozenset[PlaceId], list[Choice]]]
) -> Iterator[tuple[int, tuple[Choice, ...]]]:
    """Weeks that keep visits, gaps and feeds, from the least possible cost upwards."""
    frames = [frame for frame in product(*groups) if _keeps_floors(problem, frame)]
    lists = [[groups[day][served] for day, served in enumerate(frame)] for frame in frames]
    start = (0,) * DAYS_A_WEEK
    heap = [(sum(day[0].cost_fen for day in days), k, start) for k, days in enumerate(lists)]
    heapq.heapify(heap)
    seen: set[tuple[int, tuple[int, ...]]] = set()
    while heap:
        least, k, at = heapq.heappop(heap)
        if (k, at) in seen:
            continue
        seen.add((k, at))
        days = lists[k]
        yield least, tuple(day[i] for day, i in zip(days, at, strict=True))
        for d, i in enumerate(at):
            if i + 1 < len(days[d]):
                further = least + days[d][i + 1].cost_fen - days[d][i].cost_fen
                heapq.heappush(heap, (further, k, (*at[:d], i + 1, *at[d + 1 :])))


def _keeps_floors(problem: WeekProblem, frame: tuple[frozenset[PlaceId], ...]) -> bool:
    for site in problem.sites[1:]:
        days = DayPattern.of(day for day, served in enumerate(frame) if site.id in served)
        owed = site.obligation
        if len(days) < max(owed.visits_min, owed.fed_days_min):
            return False
        if len(days) and days.largest_gap_days() > owed.gap_days_max:
            return False
    return True


def _plan(problem: WeekProblem, week: tuple[Choice, ...]) -> Plan:
    rounds = sorted((r for day in week for r in day.rounds), key=lambda r: (r.day, r.vehicle, r.leave_min))
    bags = sorted((b for day in week for b in day.bags), key=lambda b: (b.day, b.trip, b.origin, b.destination))
    return with_loads(problem, replace(Plan(problem.hash, (), ()), rounds=tuple(rounds), bags=tuple(bags)))
