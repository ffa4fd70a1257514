"""The bound as it rises: a tree of cases, each a linear program over legs to which cuts are added.

A case says which vehicle-days there are: how many of a part of a fleet's, and parts are those that call at some
villages and not at others. Where a part's days are not whole, two cases follow, fewer and more; else a part is split by
a village, so that its days no longer lend their time to days that lie elsewhere. The bound is the least of the cases
that are left (branch and bound: Land and Doig, Econometrica 28(3), 1960).
"""

import heapq
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tianlu.plan.rounds.bounding.cuts import find_cuts
from tianlu.plan.rounds.bounding.graph import Cut, DayGraph, Limit, Part, whole_fleets
from tianlu.plan.rounds.bounding.linear import (
    Float,
    NoSolution,
    Solved,
    Solver,
    Term,
    legal_prices,
    proven,
    reduced_costs,
)
from tianlu.plan.rounds.bounding.week_program import WeekProgram, week_program
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class BoundParams:
    """How the bound goes about it; the defaults are what the benchmarks were measured with.

    `near` legs from each place are columns at first. `cuts_most` cuts of a part are added at once, each violated by
    `cut_least`, and `legs_most` legs. Numbers are whole that are no farther from it than `whole`. Days that are not
    whole make two cases before a part is split if what they are away from it costs the share `worth` of the bound.
    """

    near: int = 10
    cuts_most: int = 40
    cut_least: float = 0.02
    legs_most: int = 60
    whole: float = 0.02
    worth: float = 0.01


LOOK_EVERY = 5
"""Rounds of cuts between two looks at what is proven, and at cuts that cost nothing."""


class TimeIsUp(Exception):
    """The time is over, or the caller wants no more."""


@dataclass(frozen=True)
class Case:
    """Vehicle-days by parts, limits on them, and what a case like it has found: cuts and legs by part."""

    parts: tuple[Part, ...]
    limits: tuple[Limit, ...]
    cuts: Mapping[Part, tuple[Cut, ...]]
    legs: Mapping[Part, frozenset[tuple[int, int]]]

    def limited(self, limit: Limit) -> "Case":
        return replace(self, limits=(*self.limits, limit))

    def split(self, part: Part, village: int) -> "Case":
        """Both halves of a part begin with what the whole has found."""
        halves = part.split(village)
        parts = tuple(half for each in self.parts for half in (halves if each == part else (each,)))
        cuts = {**self.cuts, **dict.fromkeys(halves, self.cuts.get(part, ()))}
        legs = {**self.legs, **dict.fromkeys(halves, self.legs.get(part, frozenset()))}
        return replace(self, parts=parts, cuts=cuts, legs=legs)


class Rise:
    """Raises the bound of a week; `bound` is the best proven so far, -inf while nothing is."""

    def __init__(
        self,
        problem: WeekProblem,
        params: BoundParams,
        *,
        seconds: float,
        clock: Callable[[], float],
        on_rise: Callable[[float, float], bool],
    ) -> None:
        self.problem = problem
        self.params = params
        self.seconds = seconds
        self.clock = clock
        self.on_rise = on_rise
        self.began = clock()
        self.bound = -math.inf
        self._open: list[tuple[float, int, Case | None]] = []
        """Cases that are left, by their bounds; None for one from which nothing follows."""

    def run(self) -> None:
        """Take the case with the least bound, raise it, and put what follows from it in its place, until
        nothing follows from the least. Raises NoSolution, SolverGaveUp, TimeIsUp."""
        number = itertools.count()
        self._open = [(-math.inf, next(number), Case(whole_fleets(self.problem), (), {}, {}))]
        while self._open:
            before, _, case = heapq.heappop(self._open)
            if case is None:
                return
            try:
                solved = Solving(self, case, before)
            except NoSolution:
                continue
            following: list[Case | None] = [*solved.following()]
            for each in following or [None]:
                heapq.heappush(self._open, (solved.bound, next(number), each))
            self.note(math.inf)
        raise NoSolution

    def note(self, of_case: float) -> None:
        """Hear what is proven of the case at hand, and see what is proven of all."""
        bound = min(of_case, self._open[0][0] if self._open else math.inf)
        self.bound = max(self.bound, bound)
        goes_on = self.bound == -math.inf or self.on_rise(self.elapsed, self.bound)
        if not goes_on or self.elapsed > self.seconds:
            raise TimeIsUp

    @property
    def elapsed(self) -> float:
        return self.clock() - self.began


