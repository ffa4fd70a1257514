"""The bound as it rises: legs as columns with cuts first, then vehicles' days as columns, made as prices ask for."""

import itertools
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tianlu.plan.rounds.bounding.cuts import Cut, find_cuts
from tianlu.plan.rounds.bounding.graph import DayGraph
from tianlu.plan.rounds.bounding.linear import (
    Float,
    Solved,
    Solver,
    Term,
    keep_rows,
    legal_prices,
    proven,
    reduced_costs,
)
from tianlu.plan.rounds.bounding.walks import cheapest_walks
from tianlu.plan.rounds.bounding.week_program import WeekProgram
from tianlu.plan.rounds.plan import Plan


@dataclass(frozen=True)
class BoundParams:
    """How the bound goes about it; the defaults are what the benchmarks were measured with.

    `near` legs from each place are columns at first. `leg_part` of the time goes into legs and cuts at the most, or
    until a round of cuts raises the cost by less than the share `stalled`. `cuts_most` cuts of a fleet's day are added
    at once, each violated by `cut_least`, and `legs_most` legs. Prices may leave the best by the share `box` at first.
    `walks_most` walks of a fleet's day are added at once; `threads` make them.
    """

    near: int = 10
    leg_part: float = 0.75
    stalled: float = 2e-4
    cuts_most: int = 40
    cut_least: float = 0.02
    legs_most: int = 60
    box: float = 0.1
    walks_most: int = 10
    threads: int = 2


SLACK_EVERY = 5
"""Rounds of cuts between two looks at cuts that cost nothing."""


class TimeIsUp(Exception):
    """The time is over, or the caller wants no more."""


@dataclass(frozen=True)
class Walk:
    """A vehicle's day as a column: places of the graph in order, the depot first, between rounds and last."""

    column: int
    graph: int
    places: list[int]


