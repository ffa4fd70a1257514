"""The county's week laid out flat for the search: slots, patterns, lifts, loads by pattern."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY, DayPattern
from tianlu.core.ids import PlaceId, TripId
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds import arrays as at
from tianlu.plan.rounds.arrays import Float, Int, Week
from tianlu.plan.rounds.day_patterns import (
    days_for_mail,
    keeps_floor,
    mail_by_day,
    patterns_of,
    patterns_with_misses,
)
from tianlu.plan.rounds.floor_prices import FloorPrices, price_of_floors, price_of_misses
from tianlu.plan.rounds.frozen import Frozen, frozen_of
from tianlu.plan.rounds.lifts import Lift
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.still_open import (
    append_frozen,
    can_begin,
    find_driven_slots,
    lifts_to_come,
    possible_days,
    shift_from,
)

DAYS = range(DAYS_A_WEEK)
BASES = {FeeBasis.BAG: 0, FeeBasis.KG: 1, FeeBasis.PIECE: 2}


@dataclass(frozen=True, eq=False)
class Encoded:
    """A week for the search with what is needed to read its answer: vehicle of a slot, lift behind a lift's number.

    `hopeless` are the places whose floor no choice of days can keep: nothing goes there, or on too few days.
    `frozen` is what stands of a week under way; `frozen_lifts` the lifts, by place and day, of bags that have left.
    """

    week: Week
    slot_vehicle: tuple[Vehicle, ...]
    lifts: tuple[Lift, ...]
    hopeless: tuple[PlaceId, ...]
    frozen: Frozen
    frozen_lifts: dict[tuple[PlaceId, int], int]


def encode(problem: WeekProblem, *, floors_priced: bool = False) -> Encoded:
    """Lay the problem out; sites keep their positions.

    With `floors_priced` a place may also be served on fewer days than it is owed, at the price of `missed_floors`: for
    a week in which not every floor can be kept.
    """
    index = problem.index
    frozen = frozen_of(problem)
    vehicle_days = [(vehicle, day) for day in DAYS for vehicle in problem.vehicles if day in vehicle.days]
    vehicle_days.sort(key=lambda pair: (pair[1], *_alike(pair[0]), pair[0].id))
    slots = [
        (vd, vehicle, day)
        for vd, (vehicle, day) in enumerate(vehicle_days)
        for _ in range(_rounds_most(vehicle, frozen.rounds.get((vehicle.id, day), 0)))
    ]
    driven_slots = find_driven_slots(slots, frozen)
    rates = sorted({(vehicle.km_fen, vehicle.hour_fen) for vehicle in problem.vehicles}) or [(0, 0)]
    class_of = {rate: k for k, rate in enumerate(rates)}
    twins = {key: k for k, key in enumerate(sorted({(day, *_alike(vehicle)) for vehicle, day in vehicle_days}))}
    choices = list(_choices(problem, slots, driven_slots))
    lifts = [lifts_to_come(problem, site, frozen) for site in problem.sites]
    flat = [lift for per_day in lifts for day in DAYS for lift in per_day[day]]
    frozen_lifts = append_frozen(problem, frozen, flat)
    legs = _Legs(flat, frozen.trips)
    find_patterns = patterns_with_misses if floors_priced else patterns_of
    patterns = [
        find_patterns(
            site,
            possible_days(problem, site, _vehicles_of(choices[k], slots), lifts[k]),
            days_for_mail(problem, site),
            DayPattern(frozen.served.get(site.id, 0)),
        )
        if k > 0
        else []
        for k, site in enumerate(problem.sites)
    ]
    prices = price_of_floors(problem)
    most = max(1, *(len(each) for each in patterns))
    # row by row, as plain problems are: another layout would have the search compiled anew
    minutes = np.ascontiguousarray(problem.travel.minutes, np.float64)
    metres = np.ascontiguousarray(problem.travel.metres, np.float64)
    opens, closes, windowed = _windows(problem)
    mail = np.array([mail_by_day(site.mail) for site in problem.sites])
    starting = [
        [[k for k, (v, d) in enumerate(vehicle_days) if v.depot == site.id and d == day] for day in DAYS]
        for site in problem.sites
    ]
    leg_cost = np.array([metres * km / 1000.0 + minutes * hour / 60.0 for km, hour in rates])
    week = Week(
        leg_cost=leg_cost,
        leg_cost_to=np.ascontiguousarray(leg_cost.transpose(0, 2, 1)),
        leg_min=minutes,
        minute_cost=np.array([hour / 60.0 for _, hour in rates]),
        site=_sites(problem, mail, patterns, windowed, frozen),
        day=at.records(
            at.DAY_OF_SITE,
            opens=opens,
            closes=closes,
            gaps=[_gaps(each) for each in patterns],
            **_ranges("choice", [[len(per_day[day]) for day in DAYS] for per_day in choices]),
            **_ranges("lift", [[len(per_day[day]) for day in DAYS] for per_day in lifts]),
            **_ranges("rounds", [[len(per_day[day]) for day in DAYS] for per_day in starting]),
        ),
        patterns=_padded([[p.mask for p in each] for each in patterns], most),
        pattern_cost=_pattern_costs(problem, patterns, most, prices if floors_priced else None),
        told=np.full((len(problem.sites), DAYS_A_WEEK), at.UNSERVED, np.int64),
        load_guess=_load_guess(problem, mail),
        mail=mail,
        near=_near(problem.travel.metres, np.array([len(each) for each in patterns])),
        slot=at.records(
            at.SLOT,
            vd=[vd for vd, _, _ in slots],
            day=[day for _, _, day in slots],
            depot=[index[vehicle.depot] for _, vehicle, _ in slots],
            cls=[class_of[v.km_fen, v.hour_fen] for _, v, _ in slots],
            twin=[twins[(day, *_alike(vehicle))] for _, vehicle, day in slots],
            frozen=[int(r in driven_slots) for r in range(len(slots))],
        ),
        vd=at.records(
            at.VEHICLE_DAY,
            first=_firsts([vd for vd, _, _ in slots], len(vehicle_days)),
            slots=[_rounds_most(v, frozen.rounds.get((v.id, day), 0)) for v, day in vehicle_days],
            day=[day for _, day in vehicle_days],
            depot=[index[vehicle.depot] for vehicle, _ in vehicle_days],
            cls=[class_of[v.km_fen, v.hour_fen] for v, _ in vehicle_days],
            shift_from=[shift_from(problem, vehicle, day) for vehicle, day in vehicle_days],
            shift_to=[vehicle.shift_to_min for vehicle, _ in vehicle_days],
            fixed=[vehicle.day_fen for vehicle, _ in vehicle_days],
            # a driver who rests at each reload starts every round fresh: the count at the wheel stays within a round
            reload=[max(v.reload_min, problem.terms.rest_min) for v, _ in vehicle_days],
            driver=[problem.vehicles.index(vehicle) for vehicle, _ in vehicle_days],
        ),
        vd_cap=np.array([(float(v.capacity_g), float(v.capacity_pieces)) for v, _ in vehicle_days]).reshape(-1, 2),
        station_vds=np.array([k for per_day in starting for day in DAYS for k in per_day[day]], np.int64),
        choice=np.array([r for per_day in choices for day in DAYS for r in per_day[day]], np.int64),
        lift_leg=legs.lift_leg,
        lift_fee=np.array([_fees(lift) for lift in flat], np.float64).reshape(-1, 2, 2),
        lift_min=np.array([_lift_minutes(lift) for lift in flat], np.float64).reshape(-1, 4),
        hold=legs.hold,
        closure=_closures(problem),
        hour_percent=np.array(problem.travel.slot_percent, np.float64),
        numbers=_numbers(problem),
    )
    hopeless = tuple(
        site.id for site, each in zip(problem.sites[1:], patterns[1:], strict=True) if not keeps_floor(site, each)
    )
    return Encoded(week, tuple(vehicle for _, vehicle, _ in slots), tuple(flat), hopeless, frozen, frozen_lifts)


def day_choices(problem: WeekProblem) -> dict[PlaceId, tuple[DayPattern, ...]]:
    """The day patterns that each place may still have: those that keep its floor, or if none does, all its days."""
    week = encode(problem).week
    counts = week.site["pattern_count"]
    return {
        site.id: tuple(DayPattern(int(mask)) for mask in week.patterns[x, : counts[x]])
        for x, site in enumerate(problem.sites)
    }


def _rounds_most(vehicle: Vehicle, driven: int) -> int:
    return max(1, vehicle.rounds_a_day_max, driven)


def _sites(
    problem: WeekProblem, mail: Float, patterns: list[list[DayPattern]], windowed: Int, frozen: Frozen
) -> at.Records:
    stations = [site.kind is PlaceKind.STATION for site in problem.sites]
    owed = [site.obligation for site in problem.sites]
    return at.records(
        at.SITE,
        service=[site.place.service_min for site in problem.sites],
        stop_cost=[problem.terms.handling_fen if is_station else 0 for is_station in stations],
        windowed=windowed,
        station=stations,
        sends=[is_station or bool(mail[k, :, 2:].any()) for k, is_station in enumerate(stations)],
        pattern_count=[len(each) for each in patterns],
        promise_deliver=[-1.0 if each.promise_deliver_min is None else each.promise_deliver_min for each in owed],
        promise_collect=[-1.0 if each.promise_collect_days is None else each.promise_collect_days for each in owed],
        frozen=[frozen.days_of(site.id) for site in problem.sites],
    )


def _alike(vehicle: Vehicle) -> tuple[str | int, ...]:
    """Vehicles equal in this are interchangeable."""
    return (
        vehicle.depot,
        vehicle.kind,
        vehicle.km_fen,
        vehicle.hour_fen,
        vehicle.day_fen,
        vehicle.capacity_g,
        vehicle.capacity_pieces,
        vehicle.shift_from_min,
        vehicle.shift_to_min,
        vehicle.rounds_a_day_max,
        vehicle.reload_min,
    )


def _vehicles_of(choices: dict[int, list[int]], slots: list[tuple[int, Vehicle, int]]) -> dict[int, list[Vehicle]]:
    """The vehicles behind the slots of each day, each once."""
    return {day: list({slots[r][1].id: slots[r][1] for r in choices[day]}.values()) for day in DAYS}


def _choices(
    problem: WeekProblem, slots: list[tuple[int, Vehicle, int]], driven_slots: frozenset[int]
) -> Iterator[dict[int, list[int]]]:
    """For each site and day the slots that may serve it, a vehicle's in order."""
    by_depot_day: dict[tuple[PlaceId, int], list[tuple[int, str]]] = {}
    for r, (_, vehicle, day) in enumerate(slots):
        if r in driven_slots or not can_begin(problem, vehicle, day):
            continue
        by_depot_day.setdefault((vehicle.depot, day), []).append((r, vehicle.kind))
    for site in problem.sites:
        kinds = site.place.vehicle_kinds
        yield {
            day: [
                r
                for depot in sorted(set(site.depots))
                for r, kind in by_depot_day.get((depot, day), [])
                if not kinds or kind in kinds
            ]
            for day in DAYS
        }


