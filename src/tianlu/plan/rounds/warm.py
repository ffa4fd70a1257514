"""A plan as a state of the search, so that the search goes on from it.

What the plan has and the problem no longer allows (a place closed, a trip cancelled, a vehicle away) is left out: a
place that is then on no day pattern of its own has none, and the search finds it one. What is driven already stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import TripId, VehicleId
from tianlu.plan.rounds.arrays import NEVER, TOLD, UNSERVED, State, Week, copy_state, empty_state
from tianlu.plan.rounds.encode import Encoded
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.search.loop import ruin_and_recreate
from tianlu.plan.rounds.search.memo import new_memo
from tianlu.plan.rounds.search.ride import FIRST_LIFT


def state_of(problem: WeekProblem, encoded: Encoded, plan: Plan | None) -> State:
    """The state that stands for a plan, or for what is driven alone, with its hours, loads and ways of mail.

    A plan that the search made for this problem comes out of `decode` as it was.
    """
    state = empty_state(encoded.week)
    _place_rounds(problem, encoded, state, _all_rounds(problem, plan))
    _place_bags(problem, encoded, state, plan.bags if plan is not None else ())
    _choose_patterns(encoded.week, state)
    return settled(encoded.week, state)


@dataclass(frozen=True)
class Told:
    """The plan that people know, and what a visit by another vehicle, on another bus or day weighs against it."""

    plan: Plan
    change_fen: int


def with_told(problem: WeekProblem, encoded: Encoded, told: Told) -> Encoded:
    """The same week, in which changes of what people were told have their weight."""
    state = empty_state(encoded.week)
    _place_rounds(problem, encoded, state, _all_rounds(problem, told.plan))
    _place_bags(problem, encoded, state, told.plan.bags)
    where = state.visit["where"]
    by = np.where(where >= 0, encoded.week.slot["vd"][np.maximum(where, 0)], where)
    numbers = encoded.week.numbers.copy()
    numbers[TOLD] = told.change_fen
    return replace(encoded, week=encoded.week._replace(told=by, numbers=numbers))


def settled(week: Week, state: State) -> State:
    """The state with all that follows from its rounds, lifts and patterns."""
    memo = new_memo(week)
    found = copy_state(state)
    settings = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 1.0])
    prices = np.ones(4)
    ruin_and_recreate(week, found, copy_state(state), copy_state(state), memo, settings, prices, 0, 1.0, 1.0, 0, 0.0)
    return found


def _all_rounds(problem: WeekProblem, plan: Plan | None) -> list[Round]:
    """What is driven, then what else the plan has, each vehicle's in order of leaving."""
    driven = problem.driven.rounds if problem.driven is not None else ()
    begun = {(each.vehicle, each.day, each.leave_min) for each in driven}
    at_min = problem.driven.at_min if problem.driven is not None else 0
    rounds = plan.rounds if plan is not None else ()
    coming = [
        each for each in rounds if each.leave_min >= at_min and (each.vehicle, each.day, each.leave_min) not in begun
    ]
    return [*sorted(driven, key=lambda each: each.leave_min), *sorted(coming, key=lambda each: each.leave_min)]


def _place_rounds(problem: WeekProblem, encoded: Encoded, state: State, rounds: Iterable[Round]) -> None:
    week = encoded.week
    free: dict[tuple[VehicleId, int], list[int]] = {}
    for r, vehicle in enumerate(encoded.slot_vehicle):
        free.setdefault((vehicle.id, int(week.slot["day"][r])), []).append(r)
    for round_ in rounds:
        slots = free.get((round_.vehicle, round_.day), [])
        if not slots:
            continue
        r = slots[0]
        if week.slot["frozen"][r]:
            _place_driven(problem, state, r, round_)
        else:
            _place_stops(problem, week, state, r, round_)
        if state.slot["length"][r]:
            slots.pop(0)


