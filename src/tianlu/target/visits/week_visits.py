"""The visits of a week: which, by which round, from which stop, when; which not and why; the plan with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tianlu.core.calendar import clock
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.mail import mail_flow
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, Violation
from tianlu.target.progress import OnShare, go_on
from tianlu.target.visits.candidate import Candidate, VisitParams
from tianlu.target.visits.check_visits import MadeVisit
from tianlu.target.visits.choose import M_A_KM, Choice, Week, choose_visits
from tianlu.target.visits.day_line import DayLine, Times, lines_of, split_sound
from tianlu.target.visits.left_out import LeftOut, explain_left_out
from tianlu.target.visits.limits import limits_of
from tianlu.target.visits.options import Option, list_options
from tianlu.target.visits.own_trips import OwnTrips, drive_own_trips

PRICE_STEPS = 4
"""How often the distance between a price too low and one high enough is halved."""


@dataclass(frozen=True)
class PlannedVisit:
    """A visit from stop `stop` of the plan's round `round_index`, in minutes from Monday 00:00."""

    candidate: Candidate
    round_index: int
    stop: int
    vehicle: VehicleId
    stop_place: PlaceId
    day: int
    begin_min: int
    end_min: int
    off_m: int
    off_min: int

    @property
    def reason(self) -> str:
        """Why there and then, in English."""
        way = f"{self.off_m / 1000:.1f} km there and back" if self.off_m else "no way off it"
        return f"{self.vehicle} stops at {self.stop_place} on {WEEKDAYS[self.day]} {clock(self.begin_min)}: {way}."

    @property
    def reason_zh(self) -> str:
        """The same in Chinese."""
        way = f"往返绕行 {self.off_m / 1000:.1f} 公里" if self.off_m else "无需绕行"
        return f"{self.vehicle} {WEEKDAYS_ZH[self.day]} {clock(self.begin_min)} 停靠 {self.stop_place}，{way}。"


def as_made(visits: Sequence[PlannedVisit]) -> tuple[MadeVisit, ...]:
    """Visits as the judge takes them."""
    return tuple(
        MadeVisit(
            id=each.candidate.id,
            owner=each.candidate.owner,
            place=each.candidate.place,
            round_index=each.round_index,
            stop=each.stop,
            begin_min=each.begin_min,
            end_min=each.end_min,
            off_m=each.off_m,
            off_min=each.off_min,
            own_off_m=each.candidate.off_m,
            own_off_min=each.candidate.off_min,
            minutes=each.candidate.minutes,
            from_min=each.candidate.from_min,
            to_min=each.candidate.to_min,
            days=frozenset(each.candidate.days),
        )
        for each in visits
    )


@dataclass(frozen=True)
class WeekVisits:
    """What came of planning the visits. `plan` has the same rounds and stops with the later hours; `report` is the
    judge's on it. `added_min` is on rounds, `added_m` off them, of which `detour_m` between places; `worth_fen` is the
    gain less what these cost."""

    visits: tuple[PlannedVisit, ...]
    left_out: tuple[LeftOut, ...]
    plan: Plan
    report: CheckReport
    gain_fen: int
    worth_fen: int
    added_min: int
    added_m: int
    detour_m: int
    own_trips: OwnTrips


def plan_visits(
    problem: WeekProblem,
    plan: Plan,
    candidates: Sequence[Candidate],
    *,
    seed: int,
    params: VisitParams | None = None,
    on_share: OnShare = go_on,
) -> WeekVisits:
    """The visits of a week on the rounds of its plan. Rounds keep their stops, their order and all their mail;
    a vehicle's day that breaks a limit already takes no visit.
    `on_share` hears how much of the search is done, and may raise to end it.

    Raises ValueError for a candidate at a place that the problem does not have, or two of the same id.
    """
    params = params or VisitParams()
    _require_known(problem, candidates)
    lines, broken = split_sound(lines_of(problem, plan, limits_of(problem, plan, mail_flow(problem, plan))))
    options = list_options(problem, lines, candidates, params)
    choice, params = _choose_within_share(problem, lines, candidates, options, params, seed, on_share)
    judged = _judge(problem, plan, lines, candidates, options, params, choice)
    choice, visits = judged.choice, _visits(lines, candidates, judged.choice)
    week = _week(lines, candidates, judged.options, params, choice)
    left = (visit for visit in range(len(candidates)) if visit not in choice.chosen)
    detours = sum(option.stay.detour_m for option in choice.chosen.values())
    return WeekVisits(
        visits=visits,
        left_out=tuple(explain_left_out(problem, week, visit, judged.forbidden.get(visit), broken) for visit in left),
        plan=judged.plan,
        report=judged.report,
        gain_fen=sum(each.candidate.gain_fen for each in visits),
        worth_fen=round(choice.worth_fen + params.detour_km_fen * detours / M_A_KM),
        added_min=sum(now.minutes - then.minutes for now, then in zip(choice.times, week.planned, strict=True)),
        added_m=sum(each.off_m for each in visits),
        detour_m=detours,
        own_trips=drive_own_trips(problem, [each.candidate for each in visits]),
    )


def _choose_within_share(
    problem: WeekProblem,
    lines: Sequence[DayLine],
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    seed: int,
    on_share: OnShare,
) -> tuple[Choice, VisitParams]:
    """The choice whose detours are no more than their share, and the price of a kilometre that brought it about. The
    price is found on choices without a search, which are soon made, and raised further if the search needs it."""
    params = replace(params, detour_km_fen=_price_within_share(problem, lines, candidates, options, params, seed))
    while True:
        choice = choose_visits(lines, candidates, options, params, seed=seed, on_share=on_share)
        if _is_within_share(problem, candidates, choice, params):
            return choice, params
        params = replace(params, detour_km_fen=_dearer(params.detour_km_fen))