class Rise:
    """Raises the bound of a week; `bound` is the best proven so far, -inf while nothing is."""

    def __init__(
        self,
        week: WeekProgram,
        params: BoundParams,
        *,
        seconds: float,
        clock: Callable[[], float],
        on_rise: Callable[[float, float], bool],
    ) -> None:
        self.week = week
        self.params = params
        self.seconds = seconds
        self.clock = clock
        self.on_rise = on_rise
        self.began = clock()
        self.bound = -math.inf
        self._best_prices: Float = np.zeros(0)
        self._walks: list[Walk] = []
        self._known: set[tuple[int, ...]] = set()
        self._own_rows = len(week.program.rows)
        for graph in week.graphs:
            _lay_edges(week, graph, params.near)
        self._solver = Solver(week.program)

    # Legs as columns

    def with_legs(self) -> None:
        """Solve over legs and cut, until cuts raise the cost no more. Raises NoSolution, SolverGaveUp, TimeIsUp."""
        last = -math.inf
        for turn in itertools.count(1):
            solved = self._solve()
            if turn % SLACK_EVERY == 0:
                self._drop_slack(solved.prices)
                solved = self._solve()
            added = self._cut(solved, [_leg_use(graph, solved.values) for graph in self.week.graphs])
            added += self._add_legs(solved.prices)
            stalled = abs(solved.cost - last) < self.params.stalled * abs(solved.cost)
            if not added or stalled or self._elapsed > self.params.leg_part * self.seconds:
                break
            last = solved.cost
        prices = np.zeros(len(self.week.program.rows))
        prices[: len(solved.prices)] = solved.prices
        self._forget_legs(prices)
        self._make_walks(self._best_prices)

    def _add_legs(self, prices: Float) -> int:
        """Add legs that cost less than their rows pay for them; returns how many."""
        added = 0
        prices = np.concatenate((prices, np.zeros(len(self.week.program.rows) - len(prices))))
        for graph in self.week.graphs:
            left = graph.leg_prices(prices)
            a, b = np.nonzero(np.triu(left < -1e-3, 1))
            for at in np.argsort(left[a, b], kind="stable")[: self.params.legs_most]:
                pair = (int(a[at]), int(b[at]))
                if pair not in graph.edge:
                    graph.edge[pair] = self._solver.add_own_column(*_edge(graph, *pair))
                    added += 1
        return added

    def _forget_legs(self, prices: Float) -> None:
        """Go on without legs, the clock of the shift, and cuts that cost nothing."""
        program = self.week.program
        for graph in self.week.graphs:
            for edge in graph.edge.values():
                program.upper[edge] = 0.0
        kept = [row for row in range(len(program.rows)) if row < self._own_rows or prices[row] != 0.0]
        self._renumber_cuts(keep_rows(program, kept))
        self._best_prices = prices[kept]
        self._solver = Solver(program)

    def _drop_slack(self, prices: Float) -> None:
        """Take cuts out that cost nothing now: those that are wanted again are found again."""
        slack = [row for row in range(self._own_rows, len(prices)) if prices[row] == 0.0]
        self._renumber_cuts(self._solver.drop_rows(slack))

    def _renumber_cuts(self, new: dict[int, int]) -> None:
        for graph in self.week.graphs:
            pairs = [(cut, new[row]) for cut, row in zip(graph.cuts, graph.cut_rows, strict=True) if row in new]
            graph.cuts = [cut for cut, _ in pairs]
            graph.cut_rows = [row for _, row in pairs]

    # Days of vehicles as columns

    def with_walks(self, plan: Plan | None) -> None:
        """Solve over walks at prices within a box round the best so far, make the walks that are missing, and cut,
        until none is missing and no price leans on its box. Raises NoSolution, SolverGaveUp, TimeIsUp."""
        if plan is not None:
            self._add_plan(plan)
        box = _Box(self._solver, self._linked_rows(), self._best_prices, self.params.box)
        while True:
            solved = self._solve()
            before = self.bound
            added = self._make_walks(solved.prices)
            promised = solved.cost - before
            if self.bound - before > 0.3 * promised:
                box.widen(1.5)
            elif self.bound <= before:
                box.widen(0.6)
            if promised < 1e-3 * abs(solved.cost):
                cut = self._cut(solved, self._walk_use(solved.values))
                if not cut and not added and not box.leans(solved.values):
                    return
                box.widen(2.0)
            box.centre(self._best_prices)

    def _linked_rows(self) -> list[int]:
        """The rows by which walks and the rest of the week are held together."""
        linked = [[*graph.degree, graph.days_row, graph.rest_row, graph.time_row, *graph.cut_rows] for graph in self.week.graphs]
        return [row for rows in linked for row in rows]

    def _make_walks(self, prices: Float) -> int:
        """Make the cheapest walks at `prices`, see what these prove, and add walks that cost less than their rows pay;
        returns how many."""
        program = self.week.program
        legal = legal_prices(program, prices)
        reduced = reduced_costs(program, legal)
        legs = [graph.leg_prices(legal) for graph in self.week.graphs]
        with ThreadPoolExecutor(self.params.threads) as pool:
            made = list(pool.map(self._cheapest, self.week.graphs, legs, legal[[g.days_row for g in self.week.graphs]]))
        for graph, (least, _) in zip(self.week.graphs, made, strict=True):
            # a dearer toll, so that no walk costs less than its rows pay for it; the vehicles' days pay for it
            legal[graph.days_row] -= least
            reduced[graph.days] += least
        self._note(proven(program, legal, reduced), legal)
        return sum(self._add_walk(k, places) for k, (_, walks) in enumerate(made) for places in walks)

    def _cheapest(self, graph: DayGraph, legs: Float, toll: float) -> tuple[float, list[list[int]]]:
        vehicle = graph.fleet.one
        return cheapest_walks(
            graph.minutes,
            graph.service,
            graph.again,
            legs,
            shift_min=graph.fleet.shift_min,
            reload_min=vehicle.reload_min,
            rounds_max=graph.fleet.rounds_max,
            toll=float(toll),
            most=self.params.walks_most,
        )

    def _note(self, bound: float, prices: Float) -> None:
        if bound > self.bound:
            self.bound = bound
            self._best_prices = prices
        if not self.on_rise(self._elapsed, self.bound) or self._elapsed > self.seconds:
            raise TimeIsUp

    def _add_walk(self, k: int, places: list[int]) -> bool:
        """Add a walk as a column if it is new."""
        if (k, *places) in self._known:
            return False
        self._known.add((k, *places))
        graph = self.week.graphs[k]
        column = self._solver.add_column(graph.walk_cost(places), graph.walk_terms(places), upper=graph.vehicles)
        self._walks.append(Walk(column, k, places))
        return True

    def _add_plan(self, plan: Plan) -> None:
        """The plan's vehicle-days, on every day on which a fleet like theirs may drive them."""
        index = self.week.problem.index
        days: dict[tuple[str, int], list[int]] = {}
        for round_ in sorted(plan.rounds, key=lambda each: each.leave_min):
            sites = days.setdefault((round_.vehicle, round_.day), [0])
            sites += [*(index[stop.place] for stop in round_.stops), 0]
        for (vehicle, _), sites in days.items():
            for k, graph in enumerate(self.week.graphs):
                if any(each.id == vehicle for each in graph.fleet.vehicles):
                    places = {site: place for place, site in enumerate(graph.sites) if place > 0} | {0: 0}
                    if all(site in places for site in sites):
                        self._add_walk(k, [places[site] for site in sites])

    def _walk_use(self, values: Float) -> list[Float]:
        uses = [np.zeros((len(graph.sites), len(graph.sites))) for graph in self.week.graphs]
        for walk in self._walks:
            if walk.column < len(values) and values[walk.column] > 1e-9:
                for a, b in pairwise(walk.places):
                    uses[walk.graph][a, b] += values[walk.column]
                    uses[walk.graph][b, a] += values[walk.column]
        return uses

    # Both

    @property
    def _elapsed(self) -> float:
        return self.clock() - self.began

    def _solve(self) -> Solved:
        left = self.seconds - self._elapsed
        if left <= 0:
            raise TimeIsUp
        return self._solver.solve(seconds=left)

    def _cut(self, solved: Solved, uses: list[Float]) -> int:
        """Add the cuts that a solution violates; returns how many."""
        added = 0
        for k, (graph, use) in enumerate(zip(self.week.graphs, uses, strict=True)):
            for cut in _cuts_of(self.week, graph, use, solved.values, self.params)[: self.params.cuts_most]:
                walks = [walk for walk in self._walks if walk.graph == k]
                crossing = [
                    (walk.column, float(sum(cut.inside[a] != cut.inside[b] for a, b in pairwise(walk.places))))
                    for walk in walks
                ]
                row = self._solver.add_row(_cut_terms(self.week, graph, cut), low=0.0, added=crossing)
                graph.cuts.append(cut.inside)
                graph.cut_rows.append(row)
                added += 1
        return added


