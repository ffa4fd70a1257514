"""How a plan could visit a place on a day: a stop where it fits best on each round, an own round, a bag on a bus."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.cost import bag_cost
from tianlu.plan.rounds.detour import detour_fen, stop_fen, way_of
from tianlu.plan.rounds.mail import MailFlow, Mode, weekday_of
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rides import find_ride
from tianlu.plan.rounds.timing import timed_round


@dataclass(frozen=True)
class Way:
    """One way to visit a place on a day, and about what it costs more: waits and rules are not asked.

    A stop is put at `position` of the plan's round `round_index`, or, where that is None, on a round of its own that
    leaves at `leave_min`; a bag rides as `bag` says.
    """

    mode: Mode
    day: int
    about_fen: int
    vehicle: VehicleId | None = None
    round_index: int | None = None
    position: int = 0
    leave_min: int = 0
    bag: Bag | None = None

    @property
    def trip(self) -> TripId | None:
        return self.bag.trip if self.bag else None


def list_ways(problem: WeekProblem, plan: Plan, place: PlaceId, day: int, flow: MailFlow) -> list[Way]:
    """All ways to visit a village on a day, cheapest first. `flow` is the plan's mail flow."""
    site = problem.site(place)
    ways = [
        *_on_rounds(problem, plan, site, day),
        *_own_rounds(problem, plan, site, day, flow),
        *_bags(problem, site, day),
    ]
    return sorted(ways, key=lambda way: way.about_fen)


def plans_with(problem: WeekProblem, plan: Plan, place: PlaceId, way: Way) -> Iterator[Plan]:
    """The plan with the visit, loads not yet stated: the round at its hour, then as much earlier as it grows."""
    if way.bag is not None:
        bags = sorted((*plan.bags, way.bag), key=lambda bag: (bag.day, bag.trip, bag.origin, bag.destination))
        yield replace(plan, bags=tuple(bags))
        return
    vehicle = next(each for each in problem.vehicles if each.id == way.vehicle)
    if way.round_index is None:
        own = timed_round(problem, vehicle, day=way.day, leave_min=way.leave_min, places=[place])
        yield _with_rounds(plan, (*plan.rounds, own))
        return
    old = plan.rounds[way.round_index]
    places = [stop.place for stop in old.stops]
    places.insert(way.position, place)
    grown = timed_round(problem, vehicle, day=old.day, leave_min=old.leave_min, places=places)
    earlier = max(old.leave_min - (grown.return_min - old.return_min), _shift_start(vehicle, old.day))
    for leave in sorted({old.leave_min, earlier}, reverse=True):
        yield _with_rounds(plan, _day_with(problem, plan, vehicle, old, places, leave))


def _day_with(
    problem: WeekProblem, plan: Plan, vehicle: Vehicle, old: Round, places: list[PlaceId], leave_min: int
) -> tuple[Round, ...]:
    """All rounds of the plan, `old` with new places and hour; the vehicle's later rounds wait until it is back, loaded
    and rested."""
    pause = max(vehicle.reload_min, problem.terms.rest_min)
    day = [each for each in plan.rounds if (each.vehicle, each.day) == (old.vehicle, old.day)]
    rounds = [each for each in plan.rounds if each not in day]
    free = 0
    for each in sorted(day, key=lambda each: each.leave_min):
        leave = max(leave_min if each is old else each.leave_min, free)
        if each is old:
            each = timed_round(problem, vehicle, day=old.day, leave_min=leave, places=places)
        elif leave > each.leave_min and each.leave_min > old.leave_min:
            kept = [stop.place for stop in each.stops]
            each = timed_round(problem, vehicle, day=old.day, leave_min=leave, places=kept)
        rounds.append(each)
        free = each.return_min + pause
    return tuple(rounds)


def without_visit(problem: WeekProblem, plan: Plan, place: PlaceId, day: int) -> tuple[Plan, int]:
    """The plan without a place's visits and bags of a day, and about what that saves. An empty round is not driven."""
    saved, rounds = 0, []
    for round_ in plan.rounds:
        vehicle = next(each for each in problem.vehicles if each.id == round_.vehicle)
        gone = [k for k, stop in enumerate(round_.stops) if stop.place == place and weekday_of(stop.arrive_min) == day]
        kept = [stop.place for k, stop in enumerate(round_.stops) if k not in gone]
        saved += sum(stop_fen(problem, vehicle, round_, k) for k in gone)
        if not gone:
            rounds.append(round_)
        elif kept:
            rounds.append(timed_round(problem, vehicle, day=round_.day, leave_min=round_.leave_min, places=kept))
        else:
            saved += _day_fen(plan, vehicle, round_.day, rounds_left=1)
    bags = [bag for bag in plan.bags if bag.day == day and place in (bag.origin, bag.destination)]
    saved += sum(bag_cost(problem, bag).total_fen for bag in bags)
    kept_bags = tuple(bag for bag in plan.bags if bag not in bags)
    return replace(plan, rounds=tuple(rounds), bags=kept_bags), saved


