"""How late a round may run so that all mail still rides where it did and every promise is kept.

A visit makes what comes after it later, never earlier. As long as nothing that moves passes an event that it was ahead
of, decision 0001 sends every piece the same way; so the loads stay, and no floor is touched. The limits here are
sufficient, not necessary: events of others are taken where they were, though they may move later too.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK
from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.mail import Collection, MailFlow
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class RoundLimits:
    """The latest minutes of a round: leaving, arriving at and leaving each stop, returning."""

    leave_min: int
    arrive_min: tuple[int, ...]
    depart_min: tuple[int, ...]
    return_min: int


def limits_of(problem: WeekProblem, plan: Plan, flow: MailFlow) -> tuple[RoundLimits, ...]:
    """For each round of the plan, in its order; `flow` is the plan's mail flow."""
    events = _Events(problem, plan, flow)
    return tuple(_round_limits(problem, flow, events, k, round_) for k, round_ in enumerate(plan.rounds))


class _Events:
    """What rounds must not pass, by place: minutes of the week in order."""

    def __init__(self, problem: WeekProblem, plan: Plan, flow: MailFlow) -> None:
        self._problem = problem
        stations = {site.id for site in problem.sites if site.kind is PlaceKind.STATION}
        self.services = {
            site.id: _in_order(
                minute
                for minute in (
                    *(leg.end_min for leg in flow.outward[site.id]),
                    *(leg.start_min for leg in flow.homeward[site.id]),
                )
            )
            for site in problem.sites
        }
        self.collected = {
            site.id: _in_order(
                day * MINUTES_A_DAY + problem.terms.village_ready_min
                for day in range(DAYS_A_WEEK)
                if site.mail.collect_pieces[day] or site.mail.collect_g[day]
            )
            for site in problem.sites
        }
        own = [round_ for round_ in plan.rounds if round_.depot in stations]
        transfer = problem.terms.transfer_min
        self.leaves = {
            station: _in_order(each.leave_min - transfer for each in own if each.depot == station)
            for station in stations
        }
        self.returns = {
            station: _in_order(each.return_min + transfer for each in own if each.depot == station)
            for station in stations
        }
        self.feeds_end = {station: _in_order(leg.end_min for leg in flow.outward[station]) for station in stations}
        self.feeds_start = {station: _in_order(leg.start_min for leg in flow.outward[station]) for station in stations}
        self.onward = {station: _in_order(leg.start_min for leg in flow.homeward[station]) for station in stations}
        self.ready_at_hub = _in_order(day * MINUTES_A_DAY + problem.terms.hub_ready_min for day in range(DAYS_A_WEEK))

    def before(self, minute: int, events: list[int]) -> int:
        """The last minute before the first event after this one."""
        return minute + _ahead(events, minute + 1)

    def until(self, minute: int, events: list[int]) -> int:
        """The minute of the first event that is not before this one."""
        return minute + _ahead(events, minute)


def _in_order(minutes: Iterable[int]) -> list[int]:
    return sorted({minute % MINUTES_A_WEEK for minute in minutes})


def _ahead(events: list[int], minute: int) -> int:
    """Minutes to the first event at or after a minute, across the week's seam; a week where there is none."""
    if not events:
        return MINUTES_A_WEEK
    at = minute % MINUTES_A_WEEK
    k = bisect_left(events, at)
    return events[k] - at if k < len(events) else events[0] + MINUTES_A_WEEK - at


def _round_limits(problem: WeekProblem, flow: MailFlow, events: _Events, index: int, round_: Round) -> RoundLimits:
    vehicle = next(each for each in problem.vehicles if each.id == round_.vehicle)
    arrive, depart = _stop_limits(problem, flow, events, index, round_)
    back = round_.day * MINUTES_A_DAY + vehicle.shift_to_min
    back = min(back, round_.return_min + _collect_slack(problem, flow, index))
    if round_.depot != problem.hub.id:
        transfer = problem.terms.transfer_min
        back = min(back, events.until(round_.return_min + transfer, events.onward[round_.depot]) - transfer)
    back = min(back, _closed_from(problem, round_.depot, round_.return_min + 1) - 1)
    last = round_.stops[-1].place if round_.stops else round_.depot
    back = min(back, _way_closed_from(problem, last, round_.depot, round_.return_min))
    return RoundLimits(_leave_limit(problem, events, round_), arrive, depart, max(back, round_.return_min))


