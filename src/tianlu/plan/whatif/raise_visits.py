"""Floors raised: so many visits a week in every village, with the least largest gap that so many allow it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations

from tianlu.core.calendar import DayPattern
from tianlu.place.model import AreaClass, PlaceKind
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.whatif.note import Note

SCENARIO_RULE = "scenario"


def raise_visits(
    problem: WeekProblem, visits: int, area_classes: tuple[AreaClass, ...] = ()
) -> tuple[WeekProblem, tuple[Note, ...]]:
    """Every village (of these classes; none: of all) owed at least `visits` days. What a village is owed never falls;
    one that can be served on fewer days is owed those, and noted."""
    short: list[Site] = []
    days_of = _service_days(problem)

    def raised(site: Site) -> Site:
        if site.kind is not PlaceKind.VILLAGE or (area_classes and site.place.area_class not in area_classes):
            return site
        days = days_of(site)
        if len(days) < visits:
            short.append(site)
        return replace(site, obligation=raise_obligation(site.obligation, min(visits, len(days)), days))

    sites = tuple(raised(site) for site in problem.sites)
    return replace(problem, sites=sites), tuple(_short_note(visits, short) for _ in short[:1])


def raise_obligation(owed: Obligation, visits: int, days: DayPattern) -> Obligation:
    """No fewer visits and no longer a gap than before."""
    if visits <= owed.visits_min:
        return owed
    gap = min(owed.gap_days_max, least_gap_days(visits, days))
    own = RuleRef(SCENARIO_RULE, SCENARIO_RULE, "operator")
    raised = {"visits_min": own} | ({"gap_days_max": own} if gap < owed.gap_days_max else {})
    kept = tuple((field, rule) for field, rule in owed.rules if field not in raised)
    return replace(owed, visits_min=visits, gap_days_max=gap, rules=(*kept, *raised.items()))


@cache
def least_gap_days(visits: int, days: DayPattern) -> int:
    """The least largest gap of so many visits on these days. Raises ValueError where there are not so many days."""
    if not 1 <= visits <= len(days):
        raise ValueError(f"{visits} visits do not fit on {len(days)} days")
    return min(DayPattern.of(chosen).largest_gap_days() for chosen in combinations(days, visits))


def _service_days(problem: WeekProblem) -> Callable[[Site], DayPattern]:
    """The days on which a village is open and a vehicle that may go there, or a bus to it, runs."""
    stops = {link.stop: link.place for link in problem.links}
    by_bus: dict[str, set[int]] = {}
    for trip in problem.trips:
        for call in trip.stops:
            if call.stop in stops:
                by_bus.setdefault(stops[call.stop], set()).add(call.arrive_min // 1440 % 7)

    def days(site: Site) -> DayPattern:
        kinds = site.place.vehicle_kinds
        driven = {
            day
            for vehicle in problem.vehicles
            if vehicle.depot in site.depots and (not kinds or vehicle.kind in kinds)
            for day in vehicle.days
        }
        ridden = by_bus.get(site.id, set()) if site.place.has_keeper else set()
        return DayPattern.of(day for day in site.place.open_days if day in driven | ridden)

    return days


def _short_note(visits: int, short: list[Site]) -> Note:
    names = "、".join(site.place.name for site in short[:6]) + ("……" if len(short) > 6 else "")
    names_en = ", ".join(site.place.name_en or site.place.name for site in short[:6]) + (" …" if len(short) > 6 else "")
    return Note(
        en=f"{len(short)} villages can be served on fewer than {visits} days and are owed those: {names_en}",
        zh=f"{len(short)} 个村可服务的日子不足 {visits} 天，按可服务的天数要求：{names}",
    )
