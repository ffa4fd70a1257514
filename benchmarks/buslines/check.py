"""The judge of a plan: its cost and the rules that it breaks, from instance, plan and reading alone.

Objective and rules are as inferred from the instances and the published costs; neither paper's text could be read. The
objective so inferred: the length of the trucks' tours and `courier_cost` times the length of the couriers' rounds;
buses cost nothing. It shares values with the solver (`instance.py`, `reading.py`, `plan.py`), no code.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import dist, isfinite

from .instance import Instance, Line, Point
from .plan import CourierRound, Parcel, Plan, TruckTour
from .reading import Reading

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Broken:
    """A rule that a plan breaks, and where."""

    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


def plan_cost(instance: Instance, plan: Plan) -> float:
    """What the plan costs in the objective as inferred."""
    trucks = sum(_length(_truck_way(instance, tour)) for tour in plan.trucks)
    couriers = sum(_length(_courier_way(instance, each)) for each in plan.rounds)
    return trucks + instance.courier_cost * couriers


def list_broken(instance: Instance, plan: Plan, reading: Reading) -> list[Broken]:
    """The rules that the plan breaks; of a plan that cannot be judged at all, only why (the first of `GROUNDS`)."""
    for ground in GROUNDS:
        if wrong := list(ground(instance, plan, reading)):
            return [Broken(ground.__name__, what) for what in wrong]
    return [Broken(rule.__name__, what) for rule in RULES for what in rule(instance, plan, reading)]


def plan_is_of_this_instance(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    if plan.instance != instance.name:
        yield f"the plan is of {plan.instance}, the instance is {instance.name}"


def minutes_are_numbers(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    """NaN would pass every comparison, so minutes must be finite, and a run must be a whole number."""
    for number, tour in enumerate(plan.trucks):
        minutes = (tour.leave_min, *(call.arrive_min for call in tour.calls))
        yield from (f"truck {number} at minute {minute}" for minute in minutes if not isfinite(minute))
    for each in plan.rounds:
        if not isfinite(each.leave_min):
            yield f"the round {'-'.join(each.customers)} at minute {each.leave_min}"
    yield from (f"run {p.run} of {p.customer}" for p in plan.parcels if not isinstance(p.run, int))


def names_are_known(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    stops = [call.stop for tour in plan.trucks for call in tour.calls]
    stops += [stop for parcel in plan.parcels for stop in (parcel.in_stop, parcel.out_stop)]
    stops += [each.out_stop for each in plan.rounds]
    people = [parcel.customer for parcel in plan.parcels] + [name for each in plan.rounds for name in each.customers]
    yield from (f"stop {name}" for name in sorted(set(stops) - set(instance.stops)))
    yield from (f"customer {name}" for name in sorted(set(people) - set(instance.customers)))
    yield from (f"line {name}" for name in sorted({p.line for p in plan.parcels} - set(instance.lines)))
    yield from (f"truck {p.truck} of {p.customer}" for p in plan.parcels if not 0 <= p.truck < len(plan.trucks))


def every_customer_has_one_parcel_and_one_visit(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    parcels = Counter(parcel.customer for parcel in plan.parcels)
    visits = Counter(name for each in plan.rounds for name in each.customers)
    for name in instance.customers:
        if (parcels[name], visits[name]) != (1, 1):
            yield f"{name} has {parcels[name]} parcels and {visits[name]} visits"


def truck_fleet_suffices(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    if len(plan.trucks) > instance.trucks:
        yield f"{len(plan.trucks)} trucks, {instance.trucks} there"


def truck_carries_its_load(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for number, _ in enumerate(plan.trucks):
        load = sum(instance.customers[p.customer].load for p in plan.parcels if p.truck == number)
        if load > instance.truck_load + TOLERANCE:
            yield f"truck {number} carries {load:g}, at most {instance.truck_load:g}"


def truck_drives_its_way(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for number, tour in enumerate(plan.trucks):
        if tour.leave_min < -TOLERANCE:
            yield f"truck {number} leaves at {tour.leave_min:g}"
        way = _truck_way(instance, tour)
        minutes = [tour.leave_min, *(call.arrive_min for call in tour.calls)]
        for (leave, arrive), (a, b), call in zip(pairwise(minutes), pairwise(way), tour.calls, strict=False):
            if arrive < leave + reading.truck_min_a_unit * dist(a, b) - TOLERANCE:
                yield f"truck {number} is at {call.stop} at {arrive:g}, too soon after {leave:g}"


def truck_calls_at_in_stops_once(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for number, tour in enumerate(plan.trucks):
        for stop, times in Counter(call.stop for call in tour.calls).items():
            if times > 1 or stop not in instance.in_stops:
                yield f"truck {number} calls {times} times at {stop}"


def truck_brings_the_parcel(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for parcel in plan.parcels:
        if _brought_min(plan, parcel) is None:
            yield f"truck {parcel.truck} of {parcel.customer} does not call at {parcel.in_stop}"


def bus_takes_the_parcel_there(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for parcel in plan.parcels:
        line = instance.lines[parcel.line]
        if parcel.in_stop not in line.in_stops or parcel.out_stop not in line.out_stops:
            yield f"line {line.name} does not go from {parcel.in_stop} to {parcel.out_stop} for {parcel.customer}"
        if not 0 <= parcel.run < reading.runs:
            yield f"line {line.name} has no run {parcel.run} for {parcel.customer}"


def bus_has_room(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    loads: Counter[tuple[str, int]] = Counter()
    for parcel in plan.parcels:
        loads[parcel.line, parcel.run] += instance.customers[parcel.customer].load  # type: ignore[assignment]
    for (line, run), load in loads.items():
        if load > instance.lines[line].hold + TOLERANCE:
            yield f"run {run} of line {line} carries {load:g}, at most {instance.lines[line].hold:g}"


def parcel_waits_for_the_bus(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for parcel in plan.parcels:
        brought, bus = _brought_min(plan, parcel), _bus_min(instance, reading, parcel, parcel.in_stop)
        if brought is not None and bus is not None and not _within(bus - brought, reading.wait_min_max):
            yield f"the parcel of {parcel.customer} is at {parcel.in_stop} at {brought:g}, the bus at {bus:g}"


def parcel_waits_for_the_courier(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    leaves = _leaves(plan)
    for parcel in plan.parcels:
        bus, leave = _bus_min(instance, reading, parcel, parcel.out_stop), leaves.get(parcel.customer)
        if bus is not None and leave is not None and not _within(leave - bus, reading.wait_min_max):
            yield f"the parcel of {parcel.customer} is at {parcel.out_stop} at {bus:g}, its courier leaves at {leave:g}"


def courier_starts_where_the_parcel_is(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    where = {parcel.customer: parcel.out_stop for parcel in plan.parcels}
    for each in plan.rounds:
        for name in each.customers:
            if where.get(name, each.out_stop) != each.out_stop:
                yield f"the parcel of {name} is at {where[name]}, its courier at {each.out_stop}"
            if each.out_stop not in instance.customers[name].out_stops:
                yield f"{name} may not be served from {each.out_stop}"


def stop_has_room(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    """Storage is full at no minute; a parcel counts in the minutes of its coming and of its going too."""
    leaves = _leaves(plan)
    stays: dict[str, list[tuple[float, float, float]]] = {}
    for parcel in plan.parcels:
        load = instance.customers[parcel.customer].load
        here, there = (_bus_min(instance, reading, parcel, stop) for stop in (parcel.in_stop, parcel.out_stop))
        brought, leave = _brought_min(plan, parcel), leaves.get(parcel.customer)
        if None not in (brought, here):
            stays.setdefault(parcel.in_stop, []).append((brought, here, load))  # type: ignore[arg-type]
        if None not in (there, leave):
            stays.setdefault(parcel.out_stop, []).append((there, leave, load))  # type: ignore[arg-type]
    for stop, found in stays.items():
        for minute in sorted({begin for begin, _, _ in found}):
            load = sum(each for begin, end, each in found if begin - TOLERANCE <= minute <= end + TOLERANCE)
            if load > instance.stops[stop].storage + TOLERANCE:
                yield f"{stop} holds {load:g} at {minute:g}, at most {instance.stops[stop].storage:g}"


def couriers_suffice(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for stop, rounds in Counter(each.out_stop for each in plan.rounds).items():
        if rounds > instance.couriers_a_stop:
            yield f"{rounds} rounds from {stop}, {instance.couriers_a_stop} couriers there"


def courier_carries_its_load(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    for each in plan.rounds:
        load = sum(instance.customers[name].load for name in each.customers)
        if load > instance.courier_load + TOLERANCE:
            yield f"the round {'-'.join(each.customers)} carries {load:g}, at most {instance.courier_load:g}"


def courier_keeps_the_windows(instance: Instance, plan: Plan, reading: Reading) -> Iterator[str]:
    """A courier who is early waits at the customer; one who is late breaks the rule, and so does a round too long."""
    for each in plan.rounds:
        now, way = each.leave_min, _courier_way(instance, each)
        for name, (a, b) in zip(each.customers, pairwise(way), strict=False):
            customer = instance.customers[name]
            now = max(now + reading.courier_min_a_unit * dist(a, b), customer.earliest_min)
            if now > customer.latest_min + TOLERANCE:
                yield f"{name} is reached at {now:g}, at the latest {customer.latest_min:g}"
        now += reading.courier_min_a_unit * dist(*way[-2:])
        if now - each.leave_min > instance.round_min_max + TOLERANCE:
            yield f"the round {'-'.join(each.customers)} takes {now - each.leave_min:g} minutes"


GROUNDS = (plan_is_of_this_instance, names_are_known, minutes_are_numbers)
RULES: tuple[Callable[[Instance, Plan, Reading], Iterator[str]], ...] = (
    every_customer_has_one_parcel_and_one_visit,
    truck_fleet_suffices,
    truck_carries_its_load,
    truck_drives_its_way,
    truck_calls_at_in_stops_once,
    truck_brings_the_parcel,
    bus_takes_the_parcel_there,
    bus_has_room,
    parcel_waits_for_the_bus,
    parcel_waits_for_the_courier,
    courier_starts_where_the_parcel_is,
    stop_has_room,
    couriers_suffice,
    courier_carries_its_load,
    courier_keeps_the_windows,
)


def _length(way: list[Point]) -> float:
    return sum(dist(a, b) for a, b in pairwise(way))


def _truck_way(instance: Instance, tour: TruckTour) -> list[Point]:
    return [instance.centre, *(instance.stops[call.stop].at for call in tour.calls), instance.centre]


def _courier_way(instance: Instance, each: CourierRound) -> list[Point]:
    home = instance.stops[each.out_stop].at
    return [home, *(instance.customers[name].at for name in each.customers), home]


def _within(wait: float, longest: float) -> bool:
    return -TOLERANCE <= wait <= longest + TOLERANCE


def _leaves(plan: Plan) -> dict[str, float]:
    return {name: each.leave_min for each in plan.rounds for name in each.customers}


def _brought_min(plan: Plan, parcel: Parcel) -> float | None:
    """The minute at which the parcel's truck is at its in-stop, if it calls there."""
    calls = plan.trucks[parcel.truck].calls
    return next((call.arrive_min for call in calls if call.stop == parcel.in_stop), None)


def _bus_min(instance: Instance, reading: Reading, parcel: Parcel, stop: str) -> float | None:
    """The minute at which the parcel's bus is at a stop, if it passes there."""
    line: Line = instance.lines[parcel.line]
    calls = [*line.in_stops, *line.out_stops]
    if stop not in calls:
        return None
    way = [instance.stops[name].at for name in calls[: calls.index(stop) + 1]]
    return reading.first_run_min + parcel.run * reading.headway_min + reading.bus_min_a_unit * _length(way)
