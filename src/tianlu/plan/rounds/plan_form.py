"""Whether a plan makes sense for its problem, before any rule is asked: known names, whole figures, time forward."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from tianlu.core.calendar import DAYS_A_WEEK
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rides import find_ride
from tianlu.plan.rounds.violation import Violation

RULE = "plan_form"

_NAMES = frozenset({"place", "vehicle", "depot", "trip", "origin", "destination", "stops"})


def sound_part(problem: WeekProblem, plan: Plan) -> tuple[Plan, tuple[Violation, ...]]:
    """The plan without the rounds and bags that make no sense, and what is wrong with those."""
    trouble = list(_wrong_problem(problem, plan))
    rounds = []
    for round_ in plan.rounds:
        found = list(_round_trouble(problem, round_))
        trouble += found
        if not found:
            rounds.append(round_)
    bags = []
    for bag in plan.bags:
        found = list(_bag_trouble(problem, bag))
        trouble += found
        if not found:
            bags.append(bag)
    return Plan(plan.problem_hash, tuple(rounds), tuple(bags)), tuple(trouble)


def _wrong_problem(problem: WeekProblem, plan: Plan) -> Iterator[Violation]:
    if plan.problem_hash != problem.hash:
        yield Violation(
            rule=RULE,
            found=str(plan.problem_hash)[:12],
            expected=problem.hash[:12],
            message="The plan was made for another problem: places, mail, vehicles or timetables differ.",
            message_zh="该计划是为另一个问题制定的：地点、邮件量、车辆或时刻不同。",
        )


def _round_trouble(problem: WeekProblem, round_: Round) -> Iterator[Violation]:
    """The first thing wrong with a round, if any: later ones may follow from it."""
    for fault in _round_faults(problem, round_):
        yield Violation(
            rule=RULE,
            found=fault.found,
            expected=fault.expected,
            message=f"A round of {round_.vehicle} {fault.words}: {fault.in_words}.",
            message_zh=f"{round_.vehicle} 的一条邮路{fault.words_zh}：{fault.in_words_zh}。",
            vehicle=round_.vehicle,
            day=_day_or_none(round_.day),
        )
        return


@dataclass(frozen=True)
class Fault:
    """What makes no sense of a round or bag: `words` go on after its name. A `found_zh` that is blank is `found`."""

    words: str
    words_zh: str
    found: str
    expected: str
    expected_zh: str
    found_zh: str = ""

    @property
    def in_words(self) -> str:
        return f"found {self.found}, expected {self.expected}"

    @property
    def in_words_zh(self) -> str:
        return f"现为 {self.found_zh or self.found}，应为{self.expected_zh}"


def _round_faults(problem: WeekProblem, round_: Round) -> Iterator[Fault]:
    yield from _figure_faults(round_)
    for stop in round_.stops:
        yield from _figure_faults(stop)
    vehicle = next((each for each in problem.vehicles if each.id == round_.vehicle), None)
    if vehicle is None:
        yield Fault(
            "drives an unknown vehicle", "使用未知车辆", str(round_.vehicle), "a vehicle of the county", "本县的车辆"
        )
    elif round_.depot != vehicle.depot:
        yield Fault(
            "starts from the wrong depot", "出发车场不符", str(round_.depot), vehicle.depot, f" {vehicle.depot}"
        )
    yield from _day_faults(round_.day)
    if not round_.stops:
        yield Fault("stops nowhere", "没有停靠点", "0 stops", "at least 1", "至少 1 个", "0 个")
    for stop in round_.stops:
        if stop.place not in problem.index:
            yield Fault(
                "stops at an unknown place", "停靠未知地点", str(stop.place), "a place of the county", "本县的地点"
            )
    yield from _backward_faults(round_)


def _figure_faults(part: Round | RoundStop | Bag) -> Iterator[Fault]:
    """Figures are whole and not negative."""
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name not in _NAMES and (type(value) is not int or value < 0):
            yield Fault(
                f"has no such {field.name}",
                f"的 {field.name} 不成立",
                repr(value),
                "a whole number, 0 or more",
                "不小于 0 的整数",
            )


def _day_faults(day: int) -> Iterator[Fault]:
    if not 0 <= day < DAYS_A_WEEK:
        yield Fault("has no such weekday", "的星期不成立", str(day), "0 to 6", " 0 到 6")


def _backward_faults(round_: Round) -> Iterator[Fault]:
    clock = round_.leave_min
    for minute in (*(each for stop in round_.stops for each in (stop.arrive_min, stop.leave_min)), round_.return_min):
        if minute < clock:
            yield Fault(
                "goes back in time",
                "的时间倒退",
                f"minute {minute}",
                f"minute {clock} or later",
                f"第 {clock} 分钟或更晚",
                f"第 {minute} 分钟",
            )
        clock = minute


def _bag_trouble(problem: WeekProblem, bag: Bag) -> Iterator[Violation]:
    for fault in _bag_faults(problem, bag):
        yield Violation(
            rule=RULE,
            found=fault.found,
            expected=fault.expected,
            message=f"A bag from {bag.origin} to {bag.destination} {fault.words}: {fault.in_words}.",
            message_zh=f"{bag.origin} 至 {bag.destination} 的邮袋{fault.words_zh}：{fault.in_words_zh}。",
            trip=bag.trip,
            day=_day_or_none(bag.day),
        )
        return


def _bag_faults(problem: WeekProblem, bag: Bag) -> Iterator[Fault]:
    yield from _figure_faults(bag)
    ends = (bag.origin, bag.destination)
    for place in ends:
        if place not in problem.index:
            yield Fault("has an unknown end", "的一端未知", str(place), "a place of the county", "本县的地点")
    if (bag.origin == problem.hub.id) == (bag.destination == problem.hub.id):
        yield Fault(
            "goes past the hub",
            "不以县级中心为一端",
            " to ".join(map(str, ends)),
            "one end, and one only, at the hub",
            "有且只有一端是县级中心",
            " 至 ".join(map(str, ends)),
        )
    trip = problem.trip_by_id.get(bag.trip)
    if trip is None:
        yield Fault("rides on an unknown trip", "使用未知班次", str(bag.trip), "a trip of the week", "本周的班次")
        return
    if bag.day != trip.day:
        yield Fault(
            "rides on another day than its trip", "的日期与班次不符", str(bag.day), str(trip.day), f" {trip.day}"
        )
    if find_ride(problem, trip, origin=bag.origin, destination=bag.destination) is None:
        yield Fault(
            "is on a bus that does not go there",
            "所乘班次不经过",
            str(bag.trip),
            "a trip that calls near both, in order",
            "先后停靠两端附近的班次",
        )


def _day_or_none(day: object) -> int | None:
    return day if type(day) is int and 0 <= day < DAYS_A_WEEK else None