def _pattern_costs(
    problem: WeekProblem, patterns: list[list[DayPattern]], most: int, prices: FloorPrices | None
) -> Float:
    costs = np.zeros((len(patterns), most))
    if prices is not None:
        for k, (site, each) in enumerate(zip(problem.sites, patterns, strict=True)):
            costs[k, : len(each)] = [price_of_misses(site, pattern, prices) for pattern in each]
    return costs


def _gaps(patterns: list[DayPattern]) -> list[int]:
    """For each day the days, as bits, that may have passed since the visit before."""
    gaps = [0] * DAYS_A_WEEK
    for pattern in patterns:
        for day in pattern:
            gaps[day] |= 1 << next(g for g in range(1, DAYS_A_WEEK + 1) if (day - g) % DAYS_A_WEEK in pattern)
    return gaps


def _load_guess(problem: WeekProblem, mail: Float) -> Float:
    guess = np.zeros((len(problem.sites), DAYS_A_WEEK, 4))
    for i, site in enumerate(problem.sites):
        owed = site.obligation
        visits = owed.fed_days_min if site.kind is PlaceKind.STATION else owed.visits_min
        guess[i, :] = np.ceil(mail[i].sum(axis=0) / max(1, visits))
    return guess


def _windows(problem: WeekProblem) -> tuple[Float, Float, Int]:
    earliest = min((v.shift_from_min for v in problem.vehicles), default=0)
    latest = max((v.shift_to_min for v in problem.vehicles), default=MINUTES_A_DAY)
    places = [site.place for site in problem.sites]
    opens = np.array([[float(p.open_from_min)] * DAYS_A_WEEK for p in places])
    closes = np.array([[float(p.open_to_min) if d in p.open_days else -1.0 for d in DAYS] for p in places])
    windowed = np.array([int(p.open_from_min > earliest or p.open_to_min < latest) for p in places], np.int64)
    return opens, closes, windowed


