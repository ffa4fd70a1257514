"""Which rounds and tours, without minutes: an integer programme over all of them, with its proven bound (HiGHS).

Load flows from tours through in-stops and lines to out-stops. The programme forgets minutes, so its optimum is a lower
bound of the cost under every reading of the timetable. All tours of few stops are columns from the start; a longer one
becomes a column where its reduced cost says that it could be part of something cheaper, so the bound holds for tours
of any number of stops.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from time import process_time

from .instance import Instance
from .linear import Answer, Programme
from .ways import Round, Tour, boarding_stops, shortest_tour

# Longer tours are looked through until so many could matter; then only the linear bound is claimed.
LONGER_TOURS_MAX = 3000

Group = frozenset[str]


@dataclass(frozen=True)
class Choice:
    """What is driven, without minutes: rounds, tours (one a truck), cost, and a bound of any choice's cost."""

    rounds: tuple[Round, ...]
    tours: tuple[Tour, ...]
    cost: float
    bound: float


@dataclass(frozen=True)
class _Rows:
    """The programme's rows by what they say; `near` counts the tours that touch a group of in-stops."""

    served: dict[str, int]
    to_out_stop: dict[str, int]
    to_line: dict[str, int]
    to_in_stop: dict[str, int]
    couriers: dict[str, int]
    near: dict[Group, int]
    served_near: dict[tuple[str, Group], int]
    trucks: int


@dataclass(frozen=True)
class _Prices:
    """What a tour earns in the linear relaxation: by load at a stop, as a truck, by touching a group of in-stops."""

    load: dict[str, float]
    truck: float
    near: dict[Group, float]

    def of(self, stops: Group, truck_load: float) -> float:
        best = max((self.load[stop] for stop in stops), default=0.0)
        return truck_load * best + self.truck + sum(price for group, price in self.near.items() if group & stops)


def choose_ways(
    instance: Instance, rounds: list[Round], tours: list[Tour], *, storage: bool, seconds: float, seed: int
) -> Choice | None:
    """The cheapest rounds and tours; `storage` keeps what one truck leaves at a stop within the stop's room.

    `tours` are all tours of at most so many stops. None where nothing was found in time.
    """
    ends = process_time() + seconds
    relaxed, prices, tours = _relax(instance, rounds, tours, storage=storage, seconds=seconds, seed=seed)
    if not relaxed.values:
        return None
    programme = _build(instance, rounds, tours, storage=storage)[0]
    answer = programme.solve(seconds=0.6 * (ends - process_time()), seed=seed)
    if not answer.values:
        return None
    first = _choice(answer, rounds, tours, bound=answer.bound)
    longer = _longer_tours(instance, prices, tours, room=answer.cost - relaxed.cost)
    if not longer:
        return first
    if len(longer) >= LONGER_TOURS_MAX:
        return replace(first, bound=min(relaxed.cost, first.cost))
    tours = [*tours, *longer]
    programme = _build(instance, rounds, tours, storage=storage)[0]
    again = programme.solve(seconds=ends - process_time(), seed=seed)
    bound = min(max(relaxed.cost, again.bound), first.cost)
    better = bool(again.values) and again.cost < first.cost
    return _choice(again, rounds, tours, bound=bound) if better else replace(first, bound=bound)


def _choice(answer: Answer, rounds: list[Round], tours: list[Tour], *, bound: float) -> Choice:
    values = [round(x) for x in answer.values[: len(rounds) + len(tours)]]
    driven = tuple(tour for tour, times in zip(tours, values[len(rounds) :], strict=False) for _ in range(times))
    return Choice(tuple(each for each, x in zip(rounds, values, strict=False) if x), driven, answer.cost, bound)


def _relax(
    instance: Instance, rounds: list[Round], tours: list[Tour], *, storage: bool, seconds: float, seed: int
) -> tuple[Answer, _Prices, list[Tour]]:
    """The linear relaxation over tours of any length, with its prices and the tours that it took to prove it."""
    while True:
        programme, rows = _build(instance, rounds, tours, storage=storage)
        answer = programme.solve(seconds=seconds, seed=seed, relaxed=True)
        if not answer.values:
            return answer, _Prices({}, 0.0, {}), tours
        prices = _Prices(
            load={stop: max(answer.duals[row], 0.0) for stop, row in rows.to_in_stop.items()},
            truck=answer.duals[rows.trucks],
            near={group: max(answer.duals[row], 0.0) for group, row in rows.near.items()},
        )
        longer = _longer_tours(instance, prices, tours, room=-1e-6)
        if not longer:
            return answer, prices, tours
        tours = [*tours, *longer]


