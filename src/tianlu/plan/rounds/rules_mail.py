"""Rules on how mail changes hands: stated loads, feeds before rounds, holds, handovers."""

from collections.abc import Iterator

from tianlu.core.calendar import clock
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.facts import BagFacts, Facts, RoundFacts, StopFacts, is_open_at
from tianlu.plan.rounds.mail import weekday_of
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, Violation, amount, amount_zh


def fed_before_leaving(facts: Facts) -> Iterator[Violation]:
    """A station's round delivers what has come to its station and been handled before it leaves: no more, no less."""
    for round_ in facts.rounds:
        if round_.round.depot != facts.problem.hub.id:
            for stop in round_.stops:
                stated = (stop.stop.deliver_pieces, stop.stop.deliver_g)
                yield from _wrong_load(round_, stop, "fed_before_leaving", "deliver", "投递", stated, _to_deliver(stop))


def stated_load(facts: Facts) -> Iterator[Violation]:
    """What a plan says is handed over and taken in is what decision 0001 sends there."""
    for round_ in facts.rounds:
        for stop in round_.stops:
            if round_.round.depot == facts.problem.hub.id:
                stated = (stop.stop.deliver_pieces, stop.stop.deliver_g)
                yield from _wrong_load(round_, stop, "stated_load", "deliver", "投递", stated, _to_deliver(stop))
            stated = (stop.stop.collect_pieces, stop.stop.collect_g)
            derived = (stop.load.collect_pieces, stop.load.collect_g)
            yield from _wrong_load(round_, stop, "stated_load", "collect", "收寄", stated, derived)
    for bag in facts.bags:
        stated, derived = (bag.bag.pieces, bag.bag.grams), (bag.pieces, bag.grams)
        if stated != derived:
            found, expected = amount(*stated), amount(*derived)
            words = f"is said to hold {found}, {expected} ride in it"
            words_zh = f"载明 {amount_zh(*stated)}，实际应装 {amount_zh(*derived)}"
            yield _of_bag(bag, "stated_load", found, expected, words, words_zh)


def hold(facts: Facts) -> Iterator[Violation]:
    """On every leg of every trip the bags on board fit the spare hold."""
    for bags in facts.bags_by_trip().values():
        trip = bags[0].trip
        for leg, (free_pieces, free_g) in enumerate(zip(trip.hold_pieces, trip.hold_g, strict=True)):
            aboard = [bag for bag in bags if bag.ride.first <= leg < bag.ride.last]
            pieces, grams = sum(bag.pieces for bag in aboard), sum(bag.grams for bag in aboard)
            if pieces > free_pieces or grams > free_g:
                found, expected = amount(pieces, grams), amount(free_pieces, free_g)
                origin, destination = trip.stops[leg].stop, trip.stops[leg + 1].stop
                yield Violation(
                    rule="hold",
                    found=found,
                    expected=f"at most {expected}",
                    message=f"{trip.line_name} {trip.id} carries {found} from {origin} to {destination}, "
                    f"its hold has room for {expected}.",
                    message_zh=f"{trip.line_name} {trip.id} 在 {origin} 至 {destination} 段载有 "
                    f"{amount_zh(pieces, grams)}，货舱余量为 {amount_zh(free_pieces, free_g)}。",
                    trip=trip.id,
                    day=trip.day,
                )


def handover(facts: Facts) -> Iterator[Violation]:
    """Somebody is there to give a bag at the cut-off and to receive it from the bus."""
    for bag in facts.bags:
        place = bag.site.place
        if bag.site.kind is PlaceKind.VILLAGE and not place.has_keeper:
            words, words_zh = (
                f"has nobody to take it: {place.name} has no keeper",
                f"无人交接：{place.name}没有村邮站站长",
            )
            yield _of_bag(bag, "handover", "no keeper", "a keeper", words, words_zh)
        minute = bag.ride.arrive_min if bag.is_outward else bag.ride.cutoff_min
        if not is_open_at(bag.site, minute):
            found = f"{WEEKDAYS[weekday_of(minute)]} {clock(minute)}"
            expected = f"{clock(place.open_from_min)}–{clock(place.open_to_min - 1)} on an open day"
            words = f"changes hands at {found}, when {place.name} is closed"
            words_zh = f"在{WEEKDAYS_ZH[weekday_of(minute)]} {clock(minute)} 交接，{place.name}此时未开门"
            yield _of_bag(bag, "handover", found, expected, words, words_zh)


def _to_deliver(stop: StopFacts) -> tuple[int, int]:
    return stop.load.deliver_pieces, stop.load.deliver_g


def _wrong_load(
    round_: RoundFacts,
    stop: StopFacts,
    rule: str,
    act: str,
    act_zh: str,
    stated: tuple[int, int],
    derived: tuple[int, int],
) -> Iterator[Violation]:
    if stated != derived:
        found, expected, day = amount(*stated), amount(*derived), round_.round.day
        name, place = round_.vehicle.name or round_.vehicle.id, stop.site.place.name
        yield Violation(
            rule=rule,
            found=found,
            expected=expected,
            message=f"{WEEKDAYS[day]}: {name} is said to {act} {found} at {place}; {expected} can be there.",
            message_zh=f"{WEEKDAYS_ZH[day]}：{name} 在{place}载明{act_zh} {amount_zh(*stated)}，"
            f"实际应为 {amount_zh(*derived)}。",
            place=stop.site.id,
            vehicle=round_.vehicle.id,
            day=day,
        )


def _of_bag(bag: BagFacts, rule: str, found: str, expected: str, words: str, words_zh: str) -> Violation:
    name = f"{bag.trip.line_name} {clock(bag.trip.stops[0].leave_min)}"
    return Violation(
        rule=rule,
        found=found,
        expected=expected,
        message=f"{WEEKDAYS[bag.trip.day]}, {name}: the bag from {bag.bag.origin} to {bag.bag.destination} {words}.",
        message_zh=f"{WEEKDAYS_ZH[bag.trip.day]} {name}：{bag.bag.origin} 至 {bag.bag.destination} 的邮袋{words_zh}。",
        place=bag.site.id,
        trip=bag.trip.id,
        day=bag.trip.day,
    )
