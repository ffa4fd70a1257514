"""Rules on how vehicles drive: loads, shifts, rest, hours, access, closures, one place at a time."""

from collections.abc import Iterator
from itertools import pairwise

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK, clock
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.facts import Drive, Facts, RoundFacts, StopFacts, overlaps
from tianlu.plan.rounds.mail import weekday_of
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, Violation, amount, amount_zh


def vehicle_load(facts: Facts) -> Iterator[Violation]:
    """Never more on board than the vehicle takes, on leaving and after every stop."""
    for round_ in facts.rounds:
        vehicle = round_.vehicle
        pieces = max(pieces for pieces, _ in round_.aboard)
        grams = max(grams for _, grams in round_.aboard)
        if pieces > vehicle.capacity_pieces or grams > vehicle.capacity_g:
            most = (vehicle.capacity_pieces, vehicle.capacity_g)
            found, expected = amount(pieces, grams), amount(*most)
            yield _of_round(
                round_,
                "vehicle_load",
                found,
                f"at most {expected}",
                f"is loaded with {found}, it takes {expected}",
                f"装载 {amount_zh(pieces, grams)}，最多可装 {amount_zh(*most)}",
            )


def shift(facts: Facts) -> Iterator[Violation]:
    """From leaving to return within the vehicle's shift, on a day on which it works."""
    for round_ in facts.rounds:
        vehicle, day = round_.vehicle, round_.round.day
        if day not in vehicle.days:
            expected = ", ".join(WEEKDAYS[each] for each in vehicle.days)
            yield _of_round(
                round_, "shift", WEEKDAYS[day], expected, "works on a day off", f"在休息日（{WEEKDAYS_ZH[day]}）出车"
            )
        start, end = (day * MINUTES_A_DAY + minute for minute in (vehicle.shift_from_min, vehicle.shift_to_min))
        if round_.round.leave_min < start or round_.round.return_min > end:
            found = f"{clock(round_.round.leave_min)}–{clock(round_.round.return_min)}"
            expected = f"{clock(start)}–{clock(end)}"
            yield _of_round(
                round_,
                "shift",
                found,
                f"within {expected}",
                f"is out {found}, its shift is {expected}",
                f"出车 {found}，班次为 {expected}",
            )


def driving_rest(facts: Facts) -> Iterator[Violation]:
    """Never longer at the wheel than the law lets without a rest (道路交通安全法实施条例 62)."""
    terms = facts.problem.terms
    for round_ in facts.rounds:
        for drive in round_.drives:
            if drive.wheel_min > terms.drive_min_max:
                yield _of_round(
                    round_,
                    "driving_rest",
                    f"{drive.wheel_min} min",
                    f"at most {terms.drive_min_max} min before {terms.rest_min} min of rest",
                    f"is at the wheel for {drive.wheel_min} min on the way to {drive.destination}, "
                    f"{terms.drive_min_max} are allowed",
                    f"驶往 {drive.destination} 途中已连续驾驶 {drive.wheel_min} 分钟，上限 {terms.drive_min_max} 分钟",
                )


def travel_time(facts: Facts) -> Iterator[Violation]:
    """A stop is reached when the way lets, and left no sooner than its service is done."""
    for round_ in facts.rounds:
        arrivals = [*(stop.stop.arrive_min for stop in round_.stops), round_.round.return_min]
        for drive, arrive in zip(round_.drives, arrivals, strict=True):
            if arrive != drive.due_min:
                yield _of_round(
                    round_,
                    "travel_time",
                    clock(arrive),
                    clock(drive.due_min),
                    f"reaches {drive.destination} at {clock(arrive)}, the way lets it at {clock(drive.due_min)}",
                    f"{clock(arrive)} 到达 {drive.destination}，按行程应为 {clock(drive.due_min)}",
                )
        yield from _hasty_stops(round_)


