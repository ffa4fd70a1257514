"""What rides on a trip on a date (装载清单): every bag with its number, places and hours; the hold stop by stop.

A consignment of the plan becomes as many bags as the terms make of it (`bags_filled`); its pieces and its grams are
each laid evenly over them, the first bags taking the remainder, so that no bag is above the terms' limits. Where a
consignment has fewer pieces than bags (heavy pieces), the last bags state grams and no piece.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from tianlu.core.calendar import Week
from tianlu.core.ids import LineId, PlaceId, StopId, TripId
from tianlu.plan.bags.number import BagNumber, bag_number
from tianlu.plan.lines.hold import Consignment, load_hold
from tianlu.plan.lines.trip import FeeBasis, Trip
from tianlu.plan.rounds.cost import bags_filled, bus_fee
from tianlu.plan.rounds.plan import Bag, Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rides import find_ride
from tianlu.plan.rounds.shares import apportion


@dataclass(frozen=True)
class ManifestBag:
    """One bag. It gets on at call `first` and off at call `last`; minutes are of the planned week: it is at its stop at
    `cutoff_min`, rides from `leave_min` to `arrive_min`, and is in its receiver's hands at `in_hand_min`."""

    number: BagNumber
    index: int
    of: int
    origin: PlaceId
    destination: PlaceId
    origin_stop: StopId
    destination_stop: StopId
    first: int
    last: int
    cutoff_min: int
    leave_min: int
    arrive_min: int
    in_hand_min: int
    pieces: int
    grams: int


@dataclass(frozen=True)
class CallLoad:
    """A call of the trip: what gets on and off, and what is aboard on leaving against the hold to the next call (the
    last call has none)."""

    stop: StopId
    arrive_min: int
    leave_min: int
    on_pieces: int
    on_g: int
    off_pieces: int
    off_g: int
    aboard_pieces: int
    aboard_g: int
    hold_pieces: int
    hold_g: int

    @property
    def is_overfull(self) -> bool:
        """Whether load = start + on − off lies outside [0, hold], in pieces or in grams."""
        return not (0 <= self.aboard_g <= self.hold_g and 0 <= self.aboard_pieces <= self.hold_pieces)


@dataclass(frozen=True)
class Tariff:
    """What the bus company asks: `fee_fen` for one bag, one started kilogram or one piece."""

    basis: FeeBasis
    fee_fen: int


@dataclass(frozen=True)
class Manifest:
    """The loading list of one trip on one date. Bags in order of getting on, getting off, place and index.

    `metres[k]` is from call k to k + 1, empty where the timetable does not say."""

    trip: TripId
    line: LineId
    line_name: str
    date: date
    day: int
    tariff: Tariff
    bags: tuple[ManifestBag, ...]
    calls: tuple[CallLoad, ...]
    metres: tuple[int, ...]

    @property
    def pieces(self) -> int:
        return sum(bag.pieces for bag in self.bags)

    @property
    def grams(self) -> int:
        return sum(bag.grams for bag in self.bags)

    @property
    def is_overfull(self) -> bool:
        return any(call.is_overfull for call in self.calls)

    def at(self, minute: int) -> datetime:
        """A minute of the planned week as local time."""
        monday = datetime.combine(self.date - timedelta(days=self.day), time())
        return monday + timedelta(minutes=minute)

    def find(self, number: str) -> ManifestBag | None:
        return next((bag for bag in self.bags if bag.number == number), None)

    def consignments(self) -> tuple[tuple[ManifestBag, ...], ...]:
        """The bags of each consignment together."""
        return tuple(tuple(bags) for _, bags in groupby(self.bags, key=lambda bag: (bag.origin, bag.destination)))

    def fee_fen(self, bags: Iterable[ManifestBag]) -> int:
        """The fee for bags of one consignment; 0 for none."""
        bags = tuple(bags)
        if not bags:
            return 0
        return bus_fee(
            self.tariff.basis,
            self.tariff.fee_fen,
            bags=len(bags),
            pieces=sum(bag.pieces for bag in bags),
            grams=sum(bag.grams for bag in bags),
        )