def _near(metres: np.ndarray, pattern_counts: np.ndarray) -> Int:
    """(n, n - 1) other served nodes by distance; unserved ones last."""
    n = len(metres)
    far = metres.astype(np.float64) + np.where(pattern_counts > 0, 0.0, 1e12)[None, :]
    near = np.zeros((n, max(1, n - 1)), np.int64)
    for i in range(n):
        order = [int(j) for j in np.argsort(far[i], kind="stable") if j != i]
        near[i, : len(order)] = order
    return near


def _numbers(problem: WeekProblem) -> Float:
    terms = problem.terms
    numbers = np.zeros(at.N_NUMBERS)
    numbers[at.HUB_READY] = terms.hub_ready_min
    numbers[at.VILLAGE_READY] = terms.village_ready_min
    numbers[at.HUB_CUTOFF] = terms.hub_cutoff_min
    numbers[at.TRANSFER] = terms.transfer_min
    numbers[at.HANDLING] = terms.handling_fen
    numbers[at.BAG_G] = terms.bag_g_max
    numbers[at.BAG_PIECES] = terms.bag_pieces_max
    numbers[at.DRIVE_MAX] = terms.drive_min_max
    numbers[at.REST] = terms.rest_min
    numbers[at.FURTHER_DRIVER] = terms.further_driver_fen
    numbers[at.ARRIVAL_HOUR] = terms.arrival_hour_fen
    numbers[at.PROMISES] = float(
        any(
            s.obligation.promise_deliver_min is not None or s.obligation.promise_collect_days is not None
            for s in problem.sites
        )
    )
    numbers[at.HOURLY] = float(any(percent != 100 for percent in problem.travel.slot_percent))
    return numbers


