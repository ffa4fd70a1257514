"""What a fleet can drive on a day, as the bound sees it: places, legs, and the columns and rows that stand for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tianlu.core.calendar import DAYS_A_WEEK
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.bounding.linear import Float
from tianlu.plan.rounds.problem import WeekProblem

NONE = -1
"""No column."""


@dataclass(frozen=True)
class Fleet:
    """Vehicles that cost, carry and work alike, but for their days; `depot` is a site's position."""

    depot: int
    vehicles: tuple[Vehicle, ...]

    @property
    def one(self) -> Vehicle:
        return self.vehicles[0]

    @property
    def rounds_max(self) -> int:
        return max(1, self.one.rounds_a_day_max)

    @property
    def shift_min(self) -> int:
        return self.one.shift_to_min - self.one.shift_from_min

    def count(self, day: int) -> int:
        return sum(day in vehicle.days for vehicle in self.vehicles)


@dataclass(frozen=True)
class Part:
    """Of a fleet's vehicle-days, by its position, those that call at every village of `at` and at none of `never`."""

    fleet: int
    at: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()

    def split(self, village: int) -> tuple["Part", "Part"]:
        """Those that call at a village too, and those that do not."""
        with_it = Part(self.fleet, self.at | {village}, self.never)
        return with_it, Part(self.fleet, self.at, self.never | {village})

    def holds(self, other: "Part") -> bool:
        """Whether all vehicle-days of another part are in this one."""
        return self.fleet == other.fleet and self.at <= other.at and self.never <= other.never


@dataclass(frozen=True)
class Limit:
    """Vehicle-days of a part: at least and at most so many."""

    part: Part
    least: int
    most: int


@dataclass(frozen=True)
class Cut:
    """A set of sites without the depot, and the one whose visits ask for entries; None where loads do."""

    inside: frozenset[int]
    site: int | None


@dataclass(eq=False)
class DayGraph:
    """A part of a fleet's vehicle-days, those of all weekdays together. k places, the depot first; legs are symmetric
    and no longer than the truth.

    sites    positions of the places among the problem's sites
    minutes  (k, k) of a leg; service (k,) at a stop; leg_cost (k, k) in fen
    again    (k,) True where several rounds may stop: a station
    Columns: `visit` (k,) those of stops at a place, `load` (k,) of what is brought there, one a weekday; `days` of
    vehicles that drive, `rounds`, `rests`; `edge` of pairs a < b. Rows: `degree` (k,) two legs a stop, the depot's a
    round; `rest_row`, `time_row`. `cuts` are those so far, with their rows.
    """

    part: Part
    fleet: Fleet
    weekdays: tuple[int, ...]
    sites: tuple[int, ...]
    minutes: NDArray[np.int64]
    service: NDArray[np.int64]
    leg_cost: Float
    again: NDArray[np.bool_]
    visit: list[list[int]] = field(default_factory=list)
    load: list[list[int]] = field(default_factory=list)
    days: int = NONE
    rounds: int = NONE
    rests: int = NONE
    edge: dict[tuple[int, int], int] = field(default_factory=dict)
    degree: list[int] = field(default_factory=list)
    rest_row: int = NONE
    time_row: int = NONE
    cuts: list[Cut] = field(default_factory=list)
    cut_rows: list[int] = field(default_factory=list)

    @property
    def vehicles(self) -> int:
        return sum(self.fleet.count(day) for day in self.weekdays)

    @property
    def is_of_hub(self) -> bool:
        return self.fleet.depot == 0

    def legs(self) -> frozenset[tuple[int, int]]:
        """Pairs of sites between which legs are columns."""
        return frozenset((self.sites[a], self.sites[b]) for a, b in self.edge)

    def stop_days(self, problem: WeekProblem, site: int) -> list[int]:
        """The weekdays on which the part's rounds may stop at a site."""
        return [day for day in self.weekdays if may_serve(problem, self.fleet, site, day)]

    def inside(self, cut: Cut) -> NDArray[np.bool_]:
        """(k,) True at the places of a cut's set."""
        return np.array([site in cut.inside for site in self.sites])

    @cached_property
    def uses_most(self) -> Float:
        """(k, k) how often a leg may be driven in the week at the most."""
        rounds = 2.0 * self.vehicles * self.fleet.rounds_max
        stations = self.again[:, None] & self.again[None, :]
        one = self.again[:, None] | self.again[None, :]
        one[0] = one[:, 0] = True
        stations[0] = stations[:, 0] = self.again
        return np.where(stations, rounds, np.where(one, 2.0, 1.0) * len(self.weekdays))

    def leg_prices(self, prices: Float) -> Float:
        """(k, k) cost of each leg less what the rows pay for it at `prices`."""
        of_place = prices[self.degree]
        of_minute = prices[self.rest_row] + prices[self.time_row]
        left = self.leg_cost - of_place[:, None] - of_place[None, :] - of_minute * self.minutes
        paid = prices[self.cut_rows]
        paying = np.flatnonzero(paid)
        if len(paying):
            inside = np.array([self.inside(self.cuts[row]) for row in paying], np.float64)
            single = paid[paying] @ inside
            both = inside.T @ (paid[paying][:, None] * inside)
            left -= single[:, None] + single[None, :] - 2.0 * both
        return np.ascontiguousarray(left)