class _Box:
    """Keeps the prices of some rows near a centre: a row may be bent at a price a little above or below it (the boxstep
    method; Marsten, Hogan and Blankenship, Operations Research 23(3), 1975)."""

    def __init__(self, solver: Solver, rows: list[int], centre: Float, width: float) -> None:
        self._solver = solver
        self._rows = rows
        self._width = width
        self._up = [solver.add_column(0.0, [(row, 1.0)], upper=math.inf) for row in rows]
        self._down = [solver.add_column(0.0, [(row, -1.0)], upper=math.inf) for row in rows]
        self.centre(centre)

    def centre(self, prices: Float) -> None:
        """Move the box."""
        middle = prices[self._rows]
        reach = self._width * (np.abs(middle) + 0.1 * np.abs(middle).mean())
        self._solver.change_costs(self._up, middle + reach)
        self._solver.change_costs(self._down, reach - middle)

    def widen(self, factor: float) -> None:
        self._width *= factor

    def leans(self, values: Float) -> bool:
        """Whether some row is bent."""
        return bool(values[self._up].max() > 1e-6 or values[self._down].max() > 1e-6)


def _lay_edges(week: WeekProgram, graph: DayGraph, near: int) -> None:
    """Columns for legs from the depot and between near places."""
    k = len(graph.sites)
    for a in range(1, k):
        order = [int(b) for b in np.argsort(graph.leg_cost[a], kind="stable") if b not in (0, a)]
        for b in (0, *order[:near]):
            pair = (min(a, b), max(a, b))
            if pair not in graph.edge:
                graph.edge[pair] = week.program.column(float(graph.leg_cost[pair]), upper=_uses_most(graph, *pair))
    for pair, edge in graph.edge.items():
        for row, value in _edge(graph, *pair)[1]:
            week.program.rows[row][edge] = value


def _edge(graph: DayGraph, a: int, b: int) -> tuple[float, list[Term], float]:
    """Cost, rows and upper bound of a leg as a column."""
    minutes = float(graph.minutes[a, b])
    terms = [(graph.degree[a], 1.0), (graph.degree[b], 1.0), (graph.time_row, minutes), (graph.rest_row, minutes)]
    crossed = (row for cut, row in zip(graph.cuts, graph.cut_rows, strict=True) if cut[a] != cut[b])
    terms += [(row, 1.0) for row in crossed]
    return float(graph.leg_cost[a, b]), terms, _uses_most(graph, a, b)


def _uses_most(graph: DayGraph, a: int, b: int) -> float:
    """How often a leg may be driven on the days at the most."""
    rounds = graph.vehicles * graph.fleet.rounds_max
    if graph.again[a] and graph.again[b] or a == 0 and graph.again[b]:
        return 2.0 * rounds
    return (2.0 if a == 0 or graph.again[a] or graph.again[b] else 1.0) * len(graph.dates)


def _leg_use(graph: DayGraph, values: Float) -> Float:
    use = np.zeros((len(graph.sites), len(graph.sites)))
    for (a, b), edge in graph.edge.items():
        use[a, b] = use[b, a] = values[edge]
    return use


def _cuts_of(week: WeekProgram, graph: DayGraph, use: Float, values: Float, params: BoundParams) -> list[Cut]:
    visits = np.array([values[columns].sum() for columns in graph.visit])
    if visits.max() < params.cut_least:
        return []
    loads = np.array([values[columns].sum() for columns in graph.load])
    return find_cuts(use, visits, loads, capacity=week.unit.capacity(graph.fleet.one), least=params.cut_least)


def _cut_terms(week: WeekProgram, graph: DayGraph, cut: Cut) -> list[Term]:
    """Legs across the border of S at least what is asked of S."""
    legs = [(edge, 1.0) for (a, b), edge in graph.edge.items() if cut.inside[a] != cut.inside[b]]
    if cut.place is not None:
        return [*legs, *((column, -2.0) for column in graph.visit[cut.place])]
    capacity = week.unit.capacity(graph.fleet.one)
    loads = [column for a in np.flatnonzero(cut.inside) for column in graph.load[a]]
    return [*legs, *((column, -2.0 / capacity) for column in loads)]
