"""A rule at a place, of a fleet or of a bus line: what a conflict is made of, and what dropping it would free."""

from dataclasses import dataclass

from tianlu.core.ids import PlaceId, VehicleId
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.problem import WeekProblem

OWED_RULES = frozenset(
    {"visits_a_week", "largest_gap", "promise_hours", "one_service_a_day", "station_fed", "station_open"}
)
"""Rules on what a place is owed; the others are on what there is to serve it with."""


NOWHERE = PlaceId("")


@dataclass(frozen=True, order=True)
class Member:
    """A rule of `RULES` with the one thing it binds; what does not apply is empty.

    `vehicles` are those of one fleet, `line` a bus line, `field` the figure of the obligation where a rule has
    several. Closed ways are one member of rule `closure` with no place.
    """

    rule: str
    place: PlaceId = NOWHERE
    vehicles: tuple[VehicleId, ...] = ()
    line: str = ""
    field: str = ""

    @property
    def is_owed(self) -> bool:
        """Whether this is what a place gets, rather than what serves it."""
        return self.rule in OWED_RULES


@dataclass(frozen=True)
class Fleet:
    """Vehicles of one depot that are alike in all that decides where they can go and what they can carry."""

    vehicles: tuple[Vehicle, ...]

    @property
    def one(self) -> Vehicle:
        return self.vehicles[0]

    @property
    def count(self) -> int:
        return len(self.vehicles)

    @property
    def shift_min(self) -> int:
        return self.one.shift_to_min - self.one.shift_from_min

    def member(self, rule: str) -> Member:
        return Member(rule, vehicles=tuple(vehicle.id for vehicle in self.vehicles))


def fleets_of(problem: WeekProblem) -> tuple[Fleet, ...]:
    """The vehicles by what tells them apart, in the order of the problem."""
    found: dict[tuple[object, ...], list[Vehicle]] = {}
    for vehicle in problem.vehicles:
        found.setdefault(_likeness(vehicle), []).append(vehicle)
    return tuple(Fleet(tuple(vehicles)) for vehicles in found.values())


def _likeness(vehicle: Vehicle) -> tuple[object, ...]:
    return (
        vehicle.depot,
        vehicle.kind,
        vehicle.capacity_g,
        vehicle.capacity_pieces,
        vehicle.shift_from_min,
        vehicle.shift_to_min,
        vehicle.days,
        vehicle.rounds_a_day_max,
        vehicle.reload_min,
    )
