"""Which mail rides where: the one rule of decision 0001, applied to a problem and a plan.

A *leg* is something the plan does every week that can carry mail of a place: a stop of a hub round, a bag, a stop of a
station's round. Mail takes legs one after another; waits run across the week's seam, so minutes here may pass the
week's end.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, MINUTES_A_WEEK
from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rides import find_ride


class Mode(StrEnum):
    """How a place is served, in the order in which ties are settled."""

    HUB_ROUND = "hub_round"
    BAG = "bag"
    STATION_ROUND = "station_round"


_RANK = {mode: rank for rank, mode in enumerate(Mode)}


@dataclass(frozen=True, order=True)
class Carrier:
    """What carries: stop `stop` of the plan's round `index`, or, with `stop` -1, the plan's bag `index`."""

    index: int
    stop: int

    @property
    def is_bag(self) -> bool:
        return self.stop < 0


@dataclass(frozen=True)
class Leg:
    """A carrier's way to a place, or away from it, once a week.

    `station` is where a station's round starts from and comes back to, None for other modes. Mail must be ready at
    `start_min` (at the hub; for a station's round, in the station's hall; for what is taken, in the place) and is at
    the other end, ready to go on, at `end_min`, which is not before `start_min`.
    """

    place: PlaceId
    mode: Mode
    carrier: Carrier
    start_min: int
    end_min: int
    station: PlaceId | None = None


@dataclass(frozen=True)
class Taken:
    """A leg in the week in which mail takes it: `start_min` is not before the mail was ready."""

    leg: Leg
    start_min: int
    end_min: int


@dataclass(frozen=True)
class Delivery:
    """The mail of one weekday for a place: by which leg it comes, through which feed. `leg` None: it never comes."""

    place: PlaceId
    weekday: int
    pieces: int
    grams: int
    ready_min: int
    leg: Taken | None
    feed: Taken | None

    @property
    def delivered_min(self) -> int | None:
        return self.leg.end_min if self.leg else None

    @property
    def wait_min(self) -> int | None:
        """Minutes from ready at the hub to delivered."""
        return self.leg.end_min - self.ready_min if self.leg else None


@dataclass(frozen=True)
class Collection:
    """The mail of one weekday from a place: by which leg it leaves, and on to the hub by which.

    `leg` None: nobody ever takes it. `onward` None: it goes to the hub directly, or lies at the station for ever.
    """

    place: PlaceId
    weekday: int
    pieces: int
    grams: int
    ready_min: int
    leg: Taken | None
    onward: Taken | None

    @property
    def at_hub_min(self) -> int | None:
        if self.leg is None:
            return None
        if self.leg.leg.station is None:
            return self.leg.end_min
        return self.onward.end_min if self.onward else None


@dataclass(frozen=True)
class Load:
    """What a carrier hands over at a place and takes in there."""

    deliver_pieces: int = 0
    deliver_g: int = 0
    collect_pieces: int = 0
    collect_g: int = 0


EMPTY = Load()


@dataclass(frozen=True)
class MailFlow:
    """Where all mail of the week rides. `outward` and `homeward` are the legs to and from each place, in the plan's
    order; a station's outward legs are its feeds. Deliveries and collections stand in the order of the sites, then of
    weekdays. `loads` has no entry for what carries nothing."""

    outward: dict[PlaceId, tuple[Leg, ...]]
    homeward: dict[PlaceId, tuple[Leg, ...]]
    deliveries: tuple[Delivery, ...]
    collections: tuple[Collection, ...]
    loads: dict[Carrier, Load]

    def deliveries_of(self, place: PlaceId) -> tuple[Delivery, ...]:
        return self._deliveries_by_place.get(place, ())

    def collections_of(self, place: PlaceId) -> tuple[Collection, ...]:
        return self._collections_by_place.get(place, ())

    @cached_property
    def _deliveries_by_place(self) -> dict[PlaceId, tuple[Delivery, ...]]:
        return {place: tuple(found) for place, found in groupby(self.deliveries, key=lambda each: each.place)}

    @cached_property
    def _collections_by_place(self) -> dict[PlaceId, tuple[Collection, ...]]:
        return {place: tuple(found) for place, found in groupby(self.collections, key=lambda each: each.place)}

    def load_of(self, carrier: Carrier) -> Load:
        return self.loads.get(carrier, EMPTY)


def mail_flow(problem: WeekProblem, plan: Plan) -> MailFlow:
    """Follow every weekday's mail. Bags on trips that do not go where they should carry nothing."""
    outward, homeward = _legs_by_place(problem, plan)
    arrivals = {site.id: _feed_arrivals(problem, outward[site.id]) for site in _stations(problem)}
    deliveries = tuple(
        _deliver(site, day, problem, outward[site.id], arrivals) for site, day in _mail_days(problem, _has_deliveries)
    )
    collections = tuple(_collect(site, day, problem, homeward) for site, day in _mail_days(problem, _has_collections))
    return MailFlow(outward, homeward, deliveries, collections, _loads(deliveries, collections))


