"""The judge of a week's visits: each as the plan lets it be, from the plan and the candidates alone.

It shares no code with the search. Whether the plan itself keeps every rule is for the plan's own judge to say
(`plan/rounds/check.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tianlu.core.calendar import MINUTES_A_DAY, clock
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class MadeVisit:
    """A visit as it is said to be made, between two minutes of the week. `off_m` and `off_min` are the way there and
    back from the stop, of which `own_off_m` and `own_off_min` lie between the customer's place and the customer.

    What was asked: `minutes` between `from_min` and `to_min` of the day, on one of `days`.
    """

    id: str
    owner: str
    place: str
    round_index: int
    stop: int
    begin_min: int
    end_min: int
    off_m: int
    off_min: int
    own_off_m: int
    own_off_min: int
    minutes: int
    from_min: int
    to_min: int
    days: frozenset[int]


@dataclass(frozen=True)
class VisitFault:
    """A rule that a visit breaks."""

    rule: str
    visit: str
    message: str
    message_zh: str


Rule = Callable[[WeekProblem, Plan, Sequence[MadeVisit]], Iterable[VisitFault]]


def check_visits(
    problem: WeekProblem, plan: Plan, visits: Sequence[MadeVisit], *, owner_minutes_max: int
) -> tuple[VisitFault, ...]:
    """All faults, rule by rule; `plan` is the one with the visits' hours."""
    found = [fault for rule in RULES for fault in rule(problem, plan, visits)]
    return (*found, *owner_minutes(visits, owner_minutes_max))


def visited_once(problem: WeekProblem, plan: Plan, visits: Sequence[MadeVisit]) -> Iterator[VisitFault]:
    """No customer is visited twice in the week."""
    ids = [each.id for each in visits]
    for each in sorted({each for each in ids if ids.count(each) > 1}):
        yield VisitFault("visited_once", each, f"{each} is visited {ids.count(each)} times.", f"{each} 被拜访多次。")


def customer_there(problem: WeekProblem, plan: Plan, visits: Sequence[MadeVisit]) -> Iterator[VisitFault]:
    """A visit lies within the customer's hours, on a day of his, and lasts as long as asked."""
    for each in visits:
        day, begin = divmod(each.begin_min, MINUTES_A_DAY)
        end = begin + each.end_min - each.begin_min
        if day not in each.days or begin < each.from_min or end > each.to_min:
            words = (
                f"{each.id} is visited {clock(begin)}–{clock(end)} on weekday {day}, when the customer is not there."
            )
            yield VisitFault("customer_there", each.id, words, f"{each.id} 在客户不在的时段被拜访。")
        if each.end_min - each.begin_min != each.minutes:
            words = f"{each.id} is visited for {each.end_min - each.begin_min} min, {each.minutes} are asked for."
            yield VisitFault("customer_there", each.id, words, f"{each.id} 的拜访时长不符。")


def way_to_customer(problem: WeekProblem, plan: Plan, visits: Sequence[MadeVisit]) -> Iterator[VisitFault]:
    """The way there and back is as long as the travel matrix says."""
    for each in visits:
        stop = problem.index[plan.rounds[each.round_index].stops[each.stop].place]
        there = next(k for k, site in enumerate(problem.sites) if site.id == each.place)
        for name, table, said, own in (
            ("m", problem.travel.metres, each.off_m, each.own_off_m),
            ("min", problem.travel.minutes, each.off_min, each.own_off_min),
        ):
            due = int(table[stop, there]) + int(table[there, stop]) + own
            if said != due:
                words = f"The way to {each.id} is said to be {said} {name}, it is {due}."
                yield VisitFault("way_to_customer", each.id, words, f"{each.id} 的往返路程不符。")


def within_the_stop(problem: WeekProblem, plan: Plan, visits: Sequence[MadeVisit]) -> Iterator[VisitFault]:
    """Between arriving and leaving there is time for the service, its rest and every visit with its way, one after
    another: no two overlap each other, and the gaps hold the service."""
    stops: dict[tuple[int, int], list[MadeVisit]] = {}
    for each in visits:
        stops.setdefault((each.round_index, each.stop), []).append(each)
    for (index, number), theirs in stops.items():
        stop = plan.rounds[index].stops[number]
        place = problem.site(stop.place).place
        opens = max(stop.arrive_min, stop.arrive_min // MINUTES_A_DAY * MINUTES_A_DAY + place.open_from_min)
        spans = sorted(
            (each.begin_min - each.off_min // 2, each.end_min + each.off_min - each.off_min // 2, each.id)
            for each in theirs
        )
        free = [stop.arrive_min, *(end for _, end, _ in spans)]
        until = [*(begin for begin, _, _ in spans), stop.leave_min]
        for begin, end, each_id in zip(free, until, [*(name for _, _, name in spans), spans[-1][2]], strict=True):
            if begin > end:
                yield VisitFault(
                    "within_the_stop", each_id, f"{each_id} overlaps what is beside it.", f"{each_id} 与相邻安排重叠。"
                )
        gaps = (end - max(begin, opens) for begin, end in zip(free, until, strict=True))
        if max(gaps) < place.service_min:
            yield VisitFault(
                "within_the_stop",
                spans[0][2],
                f"The visits at {place.name} leave no time for the mail.",
                f"{place.name} 的拜访未给邮件服务留出时间。",
            )


def owner_minutes(visits: Sequence[MadeVisit], most: int) -> Iterator[VisitFault]:
    """No owner has more minutes of visits than a week lets."""
    spent: dict[str, int] = {}
    for each in visits:
        spent[each.owner] = spent.get(each.owner, 0) + each.minutes
    for owner, minutes in sorted(spent.items()):
        if minutes > most:
            yield VisitFault(
                "owner_minutes",
                owner,
                f"{owner} has {minutes} min of visits, {most} at most.",
                f"{owner} 的拜访共 {minutes} 分钟，上限 {most} 分钟。",
            )


RULES: tuple[Rule, ...] = (visited_once, customer_there, way_to_customer, within_the_stop)
