"""What the conditions are built on: a problem with what is asked of it again and again, and each place's columns."""

from dataclasses import dataclass, field

from tianlu.core.calendar import DAYS_A_WEEK
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.conflict.buses import BagRide, Buses
from tianlu.plan.rounds.conflict.member import Fleet
from tianlu.plan.rounds.conflict.reach import Reach
from tianlu.plan.rounds.conflict.relaxation import RelaxationBuilder
from tianlu.plan.rounds.conflict.roads import Roads
from tianlu.plan.rounds.problem import Site, WeekProblem

DAYS = range(DAYS_A_WEEK)


@dataclass(frozen=True, eq=False)
class Ground:
    """A problem with what is asked of it again and again."""

    problem: WeekProblem
    fleets: tuple[Fleet, ...]
    roads: Roads
    reach: Reach
    buses: Buses
    builder: RelaxationBuilder = field(default_factory=RelaxationBuilder)


@dataclass(frozen=True, eq=False)
class Options:
    """The columns of one place: by fleet (its number) and day, by bus and day, by what has no access and day; and
    whether it is visited or fed on a day. `rides` are the bags that may be."""

    site: Site
    by_fleet: dict[tuple[int, int], int]
    by_bus: dict[int, int]
    by_stranger: dict[int, int]
    served: dict[int, int]
    rides: tuple[BagRide, ...]

    @property
    def is_station(self) -> bool:
        return self.site.kind is PlaceKind.STATION

    def of_fleet(self, fleet: int) -> list[int]:
        """The fleet's days."""
        return [column for (number, _), column in self.by_fleet.items() if number == fleet]

    def fleets(self) -> list[int]:
        """The fleets that may come, by number."""
        return sorted({number for number, _ in self.by_fleet})


def may_serve(fleet: Fleet, site: Site) -> bool:
    """Whether depot and kind of the fleet are among those that may."""
    kinds = site.place.vehicle_kinds
    return fleet.one.depot in site.depots and (not kinds or fleet.one.kind in kinds)


def sends_there(site: Site) -> bool:
    """Whether there is mail to deliver."""
    return any(site.mail.deliver_pieces) or any(site.mail.deliver_g)