def _longer_tours(instance: Instance, prices: _Prices, known: list[Tour], *, room: float) -> list[Tour]:
    """The tours not known whose reduced cost is at most `room`, no more than `LONGER_TOURS_MAX`.

    A tour grows stop by stop; it is given up where even all that later stops can earn leaves it too dear, for a tour
    is never shorter with a stop more.
    """
    have = {frozenset(tour.stops) for tour in known}
    names, found = instance.in_stops, []
    highest = [max((prices.load[s] for s in names[k:]), default=0.0) for k in range(len(names) + 1)]

    def grow(chosen: tuple[str, ...], begin: int) -> Iterator[Tour]:
        for k in range(begin, len(names)):
            stops = (*chosen, names[k])
            touched, later = frozenset(stops), frozenset(stops) | frozenset(names[k + 1 :])
            best = max(highest[k + 1], *(prices.load[s] for s in stops))
            hope = instance.truck_load * best + prices.truck
            hope += sum(price for group, price in prices.near.items() if group & later)
            tour = shortest_tour(instance, stops)
            if tour.length - hope > room:
                continue
            if touched not in have and tour.length - prices.of(touched, instance.truck_load) <= room:
                yield tour
            yield from grow(stops, k + 1)

    for tour in grow((), 0):
        found.append(tour)
        if len(found) >= LONGER_TOURS_MAX:
            break
    return found


def _build(instance: Instance, rounds: list[Round], tours: list[Tour], *, storage: bool) -> tuple[Programme, _Rows]:
    """The programme; its first columns are the rounds, then the tours."""
    programme = Programme()
    rows = _rows(instance, programme)
    reach = {stop: boarding_stops(instance, stop) for stop in instance.out_stops}
    within = {stop: [group for group in rows.near if reach[stop] <= group] for stop in reach}
    for each in rounds:
        entries = [(rows.to_out_stop[each.out_stop], -each.load), (rows.couriers[each.out_stop], 1.0)]
        entries += [(rows.served[name], 1.0) for name in each.customers]
        entries += [(rows.served_near[name, g], -1.0) for name in each.customers for g in within[each.out_stop]]
        programme.column(entries, cost=instance.courier_cost * each.length, high=1.0, whole=True)
    loads = [programme.row(high=0.0) for _ in tours]
    for row, tour in zip(loads, tours, strict=True):
        entries = [(row, -instance.truck_load), (rows.trucks, 1.0)]
        entries += [(near, 1.0) for group, near in rows.near.items() if group & set(tour.stops)]
        programme.column(entries, cost=tour.length, high=instance.trucks, whole=True)
    for number, (row, tour) in enumerate(zip(loads, tours, strict=True), start=len(rounds)):
        for stop in tour.stops:
            entries = [(row, 1.0), (rows.to_in_stop[stop], 1.0)]
            if storage and instance.stops[stop].storage < instance.truck_load:
                room = programme.row(high=0.0)
                programme.entries[number].append((room, -instance.stops[stop].storage))
                entries.append((room, 1.0))
            programme.column(entries, whole=False)
    for group, row in rows.near.items():
        touched = [(rows.served_near[name, group], 1.0) for name in instance.customers]
        programme.column([(row, -1.0), *touched], high=1.0, whole=False)
    for line in instance.lines.values():
        for stop in line.in_stops:
            programme.column([(rows.to_in_stop[stop], -1.0), (rows.to_line[line.name], 1.0)], whole=False)
        for stop in line.out_stops:
            programme.column([(rows.to_line[line.name], -1.0), (rows.to_out_stop[stop], 1.0)], whole=False)
    return programme, rows


def _rows(instance: Instance, programme: Programme) -> _Rows:
    load = sum(customer.load for customer in instance.customers.values())
    groups = {boarding_stops(instance, stop) for stop in instance.out_stops}
    return _Rows(
        served={name: programme.row(low=1.0, high=1.0) for name in instance.customers},
        to_out_stop={stop: programme.row(low=0.0) for stop in instance.out_stops},
        to_line={name: programme.row(low=0.0) for name in instance.lines},
        to_in_stop={stop: programme.row(low=0.0) for stop in instance.in_stops},
        couriers={stop: programme.row(high=float(instance.couriers_a_stop)) for stop in instance.out_stops},
        near={group: programme.row(low=0.0) for group in sorted(groups, key=sorted)},
        served_near={(name, group): programme.row(low=0.0) for name in instance.customers for group in groups},
        trucks=programme.row(low=ceil(load / instance.truck_load - 1e-9), high=float(instance.trucks)),
    )
