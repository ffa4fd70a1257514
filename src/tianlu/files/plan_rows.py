"""A plan as rows of figures, for whatever table, map or sheet of paper shows them.

One row type a table; names stand beside codes, minutes are of the week, metres and grams whole.
"""

from dataclasses import dataclass
from datetime import date

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, DayPattern, Week
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.cost import round_metres
from tianlu.plan.rounds.plan import Bag, Plan, Round, RoundStop
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rides import find_ride


@dataclass(frozen=True)
class StopRow:
    """A call of a round; `number` counts from 1 within the round."""

    round_number: int
    number: int
    place: PlaceId
    place_name: str
    place_kind: PlaceKind
    arrive_min: int
    leave_min: int
    rest_min: int
    deliver_pieces: int
    deliver_g: int
    collect_pieces: int
    collect_g: int


@dataclass(frozen=True)
class RoundRow:
    """A round; `number` counts from 1 through the plan. Loads are sums over its stops."""

    number: int
    day: int
    date: date
    vehicle: VehicleId
    vehicle_name: str
    vehicle_kind: str
    depot: PlaceId
    depot_name: str
    leave_min: int
    return_min: int
    metres: int
    stops: tuple[StopRow, ...]

    @property
    def deliver_pieces(self) -> int:
        return sum(stop.deliver_pieces for stop in self.stops)

    @property
    def deliver_g(self) -> int:
        return sum(stop.deliver_g for stop in self.stops)

    @property
    def collect_pieces(self) -> int:
        return sum(stop.collect_pieces for stop in self.stops)

    @property
    def collect_g(self) -> int:
        return sum(stop.collect_g for stop in self.stops)


@dataclass(frozen=True)
class BagRow:
    """A consignment on a bus: by when it is at the stop, when the bus leaves and arrives, when its receiver has it."""

    day: int
    date: date
    trip: TripId
    line_name: str
    origin: PlaceId
    origin_name: str
    destination: PlaceId
    destination_name: str
    cutoff_min: int
    leave_min: int
    arrive_min: int
    in_hand_min: int
    pieces: int
    grams: int


@dataclass(frozen=True)
class PlaceRow:
    """A station or village with the days on which it is served by rounds and by bags from the hub."""

    place: PlaceId
    name: str
    name_en: str
    kind: PlaceKind
    area_class: str
    parent_name: str
    visits_min: int
    gap_days_max: int
    fed_days_min: int
    days: DayPattern
    days_by_bag: DayPattern

    @property
    def days_owed(self) -> int:
        """Days a week that the floor asks for: visits of a village, feeds of a station."""
        return self.fed_days_min if self.kind is PlaceKind.STATION else self.visits_min


def list_rounds(problem: WeekProblem, plan: Plan, week: Week) -> tuple[RoundRow, ...]:
    """The plan's rounds in their order."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    return tuple(
        _round_row(problem, round_, vehicles[round_.vehicle], number=number, on=week.date_of(round_.day))
        for number, round_ in enumerate(plan.rounds, start=1)
    )


def list_bags(problem: WeekProblem, plan: Plan, week: Week) -> tuple[BagRow, ...]:
    """The plan's consignments by day and the hour at which their buses leave."""
    rows = (_bag_row(problem, bag, on=week.date_of(bag.day)) for bag in plan.bags)
    return tuple(sorted(rows, key=lambda row: (row.leave_min, row.trip, row.origin, row.destination)))


def list_places(problem: WeekProblem, plan: Plan, week: Week) -> tuple[PlaceRow, ...]:
    """Every station and village, served or not. A visit counts on the weekday on which it reaches the place."""
    by_round: dict[PlaceId, set[int]] = {}
    for _, stop in plan.stops():
        by_round.setdefault(stop.place, set()).add(_weekday(stop.arrive_min))
    by_bag: dict[PlaceId, set[int]] = {}
    for bag in list_bags(problem, plan, week):
        by_bag.setdefault(bag.destination, set()).add(_weekday(bag.in_hand_min))
    return tuple(
        _place_row(problem, site, by_round.get(site.id, set()), by_bag.get(site.id, set()))
        for site in problem.sites[1:]
    )


def _weekday(minute: int) -> int:
    return minute // MINUTES_A_DAY % DAYS_A_WEEK


def _round_row(problem: WeekProblem, round_: Round, vehicle: Vehicle, *, number: int, on: date) -> RoundRow:
    stops = enumerate(round_.stops, start=1)
    return RoundRow(
        number=number,
        day=round_.day,
        date=on,
        vehicle=vehicle.id,
        vehicle_name=vehicle.name or vehicle.id,
        vehicle_kind=vehicle.kind,
        depot=round_.depot,
        depot_name=problem.site(round_.depot).place.name,
        leave_min=round_.leave_min,
        return_min=round_.return_min,
        metres=round_metres(problem, round_),
        stops=tuple(_stop_row(problem, stop, round_number=number, number=k) for k, stop in stops),
    )


def _stop_row(problem: WeekProblem, stop: RoundStop, *, round_number: int, number: int) -> StopRow:
    place = problem.site(stop.place).place
    return StopRow(
        round_number=round_number,
        number=number,
        place=place.id,
        place_name=place.name,
        place_kind=place.kind,
        arrive_min=stop.arrive_min,
        leave_min=stop.leave_min,
        rest_min=stop.rest_min + stop.rest_on_way_min,
        deliver_pieces=stop.deliver_pieces,
        deliver_g=stop.deliver_g,
        collect_pieces=stop.collect_pieces,
        collect_g=stop.collect_g,
    )


def _bag_row(problem: WeekProblem, bag: Bag, *, on: date) -> BagRow:
    trip = problem.trip_by_id[bag.trip]
    ride = find_ride(problem, trip, origin=bag.origin, destination=bag.destination)
    if ride is None:
        raise ValueError(f"trip {trip.id} takes no bag from {bag.origin} to {bag.destination}")
    return BagRow(
        day=bag.day,
        date=on,
        trip=trip.id,
        line_name=trip.line_name,
        origin=bag.origin,
        origin_name=problem.site(bag.origin).place.name,
        destination=bag.destination,
        destination_name=problem.site(bag.destination).place.name,
        cutoff_min=ride.cutoff_min,
        leave_min=trip.stops[ride.first].leave_min,
        arrive_min=ride.arrive_min,
        in_hand_min=ride.in_hand_min,
        pieces=bag.pieces,
        grams=bag.grams,
    )


def _place_row(problem: WeekProblem, site: Site, days: set[int], days_by_bag: set[int]) -> PlaceRow:
    place = site.place
    return PlaceRow(
        place=place.id,
        name=place.name,
        name_en=place.name_en,
        kind=place.kind,
        area_class=place.area_class,
        parent_name=problem.site(place.parent).place.name if place.parent else "",
        visits_min=site.obligation.visits_min,
        gap_days_max=site.obligation.gap_days_max,
        fed_days_min=site.obligation.fed_days_min,
        days=DayPattern.of(days | days_by_bag),
        days_by_bag=DayPattern.of(days_by_bag),
    )