def fleets_of(problem: WeekProblem) -> list[Fleet]:
    """The vehicles, grouped."""
    groups: dict[tuple[object, ...], list[Vehicle]] = {}
    for v in problem.vehicles:
        alike = (v.depot, v.kind, v.day_fen, v.km_fen, v.hour_fen, v.capacity_g, v.capacity_pieces)
        hours = (v.shift_from_min, v.shift_to_min, v.rounds_a_day_max, v.reload_min)
        groups.setdefault((*alike, *hours), []).append(v)
    return [Fleet(problem.index[group[0].depot], tuple(group)) for group in groups.values()]


def whole_fleets(problem: WeekProblem) -> tuple[Part, ...]:
    return tuple(Part(fleet) for fleet in range(len(fleets_of(problem))))


def day_graphs(problem: WeekProblem, wanted: frozenset[int], parts: Iterable[Part]) -> Iterator[DayGraph]:
    """A graph for each part that can serve one of the sites `wanted`."""
    minutes, metres = shortest_legs(problem)
    fleets = fleets_of(problem)
    for part in parts:
        fleet = fleets[part.fleet]
        weekdays = tuple(day for day in range(DAYS_A_WEEK) if fleet.count(day))
        places = [i for i in sorted(wanted - part.never) if any(may_serve(problem, fleet, i, day) for day in weekdays)]
        if not places:
            continue
        sites = [fleet.depot, *places]
        legs = np.ix_(sites, sites)
        yield DayGraph(
            part=part,
            fleet=fleet,
            weekdays=weekdays,
            sites=tuple(sites),
            minutes=np.ascontiguousarray(minutes[legs]),
            service=np.array([0, *(problem.sites[i].place.service_min for i in places)], np.int64),
            leg_cost=metres[legs] * fleet.one.km_fen / 1000.0 + minutes[legs] * fleet.one.hour_fen / 60.0,
            again=np.array([problem.sites[i].kind is PlaceKind.STATION for i in sites]),
        )


def may_serve(problem: WeekProblem, fleet: Fleet, site: int, day: int) -> bool:
    """Whether a round of the fleet may stop there on that day at all."""
    place = problem.sites[site].place
    allowed = not place.vehicle_kinds or fleet.one.kind in place.vehicle_kinds
    return allowed and fleet.one.depot in problem.sites[site].depots and day in place.open_days


def shortest_legs(problem: WeekProblem) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(n, n) minutes and metres of a leg, the lesser of both directions, at the fastest hour of the day."""
    percent = min(problem.travel.slot_percent)
    minutes = -(-problem.travel.minutes.astype(np.int64) * percent // 100)
    metres = problem.travel.metres.astype(np.int64)
    return np.minimum(minutes, minutes.T), np.minimum(metres, metres.T)
