"""What people were told: rounds that the search turned round, or timed anew, go back to how they stood."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from tianlu.core.ids import PlaceId, VehicleId
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.mend import is_blocked
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.timing import timed_round

HOUR_MOVED_MIN = 30
"""A visit that moves by no more keeps its hour, as people see it."""


def as_told(problem: WeekProblem, told: Plan, plan: Plan, *, in_old_order: bool) -> Plan:
    """The plan in which every vehicle's day with the places that it had before has its rounds of before. With
    `in_old_order` rounds that lost or gained places keep the old order and hour for the rest as well. Whether that is
    sound, and worth it, is the caller's to ask."""
    before, now = _by_vehicle_day(told), _by_vehicle_day(plan)
    rounds: list[Round] = []
    for key, new in now.items():
        old = before.get(key, [])
        if _places(old) != _places(new):
            back = _in_old_order(problem, old, new) if in_old_order and len(old) == len(new) else new
        else:
            back = old
        rounds += new if any(is_blocked(problem, each) for each in back) else back
    rounds.sort(key=lambda each: (each.day, each.vehicle, each.leave_min))
    return with_loads_to_come(problem, replace(plan, rounds=tuple(rounds)))


def unease(told: Plan, plan: Plan, *, change_fen: int, hour_fen: int) -> int:
    """What the visits that are others than people know weigh together: by another vehicle or on another day, or at
    another hour. Bags are left out: a bus has its hour."""
    known = {(round_.day, stop.place): (round_.vehicle, stop.arrive_min) for round_, stop in told.stops()}
    total = 0
    for round_, stop in plan.stops():
        vehicle, arrive_min = known.get((round_.day, stop.place), (None, 0))
        if vehicle != round_.vehicle:
            total += change_fen
        elif abs(arrive_min - stop.arrive_min) > HOUR_MOVED_MIN:
            total += hour_fen
    return total


def _in_old_order(problem: WeekProblem, old: list[Round], new: list[Round]) -> list[Round]:
    """A vehicle's rounds of a day, each over its new places in the order in which the old one had them; those that
    have left stay."""
    driven = problem.driven.rounds if problem.driven is not None else ()
    vehicle = next(each for each in problem.vehicles if each.id == new[0].vehicle)
    pause = max(vehicle.reload_min, problem.terms.rest_min)
    found: list[Round] = []
    for was, now in zip(old, new, strict=True):
        if now in driven:
            found.append(now)
            continue
        free_from = found[-1].return_min + pause if found else 0
        leave_min = max(was.leave_min, free_from, problem.driven.at_min if problem.driven is not None else 0)
        places = _merged(problem, was, now)
        found.append(timed_round(problem, vehicle, day=now.day, leave_min=leave_min, places=places))
    return found


def _merged(problem: WeekProblem, was: Round, now: Round) -> list[PlaceId]:
    """The places of the new round in the order of the old one; each that came anew where it lengthens the way least."""
    wanted = [stop.place for stop in now.stops]
    order = [stop.place for stop in was.stops if stop.place in wanted]
    for place in wanted:
        if place not in order:
            way = [now.depot, *order, now.depot]
            order.insert(min(range(len(way) - 1), key=lambda k: _detour(problem, way[k], place, way[k + 1])), place)
    return order


def _detour(problem: WeekProblem, before: PlaceId, place: PlaceId, after: PlaceId) -> int:
    metres, index = problem.travel.metres, problem.index
    legs = pairwise((index[before], index[place], index[after]))
    return sum(int(metres[leg]) for leg in legs) - int(metres[index[before], index[after]])


def with_loads_to_come(problem: WeekProblem, plan: Plan) -> Plan:
    """The plan with the loads that follow from it; what has left states what it was given."""
    loaded = with_loads(problem, plan)
    if problem.driven is None:
        return loaded
    driven = problem.driven
    rounds = zip(plan.rounds, loaded.rounds, strict=True)
    bags = zip(plan.bags, loaded.bags, strict=True)
    return replace(
        loaded,
        rounds=tuple(stated if stated in driven.rounds else derived for stated, derived in rounds),
        bags=tuple(stated if stated in driven.bags else derived for stated, derived in bags),
    )


def _by_vehicle_day(plan: Plan) -> dict[tuple[int, VehicleId], list[Round]]:
    found: dict[tuple[int, VehicleId], list[Round]] = {}
    for round_ in plan.rounds:
        found.setdefault((round_.day, round_.vehicle), []).append(round_)
    return found


def _places(rounds: list[Round]) -> Counter[str]:
    return Counter(str(stop.place) for round_ in rounds for stop in round_.stops)
