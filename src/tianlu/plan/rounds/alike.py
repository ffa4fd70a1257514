"""Vehicles that are alike change places for a day, where villages then see fewer drivers: nothing else changes.

The search moves places, not whole days of vehicles; between vehicles that differ in no more than their name the days
can be dealt out anew afterwards (decision 0011).
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem

Drivers = dict[PlaceId, dict[int, VehicleId]]
"""Who comes to each village on each of its days."""


def with_fewer_drivers(problem: WeekProblem, plan: Plan) -> Plan:
    """The plan with days of alike vehicles swapped until no swap of two leaves villages fewer drivers."""
    pairs = tuple(_alike(problem.vehicles))
    drivers = _drivers(problem, plan)
    rounds = list(plan.rounds)
    swapped = True
    while swapped:
        swapped = False
        for day in sorted({each.day for each in rounds}):
            for one, other in pairs:
                if _saved(drivers, one, other, day) > 0:
                    rounds = [_swapped(each, one, other, day) for each in rounds]
                    drivers = {place: _swapped_days(by_day, one, other, day) for place, by_day in drivers.items()}
                    swapped = True
    return replace(plan, rounds=tuple(sorted(rounds, key=lambda each: (each.day, each.vehicle, each.leave_min))))


def _alike(vehicles: tuple[Vehicle, ...]) -> Iterator[tuple[VehicleId, VehicleId]]:
    """Pairs that differ in no more than their name."""
    for one, other in combinations(vehicles, 2):
        if replace(one, id=other.id, name=other.name, basis=other.basis) == other:
            yield one.id, other.id


def _drivers(problem: WeekProblem, plan: Plan) -> Drivers:
    drivers: Drivers = {}
    for round_, stop in plan.stops():
        if problem.site(stop.place).kind is PlaceKind.VILLAGE:
            drivers.setdefault(stop.place, {})[round_.day] = round_.vehicle
    return drivers


def _saved(drivers: Drivers, one: VehicleId, other: VehicleId, day: int) -> int:
    """By how many drivers less the villages have, all added up, when two vehicles change places for a day."""
    touched = [by_day for by_day in drivers.values() if by_day.get(day) in (one, other)]
    return sum(
        len(set(by_day.values())) - len(set(_swapped_days(by_day, one, other, day).values())) for by_day in touched
    )


def _swapped_days(by_day: dict[int, VehicleId], one: VehicleId, other: VehicleId, day: int) -> dict[int, VehicleId]:
    found = by_day.get(day)
    return {**by_day, day: other if found == one else one} if found in (one, other) else by_day


def _swapped(round_: Round, one: VehicleId, other: VehicleId, day: int) -> Round:
    if round_.day != day or round_.vehicle not in (one, other):
        return round_
    return replace(round_, vehicle=other if round_.vehicle == one else one)