class Solving:
    """A case's program, solved with cuts until none is violated."""

    def __init__(self, rise: Rise, case: Case, before: float) -> None:
        self.rise = rise
        self.case = case
        self.bound = before
        self.week = week_program(rise.problem, case.parts, case.limits)
        self._own_rows = len(self.week.program.rows)
        for graph in self.week.graphs:
            _lay_edges(self.week, graph, rise.params.near, case.legs.get(graph.part, frozenset()))
            for cut in case.cuts.get(graph.part, ()):
                if cut.inside & set(graph.sites) and (cut.site is None or cut.site in graph.sites):
                    graph.cut_rows.append(self.week.program.row(_cut_terms(self.week, graph, cut), low=0.0))
                    graph.cuts.append(cut)
        self._solver = Solver(self.week.program)
        self._solved = self._raise()

    def _raise(self) -> Solved:
        for turn in itertools.count(1):
            solved = self._solve()
            if turn % LOOK_EVERY == 0:
                self._see(solved.prices)
                self._drop_slack(solved.prices)
                solved = self._solve()
            added = self._add_legs(solved.prices)
            if not added + self._cut(solved):
                self._see(solved.prices)
                return solved
        raise AssertionError

    def following(self) -> list[Case]:
        """The cases that together make up this one; none where there is nothing to tell apart."""
        case = replace(
            self.case,
            cuts={graph.part: tuple(graph.cuts) for graph in self.week.graphs},
            legs={graph.part: graph.legs() for graph in self.week.graphs},
        )
        splits = [split for graph in self.week.graphs for split in self._splits(graph)]
        branches = self._branches(case, at_least_fen=self.rise.params.worth * self.bound if splits else 0.0)
        if branches or not splits:
            return branches
        _, part, village = max(splits, key=lambda split: split[0])
        return [case.split(part, village)]

    def _branches(self, case: Case, *, at_least_fen: float) -> list[Case]:
        """Fewer days of a part, or more, where its days are not whole and what they are away from it costs so much."""
        found = []
        for graph in self.week.graphs:
            days = float(self._solved.values[graph.days])
            away = abs(days - round(days))
            away_fen = away * graph.fleet.one.day_fen
            if away > self.rise.params.whole and away_fen >= at_least_fen:
                fewer = math.floor(days)
                limits = Limit(graph.part, 0, fewer), Limit(graph.part, fewer + 1, graph.vehicles)
                found.append((away_fen, limits))
        if not found:
            return []
        _, limits = max(found, key=lambda each: each[0])
        return [case.limited(limit) for limit in limits]

    def _splits(self, graph: DayGraph) -> list[tuple[float, Part, int]]:
        """Villages that some of a part's days call at and others do not, with the minutes that the days go for them."""
        values, whole = self._solved.values, self.rise.params.whole
        found: list[tuple[float, Part, int]] = []
        days = float(values[graph.days])
        near = [0, *(graph.sites.index(site) for site in graph.part.at)]
        for a in range(1, len(graph.sites)):
            called = float(values[graph.visit[a]].sum())
            if not graph.again[a] and whole < called < days - whole:
                minutes = float(graph.minutes[a, near].min())
                found.append((called * min(1.0, days - called) * minutes, graph.part, graph.sites[a]))
        return found

    def _solve(self) -> Solved:
        left = self.rise.seconds - self.rise.elapsed
        if left <= 0:
            raise TimeIsUp
        return self._solver.solve(seconds=left)

    def _see(self, prices: Float) -> None:
        """What prices prove: legs that are no columns yet may be driven as often as may be, if that pays."""
        program = self.week.program
        legal = legal_prices(program, prices)
        bound = proven(program, legal, reduced_costs(program, legal))
        for graph in self.week.graphs:
            paid = np.triu(np.minimum(graph.leg_prices(legal), 0.0) * graph.uses_most, 1)
            for pair in graph.edge:
                paid[pair] = 0.0
            bound += float(paid.sum())
        self.bound = max(self.bound, bound)
        self.rise.note(self.bound)

    def _add_legs(self, prices: Float) -> int:
        """Add legs that cost less than their rows pay for them; returns how many."""
        added = 0
        for graph in self.week.graphs:
            left = graph.leg_prices(prices)
            for pair in graph.edge:
                left[pair] = 0.0
            a, b = np.nonzero(np.triu(left < -1e-3, 1))
            for at in np.argsort(left[a, b], kind="stable")[: self.rise.params.legs_most]:
                pair = (int(a[at]), int(b[at]))
                cost, terms, upper = _edge(graph, *pair)
                graph.edge[pair] = self._solver.add_column(cost, terms, upper=upper)
                added += 1
        return added

    def _drop_slack(self, prices: Float) -> None:
        """Take cuts out that cost nothing now: those that are wanted again are found again."""
        new = self._solver.drop_rows([row for row in range(self._own_rows, len(prices)) if prices[row] == 0.0])
        for graph in self.week.graphs:
            pairs = [(cut, new[row]) for cut, row in zip(graph.cuts, graph.cut_rows, strict=True) if row in new]
            graph.cuts = [cut for cut, _ in pairs]
            graph.cut_rows = [row for _, row in pairs]

    def _cut(self, solved: Solved) -> int:
        """Add the cuts that a solution violates; returns how many."""
        added = 0
        for graph in self.week.graphs:
            for cut in _cuts_of(self.week, graph, solved.values, self.rise.params):
                graph.cut_rows.append(self._solver.add_row(_cut_terms(self.week, graph, cut), low=0.0))
                graph.cuts.append(cut)
                added += 1
        return added