def with_loads(problem: WeekProblem, plan: Plan) -> Plan:
    """The same rounds and bags, stating the loads that follow from them."""
    flow = mail_flow(problem, plan)
    return replace(
        plan,
        rounds=tuple(_loaded_round(k, round_, flow) for k, round_ in enumerate(plan.rounds)),
        bags=tuple(_loaded_bag(problem, k, bag, flow) for k, bag in enumerate(plan.bags)),
    )


def weekday_of(minute: int) -> int:
    return minute // MINUTES_A_DAY % DAYS_A_WEEK


# Legs


def _legs_by_place(
    problem: WeekProblem, plan: Plan
) -> tuple[dict[PlaceId, tuple[Leg, ...]], dict[PlaceId, tuple[Leg, ...]]]:
    outward: dict[PlaceId, list[Leg]] = {site.id: [] for site in problem.sites}
    homeward: dict[PlaceId, list[Leg]] = {site.id: [] for site in problem.sites}
    for k, round_ in enumerate(plan.rounds):
        for there, home in _round_legs(problem, k, round_):
            outward[there.place].append(there)
            homeward[home.place].append(home)
    for k, bag in enumerate(plan.bags):
        leg = _bag_leg(problem, k, bag)
        if leg is not None:
            (outward if bag.origin == problem.hub.id else homeward)[leg.place].append(leg)
    return _frozen(outward), _frozen(homeward)


def _frozen(legs: dict[PlaceId, list[Leg]]) -> dict[PlaceId, tuple[Leg, ...]]:
    return {place: tuple(found) for place, found in legs.items()}


def _round_legs(problem: WeekProblem, index: int, round_: Round) -> Iterator[tuple[Leg, Leg]]:
    """The leg there and the leg home of each stop."""
    is_hub_round = round_.depot == problem.hub.id
    mode = Mode.HUB_ROUND if is_hub_round else Mode.STATION_ROUND
    station = None if is_hub_round else round_.depot
    transfer = 0 if is_hub_round else problem.terms.transfer_min
    for k, stop in enumerate(round_.stops):
        if not is_hub_round and problem.site(stop.place).kind is not PlaceKind.VILLAGE:
            continue  # A station is fed from the hub alone.
        carrier = Carrier(index, k)
        there = Leg(stop.place, mode, carrier, round_.leave_min - transfer, stop.arrive_min, station)
        # At a station a feed's van takes in and hands over when it arrives, so both legs meet at the arrival.
        home = Leg(stop.place, mode, carrier, stop.arrive_min, round_.return_min + transfer, station)
        yield there, home


def _bag_leg(problem: WeekProblem, index: int, bag: Bag) -> Leg | None:
    ride = find_ride(problem, problem.trip_by_id[bag.trip], origin=bag.origin, destination=bag.destination)
    if ride is None:
        return None
    place = bag.destination if bag.origin == problem.hub.id else bag.origin
    return Leg(place, Mode.BAG, Carrier(index, -1), ride.given_min, ride.in_hand_min)


# The way of one weekday's mail


def _take(leg: Leg, from_min: int) -> Taken:
    """The leg's first run that starts at `from_min` or later."""
    start = from_min + (leg.start_min - from_min) % MINUTES_A_WEEK
    return Taken(leg, start, start + leg.end_min - leg.start_min)


def _first_to_leave(legs: Iterable[Leg], from_min: int) -> Taken | None:
    """The leg that leaves first; ties: there first, hub round before bag before station's round, the plan's order."""
    return min((_take(leg, from_min) for leg in legs), key=_leaves_first, default=None)


def _leaves_first(taken: Taken) -> tuple[int, int, int, Carrier]:
    return taken.start_min, taken.end_min, _RANK[taken.leg.mode], taken.leg.carrier


def _takes_first(taken: Taken) -> tuple[int, int, Carrier]:
    return taken.start_min, _RANK[taken.leg.mode], taken.leg.carrier


def _reaches_first(taken: Taken) -> tuple[int, int, Carrier]:
    return taken.end_min, _RANK[taken.leg.mode], taken.leg.carrier


def _stations(problem: WeekProblem) -> Iterator[Site]:
    return (site for site in problem.sites if site.kind is PlaceKind.STATION)


def _feed_arrivals(problem: WeekProblem, feeds: tuple[Leg, ...]) -> tuple[Taken | None, ...]:
    """For the mail of each weekday, the feed that brings it to the station."""
    return tuple(_first_to_leave(feeds, _ready_at_hub(problem, day)) for day in range(DAYS_A_WEEK))


