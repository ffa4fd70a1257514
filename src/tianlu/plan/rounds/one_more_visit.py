"""What one more visit a week would cost: the cheapest further day for a place in a plan, each try put to the check."""

from collections.abc import Iterator
from dataclasses import dataclass

from tianlu.core.calendar import DAYS_A_WEEK
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.mail import Mode, mail_flow, weekday_of, with_loads
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.violation import Violation
from tianlu.plan.rounds.ways import Way, list_ways, plans_with

CHECKS_MAX = 24
"""How many changed plans are tried. Where they do not suffice, `OneMoreVisit.is_exhaustive` says so."""


@dataclass(frozen=True)
class Refusal:
    """A way that would cost less than the visit found, and the first rule that forbids it."""

    mode: Mode
    day: int
    about_fen: int
    because: Violation


@dataclass(frozen=True)
class Visit:
    """The cheapest further visit: its day and mode, what the week would cost more, and the plan with it."""

    mode: Mode
    day: int
    vehicle: VehicleId | None
    trip: TripId | None
    more_fen: int
    plan: Plan


@dataclass(frozen=True)
class OneMoreVisit:
    """What came of asking for one more visit.

    `visit` is None where nothing was found that keeps every rule; `refusals` are the cheaper ways that were tried and
    what forbids them. `is_exhaustive` is False where ways were left untried for lack of checks.
    """

    place: PlaceId
    visit: Visit | None
    refusals: tuple[Refusal, ...]
    is_exhaustive: bool


def price_one_more_visit(
    problem: WeekProblem, plan: Plan, place: PlaceId, *, checks_max: int = CHECKS_MAX
) -> OneMoreVisit:
    """Try every round, every idle vehicle and every bus of every free day, cheapest first.

    The rest of the plan stays as it is, so a search may find it cheaper still. A fault that the plan already has is
    not held against the visit.
    """
    before = check_plan(problem, plan)
    best: Visit | None = None
    refusals: list[Refusal] = []
    checks = 0
    for way in _ways(problem, plan, place):
        if best is not None and way.about_fen >= best.more_fen:
            break
        if checks >= checks_max:
            return OneMoreVisit(place, best, tuple(refusals), is_exhaustive=False)
        visit, because, tried = _try(problem, plan, place, way, before)
        checks += tried
        if visit is not None and (best is None or visit.more_fen < best.more_fen):
            best = visit
        if because is not None:
            refusals.append(Refusal(way.mode, way.day, way.about_fen, because))
    return OneMoreVisit(place, best, tuple(refusals), is_exhaustive=True)


def _ways(problem: WeekProblem, plan: Plan, place: PlaceId) -> list[Way]:
    flow = mail_flow(problem, plan)
    taken = {weekday_of(leg.end_min) for leg in flow.outward[place]}
    free = [day for day in range(DAYS_A_WEEK) if day not in taken]
    ways = [way for day in free for way in list_ways(problem, plan, place, day, flow)]
    return sorted(ways, key=lambda way: way.about_fen)


def _try(
    problem: WeekProblem, plan: Plan, place: PlaceId, way: Way, before: CheckReport
) -> tuple[Visit | None, Violation | None, int]:
    """The visit if a rule-keeping plan has it, otherwise the first rule in the way; and how many plans were checked."""
    because, tried = None, 0
    for changed in plans_with(problem, plan, place, way):
        loaded = with_loads(problem, changed)
        report = check_plan(problem, loaded)
        tried += 1
        new = next(_new_faults(report, before), None)
        if new is None:
            more = report.cost.total_fen - before.cost.total_fen
            return Visit(way.mode, way.day, way.vehicle, way.trip, more, loaded), None, tried
        because = because or new
    return None, because, tried


def _new_faults(report: CheckReport, before: CheckReport) -> Iterator[Violation]:
    known = {_where(violation) for violation in before.violations}
    return (violation for violation in report.violations if _where(violation) not in known)


def _where(violation: Violation) -> tuple[object, ...]:
    return violation.rule, violation.place, violation.vehicle, violation.trip, violation.day
