"""The rule of a week under way: what has left stands, and nothing leaves before the moment (decision 0005)."""

from collections.abc import Iterator

from tianlu.core.calendar import clock
from tianlu.plan.rounds.facts import Facts
from tianlu.plan.rounds.plan import Bag, Round
from tianlu.plan.rounds.problem import Driven
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, Violation


def as_driven(facts: Facts) -> Iterator[Violation]:
    """Rounds and bags that have left are in the plan as they left; nothing else leaves before the moment, nor a vehicle
    that is away."""
    driven = facts.problem.driven
    if driven is not None:
        yield from _missing(facts, driven)
        yield from _too_soon(facts, driven)


def _missing(facts: Facts, driven: Driven) -> Iterator[Violation]:
    rounds = {each.round for each in facts.rounds}
    bags = {each.bag for each in facts.bags}
    for round_ in driven.rounds:
        if round_ not in rounds:
            yield _of_round(
                round_,
                found="missing or changed",
                expected="as it left",
                words="has left and is not in the plan as it left",
                words_zh="已出车，计划中却缺失或被改动",
            )
    for bag in driven.bags:
        if bag not in bags:
            words = "has left and is not in the plan as it left"
            yield _of_bag(bag, "missing or changed", "as it left", words, "已交出，计划中却缺失或被改动")


def _too_soon(facts: Facts, driven: Driven) -> Iterator[Violation]:
    now = f"{WEEKDAYS[driven.day % 7]} {clock(driven.at_min)}"
    now_zh = f"{WEEKDAYS_ZH[driven.day % 7]} {clock(driven.at_min)}"
    for each in facts.rounds:
        round_ = each.round
        if round_ in driven.rounds:
            continue
        if round_.leave_min < driven.at_min:
            yield _of_round(
                round_,
                found=clock(round_.leave_min),
                expected=f"{now} or later",
                words=f"leaves before {now}, which is past",
                words_zh=f"在{now_zh}之前出车，时间已过",
            )
        elif driven.is_away(round_.vehicle, round_.day):
            yield _of_round(
                round_,
                found="drives",
                expected="away",
                words="drives, and its vehicle is away",
                words_zh="安排出车，而该车已不能出车",
            )
    for sent in facts.bags:
        if sent.bag not in driven.bags and sent.ride.given_min < driven.at_min:
            words = f"would leave its counter before {now}, which is past"
            words_zh = f"须在{now_zh}之前交出，时间已过"
            yield _of_bag(sent.bag, clock(sent.ride.given_min), f"{now} or later", words, words_zh)


def _of_round(round_: Round, *, found: str, expected: str, words: str, words_zh: str) -> Violation:
    day = round_.day
    return Violation(
        rule="as_driven",
        found=found,
        expected=expected,
        message=f"{WEEKDAYS[day]}, {clock(round_.leave_min)}: the round of {round_.vehicle} {words}.",
        message_zh=f"{WEEKDAYS_ZH[day]} {clock(round_.leave_min)}：{round_.vehicle} 的邮路{words_zh}。",
        vehicle=round_.vehicle,
        day=day,
    )


def _of_bag(bag: Bag, found: str, expected: str, words: str, words_zh: str) -> Violation:
    day = bag.day
    return Violation(
        rule="as_driven",
        found=found,
        expected=expected,
        message=f"{WEEKDAYS[day]}: the bag from {bag.origin} to {bag.destination} on {bag.trip} {words}.",
        message_zh=f"{WEEKDAYS_ZH[day]}：{bag.trip} 上 {bag.origin} 至 {bag.destination} 的邮袋{words_zh}。",
        trip=bag.trip,
        day=bag.day,
    )
