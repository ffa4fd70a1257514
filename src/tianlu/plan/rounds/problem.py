"""The county's week as the planner sees it: sites with what they are owed and send, vehicles, trips, travel, closures.

Integers throughout: minutes from Monday 00:00 (or of the day where a name says so), metres, fen, grams, pieces.
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from hashlib import sha256

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.place.model import Place, PlaceKind
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import DEFAULT_TERMS, Terms, Vehicle
from tianlu.plan.floors.obligation import NOTHING_OWED, Obligation
from tianlu.plan.lines.trip import StopLink, Trip
from tianlu.plan.rounds.plan import Bag, Round

WeekCounts = tuple[int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Mail:
    """What becomes ready on each weekday: to deliver, ready at the hub; to collect, ready at the place."""

    deliver_pieces: WeekCounts = (0,) * 7
    deliver_g: WeekCounts = (0,) * 7
    collect_pieces: WeekCounts = (0,) * 7
    collect_g: WeekCounts = (0,) * 7


NO_MAIL = Mail()


@dataclass(frozen=True)
class Site:
    """A place with what it is owed and what it sends. `depots` are the places whose rounds may serve it:
    for a station the hub alone, for the hub none."""

    place: Place
    depots: tuple[PlaceId, ...]
    obligation: Obligation = NOTHING_OWED
    mail: Mail = NO_MAIL

    @property
    def id(self) -> PlaceId:
        return self.place.id

    @property
    def kind(self) -> PlaceKind:
        return self.place.kind


@dataclass(frozen=True)
class WeekClosure:
    """A place, or the way between two, closed for part of the week: minutes from Monday 00:00, half-open."""

    start_min: int
    end_min: int
    place: PlaceId | None = None
    origin: PlaceId | None = None
    destination: PlaceId | None = None
    reason: str = ""


@dataclass(frozen=True, order=True)
class VehicleDay:
    """A vehicle on a weekday."""

    vehicle: VehicleId
    day: int


@dataclass(frozen=True)
class SendsBack:
    """A place whose bag out has left, and the trip on which it sends its own back later that day."""

    place: PlaceId
    trip: TripId


@dataclass(frozen=True)
class Driven:
    """What stands in a week under way (decision 0005): nothing else may leave before `at_min`, a minute from Monday
    00:00. `rounds` and `bags` have left by then, in the plan's order; the vehicle-days in `away` drive no more."""

    at_min: int
    rounds: tuple[Round, ...] = ()
    bags: tuple[Bag, ...] = ()
    away: tuple[VehicleDay, ...] = ()
    backs: tuple[SendsBack, ...] = ()

    @property
    def day(self) -> int:
        """The weekday of the moment."""
        return self.at_min // MINUTES_A_DAY

    def is_away(self, vehicle: VehicleId, day: int) -> bool:
        """Whether a vehicle can begin no more rounds on a day, be it gone by or the vehicle away."""
        return day < self.day or VehicleDay(vehicle, day) in self.away


@dataclass(frozen=True, eq=False)
class WeekProblem:
    """The planning problem. Sites stand in canonical order: the hub, then stations by id, then villages by id;
    vehicles, trips and links by id: so the order of the input does not reach the search."""

    name: str
    sites: tuple[Site, ...]
    vehicles: tuple[Vehicle, ...]
    travel: TravelMatrix
    trips: tuple[Trip, ...] = ()
    links: tuple[StopLink, ...] = ()
    closures: tuple[WeekClosure, ...] = ()
    terms: Terms = DEFAULT_TERMS
    driven: Driven | None = None

    def __post_init__(self) -> None:
        if self.sites[0].kind is not PlaceKind.HUB or any(s.kind is PlaceKind.HUB for s in self.sites[1:]):
            raise ValueError("a week's problem has one hub, and it stands first")
        if tuple(site.id for site in self.sites) != self.travel.places:
            raise ValueError("the travel matrix lists the sites in their order")
        depots = {vehicle.depot for vehicle in self.vehicles}
        unknown = depots - set(self.index)
        if unknown:
            raise ValueError(f"vehicles stand at unknown places {sorted(unknown)}")

    @property
    def hub(self) -> Site:
        return self.sites[0]

    @cached_property
    def index(self) -> dict[PlaceId, int]:
        """Position of a place among the sites and in the travel matrix."""
        return {site.id: k for k, site in enumerate(self.sites)}

    @cached_property
    def trip_by_id(self) -> dict[TripId, Trip]:
        return {trip.id: trip for trip in self.trips}

    @cached_property
    def links_of(self) -> dict[PlaceId, tuple[StopLink, ...]]:
        found: dict[PlaceId, list[StopLink]] = {}
        for link in self.links:
            found.setdefault(link.place, []).append(link)
        return {place: tuple(links) for place, links in found.items()}

    def site(self, place: PlaceId) -> Site:
        return self.sites[self.index[place]]

    @cached_property
    def hash(self) -> str:
        """Equal for equal problems, whatever order their rows came in: 64 hex digits."""
        h = sha256()
        for part in (self.sites, self.vehicles, self.trips, self.links, self.closures):
            for item in part:
                h.update(repr(_stable(item)).encode())
        h.update(_stable_terms(self.terms).encode())
        h.update(self.travel.digest().encode())
        if self.driven is not None:
            h.update(repr(self.driven).encode())
        return h.hexdigest()


WISHES = ("further_driver_fen", "arrival_hour_fen")
"""Terms that came later: at 0 they are left out of the hash, so that plans made before them stay plans of it."""


def _stable_terms(terms: Terms) -> str:
    """The terms' repr, without wishes that are not priced."""
    told = [f"{each.name}={getattr(terms, each.name)!r}" for each in fields(terms) if _is_told(terms, each.name)]
    return f"Terms({', '.join(told)})"


def _is_told(terms: Terms, field: str) -> bool:
    return field not in WISHES or bool(getattr(terms, field))


def _stable(item: object) -> object:
    """A value whose repr does not depend on the order inside sets."""
    if isinstance(item, Site):
        kinds = sorted(item.place.vehicle_kinds)
        return (replace(item.place, vehicle_kinds=frozenset()), kinds, item.depots, item.obligation, item.mail)
    return item


def canonical(problem: WeekProblem) -> WeekProblem:
    """The same problem in canonical order (see WeekProblem)."""
    rank = {PlaceKind.HUB: 0, PlaceKind.STATION: 1, PlaceKind.VILLAGE: 2}
    order = sorted(range(len(problem.sites)), key=lambda k: (rank[problem.sites[k].kind], problem.sites[k].id))
    travel = problem.travel
    sites = tuple(problem.sites[k] for k in order)
    return replace(
        problem,
        sites=sites,
        vehicles=tuple(sorted(problem.vehicles, key=lambda v: v.id)),
        trips=tuple(sorted(problem.trips, key=lambda t: t.id)),
        links=tuple(sorted(problem.links, key=lambda x: (x.place, x.stop))),
        closures=tuple(sorted(problem.closures, key=repr)),
        travel=replace(
            travel,
            places=tuple(site.id for site in sites),
            minutes=travel.minutes[order][:, order],
            metres=travel.metres[order][:, order],
        ),
    )
