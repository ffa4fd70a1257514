"""Conditions on promises: for the mail of each day something comes in time, through a station's feed where need be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tianlu.core.calendar import MINUTES_A_DAY, MINUTES_A_WEEK
from tianlu.plan.rounds.conflict.buses import BagRide
from tianlu.plan.rounds.conflict.member import Fleet, Member
from tianlu.plan.rounds.conflict.options import DAYS, Ground, Options
from tianlu.plan.rounds.conflict.reach import Hurdle, rest_min
from tianlu.plan.rounds.problem import Site

ALL_HURDLES = frozenset(Hurdle)


@dataclass(frozen=True)
class _InTime:
    """A column that can bring the mail of a weekday, and the fewest minutes from ready to there."""

    column: int
    wait_min: int


def add_promises(ground: Ground, options: Iterable[Options]) -> None:
    """Rows for every place that is promised hours to deliver, or days to the hub."""
    stations = {each.site.id: each for each in options if each.is_station}

    @cache
    def feeds_of(station: str, weekday: int) -> tuple[_InTime, ...]:
        found = next((each for place, each in stations.items() if place == station), None)
        return tuple(_from_hub(ground, found, weekday)) if found else ()

    for each in options:
        owed = each.site.obligation
        if owed.promise_deliver_min is not None:
            for weekday in _mail_days(each.site):
                _add_delivery(ground, each, weekday, owed.promise_deliver_min, feeds_of)
        if owed.promise_collect_days is not None and _collects(each.site):
            _add_collection(ground, each, owed.promise_collect_days)


def _mail_days(site: Site) -> list[int]:
    return [day for day in DAYS if site.mail.deliver_pieces[day] or site.mail.deliver_g[day]]


def _collects(site: Site) -> bool:
    return any(site.mail.collect_pieces) or any(site.mail.collect_g)


# From the hub to the place


def _add_delivery(ground: Ground, options: Options, weekday: int, promise_min: int, feeds_of: object) -> None:
    """Something that left the hub after the mail was ready is there in time."""
    assert callable(feeds_of)
    in_time = {each.column: 1.0 for each in _from_hub(ground, options, weekday) if each.wait_min <= promise_min}
    for station in sorted(set(options.site.depots) - {ground.problem.hub.id}):
        feeds: tuple[_InTime, ...] = feeds_of(station, weekday)
        way = _through_station(ground, options, station, weekday, promise_min, feeds)
        if way is not None:
            in_time[way] = 1.0
    in_time.update((column, 1.0) for column in options.by_stranger.values())
    ground.builder.at_least(1.0, in_time, Member("promise_hours", options.site.id, field="promise_deliver_min"))


def _from_hub(ground: Ground, options: Options, weekday: int) -> Iterator[_InTime]:
    """What can bring the mail of a weekday from the hub without a stay at a station."""
    hub = ground.problem.hub.id
    for (number, day), column in options.by_fleet.items():
        fleet = ground.fleets[number]
        if fleet.one.depot == hub:
            yield _InTime(column, _wait_min(ground, fleet, options.site, day, weekday, after_ready_min=0))
    for day, column in options.by_bus.items():
        waits = [_bus_wait_min(ground, ride, weekday) for ride in options.rides if ride.is_outward and ride.day == day]
        yield _InTime(column, min(waits))


def _wait_min(ground: Ground, fleet: Fleet, site: Site, day: int, weekday: int, *, after_ready_min: int) -> int:
    """The fewest minutes from ready at the hub on the weekday to the fleet's arrival on the day, if the fleet leaves so
    long after the mail was ready or later. What could keep the fleet away altogether is asked by other rows."""
    ready = (day - (day - weekday) % 7) * MINUTES_A_DAY + ground.problem.terms.hub_ready_min
    for without in (frozenset[Hurdle](), ALL_HURDLES):
        ask = ground.reach.earliest_arrival
        for weeks in range(4):
            leaves_from = ready + after_ready_min - weeks * MINUTES_A_WEEK
            arrive = ask(fleet.one, site, day, without=without, leaves_from=leaves_from)
            if arrive is not None:
                return arrive - ready + weeks * MINUTES_A_WEEK
    return 0


def _bus_wait_min(ground: Ground, ride: BagRide, weekday: int) -> int:
    ready = weekday * MINUTES_A_DAY + ground.problem.terms.hub_ready_min
    return (ride.ride.given_min - ready) % MINUTES_A_WEEK + ride.ride.in_hand_min - ride.ride.given_min


def _through_station(
    ground: Ground, options: Options, station: str, weekday: int, promise_min: int, feeds: tuple[_InTime, ...]
) -> int | None:
    """A column for the mail of a weekday that comes by feed and round: no more than the feeds, nor than the rounds,
    that are in time."""
    if not feeds:
        return None
    soonest = min(feed.wait_min for feed in feeds) + ground.problem.terms.transfer_min
    rounds = [
        column
        for (number, day), column in options.by_fleet.items()
        if ground.fleets[number].one.depot == station
        and _wait_min(ground, ground.fleets[number], options.site, day, weekday, after_ready_min=soonest) <= promise_min
    ]
    way = ground.builder.column()
    ground.builder.at_most(0.0, {way: 1.0, **dict.fromkeys(rounds, -1.0)})
    early = {feed.column: -1.0 for feed in feeds if feed.wait_min <= promise_min}
    ground.builder.at_most(0.0, {way: 1.0, **early})
    return way


# From the place to the hub


def _add_collection(ground: Ground, options: Options, promise_days: int) -> None:
    """Something that takes mail can have it at the hub, or at its station, before the cut-off that was promised."""
    if any(_bag_lag_days(ground, ride) <= promise_days for ride in options.rides if not ride.is_outward):
        return
    in_time = {
        column: 1.0
        for (number, day), column in options.by_fleet.items()
        if _round_lag_days(ground, ground.fleets[number], options.site, day) <= promise_days
    }
    in_time.update((column, 1.0) for column in options.by_stranger.values())
    ground.builder.at_least(1.0, in_time, Member("promise_hours", options.site.id, field="promise_collect_days"))


def _bag_lag_days(ground: Ground, ride: BagRide) -> int:
    return _lag_days(ground, taken_min=ride.ride.given_min, home_min=ride.ride.in_hand_min)


def _round_lag_days(ground: Ground, fleet: Fleet, site: Site, day: int) -> int:
    """By the first arrival of the day and the shortest way home; 0 where only a dropped member lets the fleet come."""
    arrive = ground.reach.earliest_arrival(fleet.one, site, day)
    if arrive is None:
        return 0
    back = int(ground.roads.shortest[ground.problem.index[site.id], ground.problem.index[fleet.one.depot]])
    served = max(arrive, day * MINUTES_A_DAY + site.place.open_from_min) + site.place.service_min
    home = served + back + rest_min(back, ground.problem.terms)
    return _lag_days(ground, taken_min=arrive, home_min=home)


def _lag_days(ground: Ground, *, taken_min: int, home_min: int) -> int:
    cutoff = taken_min // MINUTES_A_DAY * MINUTES_A_DAY + ground.problem.terms.hub_cutoff_min
    return max(0, -(-(home_min - cutoff) // MINUTES_A_DAY))
