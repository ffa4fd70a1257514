"""The week under way: what has left at the moment of mending, as far as disruptions still let it be (decision 0005)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.rounds.disruption import Disruption, VehicleAway, check_disruptions, disrupted
from tianlu.plan.rounds.lifts import lifts_of
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import Driven, SendsBack, VehicleDay, WeekProblem
from tianlu.plan.rounds.rides import Ride, find_ride
from tianlu.plan.rounds.timing import timed_onward


class CutKind(StrEnum):
    """What a disruption takes from what has left."""

    STOPS_SKIPPED = "stops_skipped"
    ROUND_STRUCK = "round_struck"
    BAG_RETURNED = "bag_returned"
    BACK_MOVED = "back_moved"
    BACK_LOST = "back_lost"


@dataclass(frozen=True)
class Cut:
    """A round that had left and skips places, or turns back before any; a bag that had left and comes back; what a
    place sends back after a bag that had left, moved to another trip of the day or lost."""

    kind: CutKind
    day: int
    places: tuple[PlaceId, ...]
    vehicle: VehicleId | None = None
    trip: TripId | None = None


@dataclass(frozen=True)
class Step:
    """The disruptions from which a week was mended at one moment."""

    at_min: int
    disruptions: tuple[Disruption, ...] = ()


@dataclass(frozen=True)
class Mending:
    """How the problem of a mended week follows from that of the week as it was posed: disruptions in the order of their
    moments, and what stands at the last of them."""

    steps: tuple[Step, ...]
    driven: Driven


@dataclass(frozen=True, eq=False)
class UnderWay:
    """The problem of the rest of the week, and what had left and cannot be as it was planned."""

    problem: WeekProblem
    cuts: tuple[Cut, ...]


def mended_problem(posed: WeekProblem, mending: Mending | None) -> WeekProblem:
    """The problem of a mended week; the problem itself where nothing was mended."""
    if mending is None:
        return posed
    for step in mending.steps:
        posed = disrupted(posed, step.disruptions, at_min=step.at_min)
    return replace(posed, driven=mending.driven)


def mended_again(before: Mending | None, step: Step, problem: WeekProblem) -> Mending:
    """The mending after one more step that led to `problem`."""
    assert problem.driven is not None, "a mended week is under way"
    return Mending((*(before.steps if before is not None else ()), step), problem.driven)


def week_under_way(problem: WeekProblem, plan: Plan, disruptions: Iterable[Disruption], *, at_min: int) -> UnderWay:
    """The disrupted problem with what has left standing in it. A week can be mended again later, never earlier.

    Raises ProblemsFound for disruptions that make no sense, and for a plan of another problem.
    """
    disruptions = tuple(disruptions)
    _check_plan_fits(problem, plan, at_min)
    check_disruptions(problem, disruptions, at_min=at_min)
    harder = disrupted(problem, disruptions, at_min=at_min)
    away = _away(problem, disruptions)
    cuts: list[Cut] = []
    rounds = tuple(_rounds_left(harder, plan, away, at_min, cuts))
    bags = tuple(_bags_left(problem, harder, plan, at_min, cuts))
    backs = tuple(_backs_to_come(problem, harder, plan, bags, at_min, cuts))
    driven = Driven(at_min=at_min, rounds=rounds, bags=bags, away=tuple(sorted(away)), backs=backs)
    return UnderWay(replace(harder, driven=driven), tuple(cuts))


def _away(problem: WeekProblem, disruptions: Iterable[Disruption]) -> set[VehicleDay]:
    away = set(problem.driven.away) if problem.driven is not None else set()
    for each in disruptions:
        if isinstance(each, VehicleAway):
            away |= {VehicleDay(each.vehicle, day) for day in each.days}
    return away


def _rounds_left(
    harder: WeekProblem, plan: Plan, away: set[VehicleDay], at_min: int, cuts: list[Cut]
) -> Iterator[Round]:
    for round_ in plan.rounds:
        if round_.leave_min >= at_min:
            continue
        left = _as_it_can_be(harder, round_, at_min, is_away=VehicleDay(round_.vehicle, round_.day) in away)
        skipped = tuple(stop.place for stop in round_.stops if stop.place not in {s.place for s in left.stops})
        if skipped:
            kind = CutKind.STOPS_SKIPPED if left.stops else CutKind.ROUND_STRUCK
            cuts.append(Cut(kind, round_.day, skipped, vehicle=round_.vehicle))
        if left.stops:
            yield left


def _as_it_can_be(harder: WeekProblem, round_: Round, at_min: int, *, is_away: bool) -> Round:
    """The round without the stops to come that it cannot make: all where its vehicle falls out, else those at closed
    places and those behind a closed way. What it drove already stands to the minute; the rest is driven anew."""
    if round_.return_min <= at_min:
        return round_
    kept = sum(stop.arrive_min < at_min for stop in round_.stops)
    if is_away:
        return timed_onward(harder, round_, kept=kept, places=()) if kept < len(round_.stops) else round_
    found = round_
    while (k := _first_impossible(harder, found, kept)) is not None:
        places = [stop.place for j, stop in enumerate(found.stops) if j >= kept and j != k]
        onward = timed_onward(harder, found, kept=kept, places=places)
        found = replace(onward, stops=_with_loads_of(onward.stops, round_.stops))
    return found


def _with_loads_of(stops: Iterable[RoundStop], loaded: Iterable[RoundStop]) -> tuple[RoundStop, ...]:
    """Stops stating the loads that the same places had."""
    states = {stop.place: stop for stop in loaded}
    return tuple(
        replace(
            stop,
            deliver_pieces=states[stop.place].deliver_pieces,
            deliver_g=states[stop.place].deliver_g,
            collect_pieces=states[stop.place].collect_pieces,
            collect_g=states[stop.place].collect_g,
        )
        for stop in stops
    )


def is_blocked(problem: WeekProblem, round_: Round) -> bool:
    """Whether a closure stands against a round as it is timed: a place, a way, or its depot."""
    ends = (round_.leave_min, round_.return_min)
    return _first_impossible(problem, round_, 0) is not None or any(
        _is_place_closed(problem, round_.depot, start=minute, end=minute) for minute in ends
    )


def _first_impossible(harder: WeekProblem, round_: Round, kept: int) -> int | None:
    """The first stop from `kept` on that stands at a closed place or lies behind a closed way; the last stop if the way
    home from it is closed."""
    here, leave = round_.depot, round_.leave_min
    for k, stop in enumerate(round_.stops):
        is_to_come = k >= kept
        if is_to_come and _is_way_closed(harder, here, stop.place, start=leave, end=stop.arrive_min):
            return k
        if is_to_come and _is_place_closed(harder, stop.place, start=stop.arrive_min, end=stop.leave_min):
            return k
        here, leave = stop.place, stop.leave_min
    is_way_home_closed = _is_way_closed(harder, here, round_.depot, start=leave, end=round_.return_min)
    return len(round_.stops) - 1 if is_way_home_closed and len(round_.stops) > kept else None


def _is_way_closed(problem: WeekProblem, origin: PlaceId, destination: PlaceId, *, start: int, end: int) -> bool:
    return any(
        (each.origin, each.destination) == (origin, destination) and _meet(start, end, each.start_min, each.end_min)
        for each in problem.closures
    )


def _is_place_closed(problem: WeekProblem, place: PlaceId, *, start: int, end: int) -> bool:
    return any(each.place == place and _meet(start, end, each.start_min, each.end_min) for each in problem.closures)


def _meet(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < max(end, start + 1)


def _bags_left(problem: WeekProblem, harder: WeekProblem, plan: Plan, at_min: int, cuts: list[Cut]) -> Iterator[Bag]:
    """A bag has left once it is on its way to the stop; one that cannot be handed over any more comes back."""
    for bag in plan.bags:
        ride = _ride(problem, bag)
        if ride.given_min >= at_min:
            continue
        if bag.trip in harder.trip_by_id and not _is_refused(harder, bag, ride, at_min):
            yield bag
        else:
            cuts.append(Cut(CutKind.BAG_RETURNED, bag.day, (_village_end(harder, bag),), trip=bag.trip))


def _is_refused(harder: WeekProblem, bag: Bag, ride: Ride, at_min: int) -> bool:
    """Whether an end of the bag's way is closed in the minute, still to come, in which it would change hands there."""
    hands = ((bag.origin, ride.cutoff_min), (bag.destination, ride.arrive_min))
    return any(
        minute >= at_min and _is_place_closed(harder, place, start=minute, end=minute) for place, minute in hands
    )


