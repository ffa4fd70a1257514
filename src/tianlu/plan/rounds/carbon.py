"""Grams CO2e of a plan's week, beside its cost, by element of the transport chain as ISO 14083 asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from tianlu.core.ids import PlaceId
from tianlu.plan.county import Energy, Vehicle
from tianlu.plan.rounds.carbon_factors import CarbonFactor, CarbonFactors, load_factors
from tianlu.plan.rounds.cost import round_metres
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rides import find_ride

_M_PER_100_KM = 100_000
_MILLI = 1_000
_G_M_A_TKM = 1_000_000 * 1_000


@dataclass(frozen=True)
class Element:
    """One element of the transport chain: the hub's rounds, a station's rounds, or buses.

    `energy_milli` is millilitres or watt-hours by energy; `g_m` is transport activity, grams of mail times metres
    (divide by 1e9 for tonne-kilometres). A bus has no energy of its own here: its line says grams per tonne-kilometre.
    """

    name: str
    metres: int
    g_m: int
    energy_milli: tuple[tuple[Energy, int], ...]
    g_co2e: int


@dataclass(frozen=True)
class Carbon:
    """`vehicles_g` is what the own fleet emits; of the buses `bus_marginal_g` is what they burn more for the mail and
    `bus_allocated_g` the mail's share of all they burn. The two are never added to each other."""

    vehicles_g: int
    bus_marginal_g: int
    bus_allocated_g: int
    elements: tuple[Element, ...]
    factors: tuple[CarbonFactor, ...]

    @property
    def marginal_g(self) -> int:
        """What the plan adds to the air."""
        return self.vehicles_g + self.bus_marginal_g

    @property
    def allocated_g(self) -> int:
        """What a report by ISO 14083 counts."""
        return self.vehicles_g + self.bus_allocated_g


def carbon_of(problem: WeekProblem, plan: Plan, factors: CarbonFactors | None = None) -> Carbon:
    """Emissions of the rounds driven and bags carried; `factors` None means those that are shipped."""
    known = factors or load_factors()
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    hub, station = ([r for r in plan.rounds if (r.depot == problem.hub.id) is is_hub] for is_hub in (True, False))
    own = [
        _rounds_element(problem, name, [(round_, vehicles[round_.vehicle]) for round_ in rounds], known)
        for name, rounds in (("hub_rounds", hub), ("station_rounds", station))
    ]
    rides = [ride for bag in plan.bags for ride in _bag_legs(problem, bag)]
    marginal = _per_tonne_km(sum(g * metres * each for g, metres, each, _ in rides))
    buses = Element("buses", sum(metres for _, metres, _, _ in rides), sum(g * m for g, m, _, _ in rides), (), marginal)
    used = {vehicles[round_.vehicle].energy for round_ in plan.rounds}
    return Carbon(
        vehicles_g=sum(each.g_co2e for each in own),
        bus_marginal_g=marginal,
        bus_allocated_g=_per_tonne_km(sum(g * metres * each for g, metres, _, each in rides)),
        elements=(*own, buses),
        factors=tuple(known[energy] for energy in Energy if energy in used),
    )


def vehicle_g_co2e(vehicle: Vehicle, metres: int, factors: CarbonFactors) -> int:
    """Grams that a vehicle emits over a distance, rounded half up."""
    mg = metres * vehicle.consumption_per_100km * factors[vehicle.energy].mg_per_unit
    return _half_up(mg, _M_PER_100_KM * _MILLI * _MILLI)


def _rounds_element(
    problem: WeekProblem, name: str, rounds: list[tuple[Round, Vehicle]], factors: CarbonFactors
) -> Element:
    energy: dict[Energy, int] = {}
    metres = grams = 0
    for round_, vehicle in rounds:
        length = round_metres(problem, round_)
        metres += length
        grams += vehicle_g_co2e(vehicle, length, factors)
        used = _half_up(length * vehicle.consumption_per_100km, _M_PER_100_KM)
        energy[vehicle.energy] = energy.get(vehicle.energy, 0) + used
    activity = sum(_activity(problem, round_) for round_, _ in rounds)
    return Element(name, metres, activity, tuple(sorted(energy.items())), grams)


def _activity(problem: WeekProblem, round_: Round) -> int:
    """Grams times metres: what is on board, leg by leg."""
    aboard = sum(stop.deliver_g for stop in round_.stops)
    here: PlaceId = round_.depot
    activity = 0
    for stop in round_.stops:
        activity += aboard * _metres(problem, here, stop.place)
        aboard += stop.collect_g - stop.deliver_g
        here = stop.place
    return activity + aboard * _metres(problem, here, round_.depot)


def _metres(problem: WeekProblem, here: PlaceId, there: PlaceId) -> int:
    return int(problem.travel.metres[problem.index[here], problem.index[there]])


def _bag_legs(problem: WeekProblem, bag: Bag) -> Iterator[tuple[int, int, int, int]]:
    """Grams, metres, and the trip's marginal and allocated grams per tonne-kilometre, leg by leg."""
    trip = problem.trip_by_id[bag.trip]
    ride = find_ride(problem, trip, origin=bag.origin, destination=bag.destination)
    if ride is not None:
        for metres in trip.metres[ride.first : ride.last]:
            yield bag.grams, metres, trip.marginal_g_co2e_tkm, trip.allocated_g_co2e_tkm


def _per_tonne_km(g_m_times_factor: int) -> int:
    return _half_up(g_m_times_factor, _G_M_A_TKM)


def _half_up(amount: int, unit: int) -> int:
    return (2 * amount + unit) // (2 * unit)
