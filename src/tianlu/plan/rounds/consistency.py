"""Consistency: by how many drivers a village is served in the week, and how far the hours of its rounds lie apart.

A bus has its driver and its hour from the timetable, so that only stops of rounds count. The price is a wish of the
operator (decision 0011): 0 unless the county's terms say otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.core.money import fen_of
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Terms
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem

PERCENTILE = 90
WORST_SHOWN = 5


@dataclass(frozen=True)
class VillageConsistency:
    """A village that rounds serve on two or more days: its drivers (vehicles, in the order of their first visit) and
    the minutes of the day of its earliest and its latest arrival."""

    place: PlaceId
    drivers: tuple[VehicleId, ...]
    earliest_min: int
    latest_min: int

    @property
    def further_drivers(self) -> int:
        return len(self.drivers) - 1

    @property
    def spread_min(self) -> int:
        return self.latest_min - self.earliest_min


@dataclass(frozen=True)
class Consistency:
    """A county's villages that rounds serve on two or more days, in the order of the problem. Shares and minutes are 0
    where there is none."""

    villages: tuple[VillageConsistency, ...]

    @property
    def with_one_driver(self) -> int:
        return sum(village.further_drivers == 0 for village in self.villages)

    @property
    def one_driver_share(self) -> float:
        return self.with_one_driver / len(self.villages) if self.villages else 0.0

    @property
    def spread_mean_min(self) -> float:
        return sum(village.spread_min for village in self.villages) / len(self.villages) if self.villages else 0.0

    @property
    def spread_p90_min(self) -> int:
        """The spread that nine of ten villages keep within (nearest rank)."""
        spreads = sorted(village.spread_min for village in self.villages)
        return spreads[-(-len(spreads) * PERCENTILE // 100) - 1] if spreads else 0

    def worst(self, count: int = WORST_SHOWN) -> tuple[VillageConsistency, ...]:
        """The villages with most drivers, then widest spread; none of those that have one driver at one minute."""
        uneven = [village for village in self.villages if village.further_drivers or village.spread_min]
        return tuple(sorted(uneven, key=lambda each: (-each.further_drivers, -each.spread_min, each.place))[:count])


@dataclass(frozen=True)
class ConsistencyCost:
    """What a village's further drivers and its spread of hours weigh, where the terms price them."""

    place: PlaceId
    drivers_fen: int
    spread_fen: int

    @property
    def total_fen(self) -> int:
        return self.drivers_fen + self.spread_fen


def consistency_of(problem: WeekProblem, plan: Plan) -> Consistency:
    """Measure every village that rounds serve on two or more days. Places must be the problem's."""
    arrivals: dict[PlaceId, list[tuple[int, int, VehicleId]]] = {}
    for round_, stop in plan.stops():
        minute = stop.arrive_min - round_.day * MINUTES_A_DAY
        arrivals.setdefault(stop.place, []).append((round_.day, minute, round_.vehicle))
    villages = (site.id for site in problem.sites if site.kind is PlaceKind.VILLAGE)
    return Consistency(tuple(_measured(id_, arrivals[id_]) for id_ in villages if _days(arrivals.get(id_, [])) > 1))


def price_consistency(terms: Terms, village: VillageConsistency) -> ConsistencyCost:
    """Each further driver at its price, and the spread by the hour, rounded half up to the fen."""
    return ConsistencyCost(
        place=village.place,
        drivers_fen=village.further_drivers * terms.further_driver_fen,
        spread_fen=fen_of(terms.arrival_hour_fen, village.spread_min, 60),
    )


def _days(arrivals: Sequence[tuple[int, int, VehicleId]]) -> int:
    return len({day for day, _, _ in arrivals})


def _measured(place: PlaceId, arrivals: list[tuple[int, int, VehicleId]]) -> VillageConsistency:
    ordered = sorted(arrivals)
    minutes = [minute for _, minute, _ in ordered]
    drivers = tuple(dict.fromkeys(vehicle for _, _, vehicle in ordered))
    return VillageConsistency(place, drivers, min(minutes), max(minutes))
