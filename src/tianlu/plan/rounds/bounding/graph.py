"""What a fleet can drive on a day, as the bound sees it: places, legs, and the columns and rows that stand for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

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


@dataclass(eq=False)
class DayGraph:
    """A fleet on its days, taken together. k places, the depot first; legs are symmetric and no longer than the truth.

    sites    positions of the places among the problem's sites
    minutes  (k, k) of a leg; service (k,) at a stop; leg_cost (k, k) in fen
    again    (k,) True where several rounds may stop: a station
    Columns: `visit` (k,) how often a place is stopped at, `load` (k,) what is brought there, NONE for none; `days`
    vehicles that drive, `rounds`, `rests`; `edge` of pairs a < b. Rows: `degree` (k,) two legs a stop, the depot's
    a round; `rest_row`, `time_row`, `days_row`. `cuts` are the sets S of the cuts so far, (c, k), with their rows.
    """

    fleet: Fleet
    dates: tuple[int, ...]
    sites: tuple[int, ...]
    pivot: int
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
    days_row: int = NONE
    cuts: list[NDArray[np.bool_]] = field(default_factory=list)
    cut_rows: list[int] = field(default_factory=list)

    @property
    def vehicles(self) -> int:
        return sum(self.fleet.count(day) for day in self.dates)

    @property
    def is_of_hub(self) -> bool:
        return self.fleet.depot == 0

    def crossings(self, walk: list[int]) -> list[int]:
        """How often a walk crosses the border of each cut's set."""
        if not self.cuts:
            return []
        inside = np.array(self.cuts)[:, walk]
        return [int(count) for count in (inside[:, 1:] != inside[:, :-1]).sum(axis=1)]

    def walk_terms(self, walk: list[int]) -> list[tuple[int, float]]:
        """Rows that a vehicle's day along `walk` adds to: places in order, the depot first, between rounds, last."""
        minutes = float(self.walk_minutes(walk))
        terms = {self.days_row: -1.0, self.rest_row: minutes, self.time_row: minutes}
        for a, b in pairwise(walk):
            for place in (a, b):
                terms[self.degree[place]] = terms.get(self.degree[place], 0.0) + 1.0
        crossings = zip(self.cut_rows, self.crossings(walk), strict=True)
        terms.update((row, float(count)) for row, count in crossings if count)
        return list(terms.items())

    def walk_minutes(self, walk: list[int]) -> int:
        """Minutes at the wheel."""
        return int(self.minutes[walk[:-1], walk[1:]].sum())

    def walk_cost(self, walk: list[int]) -> float:
        return float(self.leg_cost[walk[:-1], walk[1:]].sum())

    def leg_prices(self, prices: Float) -> Float:
        """(k, k) cost of each leg less what the rows pay for it at `prices`."""
        of_place = prices[self.degree]
        left = self.leg_cost - of_place[:, None] - of_place[None, :] - prices[[self.rest_row, self.time_row]].sum() * self.minutes
        if self.cuts:
            paid = prices[self.cut_rows]
            paying = paid != 0.0
            inside = np.array(self.cuts)[paying].astype(np.float64)
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


def day_graphs(problem: WeekProblem, wanted: frozenset[int], pivots: tuple[int, ...] = ()) -> Iterator[DayGraph]:
    """A graph for each fleet, or for each of its days, that can serve one of the sites `wanted`."""
    minutes, metres = shortest_legs(problem)
    for fleet in fleets_of(problem):
        dates = tuple(day for day in range(DAYS_A_WEEK) if fleet.count(day))
        places = [i for i in sorted(wanted) if any(may_serve(problem, fleet, i, day) for day in dates)]
        for pivot in (*(p for p in pivots if p in places), 0):
            if not places:
                continue
            sites = [fleet.depot, *places]
            legs = np.ix_(sites, sites)
            yield DayGraph(
                fleet=fleet,
                dates=dates,
                sites=tuple(sites),
                pivot=sites.index(pivot) if pivot else 0,
                minutes=np.ascontiguousarray(minutes[legs]),
                service=np.array([0, *(problem.sites[i].place.service_min for i in places)], np.int64),
                leg_cost=metres[legs] * fleet.one.km_fen / 1000.0 + minutes[legs] * fleet.one.hour_fen / 60.0,
                again=np.array([problem.sites[i].kind is PlaceKind.STATION for i in sites]),
            )
            places = [i for i in places if i != pivot]


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
