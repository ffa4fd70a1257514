"""What comes between a week and its plan: closures, cancelled trips, vehicles away, surges of mail (decision 0005).

Each is known from a minute of the week on; minutes are from Monday 00:00.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK, clock
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.rounds.problem import Mail, WeekClosure, WeekCounts, WeekProblem

PERCENT_MAX = 900


@dataclass(frozen=True)
class PlaceClosed:
    """Nobody can stop at a place from `start_min` to `end_min`."""

    place: PlaceId
    start_min: int
    end_min: int
    known_min: int
    reason: str = ""


@dataclass(frozen=True)
class WayClosed:
    """The way between two places is closed, in both directions; other ways round stay as the travel table has them."""

    origin: PlaceId
    destination: PlaceId
    start_min: int
    end_min: int
    known_min: int
    reason: str = ""


@dataclass(frozen=True)
class TripCancelled:
    """A bus trip does not run."""

    trip: TripId
    known_min: int


@dataclass(frozen=True)
class VehicleAway:
    """A vehicle, or its courier, is away on days of the week, from the minute from which it is known."""

    vehicle: VehicleId
    days: tuple[int, ...]
    known_min: int


@dataclass(frozen=True)
class MailSurge:
    """The mail to and from a place that becomes ready from `known_min` on is more by `percent` per cent."""

    place: PlaceId
    percent: int
    known_min: int


Disruption = PlaceClosed | WayClosed | TripCancelled | VehicleAway | MailSurge


def check_disruptions(problem: WeekProblem, disruptions: Iterable[Disruption], *, at_min: int) -> None:
    """Raises ProblemsFound for places, trips and vehicles that the week does not have, for spans that make no sense,
    and for what is not known yet at `at_min` or cannot happen any more."""
    found = [] if 0 <= at_min < MINUTES_A_WEEK else [_no_moment(at_min)]
    for each in disruptions:
        found += _troubles(problem, each, at_min)
    if found:
        raise ProblemsFound(found)


def disrupted(problem: WeekProblem, disruptions: Iterable[Disruption], *, at_min: int) -> WeekProblem:
    """The problem as it stands from `at_min` on. What is past is left alone: a closure counts from `at_min`, a vehicle
    is away from the day after or, if it has not left by then, from the same day (see `mend`)."""
    for each in disruptions:
        problem = _applied(problem, each, at_min)
    return problem


def _applied(problem: WeekProblem, disruption: Disruption, at_min: int) -> WeekProblem:
    match disruption:
        case PlaceClosed():
            closed = WeekClosure(
                start_min=max(disruption.start_min, at_min),
                end_min=disruption.end_min,
                place=disruption.place,
                reason=disruption.reason,
            )
            return _with_closures(problem, [closed])
        case WayClosed():
            ways = ((disruption.origin, disruption.destination), (disruption.destination, disruption.origin))
            closures = [
                WeekClosure(
                    start_min=max(disruption.start_min, at_min),
                    end_min=disruption.end_min,
                    origin=origin,
                    destination=destination,
                    reason=disruption.reason,
                )
                for origin, destination in ways
            ]
            return _with_closures(problem, closures)
        case TripCancelled():
            return replace(problem, trips=tuple(trip for trip in problem.trips if trip.id != disruption.trip))
        case VehicleAway():
            return problem
        case MailSurge():
            return replace(
                problem,
                sites=tuple(
                    replace(site, mail=_more_mail(problem, site.mail, disruption))
                    if site.id == disruption.place
                    else site
                    for site in problem.sites
                ),
            )


def _with_closures(problem: WeekProblem, closures: list[WeekClosure]) -> WeekProblem:
    return replace(problem, closures=tuple(sorted((*problem.closures, *closures), key=repr)))


def _more_mail(problem: WeekProblem, mail: Mail, surge: MailSurge) -> Mail:
    """The mail of the days on which it is ready at `known_min` or later."""

    def more(counts: WeekCounts, ready_min: int) -> WeekCounts:
        grown = (
            -(-count * (100 + surge.percent) // 100) if day * MINUTES_A_DAY + ready_min >= surge.known_min else count
            for day, count in enumerate(counts)
        )
        a, b, c, d, e, f, g = grown
        return a, b, c, d, e, f, g

    terms = problem.terms
    return Mail(
        more(mail.deliver_pieces, terms.hub_ready_min),
        more(mail.deliver_g, terms.hub_ready_min),
        more(mail.collect_pieces, terms.village_ready_min),
        more(mail.collect_g, terms.village_ready_min),
    )


def _troubles(problem: WeekProblem, disruption: Disruption, at_min: int) -> list[Problem]:
    found = []
    if disruption.known_min > at_min:
        found.append(
            _trouble(
                "not_known_yet",
                "known",
                f"known from {_hour(disruption.known_min)}, mended at {_hour(at_min)}",
                "a disruption that is known at the moment of mending",
                "Mend at the hour from which it is known, or later.",
                "改排时刻已知的情况",
                "请在得知之后再改排。",
            )
        )
    match disruption:
        case PlaceClosed():
            found += _unknown_places(problem, [disruption.place]) + _bad_span(disruption.start_min, disruption.end_min)
        case WayClosed():
            ends = [disruption.origin, disruption.destination]
            found += _unknown_places(problem, ends) + _bad_span(disruption.start_min, disruption.end_min)
        case TripCancelled():
            found += _trip_troubles(problem, disruption, at_min)
        case VehicleAway():
            found += _away_troubles(problem, disruption, at_min)
        case MailSurge():
            found += _unknown_places(problem, [disruption.place])
            if not 1 <= disruption.percent <= PERCENT_MAX:
                found.append(
                    _trouble(
                        "bad_percent",
                        "percent",
                        str(disruption.percent),
                        f"1 to {PERCENT_MAX} per cent more mail",
                        "Give by how many per cent the mail is more.",
                        f"邮件增加百分之 1 到 {PERCENT_MAX}",
                        "请填写邮件增加的百分数。",
                    )
                )
    return found


def _unknown_places(problem: WeekProblem, places: Iterable[PlaceId]) -> list[Problem]:
    return [
        _trouble(
            "unknown_place",
            "place",
            str(place),
            "the id of a place of the county",
            "Take the id from the table places.",
            "本县地点的编号",
            "请按 places 表填写编号。",
        )
        for place in places
        if place not in problem.index
    ]


def _bad_span(start_min: int, end_min: int) -> list[Problem]:
    if 0 <= start_min < end_min <= MINUTES_A_WEEK:
        return []
    return [
        _trouble(
            "bad_span",
            "from",
            f"{_hour(start_min)} to {_hour(end_min)}",
            "a span within the week that ends after it begins",
            "Give an end after the beginning, both within the week.",
            "起点在前、终点在后，且都在本周内",
            "请把结束时间放在开始时间之后，且不超出本周。",
        )
    ]


def _trip_troubles(problem: WeekProblem, disruption: TripCancelled, at_min: int) -> list[Problem]:
    trip = problem.trip_by_id.get(disruption.trip)
    if trip is None:
        return [
            _trouble(
                "unknown_trip",
                "trip",
                str(disruption.trip),
                "a trip of the planned week",
                "Take the id from the plan's bags or the timetable, with its day.",
                "本周的班次",
                "请按计划的邮袋表或时刻表填写班次编号。",
            )
        ]
    if trip.stops[0].leave_min < at_min:
        return [
            _trouble(
                "trip_has_left",
                "trip",
                f"{disruption.trip} left at {_hour(trip.stops[0].leave_min)}",
                f"a trip that leaves at {_hour(at_min)} or later",
                "A bus that has left cannot be cancelled; close the places that it does not reach.",
                f"{_hour(at_min)} 或之后发车的班次",
                "已发车的班次不能取消；请改为封闭它到不了的地点。",
            )
        ]
    return []


def _away_troubles(problem: WeekProblem, disruption: VehicleAway, at_min: int) -> list[Problem]:
    found = []
    if disruption.vehicle not in {vehicle.id for vehicle in problem.vehicles}:
        found.append(
            _trouble(
                "unknown_vehicle",
                "vehicle",
                str(disruption.vehicle),
                "the id of a vehicle of the county",
                "Take the id from the table vehicles.",
                "本县车辆的编号",
                "请按 vehicles 表填写编号。",
            )
        )
    today = at_min // MINUTES_A_DAY
    if not disruption.days or any(not today <= day < DAYS_A_WEEK for day in disruption.days):
        found.append(
            _trouble(
                "bad_days",
                "days",
                ", ".join(map(str, disruption.days)) or "no day",
                "days of the week, today or later",
                "Name days that are still to come.",
                "本周今天或之后的日子",
                "请填写今天或之后的日子。",
            )
        )
    return found


def _no_moment(at_min: int) -> Problem:
    return _trouble(
        "no_such_moment",
        "at",
        f"minute {at_min}",
        f"a minute of the week, 0 to {MINUTES_A_WEEK - 1}",
        "Give a weekday and an hour of the planned week.",
        "本周内的时刻",
        "请填写本周的星期和时刻。",
    )


def _hour(minute: int) -> str:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon")
    return f"{days[min(7, max(0, minute // MINUTES_A_DAY))]} {clock(minute)}"


def _trouble(
    code: str, field: str, found: str, expected: str, how_to_fix: str, expected_zh: str, how_to_fix_zh: str
) -> Problem:
    return Problem(
        code=code,
        table="disruption",
        row=None,
        field=field,
        found=found,
        expected=expected,
        how_to_fix=how_to_fix,
        expected_zh=expected_zh,
        how_to_fix_zh=how_to_fix_zh,
    )