def _closures(problem: WeekProblem) -> Float:
    def position(place: PlaceId | None) -> int:
        return -1 if place is None else problem.index[place]

    rows = [
        (position(c.place), position(c.origin), position(c.destination), c.start_min, c.end_min)
        for c in problem.closures
    ]
    return np.array(rows, np.float64).reshape(-1, 5)


def _fees(lift: Lift) -> list[tuple[float, float]]:
    rides = [lift.out, lift.back if lift.back is not None else lift.out]
    return [(float(BASES[ride.trip.fee_basis]), float(ride.trip.fee_fen)) for ride in rides]


def _lift_minutes(lift: Lift) -> tuple[float, float, float, float]:
    start = lift.out.trip.day * MINUTES_A_DAY
    back = (lift.back.leave_min - start, lift.back.there_min - start) if lift.back else (at.NEVER, at.NEVER)
    return (lift.out.leave_min - start, lift.out.there_min - start, *back)


class _Legs:
    """The legs of the trips that some lift rides, numbered through. What rides on the trips in `gone` rides already: no
    bag is added, and their holds bind no more."""

    def __init__(self, lifts: list[Lift], gone: frozenset[TripId]) -> None:
        first: dict[str, int] = {}
        hold: list[tuple[float, float]] = []
        for lift in lifts:
            for ride in (lift.out, lift.back):
                if ride is not None and ride.trip.id not in first:
                    first[ride.trip.id] = len(hold)
                    free = zip(ride.trip.hold_g, ride.trip.hold_pieces, strict=True)
                    hold += [(at.NEVER, at.NEVER) if ride.trip.id in gone else (float(g), float(p)) for g, p in free]
        self.hold: Float = np.array(hold, np.float64).reshape(-1, 2)
        rows = []
        for lift in lifts:
            row = [first[lift.out.trip.id] + lift.out.first, first[lift.out.trip.id] + lift.out.last]
            if lift.back is None:
                row += [-1, -1]
            else:
                row += [first[lift.back.trip.id] + lift.back.first, first[lift.back.trip.id] + lift.back.last]
            rows.append(row)
        self.lift_leg: Int = np.array(rows, np.int64).reshape(-1, 4)


def _padded(rows: list[list[int]], width: int) -> Int:
    table = np.zeros((len(rows), width), np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table


def _ranges(name: str, counts: list[list[int]]) -> dict[str, Int]:
    """Where the entries of each site and day begin and end, laid out one after the other."""
    ends = np.cumsum(np.array(counts, np.int64).ravel()).reshape(-1, DAYS_A_WEEK)
    return {f"{name}_first": ends - np.array(counts, np.int64), f"{name}_end": ends}


def _firsts(owner_of: list[int], owners: int) -> list[int]:
    firsts = [0] * owners
    for owner, group in groupby(enumerate(owner_of), key=lambda pair: pair[1]):
        firsts[owner] = next(iter(group))[0]
    return firsts
