"""Rules on what places get: visits, gaps, promises, feeding, opening, and no mail left behind."""

from collections.abc import Iterator

from tianlu.core.calendar import clock
from tianlu.place.model import PlaceKind
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.facts import Facts, days_to_the_hub
from tianlu.plan.rounds.mail import weekday_of
from tianlu.plan.rounds.problem import Site
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH, Violation


def visits_a_week(facts: Facts) -> Iterator[Violation]:
    """A village is visited on enough days of the week."""
    for site in _villages(facts):
        found, owed = len(facts.served[site.id].visit_days), site.obligation.visits_min
        if found < owed:
            yield Violation(
                rule="visits_a_week",
                found=_days(found),
                expected=f"at least {_days(owed)}",
                message=f"{site.place.name} is visited on {_days(found)} a week, {owed} are owed"
                f"{_by(site, 'visits_min')}.",
                message_zh=f"{site.place.name}每周到访 {found} 天，应不少于 {owed} 天{_by_zh(site, 'visits_min')}。",
                place=site.id,
            )


def largest_gap(facts: Facts) -> Iterator[Violation]:
    """No gap between two visits is too long, across the week's seam."""
    for site in _villages(facts):
        days, owed = facts.served[site.id].visit_days, site.obligation.gap_days_max
        if len(days) and days.largest_gap_days() > owed:
            found = days.largest_gap_days()
            yield Violation(
                rule="largest_gap",
                found=_days(found),
                expected=f"at most {_days(owed)}",
                message=f"{site.place.name} waits up to {_days(found)} for a visit, {owed} at most"
                f"{_by(site, 'gap_days_max')}.",
                message_zh=f"{site.place.name}两次到访最长相隔 {found} 天，应不超过 {owed} 天"
                f"{_by_zh(site, 'gap_days_max')}。",
                place=site.id,
            )


def promise_hours(facts: Facts) -> Iterator[Violation]:
    """Every piece is delivered, and every collection back at the hub, in the time promised."""
    yield from _late_deliveries(facts)
    yield from _late_collections(facts)


def one_service_a_day(facts: Facts) -> Iterator[Violation]:
    """A village is served once on each of its days, and all mail of the week moves."""
    for site in _villages(facts):
        served = [weekday_of(leg.end_min) for leg in facts.flow.outward[site.id]]
        for day in sorted({day for day in served if served.count(day) > 1}):
            found = served.count(day)
            yield Violation(
                rule="one_service_a_day",
                found=f"{found} services",
                expected="1 service",
                message=f"{site.place.name} is served {found} times on {WEEKDAYS[day]}.",
                message_zh=f"{site.place.name}在{WEEKDAYS_ZH[day]}被服务 {found} 次，每天只应一次。",
                place=site.id,
                day=day,
            )
    yield from _mail_left_behind(facts)


def station_fed(facts: Facts) -> Iterator[Violation]:
    """A station gets mail from the hub on enough days."""
    for site in facts.problem.sites:
        found, owed = len(facts.served[site.id].fed_days), site.obligation.fed_days_min
        if found < owed:
            yield Violation(
                rule="station_fed",
                found=_days(found),
                expected=f"at least {_days(owed)}",
                message=f"{site.place.name} is fed on {_days(found)} a week, {owed} are owed"
                f"{_by(site, 'fed_days_min')}.",
                message_zh=f"{site.place.name}每周进站 {found} 天，应不少于 {owed} 天{_by_zh(site, 'fed_days_min')}。",
                place=site.id,
            )


def station_open(facts: Facts) -> Iterator[Violation]:
    """An outlet opens on enough days; no plan can mend this, the outlet's hours must."""
    for site in facts.problem.sites:
        found, owed = len(site.place.open_days), site.obligation.open_days_min
        if found < owed:
            yield Violation(
                rule="station_open",
                found=_days(found),
                expected=f"at least {_days(owed)}",
                message=f"{site.place.name} opens on {_days(found)} a week, {owed} are owed"
                f"{_by(site, 'open_days_min')}.",
                message_zh=f"{site.place.name}每周营业 {found} 天，应不少于 {owed} 天{_by_zh(site, 'open_days_min')}。",
                place=site.id,
            )