def _backs_to_come(
    problem: WeekProblem, harder: WeekProblem, plan: Plan, bags: tuple[Bag, ...], at_min: int, cuts: list[Cut]
) -> Iterator[SendsBack]:
    """How the places to which a bag has left send theirs back later on the same day: as planned, or where that trip is
    cancelled or cannot be met, on the first that can."""
    hub = problem.hub.id
    out = {(bag.destination, bag.day): bag.trip for bag in bags if bag.origin == hub}
    for bag in plan.bags:
        if bag.destination != hub or (bag.origin, bag.day) not in out or bag in bags:
            continue
        ride = _ride(problem, bag)
        if bag.trip in harder.trip_by_id and not _is_refused(harder, bag, ride, at_min):
            yield SendsBack(bag.origin, bag.trip)
            continue
        other = _other_back(harder, bag, out[bag.origin, bag.day], at_min)
        kind = CutKind.BACK_LOST if other is None else CutKind.BACK_MOVED
        cuts.append(Cut(kind, bag.day, (bag.origin,), trip=bag.trip))
        if other is not None:
            yield SendsBack(bag.origin, other)


def _other_back(harder: WeekProblem, bag: Bag, out: TripId, at_min: int) -> TripId | None:
    """The first trip that takes what a place sends on the day, after the moment."""
    lifts = lifts_of(harder, harder.site(bag.origin))[bag.day]
    rides = [lift.back for lift in lifts if lift.out.trip.id == out and lift.back is not None]
    coming = sorted((ride.leave_min, ride.trip.id) for ride in rides if ride.leave_min >= at_min)
    return coming[0][1] if coming else None