def _with_rounds(plan: Plan, rounds: tuple[Round, ...]) -> Plan:
    return replace(plan, rounds=tuple(sorted(rounds, key=lambda each: (each.day, each.vehicle, each.leave_min))))


def _shift_start(vehicle: Vehicle, day: int) -> int:
    return day * MINUTES_A_DAY + vehicle.shift_from_min


def _mode(problem: WeekProblem, depot: PlaceId) -> Mode:
    return Mode.HUB_ROUND if depot == problem.hub.id else Mode.STATION_ROUND


def _may_serve(vehicle: Vehicle, site: Site) -> bool:
    kinds = site.place.vehicle_kinds
    return vehicle.depot in site.depots and (not kinds or vehicle.kind in kinds)


def _on_rounds(problem: WeekProblem, plan: Plan, site: Site, day: int) -> Iterator[Way]:
    """The best place on each round of the day."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles if _may_serve(vehicle, site)}
    for k, round_ in enumerate(plan.rounds):
        if round_.day == day and round_.vehicle in vehicles:
            yield _best_position(problem, round_, k, vehicles[round_.vehicle], site.id)


def _best_position(problem: WeekProblem, round_: Round, index: int, vehicle: Vehicle, place: PlaceId) -> Way:
    way = way_of(round_.depot, [stop.place for stop in round_.stops])
    detours = [detour_fen(problem, vehicle, before=way[k], place=place, after=way[k + 1]) for k in range(len(way) - 1)]
    position = min(range(len(detours)), key=detours.__getitem__)
    mode = _mode(problem, round_.depot)
    return Way(mode, round_.day, detours[position], vehicle=vehicle.id, round_index=index, position=position)


def _own_rounds(problem: WeekProblem, plan: Plan, site: Site, day: int, flow: MailFlow) -> Iterator[Way]:
    """A round for the place alone, by each vehicle that may still drive one."""
    for vehicle in problem.vehicles:
        of_day = [each for each in plan.rounds if each.vehicle == vehicle.id and each.day == day]
        if _may_serve(vehicle, site) and day in vehicle.days and len(of_day) < vehicle.rounds_a_day_max:
            there_and_back = detour_fen(problem, vehicle, before=vehicle.depot, place=site.id, after=vehicle.depot)
            about = there_and_back + _day_fen(plan, vehicle, day, rounds_left=0)
            for leave in _hours(problem, vehicle, day, of_day, flow):
                yield Way(_mode(problem, vehicle.depot), day, about, vehicle=vehicle.id, leave_min=leave)


def _day_fen(plan: Plan, vehicle: Vehicle, day: int, *, rounds_left: int) -> int:
    """The price of a vehicle's day, if it drives no more than `rounds_left` rounds of it."""
    rounds = sum(each.vehicle == vehicle.id and each.day == day for each in plan.rounds)
    return vehicle.day_fen if rounds <= rounds_left else 0


def _hours(problem: WeekProblem, vehicle: Vehicle, day: int, of_day: list[Round], flow: MailFlow) -> list[int]:
    """When an own round could leave: after the vehicle's others, once mail is ready or a feed handled."""
    terms = problem.terms
    back = max((each.return_min + max(vehicle.reload_min, terms.rest_min) for each in of_day), default=0)
    start = max(_shift_start(vehicle, day), back)
    if vehicle.depot == problem.hub.id:
        return [max(start, day * MINUTES_A_DAY + terms.hub_ready_min)]
    feeds = [leg.end_min for leg in flow.outward[vehicle.depot] if weekday_of(leg.end_min) == day]
    return sorted({start, *(max(start, minute + terms.transfer_min) for minute in feeds)})


def _bags(problem: WeekProblem, site: Site, day: int) -> Iterator[Way]:
    if site.kind is PlaceKind.VILLAGE and not site.place.has_keeper:
        return
    hub = problem.hub.id
    for trip in problem.trips:
        ride = find_ride(problem, trip, origin=hub, destination=site.id) if trip.day in (day, (day - 1) % 7) else None
        if ride is not None and weekday_of(ride.in_hand_min) == day:
            bag = Bag(trip.id, trip.day, hub, site.id, pieces=0, grams=0)
            yield Way(Mode.BAG, day, bag_cost(problem, bag).total_fen, bag=bag)
