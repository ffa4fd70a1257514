"""What differs between two plans of a week, as a value: places, rounds, bags, figures, floors.

The two may be plans of two problems, as after a closure or in a scenario. Minutes are from Monday 00:00.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.floors.compliance import FloorLine
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.mail import Leg, Mode, mail_flow, weekday_of
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import WeekProblem

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Change(StrEnum):
    """What became of a round or a bag; `LOADS`: it goes as before, with other mail."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    LOADS = "loads"


@dataclass(frozen=True)
class Visit:
    """A place served, or a station fed: on a weekday, at a minute of the week, by a vehicle's round or on a trip."""

    day: int
    at_min: int
    mode: Mode
    vehicle: VehicleId | None = None
    trip: TripId | None = None


@dataclass(frozen=True)
class PlaceChange:
    """A place whose week differs; `before` and `after` are its visits in order. A place that one of the two problems
    does not have has no visits there."""

    place: PlaceId
    kind: PlaceKind
    before: tuple[Visit, ...]
    after: tuple[Visit, ...]

    @property
    def days_lost(self) -> tuple[int, ...]:
        return tuple(sorted({visit.day for visit in self.before} - {visit.day for visit in self.after}))

    @property
    def days_gained(self) -> tuple[int, ...]:
        return tuple(sorted({visit.day for visit in self.after} - {visit.day for visit in self.before}))

    @property
    def mode_changed(self) -> bool:
        """Whether some day that both have is served by another mode."""
        return self._differs(lambda visit: visit.mode)

    @property
    def carrier_changed(self) -> bool:
        """Whether some day that both have is served by another vehicle or trip."""
        return self._differs(lambda visit: (visit.vehicle, visit.trip))

    @property
    def latest_shift_min(self) -> int:
        """By how many minutes the hour of a day that both have moves at most."""
        before = {visit.day: visit.at_min for visit in self.before}
        return max((abs(visit.at_min - before[visit.day]) for visit in self.after if visit.day in before), default=0)

    def _differs(self, of: Callable[[Visit], Hashable]) -> bool:
        before = {visit.day: of(visit) for visit in self.before}
        return any(of(visit) != before[visit.day] for visit in self.after if visit.day in before)


@dataclass(frozen=True)
class RoundChange:
    """A vehicle's round of a day; None where there is none."""

    change: Change
    before: Round | None
    after: Round | None

    @property
    def either(self) -> Round:
        found = self.after or self.before
        assert found is not None, "a change is of a round"
        return found


@dataclass(frozen=True)
class BagChange:
    change: Change
    before: Bag | None
    after: Bag | None

    @property
    def either(self) -> Bag:
        found = self.after or self.before
        assert found is not None, "a change is of a bag"
        return found


@dataclass(frozen=True)
class Figures:
    """A plan's week in the figures that are compared."""

    total_fen: int
    metres: int
    minutes: int
    vehicle_days: int
    rounds: int
    bags: int
    visits: int
    g_co2e: int
    floors_met: int
    floors_of: int
    violations: int


@dataclass(frozen=True)
class Difference:
    """From one plan to another. `floors_lost` are kept before and missed after, `floors_gained` the other way round;
    places stand in the order of the problem, rounds and bags in the order of the plans."""

    before: Figures
    after: Figures
    places: tuple[PlaceChange, ...]
    rounds: tuple[RoundChange, ...]
    bags: tuple[BagChange, ...]
    floors_lost: tuple[FloorLine, ...]
    floors_gained: tuple[FloorLine, ...]

    @property
    def is_none(self) -> bool:
        return not (self.places or self.rounds or self.bags or self.floors_lost or self.floors_gained)


@dataclass(frozen=True, eq=False)
class Judged:
    """A plan with its problem, and what the judge says of it."""

    problem: WeekProblem
    plan: Plan
    report: CheckReport


def judged(problem: WeekProblem, plan: Plan) -> Judged:
    return Judged(problem, plan, check_plan(problem, plan))


def difference_of(before: Judged, after: Judged) -> Difference:
    """What is different in `after`. Rounds and bags without sense (rule `plan_form`) are left out of both."""
    old, new = _week(before), _week(after)
    return Difference(
        before=_figures(before, old),
        after=_figures(after, new),
        places=_places(before, after, old, new),
        rounds=_rounds(old.plan.rounds, new.plan.rounds),
        bags=_bags(old.plan.bags, new.plan.bags),
        floors_lost=_floors(before, after),
        floors_gained=_floors(after, before),
    )


@dataclass(frozen=True)
class _Week:
    plan: Plan
    visits: dict[PlaceId, tuple[Visit, ...]]


