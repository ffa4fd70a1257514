"""Why a candidate is not visited this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tianlu.core.calendar import clock
from tianlu.core.money import yuan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, Violation
from tianlu.target.visits.candidate import Candidate
from tianlu.target.visits.choose import Week
from tianlu.target.visits.day_line import DayLine, TooLate
from tianlu.target.visits.options import Option


class Because(StrEnum):
    """The kinds of reasons."""

    NO_STOP_NEAR = "no_stop_near"
    ROUND_BROKEN = "round_broken"
    CUSTOMER_AWAY = "customer_away"
    ROUNDS_FULL = "rounds_full"
    NOT_WORTH = "not_worth"
    OWNER_FULL = "owner_full"
    OTHERS_BRING_MORE = "others_bring_more"
    JUDGE = "judge"


LIMITS = {
    "leave": ("the next round would leave too late for its mail", "后一趟邮路出发过晚，影响邮件"),
    "mail": ("mail or a promise at {place} would be late", "{place} 的邮件或时限将受影响"),
    "window": ("{place} would be closed on arrival", "到达 {place} 时已关门"),
    "rest": ("the driver would be too long at the wheel", "连续驾驶将超时"),
    "closure": ("{place} is closed later", "{place} 随后封闭"),
    "return": ("the shift or the mail does not let it return later", "班次或邮件不允许更晚返回"),
    "customer": ("the customer is not there any more", "客户届时已不在"),
}


@dataclass(frozen=True)
class LeftOut:
    """A candidate that is not visited, with the reason in both languages."""

    candidate: Candidate
    because: Because
    reason: str
    reason_zh: str


def explain_left_out(
    problem: WeekProblem, week: Week, visit: int, judged: Violation | None, broken: Sequence[DayLine] = ()
) -> LeftOut:
    """The reason, from a week with the chosen visits on it; `judged` is what the plan's judge had against it, `broken`
    are vehicles' days that break a limit already and take no visit."""
    candidate = week.candidates[visit]
    if judged is not None:
        return LeftOut(candidate, Because.JUDGE, judged.message, judged.message_zh)
    options = week.options[visit]
    passing = next((line for line in broken if any(call.place == candidate.place for call in line.calls)), None)
    if not options and passing is not None:
        return LeftOut(
            candidate,
            Because.ROUND_BROKEN,
            f"{passing.vehicle} passes on {WEEKDAYS[passing.day]}, but its day breaks a rule as planned: mend it.",
            f"{passing.vehicle} {WEEKDAYS_ZH[passing.day]}经过，但该日的邮路本身违规：请先修正计划。",
        )
    if not options:
        return LeftOut(
            candidate,
            Because.NO_STOP_NEAR,
            "No round stops near enough on a day on which the customer is there.",
            "客户方便的日子里，附近没有邮路停靠。",
        )
    alone = [_alone(week, visit, option) for option in options]
    worths = [worth for worth in alone if not isinstance(worth, TooLate)]
    if not worths:
        return _never_fits(problem, week, candidate, options, [each for each in alone if isinstance(each, TooLate)])
    if max(worths) <= 0:
        return LeftOut(
            candidate,
            Because.NOT_WORTH,
            f"It would bring {yuan(candidate.gain_fen)} and cost {yuan(round(candidate.gain_fen - max(worths)))}.",
            f"预期收益 {yuan(candidate.gain_fen)}，成本 {yuan(round(candidate.gain_fen - max(worths)))}。",
        )
    return _outranked(week, visit, options, alone)


def _alone(week: Week, visit: int, option: Option) -> float | TooLate:
    """What a visit would be worth if it were the only one of its line, or what stands in its way."""
    try:
        return week.worth_alone(visit, option)
    except TooLate as late:
        return late


def _never_fits(
    problem: WeekProblem, week: Week, candidate: Candidate, options: Sequence[Option], late: list[TooLate]
) -> LeftOut:
    """Even with no other visit it fits no round: said of the first option, the one with the shortest way."""
    first, limit = options[0], late[0]
    line = week.lines[first.line]
    at = line.calls[limit.call if limit.call is not None else first.call]
    text, text_zh = (each.format(place=problem.site(at.place).place.name) for each in LIMITS[limit.limit])
    minute = clock(week.planned[first.line].arrive[first.call])
    kind = Because.CUSTOMER_AWAY if all(each.limit == "customer" for each in late) else Because.ROUNDS_FULL
    return LeftOut(
        candidate,
        kind,
        f"Of {len(options)} stops none has room; {line.vehicle}, {WEEKDAYS[line.day]} {minute}: {text}.",
        f"{len(options)} 个可选停靠点均无余量；{line.vehicle} {WEEKDAYS_ZH[line.day]} {minute}：{text_zh}。",
    )


def _outranked(week: Week, visit: int, options: Sequence[Option], alone: list[float | TooLate]) -> LeftOut:
    """It would fit alone: the owner's minutes or better visits have taken the room."""
    candidate = week.candidates[visit]
    if week.is_owner_full(visit):
        return LeftOut(
            candidate,
            Because.OWNER_FULL,
            f"{candidate.owner} has no minutes left this week for visits that bring less.",
            f"{candidate.owner} 本周时间已排满收益更高的拜访。",
        )
    fitting = [(worth, k) for k, worth in enumerate(alone) if not isinstance(worth, TooLate)]
    line = options[max(fitting)[1]].line
    there = [week.candidates[stay.visit].id for stays in week.stays[line].values() for stay in stays]
    named, more = ", ".join(there[:3]), len(there) - 3
    others = f"{named} and {more} more" if more > 0 else named
    others_zh = f"{named} 等 {len(there)} 个" if more > 0 else named
    vehicle, day = week.lines[line].vehicle, week.lines[line].day
    return LeftOut(
        candidate,
        Because.OTHERS_BRING_MORE,
        f"{vehicle} on {WEEKDAYS[day]} has its room taken by visits that bring more together: {others}.",
        f"{vehicle} {WEEKDAYS_ZH[day]}的余量已用于合计收益更高的拜访：{others_zh}。",
    )
