"""The minutes of a choice: when trucks call, which run takes a parcel, when couriers leave (HiGHS).

A truck's call is at the minute of a bus that it feeds: later would be too late for that bus, earlier serves no other
one better. A courier leaves when the round's bus is there. First the calls are sought with load that flows, then, with
the calls fixed, a truck and a run for each parcel. What trucks leave at a stop within one longest wait is kept within
its room, which is stricter than the rule.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import dist

from .choose import Choice
from .instance import Instance
from .linear import Programme
from .plan import CourierRound, Parcel, Plan, TruckCall, TruckTour
from .reading import Reading
from .ways import Round, bus_min

SLACK_MIN = 1e-7


@dataclass(frozen=True)
class _Ride:
    """A run of a line."""

    line: str
    run: int


@dataclass(frozen=True)
class _Call:
    """A truck (its place among the tours) in one direction at a stop of its tour, at a minute."""

    truck: int
    backwards: bool
    stop: str
    minute: float


@dataclass(frozen=True)
class _Day:
    """What the minutes of an instance under a reading are."""

    instance: Instance
    reading: Reading

    @cached_property
    def at(self) -> dict[tuple[str, str, int], float]:
        """The minute of a line's run at a stop."""
        return {
            (line.name, stop, run): bus_min(self.instance, line, stop, run, self.reading)
            for line in self.instance.lines.values()
            for stop in (*line.in_stops, *line.out_stops)
            for run in range(self.reading.runs)
        }

    def rides_from(self, stop: str, minute: float) -> list[_Ride]:
        """The runs that a parcel brought to an in-stop at a minute may take."""
        lines = [line for line in self.instance.lines.values() if stop in line.in_stops]
        rides = [_Ride(line.name, run) for line in lines for run in range(self.reading.runs)]
        return [r for r in rides if self.waits(minute, self.at[r.line, stop, r.run])]

    def waits(self, begin: float, end: float) -> bool:
        return -SLACK_MIN <= end - begin <= self.reading.wait_min_max

    def rides_to(self, each: Round) -> list[_Ride]:
        """The runs that bring a round's parcels soon enough to its out-stop."""
        lines = [line for line in self.instance.lines.values() if each.out_stop in line.out_stops]
        rides = [_Ride(line.name, run) for line in lines for run in range(self.reading.runs)]
        return [r for r in rides if self.at[r.line, each.out_stop, r.run] <= each.leave_min_max]

    def drive_min(self, a: str | None, b: str) -> float:
        """A truck's minutes between two stops, from the centre where the first is None."""
        begin = self.instance.centre if a is None else self.instance.stops[a].at
        return self.reading.truck_min_a_unit * dist(begin, self.instance.stops[b].at)

    def calls(self, truck: int, stops: tuple[str, ...], *, backwards: bool) -> list[_Call]:
        """The calls worth considering of a truck that drives its stops in this order."""
        found, soonest, before = [], 0.0, None
        for stop in stops:
            soonest += self.drive_min(before, stop)
            before = stop
            lines = [line.name for line in self.instance.lines.values() if stop in line.in_stops]
            minutes = {self.at[line, stop, run] for line in lines for run in range(self.reading.runs)}
            found += [_Call(truck, backwards, stop, m) for m in sorted(minutes) if m >= soonest]
        return found


def put_in_time(instance: Instance, choice: Choice, reading: Reading, *, seconds: float, seed: int) -> Plan | None:
    """A plan that drives exactly what was chosen, None where none was found in time."""
    day = _Day(instance, reading)
    calls = _fix_calls(day, choice, seconds=seconds / 2, seed=seed)
    return _give_out_parcels(day, choice, calls, seconds=seconds / 2, seed=seed) if calls else None


def _fix_calls(day: _Day, choice: Choice, *, seconds: float, seed: int) -> list[_Call]:
    """The calls of all trucks, such that load can flow from them to all rounds in time; none where none are found."""
    instance, programme = day.instance, Programme()
    rides = [_Ride(line, run) for line in instance.lines for run in range(day.reading.runs)]
    carried = {ride: programme.row(low=0.0) for ride in rides}
    room = {ride: programme.row(high=instance.lines[ride.line].hold) for ride in rides}
    _ride_columns(day, choice, programme, carried, room)
    chosen: dict[_Call, int] = {}
    brought: dict[_Call, list[int]] = {}
    for truck, tour in enumerate(choice.tours):
        load = programme.row(high=instance.truck_load)
        once = programme.row(low=1.0, high=1.0)
        for backwards in (False, True)[: len(tour.stops)]:
            stops = tour.stops[::-1] if backwards else tour.stops
            called = {stop: programme.row(low=0.0, high=0.0) for stop in stops}
            programme.column([(once, 1.0), *((row, -1.0) for row in called.values())], high=1.0, whole=True)
            for call in day.calls(truck, stops, backwards=backwards):
                filled = programme.row(high=0.0)
                entries = [(called[call.stop], 1.0), (filled, -instance.truck_load)]
                chosen[call] = programme.column(entries, high=1.0, whole=True)
                brought[call] = [
                    programme.column([(load, 1.0), (filled, 1.0), (carried[ride], 1.0)], whole=False)
                    for ride in day.rides_from(call.stop, call.minute)
                ]
            _keep_order(day, programme, chosen, truck, stops, backwards=backwards)
    _keep_storage(day, programme, brought)
    values = programme.solve(seconds=seconds, seed=seed).values
    return [call for call, column in chosen.items() if values and values[column] > 0.5]