def time_window(facts: Facts) -> Iterator[Violation]:
    """Service begins while the place is open; a vehicle may wait for the opening."""
    for round_ in facts.rounds:
        for stop in round_.stops:
            if not stop.is_open:
                place = stop.site.place
                found = f"{WEEKDAYS[weekday_of(stop.stop.arrive_min)]} {clock(stop.stop.arrive_min)}"
                hours = f"{clock(place.open_from_min)}–{_closing(place.open_to_min)}"
                days = ", ".join(WEEKDAYS[day] for day in place.open_days)
                days_zh = "、".join(WEEKDAYS_ZH[day] for day in place.open_days)
                yield _of_stop(
                    round_,
                    stop,
                    "time_window",
                    found,
                    f"{days} {hours}",
                    f"finds {place.name} closed at {found}; it is open {hours} on {days}",
                    f"{clock(stop.stop.arrive_min)} 到{place.name}时未开门；开门时间为{days_zh} {hours}",
                )


def access(facts: Facts) -> Iterator[Violation]:
    """A vehicle goes only where its kind may go and where its depot may serve."""
    for round_ in facts.rounds:
        for stop in round_.stops:
            kinds = stop.site.place.vehicle_kinds
            if kinds and round_.vehicle.kind not in kinds:
                found, expected = round_.vehicle.kind, ", ".join(sorted(kinds))
                words, words_zh = (
                    f"is a {found}; only {expected} may go",
                    f"车型为 {found}，只允许 {'、'.join(sorted(kinds))}",
                )
                yield _of_stop(round_, stop, "access", found, expected, words + f" to {stop.site.place.name}", words_zh)
            if round_.round.depot not in stop.site.depots:
                depots = ", ".join(stop.site.depots) or "none"
                words = f"stands at {round_.round.depot}, which may not serve {stop.site.place.name}"
                words_zh = f"所属车场 {round_.round.depot} 不能服务{stop.site.place.name}"
                yield _of_stop(round_, stop, "access", round_.round.depot, depots, words, words_zh)


def closure(facts: Facts) -> Iterator[Violation]:
    """No stop at a closed place, no leg on a closed way, no depot used while it is closed, no bag given there."""
    for round_ in facts.rounds:
        arrivals = [*(stop.stop.arrive_min for stop in round_.stops), round_.round.return_min]
        for drive, arrive in zip(round_.drives, arrivals, strict=True):
            yield from _closed_way(facts.problem, round_, drive, arrive)
        for place, start, end in _stands(round_):
            reason = _closed_place(facts.problem, place, start, end)
            if reason is not None:
                words = f"is at {place} while it is closed{_because(reason)}"
                words_zh = f"在 {place} 封闭期间停靠{_because_zh(reason)}"
                yield _of_round(round_, "closure", clock(start), "while it is open", words, words_zh, place)
    yield from _bags_at_closed_places(facts)


def one_vehicle_one_place(facts: Facts) -> Iterator[Violation]:
    """A vehicle's rounds do not overlap, leave time to load, and are no more a day than it may drive."""
    reload_words = "before it is back and loaded"
    for rounds in facts.rounds_by_vehicle().values():
        for earlier, later in pairwise([*rounds, rounds[0]]):
            leave = later.round.leave_min + (MINUTES_A_WEEK if later is rounds[0] else 0)
            ready = earlier.round.return_min + earlier.vehicle.reload_min
            if leave < ready:
                found, expected = clock(leave), clock(ready)
                words, words_zh = (
                    f"leaves at {found} {reload_words} at {expected}",
                    f"{found} 出车，{expected} 才回场装好",
                )
                yield _of_round(later, "one_vehicle_one_place", found, f"{expected} or later", words, words_zh)
        for day in range(DAYS_A_WEEK):
            of_day = [each for each in rounds if each.round.day == day]
            if of_day and len(of_day) > of_day[0].vehicle.rounds_a_day_max:
                found, expected = str(len(of_day)), str(of_day[0].vehicle.rounds_a_day_max)
                words, words_zh = f"drives {found} rounds, {expected} at most", f"当日 {found} 趟，最多 {expected} 趟"
                yield _of_round(of_day[-1], "one_vehicle_one_place", found, f"at most {expected}", words, words_zh)