def _price_within_share(
    problem: WeekProblem,
    lines: Sequence[DayLine],
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    seed: int,
) -> int:
    """The lowest price found, by doubling and then halving the distance, at which the first choice keeps the share."""

    def keeps_share(km_fen: int) -> bool:
        at_once = replace(params, detour_km_fen=km_fen, rounds_of_search=0)
        return _is_within_share(
            problem, candidates, choose_visits(lines, candidates, options, at_once, seed=seed), params
        )

    low = high = params.detour_km_fen
    while not keeps_share(high):
        low, high = high, _dearer(high)
    for _ in range(PRICE_STEPS if high > low else 0):
        middle = (low + high) // 2
        low, high = (low, middle) if keeps_share(middle) else (middle, high)
    return high


def _dearer(km_fen: int) -> int:
    """Half as much again: a search finds more detours than the first choice had, but not many more."""
    return max(200, 3 * km_fen // 2)


def _is_within_share(
    problem: WeekProblem, candidates: Sequence[Candidate], choice: Choice, params: VisitParams
) -> bool:
    """The customers' own ways off their places are driven by whoever goes there, and count on neither side."""
    detours = sum(option.stay.detour_m for option in choice.chosen.values())
    own = drive_own_trips(problem, [candidates[visit] for visit in sorted(choice.chosen)])
    off = sum(candidates[visit].off_m for visit in choice.chosen)
    return detours <= params.detour_share_max * (own.metres - off)


@dataclass(frozen=True)
class _Judged:
    """A choice that the plan's judge lets stand, with its plan; `forbidden` are visits that it did not."""

    choice: Choice
    options: tuple[Sequence[Option], ...]
    plan: Plan
    report: CheckReport
    forbidden: dict[int, Violation]


def _judge(
    problem: WeekProblem,
    plan: Plan,
    lines: Sequence[DayLine],
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    choice: Choice,
) -> _Judged:
    """Take back what the judge of the plan finds new fault with. The limits of the rounds are meant to leave nothing to
    find; should the judge see further, its word stands."""
    before = {_where(violation) for violation in check_plan(problem, plan).violations}
    forbidden: dict[int, Violation] = {}
    while True:
        changed = plan_with(plan, lines, choice.times)
        report = check_plan(problem, changed)
        new = next((each for each in report.violations if _where(each) not in before), None)
        left = tuple(() if visit in forbidden else theirs for visit, theirs in enumerate(options))
        if new is None:
            return _Judged(choice, left, changed, report, forbidden)
        forbidden |= dict.fromkeys(_to_blame(lines, choice, new), new)
        kept = {visit: each for visit, each in choice.chosen.items() if visit not in forbidden}
        choice = _week(lines, candidates, options, params, replace(choice, chosen=kept)).snapshot()


def plan_with(plan: Plan, lines: Sequence[DayLine], times: Sequence[Times]) -> Plan:
    """The plan with the hours of replayed lines; loads stay, since no mail changes its way."""
    rounds = list(plan.rounds)
    for line, replayed in zip(lines, times, strict=True):
        for number, drive in enumerate(line.drives):
            old = rounds[drive.round_index]
            rounds[drive.round_index] = _round_at(old, replayed, drive.first, number)
    return replace(plan, rounds=tuple(rounds))


def _round_at(old: Round, times: Times, first: int, number: int) -> Round:
    stops = tuple(
        replace(stop, arrive_min=times.arrive[first + k], leave_min=times.leave[first + k])
        for k, stop in enumerate(old.stops)
    )
    return replace(old, leave_min=times.out[number], return_min=times.back[number], stops=stops)


def _require_known(problem: WeekProblem, candidates: Sequence[Candidate]) -> None:
    unknown = sorted({each.place for each in candidates} - set(problem.index))
    if unknown:
        raise ValueError(f"candidates at places that the week does not have: {', '.join(unknown)}")
    if len({each.id for each in candidates}) < len(candidates):
        raise ValueError("each candidate has an id of its own")


def _visits(lines: Sequence[DayLine], candidates: Sequence[Candidate], choice: Choice) -> tuple[PlannedVisit, ...]:
    found = [_visit(lines, candidates[visit], visit, option, choice) for visit, option in choice.chosen.items()]
    return tuple(sorted(found, key=lambda each: (each.begin_min, each.vehicle, each.candidate.id)))


def _visit(lines: Sequence[DayLine], candidate: Candidate, visit: int, option: Option, choice: Choice) -> PlannedVisit:
    line = lines[option.line]
    call, begin = line.calls[option.call], choice.times[option.line].begins[visit]
    return PlannedVisit(
        candidate=candidate,
        round_index=call.round_index,
        stop=call.stop,
        vehicle=line.vehicle,
        stop_place=call.place,
        day=line.day,
        begin_min=begin,
        end_min=begin + candidate.minutes,
        off_m=option.stay.off_m,
        off_min=option.stay.off_min,
    )


def _to_blame(lines: Sequence[DayLine], choice: Choice, violation: Violation) -> set[int]:
    """The visits of the lines that a violation is about; all visits of the week where it names no line."""
    chosen = choice.chosen
    named = {
        visit
        for visit, option in chosen.items()
        if (lines[option.line].vehicle, lines[option.line].day) == (violation.vehicle, violation.day)
    }
    return named or set(chosen)


def _week(
    lines: Sequence[DayLine],
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    choice: Choice,
) -> Week:
    """The lines with the chosen visits on them."""
    week = Week(lines, candidates, options, params)
    week.put_all(choice.chosen)
    return week


def _where(violation: Violation) -> tuple[object, ...]:
    return violation.rule, violation.place, violation.vehicle, violation.trip, violation.day
