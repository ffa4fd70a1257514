"""A conflict in a manager's words, in English and Chinese: each rule with its figure, its places and its clause."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from tianlu.core.calendar import MINUTES_A_DAY, DayPattern, clock
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.conflict.member import Member
from tianlu.plan.rounds.problem import Site, WeekClosure, WeekProblem
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, amount, amount_zh

NAMES_SHOWN = 6


@dataclass(frozen=True)
class Saying:
    """One sentence in both languages, and the members that it is about."""

    en: str
    zh: str
    members: tuple[Member, ...] = ()


def say_members(problem: WeekProblem, members: Iterable[Member]) -> tuple[Saying, ...]:
    """A sentence for each member; places that are owed the same share one."""
    ordered = sorted(members, key=lambda member: (not member.is_owed, member.rule, _alike(problem, member), member))
    groups = groupby(ordered, key=lambda member: (member.rule, _alike(problem, member)))
    return tuple(_say(problem, tuple(group)) for _, group in groups)


def names(problem: WeekProblem, places: Iterable[PlaceId]) -> tuple[str, str]:
    """Places by name, the first of many and how many more."""
    known = [problem.site(place).place.name for place in places]
    shown, more = known[:NAMES_SHOWN], len(known) - NAMES_SHOWN
    if more > 0:
        return f"{', '.join(shown)} and {more} more", f"{'、'.join(shown)}等 {len(known)} 处"
    return ", ".join(shown), "、".join(shown)


def vehicle_names(problem: WeekProblem, vehicles: Iterable[VehicleId]) -> tuple[str, str]:
    """Vehicles by name or id, with their depot."""
    chosen = set(vehicles)
    known = [vehicle for vehicle in problem.vehicles if vehicle.id in chosen]
    depot = problem.site(known[0].depot).place.name
    shown = [vehicle.name or vehicle.id for vehicle in known[:NAMES_SHOWN]]
    more = len(known) - len(shown)
    en = ", ".join(shown) + (f" and {more} more" if more else "")
    zh = "、".join(shown) + (f"等 {len(known)} 辆" if more else "")
    return f"{en} at {depot}", f"{depot}的{zh}"


def days_words(days: Iterable[int]) -> tuple[str, str]:
    """Weekdays by name."""
    chosen = sorted(set(days))
    if len(chosen) == 7:
        return "every day", "每天"
    return (
        ", ".join(WEEKDAYS[day] for day in chosen) or "no day",
        "、".join(WEEKDAYS_ZH[day] for day in chosen) or "无",
    )


def hours_words(minutes: int) -> str:
    """`26:05 h`."""
    return f"{minutes // 60}:{minutes % 60:02d} h"


def hours_words_zh(minutes: int) -> str:
    return f"{minutes // 60} 小时 {minutes % 60} 分钟" if minutes % 60 else f"{minutes // 60} 小时"


def _alike(problem: WeekProblem, member: Member) -> tuple[str, ...]:
    """What members that share a sentence have in common."""
    if member.rule in ("visits_a_week", "largest_gap", "station_fed", "promise_hours"):
        field = _field(member)
        site = problem.site(member.place)
        return member.field, str(getattr(site.obligation, field)), _clause(site, field)
    if member.rule == "one_service_a_day":
        return ()
    if member.rule == "handover":
        return (str(problem.site(member.place).place.has_keeper),)
    if member.rule == "access":
        site = problem.site(member.place)
        return (*sorted(site.place.vehicle_kinds), "/", *site.depots)
    return (member.place, *member.vehicles, member.line)


def _field(member: Member) -> str:
    return (
        member.field
        or {
            "visits_a_week": "visits_min",
            "largest_gap": "gap_days_max",
            "station_fed": "fed_days_min",
            "station_open": "open_days_min",
        }[member.rule]
    )


def _clause(site: Site, field: str) -> str:
    return next((rule.clause for name, rule in site.obligation.rules if name == field), "")


def _say(problem: WeekProblem, members: tuple[Member, ...]) -> Saying:
    first = members[0]
    say = {
        "visits_a_week": _owed,
        "largest_gap": _owed,
        "station_fed": _owed,
        "station_open": _station_open,
        "promise_hours": _owed,
        "one_service_a_day": _mail,
        "access": _access,
        "handover": _handover,
        "time_window": _window,
        "closure": _closure,
        "shift": _shift,
        "driving_rest": _rest,
        "vehicle_load": _load,
        "hold": _hold,
    }[first.rule]
    en, zh = say(problem, members)
    return Saying(en, zh, members)


def _owed(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = names(problem, [member.place for member in members])
    field, site = _field(members[0]), problem.site(members[0].place)
    figure, clause = getattr(site.obligation, field), _clause(site, field)
    by, by_zh = (f" ({clause})", f"（{clause}）") if clause else ("", "")
    days = "1 day" if figure == 1 else f"{figure} days"
    match field:
        case "visits_min":
            return f"{en}: a visit on {days} a week is owed{by}.", f"{zh}：每周应到访 {figure} 天{by_zh}。"
        case "gap_days_max":
            return (
                f"{en}: {days} at most from one visit to the next{by}.",
                f"{zh}：两次到访最多相隔 {figure} 天{by_zh}。",
            )
        case "fed_days_min":
            return f"{en}: mail from the hub is owed on {days} a week{by}.", f"{zh}：每周应进站 {figure} 天{by_zh}。"
        case "promise_deliver_min":
            return (
                f"{en}: mail is promised {hours_words(figure)} after it is ready at the hub{by}.",
                f"{zh}：承诺邮件在县级中心备妥后 {hours_words_zh(figure)}内送达{by_zh}。",
            )
        case _:
            return (
                f"{en}: what is collected is promised at the hub's cut-off {days} later{by}.",
                f"{zh}：承诺收寄后 {figure} 天内在截止时刻前到达县级中心{by_zh}。",
            )


def _station_open(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    site = problem.site(members[0].place)
    owed, clause = site.obligation.open_days_min, _clause(site, "open_days_min")
    by, by_zh = (f" ({clause})", f"（{clause}）") if clause else ("", "")
    days, days_zh = days_words(site.place.open_days)
    name = site.place.name
    return (
        f"{name}: opening on {owed} days a week is owed{by}, it opens on {days}.",
        f"{name}：每周应营业 {owed} 天{by_zh}，现营业日为{days_zh}。",
    )


def _mail(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = names(problem, [member.place for member in members])
    mails = [problem.site(member.place).mail for member in members]
    there = sum(sum(mail.deliver_pieces) for mail in mails), sum(sum(mail.deliver_g) for mail in mails)
    home = sum(sum(mail.collect_pieces) for mail in mails), sum(sum(mail.collect_g) for mail in mails)
    return (
        f"{en}: all mail of the week moves: {amount(*there)} there, {amount(*home)} back.",
        f"{zh}：一周邮件全部运送：投递 {amount_zh(*there)}，收寄 {amount_zh(*home)}。",
    )


def _access(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = names(problem, [member.place for member in members])
    site = problem.site(members[0].place)
    kinds = sorted(site.place.vehicle_kinds)
    depots = [problem.site(depot).place.name for depot in site.depots]
    by = f"vehicles ({', '.join(kinds)})" if kinds else "vehicles"
    by_zh = f"车辆（{'、'.join(kinds)}）" if kinds else "车辆"
    return (
        f"{en}: only {by} of {', '.join(depots)} may go there, and none that stands there can.",
        f"{zh}：只允许{'、'.join(depots)}的{by_zh}前往，而那里没有能去的车。",
    )


def _handover(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = names(problem, [member.place for member in members])
    site = problem.site(members[0].place)
    if site.kind is PlaceKind.VILLAGE and not site.place.has_keeper:
        return f"{en}: no keeper takes a bag from the bus.", f"{zh}：没有村邮站站长接收客车邮袋。"
    hours = f"{clock(site.place.open_from_min)}–{_closing(site.place.open_to_min)}"
    days, days_zh = days_words(site.place.open_days)
    return (
        f"{en}: closed when a bus could hand a bag over (open {hours}, {days}).",
        f"{zh}：客车可交接邮袋时未开门（{days_zh} {hours} 开门）。",
    )


def _window(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    place = problem.site(members[0].place).place
    hours = f"{clock(place.open_from_min)}–{_closing(place.open_to_min)}"
    days, days_zh = days_words(place.open_days)
    return f"{place.name}: open {hours}, {days}.", f"{place.name}：{days_zh} {hours} 开门。"


def _closure(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    closures = closures_of(problem, members[0])
    spoken = [_closure_words(problem, closure) for closure in closures[:NAMES_SHOWN]]
    return "; ".join(en for en, _ in spoken) + ".", "；".join(zh for _, zh in spoken) + "。"


def closures_of(problem: WeekProblem, member: Member) -> tuple[WeekClosure, ...]:
    """The closures that a member of rule `closure` stands for: of its place, or of all ways."""
    if member.place:
        return tuple(closure for closure in problem.closures if closure.place == member.place)
    return tuple(closure for closure in problem.closures if closure.place is None)


def _closure_words(problem: WeekProblem, closure: WeekClosure) -> tuple[str, str]:
    because = f" ({closure.reason})" if closure.reason else ""
    because_zh = f"（{closure.reason}）" if closure.reason else ""
    (start, start_zh), (end, end_zh) = _moment(closure.start_min), _moment(closure.end_min)
    if closure.place is not None:
        name = problem.site(closure.place).place.name
        return f"{name}: closed from {start} to {end}{because}", f"{name}：{start_zh}至{end_zh}封闭{because_zh}"
    assert closure.origin is not None
    assert closure.destination is not None
    ends = [problem.site(place).place.name for place in (closure.origin, closure.destination)]
    return (
        f"the way from {ends[0]} to {ends[1]}: closed from {start} to {end}{because}",
        f"{ends[0]}至{ends[1]}的道路：{start_zh}至{end_zh}封闭{because_zh}",
    )


def _moment(minute: int) -> tuple[str, str]:
    day = min(6, minute // MINUTES_A_DAY)
    time = "24:00" if minute == 7 * MINUTES_A_DAY else clock(minute)
    return f"{WEEKDAYS[day]} {time}", f"{WEEKDAYS_ZH[day]} {time}"


def _shift(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = vehicle_names(problem, members[0].vehicles)
    vehicle = next(each for each in problem.vehicles if each.id == members[0].vehicles[0])
    hours = f"{clock(vehicle.shift_from_min)}–{_closing(vehicle.shift_to_min)}"
    days, days_zh = days_words(vehicle.days)
    return f"{en}: on the road {hours}, {days}, no longer.", f"{zh}：{days_zh} {hours} 出车，不得超出。"


def _rest(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = vehicle_names(problem, members[0].vehicles)
    terms = problem.terms
    return (
        f"{en}: {terms.rest_min} min of rest before more than {terms.drive_min_max} min at the wheel.",
        f"{zh}：连续驾驶超过 {terms.drive_min_max} 分钟前须休息 {terms.rest_min} 分钟。",
    )


def _load(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    en, zh = vehicle_names(problem, members[0].vehicles)
    vehicle = next(each for each in problem.vehicles if each.id == members[0].vehicles[0])
    rounds = len(members[0].vehicles) * len(vehicle.days) * vehicle.rounds_a_day_max
    most = (vehicle.capacity_pieces, vehicle.capacity_g)
    return (
        f"{en}: at most {amount(*most)} a round, {rounds} rounds a week.",
        f"{zh}：每趟最多 {amount_zh(*most)}，每周最多 {rounds} 趟。",
    )


def _hold(problem: WeekProblem, members: tuple[Member, ...]) -> tuple[str, str]:
    trips = [trip for trip in problem.trips if trip.line == members[0].line]
    most = max(max(trip.hold_pieces) for trip in trips), max(max(trip.hold_g) for trip in trips)
    return (
        f"Bus line {trips[0].line_name}: {len(trips)} trips this week, room for at most {amount(*most)} each.",
        f"客运线路 {trips[0].line_name}：本周 {len(trips)} 班，每班货舱余量最多 {amount_zh(*most)}。",
    )


def _closing(minute: int) -> str:
    return "24:00" if minute == MINUTES_A_DAY else clock(minute)


def say_reach(problem: WeekProblem, place: PlaceId, days_by: Iterator[tuple[str, str, DayPattern, str, str]]) -> Saying:
    """How a place can be reached at all: for each way its name, its days, and what is to be known about it."""
    name = problem.site(place).place.name
    parts, parts_zh = [], []
    for way, way_zh, days, note, note_zh in days_by:
        on, on_zh = days_words(days)
        parts.append(f"{way}: {on}{note}")
        parts_zh.append(f"{way_zh}：{on_zh}{note_zh}")
    if not parts:
        return Saying(f"{name} can be reached by nothing there is.", f"现有车辆和客车都到不了{name}。")
    return Saying(
        f"{name} can be reached by " + "; ".join(parts) + ".", f"可到达{name}的：" + "；".join(parts_zh) + "。"
    )