def _ride(problem: WeekProblem, bag: Bag) -> Ride:
    ride = find_ride(problem, problem.trip_by_id[bag.trip], origin=bag.origin, destination=bag.destination)
    assert ride is not None, "the plan fits its problem"
    return ride


def _village_end(problem: WeekProblem, bag: Bag) -> PlaceId:
    return bag.destination if bag.origin == problem.hub.id else bag.origin


def _check_plan_fits(problem: WeekProblem, plan: Plan, at_min: int) -> None:
    if plan.problem_hash != problem.hash:
        raise ProblemsFound(
            [
                _trouble(
                    "another_problem",
                    "a plan made for another problem: places, mail, vehicles or timetables differ",
                    "a plan made for this county and week as they are now",
                    "Plan the week anew, or give the package that the plan was made for.",
                    "针对本县本周现有数据制定的计划",
                    "请重新规划，或使用制定该计划时的数据包。",
                )
            ]
        )
    if problem.driven is not None and at_min < problem.driven.at_min:
        raise ProblemsFound(
            [
                _trouble(
                    "mended_later",
                    f"minute {at_min} of the week",
                    f"a moment not before minute {problem.driven.at_min}, at which the plan was mended",
                    "Mend from the same moment or a later one.",
                    f"不早于上次改排的时刻（第 {problem.driven.at_min} 分钟）",
                    "请选择同一时刻或更晚的时刻。",
                )
            ]
        )


def _trouble(code: str, found: str, expected: str, how_to_fix: str, expected_zh: str, how_to_fix_zh: str) -> Problem:
    return Problem(
        code=code,
        table="plan",
        row=None,
        field=None,
        found=found,
        expected=expected,
        how_to_fix=how_to_fix,
        expected_zh=expected_zh,
        how_to_fix_zh=how_to_fix_zh,
    )