def _week(judged: Judged) -> _Week:
    plan, _ = sound_part(judged.problem, judged.plan)
    legs = mail_flow(judged.problem, plan).outward
    return _Week(plan, {place: _visits(plan, found) for place, found in legs.items()})


def _visits(plan: Plan, legs: Iterable[Leg]) -> tuple[Visit, ...]:
    found = [_visit(plan, leg) for leg in legs]
    return tuple(sorted(found, key=lambda visit: (visit.day, visit.at_min)))


def _visit(plan: Plan, leg: Leg) -> Visit:
    day = weekday_of(leg.end_min)
    if leg.carrier.is_bag:
        return Visit(day, leg.end_min, leg.mode, trip=plan.bags[leg.carrier.index].trip)
    return Visit(day, leg.end_min, leg.mode, vehicle=plan.rounds[leg.carrier.index].vehicle)


def _figures(judged: Judged, week: _Week) -> Figures:
    cost, compliance = judged.report.cost, judged.report.compliance
    villages = [site.id for site in judged.problem.sites if site.kind is PlaceKind.VILLAGE]
    return Figures(
        total_fen=cost.total_fen,
        metres=cost.metres,
        minutes=cost.minutes,
        vehicle_days=cost.vehicle_days,
        rounds=len(week.plan.rounds),
        bags=cost.bags,
        visits=sum(len(week.visits[place]) for place in villages),
        g_co2e=judged.report.carbon.marginal_g,
        floors_met=compliance.met,
        floors_of=compliance.of,
        violations=len(judged.report.violations),
    )


def _places(before: Judged, after: Judged, old: _Week, new: _Week) -> tuple[PlaceChange, ...]:
    kinds = {site.id: site.kind for site in (*before.problem.sites, *after.problem.sites)}
    changes = (
        PlaceChange(place, kind, old.visits.get(place, ()), new.visits.get(place, ())) for place, kind in kinds.items()
    )
    return tuple(change for change in changes if change.before != change.after)


def _rounds(before: Iterable[Round], after: Iterable[Round]) -> tuple[RoundChange, ...]:
    """A vehicle's rounds of a day are held against each other: like ones first, then in their order."""
    old, new = _grouped(before, _vehicle_day), _grouped(after, _vehicle_day)
    changes = []
    for key in sorted({*old, *new}):
        for was, now in _paired(old.get(key, []), new.get(key, []), _way):
            if was is None or now is None or was != now:
                changes.append(RoundChange(_change(was, now, _way), was, now))
    return tuple(changes)


def _bags(before: Iterable[Bag], after: Iterable[Bag]) -> tuple[BagChange, ...]:
    old, new = _grouped(before, _bag_way), _grouped(after, _bag_way)
    changes = []
    for key in sorted({*old, *new}):
        for was, now in _paired(old.get(key, []), new.get(key, []), _bag_way):
            if was != now:
                changes.append(BagChange(_change(was, now, _bag_way), was, now))
    return tuple(changes)


def _vehicle_day(round_: Round) -> tuple[int, VehicleId]:
    return round_.day, round_.vehicle


def _way(round_: Round) -> tuple[object, ...]:
    """Where a round goes and when, whatever it carries."""
    return round_.leave_min, round_.return_min, *((s.place, s.arrive_min, s.leave_min) for s in round_.stops)


def _bag_way(bag: Bag) -> tuple[int, TripId, PlaceId, PlaceId]:
    return bag.day, bag.trip, bag.origin, bag.destination


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _paired(before: list[T], after: list[T], way: Callable[[T], object]) -> list[tuple[T | None, T | None]]:
    """Those that go the same way, then the rest in order, then what has no counterpart."""
    old, new = list(before), list(after)
    pairs: list[tuple[T | None, T | None]] = []
    for was in before:
        like = next((each for each in new if way(each) == way(was)), None)
        if like is not None:
            pairs.append((was, like))
            old.remove(was)
            new.remove(like)
    rest = max(len(old), len(new))
    left: list[T | None] = [*old, *[None] * (rest - len(old))]
    right: list[T | None] = [*new, *[None] * (rest - len(new))]
    return [*pairs, *zip(left, right, strict=True)]


def _change(before: T | None, after: T | None, way: Callable[[T], object]) -> Change:
    if before is None or after is None:
        return Change.ADDED if before is None else Change.REMOVED
    return Change.LOADS if way(before) == way(after) else Change.CHANGED


def _floors(kept_by: Judged, missed_by: Judged) -> tuple[FloorLine, ...]:
    """The floors that the one keeps and the other misses, as the other's lines."""
    kept = {(line.place, line.rule.name) for line in kept_by.report.compliance.lines if line.is_met}
    return tuple(line for line in missed_by.report.compliance.misses if (line.place, line.rule.name) in kept)