def _hasty_stops(round_: RoundFacts) -> Iterator[Violation]:
    for stop in round_.stops:
        if stop.stop.leave_min < stop.ready_min:
            found, expected = clock(stop.stop.leave_min), clock(stop.ready_min)
            yield _of_stop(
                round_,
                stop,
                "travel_time",
                found,
                f"{expected} or later",
                f"leaves {stop.site.place.name} at {found}, service is done at {expected}",
                f"{found} 离开{stop.site.place.name}，服务至 {expected} 才结束",
            )


def _closed_way(problem: WeekProblem, round_: RoundFacts, drive: Drive, arrive: int) -> Iterator[Violation]:
    for closed in problem.closures:
        is_way = (closed.origin, closed.destination) == (drive.origin, drive.destination)
        if is_way and overlaps(
            start=drive.leave_min, end=arrive, other_start=closed.start_min, other_end=closed.end_min
        ):
            words = (
                f"drives from {drive.origin} to {drive.destination} while the way is closed{_because(closed.reason)}"
            )
            words_zh = f"在 {drive.origin} 至 {drive.destination} 道路封闭期间行驶{_because_zh(closed.reason)}"
            yield _of_round(
                round_, "closure", clock(drive.leave_min), "while it is open", words, words_zh, drive.destination
            )


def _stands(round_: RoundFacts) -> Iterator[tuple[PlaceId, int, int]]:
    """Where the vehicle stands and from when to when; at its depot the minute of leaving and of return."""
    yield round_.round.depot, round_.round.leave_min, round_.round.leave_min
    for stop in round_.stops:
        yield stop.site.id, stop.stop.arrive_min, stop.stop.leave_min
    yield round_.round.depot, round_.round.return_min, round_.round.return_min


def _closed_place(problem: WeekProblem, place: PlaceId, start: int, end: int) -> str | None:
    """Why a place is closed in a span; None if it is not."""
    for closed in problem.closures:
        if closed.place == place and overlaps(
            start=start, end=end, other_start=closed.start_min, other_end=closed.end_min
        ):
            return closed.reason
    return None


def _bags_at_closed_places(facts: Facts) -> Iterator[Violation]:
    for bag in facts.bags:
        for place, minute in ((bag.bag.origin, bag.ride.cutoff_min), (bag.bag.destination, bag.ride.arrive_min)):
            reason = _closed_place(facts.problem, place, minute, minute)
            if reason is not None:
                yield Violation(
                    rule="closure",
                    found=clock(minute),
                    expected="while it is open",
                    message=f"A bag changes hands at {place} at {clock(minute)} while it is closed{_because(reason)}.",
                    message_zh=f"邮袋 {clock(minute)} 在 {place} 交接，该地正封闭{_because_zh(reason)}。",
                    place=place,
                    trip=bag.trip.id,
                    day=weekday_of(minute),
                )


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _because_zh(reason: str) -> str:
    return f"（{reason}）" if reason else ""


def _closing(minute: int) -> str:
    return "24:00" if minute == MINUTES_A_DAY else clock(minute)


def _of_stop(
    round_: RoundFacts, stop: StopFacts, rule: str, found: str, expected: str, words: str, words_zh: str
) -> Violation:
    return _of_round(round_, rule, found, expected, words, words_zh, stop.site.id)


def _of_round(
    round_: RoundFacts,
    rule: str,
    found: str,
    expected: str,
    words: str,
    words_zh: str,
    place: PlaceId | None = None,
) -> Violation:
    """A violation of a round; `words` go on after the vehicle's name."""
    vehicle, day = round_.vehicle, round_.round.day
    name = vehicle.name or vehicle.id
    return Violation(
        rule=rule,
        found=found,
        expected=expected,
        message=f"{WEEKDAYS[day]}, {clock(round_.round.leave_min)}: {name} {words}.",
        message_zh=f"{WEEKDAYS_ZH[day]} {clock(round_.round.leave_min)}：{name} {words_zh}。",
        place=place,
        vehicle=vehicle.id,
        day=day,
    )