def list_manifests(problem: WeekProblem, plan: Plan, week: Week) -> tuple[Manifest, ...]:
    """The week's manifests, one for each trip that carries a bag, in the order in which the buses leave.

    Raises ValueError for a bag that its trip cannot take: the plan's form must be sound.
    """
    taken: set[BagNumber] = set()
    by_trip = groupby(sorted(plan.bags, key=lambda bag: bag.trip), key=lambda bag: bag.trip)
    found = [_manifest(problem, problem.trip_by_id[trip], tuple(bags), week, taken) for trip, bags in by_trip]
    return tuple(sorted(found, key=lambda each: (each.calls[0].leave_min, each.trip)))


def call_loads(trip_calls: tuple[CallLoad, ...], bags: Iterable[ManifestBag]) -> tuple[CallLoad, ...]:
    """The same calls with other bags aboard."""
    bags = tuple(bags)
    legs = len(trip_calls) - 1
    load = load_hold(legs, (Consignment(bag.first, bag.last, bag.grams, bag.pieces) for bag in bags))
    aboard = [*zip(load.pieces, load.grams, strict=True), (0, 0)]
    return tuple(
        CallLoad(
            stop=call.stop,
            arrive_min=call.arrive_min,
            leave_min=call.leave_min,
            on_pieces=sum(bag.pieces for bag in bags if bag.first == k),
            on_g=sum(bag.grams for bag in bags if bag.first == k),
            off_pieces=sum(bag.pieces for bag in bags if bag.last == k),
            off_g=sum(bag.grams for bag in bags if bag.last == k),
            aboard_pieces=aboard[k][0],
            aboard_g=aboard[k][1],
            hold_pieces=call.hold_pieces,
            hold_g=call.hold_g,
        )
        for k, call in enumerate(trip_calls)
    )


def split_evenly(total: int, parts: int) -> list[int]:
    """Whole parts that differ by at most one and add up to the total, the larger first."""
    return apportion(total, [1] * parts)


def _manifest(problem: WeekProblem, trip: Trip, bags: tuple[Bag, ...], week: Week, taken: set[BagNumber]) -> Manifest:
    on = week.date_of(trip.day)
    listed = [each for bag in bags for each in _bags_of(problem, trip, bag, on, taken)]
    listed.sort(key=lambda bag: (bag.first, bag.last, bag.origin, bag.destination, bag.index))
    return Manifest(
        trip=trip.id,
        line=trip.line,
        line_name=trip.line_name,
        date=on,
        day=trip.day,
        tariff=Tariff(trip.fee_basis, trip.fee_fen),
        bags=tuple(listed),
        calls=call_loads(_empty_calls(trip), listed),
        metres=trip.metres,
    )


def _bags_of(problem: WeekProblem, trip: Trip, bag: Bag, on: date, taken: set[BagNumber]) -> Iterator[ManifestBag]:
    ride = find_ride(problem, trip, origin=bag.origin, destination=bag.destination)
    if ride is None:
        raise ValueError(f"trip {trip.id} takes no bag from {bag.origin} to {bag.destination}")
    count = bags_filled(problem.terms, pieces=bag.pieces, grams=bag.grams)
    parts = zip(split_evenly(bag.pieces, count), split_evenly(bag.grams, count), strict=True)
    for index, (pieces, grams) in enumerate(parts, start=1):
        number = bag_number(
            trip.id, on, origin=bag.origin, destination=bag.destination, index=index, taken=frozenset(taken)
        )
        taken.add(number)
        yield ManifestBag(
            number=number,
            index=index,
            of=count,
            origin=bag.origin,
            destination=bag.destination,
            origin_stop=trip.stops[ride.first].stop,
            destination_stop=trip.stops[ride.last].stop,
            first=ride.first,
            last=ride.last,
            cutoff_min=ride.cutoff_min,
            leave_min=trip.stops[ride.first].leave_min,
            arrive_min=ride.arrive_min,
            in_hand_min=ride.in_hand_min,
            pieces=pieces,
            grams=grams,
        )


def _empty_calls(trip: Trip) -> tuple[CallLoad, ...]:
    holds = [*zip(trip.hold_pieces, trip.hold_g, strict=True), (0, 0)]
    return tuple(
        CallLoad(call.stop, call.arrive_min, call.leave_min, 0, 0, 0, 0, 0, 0, hold_pieces=pieces, hold_g=grams)
        for call, (pieces, grams) in zip(trip.stops, holds, strict=True)
    )
