"""What a plan costs a week, in fen, and which vehicle's day and which bag costs what (decision 0001)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.core.money import fen_of
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Terms
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds.consistency import ConsistencyCost, consistency_of, price_consistency
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import WeekProblem

G_A_KG = 1000


@dataclass(frozen=True)
class VehicleDayCost:
    """A vehicle's day on the road: all its rounds of that day. `handling_fen` is for its feeds of stations."""

    vehicle: VehicleId
    day: int
    rounds: int
    metres: int
    minutes: int
    day_fen: int
    km_fen: int
    hours_fen: int
    handling_fen: int

    @property
    def total_fen(self) -> int:
        return self.day_fen + self.km_fen + self.hours_fen + self.handling_fen


@dataclass(frozen=True)
class BagCost:
    """One consignment on a bus; `bags` is how many bags it fills."""

    trip: TripId
    origin: PlaceId
    destination: PlaceId
    bags: int
    fee_fen: int
    handling_fen: int

    @property
    def total_fen(self) -> int:
        return self.fee_fen + self.handling_fen


@dataclass(frozen=True)
class Cost:
    """The week's cost by what it is for, with the counts behind it, and by vehicle's day and bag. `consistency_fen` is
    0, and no village stands in `by_village`, where the terms do not price it."""

    vehicle_days_fen: int
    km_fen: int
    hours_fen: int
    bus_fees_fen: int
    handling_fen: int
    consistency_fen: int
    vehicle_days: int
    metres: int
    minutes: int
    bags: int
    by_vehicle_day: tuple[VehicleDayCost, ...]
    by_bag: tuple[BagCost, ...]
    by_village: tuple[ConsistencyCost, ...] = ()

    @property
    def total_fen(self) -> int:
        driven = self.vehicle_days_fen + self.km_fen + self.hours_fen
        return driven + self.bus_fees_fen + self.handling_fen + self.consistency_fen


def cost_of(problem: WeekProblem, plan: Plan) -> Cost:
    """Price a plan's rounds as timed and its bags as loaded. Vehicles, places and trips must be the problem's."""
    by_day = tuple(_vehicle_days(problem, plan.rounds))
    by_bag = tuple(bag_cost(problem, bag) for bag in plan.bags)
    by_village = _consistency_costs(problem, plan)
    return Cost(
        vehicle_days_fen=sum(each.day_fen for each in by_day),
        km_fen=sum(each.km_fen for each in by_day),
        hours_fen=sum(each.hours_fen for each in by_day),
        bus_fees_fen=sum(each.fee_fen for each in by_bag),
        handling_fen=sum(each.handling_fen for each in by_day) + sum(each.handling_fen for each in by_bag),
        consistency_fen=sum(each.total_fen for each in by_village),
        vehicle_days=len(by_day),
        metres=sum(each.metres for each in by_day),
        minutes=sum(each.minutes for each in by_day),
        bags=sum(each.bags for each in by_bag),
        by_vehicle_day=by_day,
        by_bag=by_bag,
        by_village=by_village,
    )


def _consistency_costs(problem: WeekProblem, plan: Plan) -> tuple[ConsistencyCost, ...]:
    """Of the villages that further drivers or hours apart make dearer; none where neither is priced."""
    if not problem.terms.prices_consistency:
        return ()
    villages = consistency_of(problem, plan).villages
    costs = (price_consistency(problem.terms, village) for village in villages)
    return tuple(cost for cost in costs if cost.total_fen)


def bag_cost(problem: WeekProblem, bag: Bag) -> BagCost:
    """The bus company's fee and the handling of one consignment."""
    bags = bags_filled(problem.terms, pieces=bag.pieces, grams=bag.grams)
    trip = problem.trip_by_id[bag.trip]
    fee = bus_fee(trip.fee_basis, trip.fee_fen, bags=bags, pieces=bag.pieces, grams=bag.grams)
    return BagCost(bag.trip, bag.origin, bag.destination, bags, fee, problem.terms.handling_fen)


def bags_filled(terms: Terms, *, pieces: int, grams: int) -> int:
    """Bags in a consignment: by weight or by pieces, whichever fills more; an empty one is still a bag."""
    return max(1, -(-grams // terms.bag_g_max), -(-pieces // terms.bag_pieces_max))


def bus_fee(basis: FeeBasis, fee_fen: int, *, bags: int, pieces: int, grams: int) -> int:
    """What the bus company asks for one consignment, never less than for one bag, kilogram or piece."""
    match basis:
        case FeeBasis.BAG:
            return fee_fen * bags
        case FeeBasis.KG:
            return fee_fen * max(1, -(-grams // G_A_KG))
        case FeeBasis.PIECE:
            return fee_fen * max(1, pieces)


def round_metres(problem: WeekProblem, round_: Round) -> int:
    """Metres from the depot through the stops and back."""
    way = [problem.index[place] for place in (round_.depot, *(stop.place for stop in round_.stops), round_.depot)]
    return sum(int(problem.travel.metres[here, there]) for here, there in pairwise(way))


def _vehicle_days(problem: WeekProblem, rounds: Iterable[Round]) -> Iterator[VehicleDayCost]:
    groups: dict[tuple[int, VehicleId], list[Round]] = {}
    for round_ in rounds:
        groups.setdefault((round_.day, round_.vehicle), []).append(round_)
    for _, group in sorted(groups.items()):
        yield _vehicle_day(problem, group)


def _vehicle_day(problem: WeekProblem, rounds: list[Round]) -> VehicleDayCost:
    vehicle = next(each for each in problem.vehicles if each.id == rounds[0].vehicle)
    metres = sum(round_metres(problem, round_) for round_ in rounds)
    minutes = sum(round_.return_min - round_.leave_min for round_ in rounds)
    feeds = sum(_feeds(problem, round_) for round_ in rounds)
    return VehicleDayCost(
        vehicle=vehicle.id,
        day=rounds[0].day,
        rounds=len(rounds),
        metres=metres,
        minutes=minutes,
        day_fen=vehicle.day_fen,
        km_fen=fen_of(vehicle.km_fen, metres, 1000),
        hours_fen=fen_of(vehicle.hour_fen, minutes, 60),
        handling_fen=feeds * problem.terms.handling_fen,
    )


def _feeds(problem: WeekProblem, round_: Round) -> int:
    """Stops of a hub round at stations."""
    if round_.depot != problem.hub.id:
        return 0
    return sum(problem.site(stop.place).kind is PlaceKind.STATION for stop in round_.stops)