def _ready_at_hub(problem: WeekProblem, weekday: int) -> int:
    return weekday * MINUTES_A_DAY + problem.terms.hub_ready_min


def _deliver(
    site: Site,
    weekday: int,
    problem: WeekProblem,
    legs: tuple[Leg, ...],
    arrivals: dict[PlaceId, tuple[Taken | None, ...]],
) -> Delivery:
    ready = _ready_at_hub(problem, weekday)
    leg: Taken | None
    feed: Taken | None = None
    if site.kind is PlaceKind.STATION:
        leg = arrivals[site.id][weekday]
    else:
        ways = _ways_there(legs, ready, lambda station: arrivals[station][weekday] if station in arrivals else None)
        leg, feed = min(ways, key=lambda way: _reaches_first(way[0]), default=(None, None))
    mail = site.mail
    return Delivery(site.id, weekday, mail.deliver_pieces[weekday], mail.deliver_g[weekday], ready, leg, feed)


def _ways_there(
    legs: tuple[Leg, ...], ready: int, feed_of: Callable[[PlaceId], Taken | None]
) -> Iterator[tuple[Taken, Taken | None]]:
    for leg in legs:
        if leg.station is None:
            yield _take(leg, ready), None
        else:
            feed = feed_of(leg.station)
            if feed is not None:
                yield _take(leg, feed.end_min), feed


def _collect(site: Site, weekday: int, problem: WeekProblem, homeward: dict[PlaceId, tuple[Leg, ...]]) -> Collection:
    ready = weekday * MINUTES_A_DAY + problem.terms.village_ready_min
    leg = min((_take(each, ready) for each in homeward[site.id]), key=_takes_first, default=None)
    onward: Taken | None = None
    if leg is not None and leg.leg.station is not None:
        onwards = (_take(each, leg.end_min) for each in homeward[leg.leg.station])
        onward = min(onwards, key=_takes_first, default=None)
    mail = site.mail
    return Collection(site.id, weekday, mail.collect_pieces[weekday], mail.collect_g[weekday], ready, leg, onward)


def _mail_days(problem: WeekProblem, has_mail: Callable[[Site, int], bool]) -> Iterator[tuple[Site, int]]:
    """Places but the hub with the weekdays on which they have mail."""
    for site in problem.sites[1:]:
        for weekday in range(DAYS_A_WEEK):
            if has_mail(site, weekday):
                yield site, weekday


def _has_deliveries(site: Site, weekday: int) -> bool:
    return site.mail.deliver_pieces[weekday] > 0 or site.mail.deliver_g[weekday] > 0


def _has_collections(site: Site, weekday: int) -> bool:
    return site.mail.collect_pieces[weekday] > 0 or site.mail.collect_g[weekday] > 0


# Loads


def _loads(deliveries: tuple[Delivery, ...], collections: tuple[Collection, ...]) -> dict[Carrier, Load]:
    """Mail counts on each leg it takes. Deliveries that never come stay at the hub."""
    sums: dict[Carrier, list[int]] = {}
    for delivery in deliveries:
        for carrier in _carriers(delivery.leg, delivery.feed):
            load = sums.setdefault(carrier, [0, 0, 0, 0])
            load[0] += delivery.pieces
            load[1] += delivery.grams
    for collection in collections:
        for carrier in _carriers(collection.leg, collection.onward):
            load = sums.setdefault(carrier, [0, 0, 0, 0])
            load[2] += collection.pieces
            load[3] += collection.grams
    return {carrier: Load(*load) for carrier, load in sums.items()}


def _carriers(*legs: Taken | None) -> Iterator[Carrier]:
    return (taken.leg.carrier for taken in legs if taken is not None)


def _loaded_round(index: int, round_: Round, flow: MailFlow) -> Round:
    loads = [flow.load_of(Carrier(index, k)) for k in range(len(round_.stops))]
    stops = tuple(
        replace(
            stop,
            deliver_pieces=load.deliver_pieces,
            deliver_g=load.deliver_g,
            collect_pieces=load.collect_pieces,
            collect_g=load.collect_g,
        )
        for stop, load in zip(round_.stops, loads, strict=True)
    )
    return replace(round_, stops=stops)


def _loaded_bag(problem: WeekProblem, index: int, bag: Bag, flow: MailFlow) -> Bag:
    load = flow.load_of(Carrier(index, -1))
    if bag.origin == problem.hub.id:
        return replace(bag, pieces=load.deliver_pieces, grams=load.deliver_g)
    return replace(bag, pieces=load.collect_pieces, grams=load.collect_g)