def _leave_limit(problem: WeekProblem, events: _Events, round_: Round) -> int:
    leave = round_.leave_min
    latest = _closed_from(problem, round_.depot, leave + 1) - 1
    if round_.depot != problem.hub.id:
        transfer = problem.terms.transfer_min
        return max(leave, min(latest, events.before(leave - transfer, events.feeds_end[round_.depot]) + transfer))
    latest = min(latest, events.before(leave, events.ready_at_hub))
    fed = [stop.place for stop in round_.stops if stop.place in events.feeds_start]
    return max(leave, min([latest, *(events.before(leave, events.feeds_start[place]) for place in fed)]))


def _stop_limits(
    problem: WeekProblem, flow: MailFlow, events: _Events, index: int, round_: Round
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    arrive, depart, before = [], [], round_.depot
    promised = _deliver_slack(problem, flow, index)
    for k, stop in enumerate(round_.stops):
        place, minute = problem.site(stop.place).place, stop.arrive_min
        midnight = minute // MINUTES_A_DAY * MINUTES_A_DAY
        latest = [
            midnight + place.open_to_min - 1,
            minute + promised.get(k, MINUTES_A_WEEK),
            events.before(minute, events.collected[stop.place]),
            events.before(minute, events.services[stop.place]),
            _way_closed_from(problem, before, stop.place, minute),
        ]
        if stop.place in events.leaves:
            latest.append(events.until(minute, events.leaves[stop.place]))
            latest.append(events.before(minute, events.returns[stop.place]))
        arrive.append(max(minute, min(latest)))
        depart.append(_closed_from(problem, stop.place, stop.leave_min))
        before = stop.place
    return tuple(arrive), tuple(depart)


def _deliver_slack(problem: WeekProblem, flow: MailFlow, index: int) -> dict[int, int]:
    """By how much each stop may be later for what it delivers to be in time."""
    slack: dict[int, int] = {}
    for delivery in flow.deliveries:
        owed, wait = problem.site(delivery.place).obligation.promise_deliver_min, delivery.wait_min
        if owed is not None and wait is not None and delivery.leg is not None:
            carrier = delivery.leg.leg.carrier
            if carrier.index == index and not carrier.is_bag:
                slack[carrier.stop] = min(slack.get(carrier.stop, MINUTES_A_WEEK), max(0, owed - wait))
    return slack


def _collect_slack(problem: WeekProblem, flow: MailFlow, index: int) -> int:
    """By how much a round may return later for what it brings to the hub to be in time."""
    slack = MINUTES_A_WEEK
    for collection in flow.collections:
        owed, at_hub = problem.site(collection.place).obligation.promise_collect_days, collection.at_hub_min
        if owed is not None and at_hub is not None and collection.leg is not None and _brings(collection, index):
            day = collection.leg.start_min // MINUTES_A_DAY + owed
            slack = min(slack, max(0, day * MINUTES_A_DAY + problem.terms.hub_cutoff_min - at_hub))
    return slack


def _brings(collection: Collection, index: int) -> bool:
    taken = collection.onward or collection.leg
    return taken is not None and taken.leg.carrier.index == index and not taken.leg.carrier.is_bag


def _closed_from(problem: WeekProblem, place: PlaceId, minute: int) -> int:
    """When a place is next closed, at or after a minute; never, for a week, if it is not."""
    starts = [each.start_min for each in problem.closures if each.place == place and each.start_min >= minute]
    return min(starts, default=minute + MINUTES_A_WEEK)


def _way_closed_from(problem: WeekProblem, origin: PlaceId, destination: PlaceId, minute: int) -> int:
    starts = [
        each.start_min
        for each in problem.closures
        if (each.origin, each.destination) == (origin, destination) and each.start_min >= minute
    ]
    return min(starts, default=minute + MINUTES_A_WEEK)