def _ride_columns(
    day: _Day, choice: Choice, programme: Programme, carried: dict[_Ride, int], room: dict[_Ride, int]
) -> dict[tuple[int, _Ride], int]:
    """A column for each round and each run that may bring its parcels; one is taken."""
    columns = {}
    for number, each in enumerate(choice.rounds):
        once = programme.row(low=1.0, high=1.0)
        for ride in day.rides_to(each):
            entries = [(once, 1.0), (room[ride], each.load)]
            entries += [(carried[ride], -each.load)] if carried else []
            columns[number, ride] = programme.column(entries, high=1.0, whole=True)
    return columns


def _keep_order(
    day: _Day, programme: Programme, chosen: dict[_Call, int], truck: int, stops: tuple[str, ...], *, backwards: bool
) -> None:
    """A truck is at its next stop no sooner than the way takes."""
    for here, there in pairwise(stops):
        mine = [c for c in chosen if (c.truck, c.backwards) == (truck, backwards)]
        first, then = ([c for c in mine if c.stop == stop] for stop in (here, there))
        for call in first:
            row = programme.row(high=1.0)
            soonest = call.minute + day.drive_min(here, there)
            late = [c for c in first if c.minute >= call.minute]
            for clash in [*late, *(c for c in then if c.minute < soonest)]:
                programme.entries[chosen[clash]].append((row, 1.0))


def _keep_storage(day: _Day, programme: Programme, brought: dict[_Call, list[int]]) -> None:
    """What calls leave at a stop within one longest wait has room there."""
    for stop in {call.stop for call in brought}:
        here = [call for call in brought if call.stop == stop]
        for minute in sorted({call.minute for call in here}):
            row = programme.row(high=day.instance.stops[stop].storage)
            for call in here:
                if day.waits(call.minute, minute):
                    for column in brought[call]:
                        programme.entries[column].append((row, 1.0))


def _give_out_parcels(day: _Day, choice: Choice, calls: list[_Call], *, seconds: float, seed: int) -> Plan | None:
    """A run for each round and a truck's call for each parcel, the calls being fixed."""
    instance, programme = day.instance, Programme()
    room = {
        _Ride(line, run): programme.row(high=instance.lines[line].hold)
        for line in instance.lines
        for run in range(day.reading.runs)
    }
    runs = _ride_columns(day, choice, programme, {}, room)
    truck_rows = [programme.row(high=instance.truck_load) for _ in choice.tours]
    store = {call: programme.row(high=instance.stops[call.stop].storage) for call in calls}
    together = {
        call: [row for other, row in store.items() if other.stop == call.stop and day.waits(call.minute, other.minute)]
        for call in calls
    }
    meets = {call: set(day.rides_from(call.stop, call.minute)) for call in calls}
    brings: dict[tuple[str, _Call], int] = {}
    for number, each in enumerate(choice.rounds):
        for name in each.customers:
            once, load = programme.row(low=1.0, high=1.0), instance.customers[name].load
            for call in calls:
                met = programme.row(high=0.0)
                entries = [(once, 1.0), (met, 1.0), (truck_rows[call.truck], load)]
                entries += [(row, load) for row in together[call]]
                brings[name, call] = programme.column(entries, high=1.0, whole=True)
                for (of, ride), column in runs.items():
                    if of == number and ride in meets[call]:
                        programme.entries[column].append((met, -1.0))
    values = programme.solve(seconds=seconds, seed=seed).values
    if not values:
        return None
    taken = {number: ride for (number, ride), column in runs.items() if values[column] > 0.5}
    brought = {name: call for (name, call), column in brings.items() if values[column] > 0.5}
    return _plan(day, choice, calls, taken, brought)


def _plan(day: _Day, choice: Choice, calls: list[_Call], taken: dict[int, _Ride], brought: dict[str, _Call]) -> Plan:
    trucks = []
    for truck, _ in enumerate(choice.tours):
        mine = sorted((c for c in calls if c.truck == truck), key=lambda call: call.minute)
        leave = mine[0].minute - day.drive_min(None, mine[0].stop)
        trucks.append(TruckTour(leave, tuple(TruckCall(call.stop, call.minute) for call in mine)))
    rounds, parcels = [], []
    for number, each in enumerate(choice.rounds):
        ride = taken[number]
        rounds.append(CourierRound(each.out_stop, day.at[ride.line, each.out_stop, ride.run], each.customers))
        for name in each.customers:
            call = brought[name]
            parcels.append(Parcel(name, call.truck, call.stop, ride.line, ride.run, each.out_stop))
    return Plan(day.instance.name, tuple(trucks), tuple(parcels), tuple(rounds))
