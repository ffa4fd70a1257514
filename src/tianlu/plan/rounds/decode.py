"""A state of the search as a plan: rounds to the minute with their rests, bags with what is in them."""

import numpy as np

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.arrays import Float, State
from tianlu.plan.rounds.encode import Encoded
from tianlu.plan.rounds.lifts import Ride
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.search.flow import true_loads
from tianlu.plan.rounds.search.ride import FIRST_LIFT


def decode(problem: WeekProblem, encoded: Encoded, state: State) -> Plan:
    """The plan that a state stands for."""
    week = encoded.week
    carried = np.zeros_like(state.carried)
    true_loads(week, state, carried, np.zeros_like(week.hold))
    slots = [r for r in range(len(week.slot)) if state.slot["length"][r] > 0 and not week.slot["frozen"][r]]
    rounds = [_round(problem, encoded, state, carried, r) for r in slots]
    bags = [
        bag
        for x, day in zip(*np.nonzero(state.visit["where"] <= FIRST_LIFT), strict=True)
        for bag in _bags(problem, encoded, int(x), int(day), int(FIRST_LIFT - state.visit["where"][x, day]), carried)
    ]
    if problem.driven is not None:  # what has left stays as it left (decision 0005)
        rounds += problem.driven.rounds
        left = {(bag.trip, bag.origin, bag.destination) for bag in problem.driven.bags}
        bags = [bag for bag in bags if (bag.trip, bag.origin, bag.destination) not in left]
        bags += problem.driven.bags
    return Plan(
        problem_hash=problem.hash,
        rounds=tuple(sorted(rounds, key=lambda each: (each.day, each.vehicle, each.leave_min))),
        bags=tuple(sorted(bags, key=lambda bag: (bag.day, bag.trip, bag.origin, bag.destination))),
    )


def _round(problem: WeekProblem, encoded: Encoded, state: State, carried: Float, r: int) -> Round:
    """Drive slot r to the minute, resting where the wheel's count asks for it."""
    day = int(encoded.week.slot["day"][r])
    depot = int(encoded.week.slot["depot"][r])
    nodes = [int(x) for x in state.route[r, : state.slot["length"][r]]]
    clock = day * MINUTES_A_DAY + int(state.slot["leave"][r])
    leave_min = clock
    at_wheel = 0
    stops: list[RoundStop] = []
    here = depot
    stood = 0
    for there in [*nodes, depot]:
        rest, rest_on_way, at_wheel, minutes = _leg(problem, here, there, clock, at_wheel, stood)
        if rest:
            stops[-1] = _with_rest(stops[-1], rest)
            clock += rest
        clock += minutes + rest_on_way
        if there == depot and len(stops) == len(nodes):
            break
        site = problem.sites[there]
        begin = max(clock, day * MINUTES_A_DAY + site.place.open_from_min)
        load = _whole(carried[there, day])
        stops.append(
            RoundStop(
                place=site.id,
                arrive_min=clock,
                leave_min=begin + site.place.service_min,
                deliver_g=load[0],
                deliver_pieces=load[1],
                collect_g=load[2],
                collect_pieces=load[3],
                rest_on_way_min=rest_on_way,
            )
        )
        stood = begin + site.place.service_min - clock
        clock = begin + site.place.service_min
        here = there
    return Round(
        vehicle=encoded.slot_vehicle[r].id,
        depot=problem.sites[depot].id,
        day=day,
        leave_min=leave_min,
        return_min=clock,
        stops=tuple(stops),
        rest_on_return_min=rest_on_way,
    )


def _leg(
    problem: WeekProblem, here: int, there: int, clock: int, at_wheel: int, stood: int
) -> tuple[int, int, int, int]:
    """(rest before the leg, rest on the way, minutes at the wheel after it, minutes of driving)."""
    terms = problem.terms
    minutes = problem.travel.minutes_at(here, there, clock)
    if stood >= terms.rest_min:
        at_wheel = 0
    rest = 0
    if at_wheel and at_wheel + minutes > terms.drive_min_max:
        rest = terms.rest_min - stood
        at_wheel = 0
        minutes = problem.travel.minutes_at(here, there, clock + rest)
    pauses = max(0, -(-minutes // terms.drive_min_max) - 1)
    return rest, pauses * terms.rest_min, at_wheel + minutes - pauses * terms.drive_min_max, minutes


def _with_rest(stop: RoundStop, rest_min: int) -> RoundStop:
    return RoundStop(**{**stop.__dict__, "leave_min": stop.leave_min + rest_min, "rest_min": rest_min})


def _bags(problem: WeekProblem, encoded: Encoded, x: int, day: int, o: int, carried: Float) -> list[Bag]:
    """The bag out, and the bag back if there is anything in it."""
    lift = encoded.lifts[o]
    load = _whole(carried[x, day])
    place = problem.sites[x].id
    bags = [_bag(lift.out, day, problem.hub.id, place, grams=load[0], pieces=load[1])]
    if lift.back is not None and (load[2] or load[3]):
        bags.append(_bag(lift.back, day, place, problem.hub.id, grams=load[2], pieces=load[3]))
    return bags


def _bag(ride: Ride, day: int, origin: PlaceId, destination: PlaceId, *, grams: int, pieces: int) -> Bag:
    return Bag(trip=ride.trip.id, day=day, origin=origin, destination=destination, pieces=pieces, grams=grams)


def _whole(load: Float) -> tuple[int, int, int, int]:
    """Deliver g and pieces, collect g and pieces, which are whole numbers kept as floats."""
    deliver_g, deliver_pieces, collect_g, collect_pieces = (round(float(amount)) for amount in load)
    return deliver_g, deliver_pieces, collect_g, collect_pieces
