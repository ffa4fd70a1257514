"""Moments, spans and disruptions as typed: `Wed 10:00`, `周三 10:00`, `Wed,Thu`, `Wed 10:00..Fri 18:00`."""

import re

from tianlu.cli.explain import find_site
from tianlu.cli.plain_words import CannotGoOn
from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.plan.rounds.disruption import Disruption, MailSurge, PlaceClosed, TripCancelled, VehicleAway, WayClosed
from tianlu.plan.rounds.hand_over import HandOver
from tianlu.plan.rounds.problem import WeekProblem

DAY_NAMES = (
    ("mon", "monday", "周一", "星期一"),
    ("tue", "tuesday", "周二", "星期二"),
    ("wed", "wednesday", "周三", "星期三"),
    ("thu", "thursday", "周四", "星期四"),
    ("fri", "friday", "周五", "星期五"),
    ("sat", "saturday", "周六", "星期六"),
    ("sun", "sunday", "周日", "星期日"),
)
BETWEEN = ".."
WAY = "~"
MOMENT = re.compile(r"\s*(?P<day>[^\d\s]+)\s*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})\s*")


def read_day(text: str) -> int:
    """A weekday, Monday = 0. Raises CannotGoOn."""
    for day, names in enumerate(DAY_NAMES):
        if text.strip().lower() in names:
            return day
    raise CannotGoOn(
        en=f"{text!r} is no weekday; write Mon, Tue, Wed, Thu, Fri, Sat or Sun.",
        zh=f"{text!r} 不是星期；请写周一至周日。",
    )


def read_moment(text: str) -> int:
    """A minute of the week; `Sun 24:00` is its end. Raises CannotGoOn."""
    found = MOMENT.fullmatch(text)
    if found is None or int(found["hour"]) * 60 + int(found["minute"]) > MINUTES_A_DAY or int(found["minute"]) > 59:
        raise CannotGoOn(
            en=f"{text!r} is no moment of the week; write it as 'Wed 10:00'.",
            zh=f"{text!r} 不是本周的时刻；请写成“周三 10:00”。",
        )
    return read_day(found["day"]) * MINUTES_A_DAY + int(found["hour"]) * 60 + int(found["minute"])


def read_closed(problem: WeekProblem, text: str, *, at_min: int) -> Disruption:
    """`PLACE`, `PLACE=from..to` or `PLACE~PLACE=from..to`; without a span, from now to the week's end."""
    name, _, span = text.partition("=")
    start, end = _read_span(span, at_min) if span else (at_min, MINUTES_A_WEEK)
    if WAY in name:
        origin, destination = (_place(problem, each) for each in name.split(WAY, 1))
        return WayClosed(origin, destination, start, end, at_min)
    return PlaceClosed(_place(problem, name), start, end, at_min)


def read_cancelled(text: str, *, at_min: int) -> Disruption:
    return TripCancelled(TripId(text.strip()), at_min)


def read_away(text: str, *, at_min: int) -> Disruption:
    """`VEHICLE` for the rest of the week, or `VEHICLE=Wed,Thu`."""
    vehicle, _, days = text.partition("=")
    listed = re.split(r"[,，、]", days) if days else []
    chosen = tuple(read_day(each) for each in listed) or tuple(range(at_min // MINUTES_A_DAY, DAYS_A_WEEK))
    return VehicleAway(VehicleId(vehicle.strip()), chosen, at_min)


def read_surge(problem: WeekProblem, text: str, *, at_min: int) -> Disruption:
    """`PLACE=percent`."""
    name, _, percent = text.partition("=")
    figure = percent.strip().rstrip("%")
    if not figure.isdecimal():
        raise CannotGoOn(
            en=f"{text!r} does not say by how many per cent mail grows; write PLACE=40.",
            zh=f"{text!r} 没有写明邮件增加的百分数；请写成 地点=40。",
        )
    return MailSurge(_place(problem, name), int(figure), at_min)


def read_hand_over(text: str) -> HandOver:
    """`VEHICLE=OTHER@day`."""
    found = re.fullmatch(r"\s*([^=]+)=([^@]+)@(.+)", text)
    if found is None:
        raise CannotGoOn(
            en=f"{text!r} does not say whose round of which day goes to whom; write VEHICLE=OTHER@Thu.",
            zh=f"{text!r} 没有写明哪辆车哪天的邮路交给谁；请写成 车辆=另一车辆@周四。",
        )
    return HandOver(VehicleId(found[1].strip()), read_day(found[3]), VehicleId(found[2].strip()))


def _read_span(text: str, at_min: int) -> tuple[int, int]:
    """`from..to`; either may be left out."""
    start, _, end = text.partition(BETWEEN)
    return (
        read_moment(start) if start.strip() else at_min,
        read_moment(end) if end.strip() else MINUTES_A_WEEK,
    )


def _place(problem: WeekProblem, name: str) -> PlaceId:
    wanted = name.strip()
    return problem.hub.id if wanted in (problem.hub.id, problem.hub.place.name) else find_site(problem, wanted).id
