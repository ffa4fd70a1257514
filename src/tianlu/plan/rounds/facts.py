"""What a plan does, replayed minute by minute from scratch: the facts that the rules judge."""

from dataclasses import dataclass
from itertools import accumulate

from tianlu.core.calendar import MINUTES_A_DAY, MINUTES_A_WEEK, DayPattern
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.floors.compliance import Served
from tianlu.plan.lines.trip import Trip
from tianlu.plan.rounds.mail import Carrier, Collection, Load, MailFlow, mail_flow, weekday_of
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rides import Ride, find_ride


@dataclass(frozen=True)
class Drive:
    """One leg of a round as the roads allow it. `due_min` is when it ends, rest on the way and all; `wheel_min` the
    minutes at the wheel without a rest when it ends, with each rest on the way taken where it serves best."""

    origin: PlaceId
    destination: PlaceId
    leave_min: int
    due_min: int
    wheel_min: int


@dataclass(frozen=True)
class StopFacts:
    """A stop as replayed. Service begins at `begin_min`, on an open day within the hours or not as `is_open` says;
    the vehicle can leave from `ready_min`. `load` is the mail that decision 0001 sends through this stop."""

    stop: RoundStop
    site: Site
    drive: Drive
    begin_min: int
    is_open: bool
    ready_min: int
    load: Load


@dataclass(frozen=True)
class RoundFacts:
    """A round as replayed. `aboard` is (pieces, grams) on leaving the depot and after each stop."""

    round: Round
    vehicle: Vehicle
    stops: tuple[StopFacts, ...]
    back: Drive
    aboard: tuple[tuple[int, int], ...]

    @property
    def drives(self) -> tuple[Drive, ...]:
        return (*(stop.drive for stop in self.stops), self.back)


@dataclass(frozen=True)
class BagFacts:
    """A bag as replayed; `site` is the end that is not the hub."""

    bag: Bag
    trip: Trip
    ride: Ride
    site: Site
    is_outward: bool
    pieces: int
    grams: int


@dataclass(frozen=True)
class Facts:
    """All that the rules judge. Rounds and bags stand in the plan's order."""

    problem: WeekProblem
    flow: MailFlow
    rounds: tuple[RoundFacts, ...]
    bags: tuple[BagFacts, ...]
    served: dict[PlaceId, Served]

    def rounds_by_vehicle(self) -> dict[VehicleId, list[RoundFacts]]:
        """Each vehicle's rounds in order of leaving."""
        found: dict[VehicleId, list[RoundFacts]] = {}
        for facts in sorted(self.rounds, key=lambda each: each.round.leave_min):
            found.setdefault(facts.vehicle.id, []).append(facts)
        return found

    def bags_by_trip(self) -> dict[TripId, list[BagFacts]]:
        found: dict[TripId, list[BagFacts]] = {}
        for facts in self.bags:
            found.setdefault(facts.trip.id, []).append(facts)
        return found


def replay(problem: WeekProblem, plan: Plan) -> Facts:
    """Drive every round and send every bag of a plan whose form is sound."""
    flow = mail_flow(problem, plan)
    return Facts(
        problem=problem,
        flow=flow,
        rounds=_replay_rounds(problem, plan, flow),
        bags=tuple(_replay_bag(problem, bag, _bag_load(problem, bag, flow, k)) for k, bag in enumerate(plan.bags)),
        served={site.id: _served(problem, site, flow) for site in problem.sites},
    )