def _place_driven(problem: WeekProblem, state: State, r: int, round_: Round) -> None:
    midnight = round_.day * MINUTES_A_DAY
    state.slot["leave"][r] = round_.leave_min - midnight
    state.slot["back"][r] = round_.return_min - midnight
    state.slot["length"][r] = len(round_.stops)
    for p, stop in enumerate(round_.stops):
        x = problem.index[stop.place]
        state.route[r, p] = x
        state.arrive[r, p] = stop.arrive_min - midnight
        state.visit["where"][x, round_.day] = r


def _place_stops(problem: WeekProblem, week: Week, state: State, r: int, round_: Round) -> None:
    """The stops that slot r may still make."""
    for stop in round_.stops:
        x = problem.index.get(stop.place, 0)
        day = week.day[x, round_.day]
        choices = week.choice[day["choice_first"] : day["choice_end"]]
        if r in choices and state.visit["where"][x, round_.day] == UNSERVED and _is_free(week, x, round_.day):
            state.route[r, state.slot["length"][r]] = x
            state.slot["length"][r] += 1
            state.visit["where"][x, round_.day] = r


def _place_bags(problem: WeekProblem, encoded: Encoded, state: State, bags: Iterable[Bag]) -> None:
    week = encoded.week
    bags = tuple(bags)
    backs = {(bag.origin, bag.day): bag.trip for bag in bags if bag.destination == problem.hub.id}
    for (place, day), o in encoded.frozen_lifts.items():
        _place_lift(week, state, problem.index[place], day, o)
    for bag in bags:
        x = problem.index.get(bag.destination, 0)
        if bag.origin == problem.hub.id and x and state.visit["where"][x, bag.day] == UNSERVED:
            found = _find_lift(encoded, x, bag, backs.get((bag.destination, bag.day)))
            if found is not None and _is_free(week, x, bag.day):
                _place_lift(week, state, x, bag.day, found)


def _place_lift(week: Week, state: State, x: int, day: int, o: int) -> None:
    state.visit["where"][x, day] = FIRST_LIFT - o
    state.visit["fed_at"][x, day] = week.lift_min[o, 1]


def _find_lift(encoded: Encoded, x: int, bag: Bag, back: TripId | None) -> int | None:
    """The lift that the bag out and the bag back of a place make, or where there is none the bag out alone."""
    day = encoded.week.day[x, bag.day]
    out = [o for o in range(day["lift_first"], day["lift_end"]) if encoded.lifts[o].out.trip.id == bag.trip]
    for wanted in (back, None):
        for o in out:
            ride = encoded.lifts[o].back
            if (None if ride is None else ride.trip.id) == wanted:
                return o
    return None


def _is_free(week: Week, x: int, day: int) -> bool:
    return not int(week.site["frozen"][x]) >> day & 1


def _choose_patterns(week: Week, state: State) -> None:
    """Give every node the pattern of its days; one that has other days loses those that are not frozen."""
    for x in range(1, len(week.site)):
        days = [day for day in range(week.day.shape[1]) if state.visit["where"][x, day] != UNSERVED]
        mask = sum(1 << day for day in days)
        patterns = [int(each) for each in week.patterns[x, : week.site["pattern_count"][x]]]
        if mask and mask in patterns:
            state.node["pattern"][x] = patterns.index(mask)
            continue
        kept = _largest_within(patterns, mask)
        keeps = int(week.site["frozen"][x])
        if kept is not None:
            state.node["pattern"][x] = kept
            keeps |= patterns[kept]
        for day in days:
            if not keeps >> day & 1:
                _take_out(state, x, day)


def _largest_within(patterns: list[int], mask: int) -> int | None:
    """The pattern with the most days, all of them in `mask`."""
    within = [k for k, pattern in enumerate(patterns) if pattern and pattern & mask == pattern]
    return max(within, key=lambda k: (patterns[k].bit_count(), -k), default=None)


def _take_out(state: State, x: int, day: int) -> None:
    r = int(state.visit["where"][x, day])
    if r >= 0:
        count = int(state.slot["length"][r])
        stops = [node for node in state.route[r, :count] if node != x]
        state.route[r, : len(stops)] = stops
        state.slot["length"][r] = len(stops)
    state.visit["where"][x, day] = UNSERVED
    state.visit["fed_at"][x, day] = NEVER