def _lay_edges(week: WeekProgram, graph: DayGraph, near: int, known: frozenset[tuple[int, int]]) -> None:
    """Columns for legs from the depot, between near places, and for those that are known to be of use."""
    pairs = {(0, b) for b in range(1, len(graph.sites))}
    for a in range(1, len(graph.sites)):
        order = [int(b) for b in np.argsort(graph.leg_cost[a], kind="stable") if b not in (0, a)]
        pairs |= {(min(a, b), max(a, b)) for b in order[:near]}
    place = {site: a for a, site in enumerate(graph.sites)}
    pairs |= {(place[a], place[b]) for a, b in known if a in place and b in place}
    for pair in sorted(pairs):
        cost, terms, upper = _edge(graph, *pair)
        graph.edge[pair] = week.program.column(cost, upper=upper)
        for row, value in terms:
            week.program.rows[row][graph.edge[pair]] = value


def _edge(graph: DayGraph, a: int, b: int) -> tuple[float, list[Term], float]:
    """Cost, rows and upper bound of a leg as a column."""
    minutes = float(graph.minutes[a, b])
    terms = [(graph.degree[a], 1.0), (graph.degree[b], 1.0), (graph.time_row, minutes), (graph.rest_row, minutes)]
    for cut, row in zip(graph.cuts, graph.cut_rows, strict=True):
        if (graph.sites[a] in cut.inside) != (graph.sites[b] in cut.inside):
            terms.append((row, 1.0))
    return float(graph.leg_cost[a, b]), terms, float(graph.uses_most[a, b])


def _cuts_of(week: WeekProgram, graph: DayGraph, values: Float, params: BoundParams) -> list[Cut]:
    visits = np.array([values[columns].sum() for columns in graph.visit])
    if visits.max() < params.cut_least:
        return []
    loads = np.array([values[columns].sum() for columns in graph.load])
    use = np.zeros((len(graph.sites), len(graph.sites)))
    for (a, b), edge in graph.edge.items():
        if edge < len(values):
            use[a, b] = use[b, a] = values[edge]
    found = find_cuts(use, visits, loads, capacity=week.unit.capacity(graph.fleet.one), least=params.cut_least)
    return [
        Cut(
            frozenset(graph.sites[a] for a in np.flatnonzero(cut.inside)),
            None if cut.place is None else graph.sites[cut.place],
        )
        for cut in found[: params.cuts_most]
    ]


def _cut_terms(week: WeekProgram, graph: DayGraph, cut: Cut) -> list[Term]:
    """Legs across the border of S at least what is asked of S."""
    inside = graph.inside(cut)
    ends = np.array(list(graph.edge))
    crossing = inside[ends[:, 0]] != inside[ends[:, 1]]
    legs = [(int(edge), 1.0) for edge in np.array(list(graph.edge.values()))[crossing]]
    if cut.site is not None:
        return [*legs, *((column, -2.0) for column in graph.visit[graph.sites.index(cut.site)])]
    capacity = week.unit.capacity(graph.fleet.one)
    loads = [column for a in np.flatnonzero(inside) for column in graph.load[a]]
    return [*legs, *((column, -2.0 / capacity) for column in loads)]