def overlaps(*, start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two spans share a minute in the cyclic week. A span without length is its one minute."""
    end = max(end, start + 1)
    shifts = (-MINUTES_A_WEEK, 0, MINUTES_A_WEEK)
    return any(start + shift < other_end and other_start < end + shift for shift in shifts)


def is_open_at(site: Site, minute: int) -> bool:
    """Whether somebody is at a place in a minute of the week."""
    place = site.place
    return weekday_of(minute) in place.open_days and (place.open_from_min <= minute % MINUTES_A_DAY < place.open_to_min)


# Rounds


def _replay_rounds(problem: WeekProblem, plan: Plan, flow: MailFlow) -> tuple[RoundFacts, ...]:
    """In order of leaving, since a driver brings minutes at the wheel from one round to the next."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    last: dict[VehicleId, RoundFacts] = {}
    found: dict[int, RoundFacts] = {}
    for k in sorted(range(len(plan.rounds)), key=lambda k: plan.rounds[k].leave_min):
        round_ = plan.rounds[k]
        wheel = _wheel_at_leaving(problem, last.get(round_.vehicle), round_)
        loads = _round_loads(problem, round_, flow, k)
        found[k] = last[round_.vehicle] = _replay_round(problem, round_, vehicles[round_.vehicle], wheel, loads)
    return tuple(found[k] for k in range(len(plan.rounds)))


def _round_loads(problem: WeekProblem, round_: Round, flow: MailFlow, k: int) -> tuple[Load, ...]:
    """What the mail's rule sends through the stops; where the round is driven already, what it was given (decision
    0005)."""
    if problem.driven is not None and round_ in problem.driven.rounds:
        return tuple(
            Load(stop.deliver_pieces, stop.deliver_g, stop.collect_pieces, stop.collect_g) for stop in round_.stops
        )
    return tuple(flow.load_of(Carrier(k, s)) for s in range(len(round_.stops)))


def _bag_load(problem: WeekProblem, bag: Bag, flow: MailFlow, k: int) -> Load:
    if problem.driven is not None and bag in problem.driven.bags:
        return Load(bag.pieces, bag.grams, bag.pieces, bag.grams)
    return flow.load_of(Carrier(k, -1))


def _wheel_at_leaving(problem: WeekProblem, before: RoundFacts | None, round_: Round) -> int:
    if before is None or round_.leave_min - before.round.return_min >= problem.terms.rest_min:
        return 0
    return before.back.wheel_min


def _replay_round(
    problem: WeekProblem, round_: Round, vehicle: Vehicle, wheel: int, loads: tuple[Load, ...]
) -> RoundFacts:
    here, leave = round_.depot, round_.leave_min
    stops = []
    for stop, load in zip(round_.stops, loads, strict=True):
        drive = _drive(problem, here, stop.place, leave_min=leave, rest=stop.rest_on_way_min, wheel=wheel)
        stops.append(_stop_facts(problem, stop, drive, load))
        here, leave = stop.place, stop.leave_min
        wheel = 0 if stop.leave_min - stop.arrive_min >= problem.terms.rest_min else drive.wheel_min
    back = _drive(problem, here, round_.depot, leave_min=leave, rest=round_.rest_on_return_min, wheel=wheel)
    return RoundFacts(round_, vehicle, tuple(stops), back, _aboard(loads))


def _drive(
    problem: WeekProblem, origin: PlaceId, destination: PlaceId, *, leave_min: int, rest: int, wheel: int
) -> Drive:
    terms = problem.terms
    minutes = problem.travel.minutes_at(problem.index[origin], problem.index[destination], leave_min)
    rests = rest // terms.rest_min
    at_wheel = max(0, wheel + minutes - rests * terms.drive_min_max)
    return Drive(origin, destination, leave_min, leave_min + minutes + rest, at_wheel)


def _stop_facts(problem: WeekProblem, stop: RoundStop, drive: Drive, load: Load) -> StopFacts:
    site = problem.site(stop.place)
    midnight = stop.arrive_min // MINUTES_A_DAY * MINUTES_A_DAY
    begin = max(stop.arrive_min, midnight + site.place.open_from_min)
    is_open = weekday_of(stop.arrive_min) in site.place.open_days and begin < midnight + site.place.open_to_min
    ready = begin + site.place.service_min + stop.rest_min
    return StopFacts(stop, site, drive, begin, is_open, ready, load)


def _aboard(loads: tuple[Load, ...]) -> tuple[tuple[int, int], ...]:
    """Pieces and grams on leaving and after each stop."""
    pieces = accumulate(
        (load.collect_pieces - load.deliver_pieces for load in loads),
        initial=sum(load.deliver_pieces for load in loads),
    )
    grams = accumulate(
        (load.collect_g - load.deliver_g for load in loads), initial=sum(load.deliver_g for load in loads)
    )
    return tuple(zip(pieces, grams, strict=True))


# Bags


def _replay_bag(problem: WeekProblem, bag: Bag, load: Load) -> BagFacts:
    trip = problem.trip_by_id[bag.trip]
    ride = find_ride(problem, trip, origin=bag.origin, destination=bag.destination)
    assert ride is not None, "a bag without a ride is no sound part of a plan"
    is_outward = bag.origin == problem.hub.id
    site = problem.site(bag.destination if is_outward else bag.origin)
    if is_outward:
        return BagFacts(bag, trip, ride, site, is_outward, load.deliver_pieces, load.deliver_g)
    return BagFacts(bag, trip, ride, site, is_outward, load.collect_pieces, load.collect_g)


# What each place gets


def _served(problem: WeekProblem, site: Site, flow: MailFlow) -> Served:
    days = DayPattern.of(weekday_of(leg.end_min) for leg in flow.outward[site.id])
    waits = [delivery.wait_min for delivery in flow.deliveries_of(site.id)]
    lags = [days_to_the_hub(problem, collection) for collection in flow.collections_of(site.id)]
    return Served(
        visit_days=days if site.kind is PlaceKind.VILLAGE else DayPattern(0),
        fed_days=days if site.kind is PlaceKind.STATION else DayPattern(0),
        open_days=site.place.open_days,
        deliver_worst_min=max((wait for wait in waits if wait is not None), default=None),
        collect_worst_days=max((lag for lag in lags if lag is not None), default=None),
        deliver_stuck=waits.count(None),
        collect_stuck=lags.count(None),
    )


def days_to_the_hub(problem: WeekProblem, collection: Collection) -> int | None:
    """0 if mail is at the hub by the cut-off of the day on which it was taken, 1 if by the next day's; None: never."""
    if collection.leg is None or collection.at_hub_min is None:
        return None
    cutoff = collection.leg.start_min // MINUTES_A_DAY * MINUTES_A_DAY + problem.terms.hub_cutoff_min
    return max(0, -(-(collection.at_hub_min - cutoff) // MINUTES_A_DAY))