def _villages(facts: Facts) -> Iterator[Site]:
    return (site for site in facts.problem.sites if site.kind is PlaceKind.VILLAGE)


def _by(site: Site, field: str) -> str:
    clause = _clause(site.obligation, field)
    return f" ({clause})" if clause else ""


def _by_zh(site: Site, field: str) -> str:
    clause = _clause(site.obligation, field)
    return f"（{clause}）" if clause else ""


def _clause(owed: Obligation, field: str) -> str:
    return next((rule.clause for name, rule in owed.rules if name == field), "")


def _late_deliveries(facts: Facts) -> Iterator[Violation]:
    for delivery in facts.flow.deliveries:
        site = facts.problem.site(delivery.place)
        owed, wait = site.obligation.promise_deliver_min, delivery.wait_min
        if owed is not None and wait is not None and wait > owed:
            day = delivery.weekday
            yield Violation(
                rule="promise_hours",
                found=_hours(wait),
                expected=f"at most {_hours(owed)}",
                message=f"{WEEKDAYS[day]}'s mail reaches {site.place.name} after {_hours(wait)}, {_hours(owed)} are "
                f"promised{_by(site, 'promise_deliver_min')}.",
                message_zh=f"{WEEKDAYS_ZH[day]}的邮件经 {_hours_zh(wait)}才到{site.place.name}，"
                f"承诺为 {_hours_zh(owed)}{_by_zh(site, 'promise_deliver_min')}。",
                place=site.id,
                day=day,
            )


def _late_collections(facts: Facts) -> Iterator[Violation]:
    for collection in facts.flow.collections:
        site = facts.problem.site(collection.place)
        owed, days = site.obligation.promise_collect_days, days_to_the_hub(facts.problem, collection)
        if owed is not None and days is not None and days > owed and collection.leg is not None:
            day = weekday_of(collection.leg.start_min)
            cutoff = clock(facts.problem.terms.hub_cutoff_min)
            yield Violation(
                rule="promise_hours",
                found=_days(days),
                expected=f"at most {_days(owed)}",
                message=f"What is collected at {site.place.name} on {WEEKDAYS[day]} is at the hub by {cutoff} only "
                f"{_days(days)} later, {owed} are promised{_by(site, 'promise_collect_days')}.",
                message_zh=f"{WEEKDAYS_ZH[day]}在{site.place.name}收寄的邮件 {days} 天后才在 {cutoff} 前到达县级中心，"
                f"承诺为 {owed} 天{_by_zh(site, 'promise_collect_days')}。",
                place=site.id,
                day=day,
            )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d} h"


def _hours_zh(minutes: int) -> str:
    return f"{minutes // 60} 小时 {minutes % 60} 分钟" if minutes % 60 else f"{minutes // 60} 小时"


def _mail_left_behind(facts: Facts) -> Iterator[Violation]:
    for site in facts.problem.sites:
        stuck = [each.weekday for each in facts.flow.deliveries_of(site.id) if each.delivered_min is None]
        if stuck:
            yield _left_behind(site, stuck, "to", "送往", "投递")
        stuck = [each.weekday for each in facts.flow.collections_of(site.id) if each.at_hub_min is None]
        if stuck:
            yield _left_behind(site, stuck, "from", "来自", "运回县级中心")


def _left_behind(site: Site, weekdays: list[int], way: str, way_zh: str, act_zh: str) -> Violation:
    listed = ", ".join(WEEKDAYS[day] for day in weekdays)
    listed_zh = "、".join(WEEKDAYS_ZH[day] for day in weekdays)
    return Violation(
        rule="one_service_a_day",
        found=f"mail of {_days(len(weekdays))} never moves",
        expected="all mail of the week moves",
        message=f"Nothing ever carries the mail {way} {site.place.name} of {listed}.",
        message_zh=f"{way_zh}{site.place.name}的{listed_zh}邮件始终无法{act_zh}。",
        place=site.id,
    )
