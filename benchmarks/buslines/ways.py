"""All couriers' rounds and trucks' tours that an instance allows: few parcels fit one courier, so all can be listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from math import ceil, dist, inf

from .instance import Customer, Instance, Line, Stop
from .reading import Reading

# Orders of a round are tried one by one; more customers would need a better way.
CUSTOMERS_A_ROUND_MAX = 7


@dataclass(frozen=True)
class Round:
    """A courier's round from an out-stop; leaving later than `leave_min_max` misses a window."""

    out_stop: str
    customers: tuple[str, ...]
    length: float
    load: float
    leave_min_max: float


@dataclass(frozen=True)
class Tour:
    """A truck's shortest tour of some in-stops; it may be driven in either direction."""

    stops: tuple[str, ...]
    length: float


def bus_min(instance: Instance, line: Line, stop: str, run: int, reading: Reading) -> float:
    """The minute at which a run calls at a stop."""
    calls = [*line.in_stops, *line.out_stops]
    at = [instance.stops[name].at for name in calls[: calls.index(stop) + 1]]
    ride = sum(dist(a, b) for a, b in pairwise(at))
    return reading.first_run_min + run * reading.headway_min + reading.bus_min_a_unit * ride


def boarding_stops(instance: Instance, out_stop: str) -> frozenset[str]:
    """The in-stops from which some line goes to an out-stop."""
    lines = (line for line in instance.lines.values() if out_stop in line.out_stops)
    return frozenset(stop for line in lines for stop in line.in_stops)


def list_rounds(instance: Instance, reading: Reading | None) -> list[Round]:
    """Every round worth choosing; without a reading time does not count, and each set of customers has one order.

    A round as long as its customers' rounds one by one is left out where couriers cannot run short: the single rounds
    may leave later.
    """
    found = []
    for name in instance.out_stops:
        stop = instance.stops[name]
        near = [c for c in instance.customers.values() if name in c.out_stops]
        alone = {c.name: 2 * dist(stop.at, c.at) for c in near}
        plenty = len(near) <= instance.couriers_a_stop
        opens = _first_arrival_min(instance, name, reading) if reading else -inf
        for chosen in _sets_that_fit(near, instance.courier_load):
            split = sum(alone[c.name] for c in chosen)
            rounds = list(_orders_worth(instance, stop, chosen, reading))
            found += [
                each
                for each in rounds
                if each.leave_min_max >= opens and (len(chosen) == 1 or not plenty or each.length < split - 1e-9)
            ]
    return found


def list_tours(instance: Instance, *, stops_max: int) -> list[Tour]:
    """The shortest tour of each set of at most `stops_max` in-stops."""
    sizes = range(1, min(stops_max, len(instance.in_stops)) + 1)
    return [shortest_tour(instance, chosen) for size in sizes for chosen in combinations(instance.in_stops, size)]


def shortest_tour(instance: Instance, chosen: tuple[str, ...]) -> Tour:
    """The shortest tour from the centre through the chosen in-stops and back (Held and Karp)."""
    at = [instance.stops[name].at for name in chosen]
    best = {(1 << k, k): (dist(instance.centre, at[k]), (k,)) for k in range(len(at))}
    for size in range(2, len(at) + 1):
        for members in combinations(range(len(at)), size):
            mask = sum(1 << k for k in members)
            for last in members:
                before = mask & ~(1 << last)
                best[mask, last] = min(
                    (best[before, k][0] + dist(at[k], at[last]), (*best[before, k][1], last))
                    for k in members
                    if k != last
                )
    whole = (1 << len(at)) - 1
    length, order = min((best[whole, k][0] + dist(at[k], instance.centre), best[whole, k][1]) for k in range(len(at)))
    return Tour(tuple(chosen[k] for k in order), length)


def _first_arrival_min(instance: Instance, out_stop: str, reading: Reading) -> float:
    """The first minute at which a parcel can be at an out-stop; infinity where no run brings one."""
    return min(
        (
            bus_min(instance, line, out_stop, run, reading)
            for line in instance.lines.values()
            if out_stop in line.out_stops
            for stop in line.in_stops
            if (run := _first_run(instance, line, stop, reading)) < reading.runs
        ),
        default=inf,
    )


def _first_run(instance: Instance, line: Line, stop: str, reading: Reading) -> int:
    there = reading.truck_min_a_unit * dist(instance.centre, instance.stops[stop].at)
    return max(0, ceil((there - bus_min(instance, line, stop, 0, reading)) / reading.headway_min - 1e-9))


def _sets_that_fit(near: list[Customer], load_max: float) -> Iterator[tuple[Customer, ...]]:
    def grow(chosen: tuple[Customer, ...], load: float, begin: int) -> Iterator[tuple[Customer, ...]]:
        for k in range(begin, len(near)):
            if load + near[k].load <= load_max:
                more = (*chosen, near[k])
                if len(more) > CUSTOMERS_A_ROUND_MAX:
                    raise ValueError(
                        f"a courier could carry more than {CUSTOMERS_A_ROUND_MAX} parcels: too many orders"
                    )
                yield more
                yield from grow(more, load + near[k].load, k + 1)

    return grow((), 0.0, 0)


def _orders_worth(
    instance: Instance, stop: Stop, chosen: tuple[Customer, ...], reading: Reading | None
) -> Iterator[Round]:
    """The orders of a set that no other order beats both in length and in how late it may leave."""
    load, orders = sum(c.load for c in chosen), []
    for order in permutations(chosen):
        way = [stop.at, *(c.at for c in order), stop.at]
        late = inf if reading is None else _leave_min_max(instance, stop, order, reading)
        if late > -inf:
            orders.append((round(sum(dist(a, b) for a, b in pairwise(way)), 9), -late, tuple(c.name for c in order)))
    latest = -inf
    for length, minus_late, names in sorted(orders):
        if -minus_late > latest:
            latest = -minus_late
            yield Round(stop.name, names, length, load, latest)
            if reading is None:
                return


def _leave_min_max(instance: Instance, stop: Stop, order: tuple[Customer, ...], reading: Reading) -> float:
    """The last minute to leave for an order, -infinity where its windows or the longest round do not allow it."""
    pace, due = reading.courier_min_a_unit, inf
    for here, after in zip(reversed(order), [None, *reversed(order)], strict=False):
        due = min(here.latest_min, due - pace * dist(here.at, after.at)) if after else here.latest_min
        if due < here.earliest_min:
            return -inf
    leave = due - pace * dist(stop.at, order[0].at)
    now, at = leave, stop.at
    for here in order:
        now, at = max(now + pace * dist(at, here.at), here.earliest_min), here.at
    return leave if now + pace * dist(at, stop.at) - leave <= instance.round_min_max else -inf
