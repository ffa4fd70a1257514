"""The p-median: which p sites to open so that clients are served at the least total cost, with proof.

A start by vertex substitution gives an upper bound. A Lagrangian bound (`p_median_bound`) settles most sites; what it
leaves open is searched as a tree that opens or closes one site at a time, each part bounded in turn from the prices
of the part above it (Beasley 1985). With capacities each client is assigned whole, and HiGHS solves the strong
formulation.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tianlu.place.p_median_bound import Bounded, Choice, Effort, Node, bound_node, root_node
from tianlu.place.p_median_capacity import solve_capacitated
from tianlu.place.p_median_start import assign_nearest, serve_cost, start_open

COST_MAX = 1 << 50
"""Largest total cost, so that its sums and scaled prices stay whole numbers of 64 bits."""

AT_THE_ROOT = Effort(steps_max=5000, step_first=1.5, steps_without_gain=60, step_least=0.0002, swaps_every=50)
"""A bound one unit better at the root saves thousands of nodes where many sites are open."""
IN_THE_TREE = Effort(steps_max=60, step_first=1.0, steps_without_gain=10, step_least=0.05, swaps_every=60)


@dataclass(frozen=True, eq=False)
class PMedian:
    """`costs` int64 (clients, sites): what it costs to serve a client wholly from a site; `sites_open` are to be open,
    `must_open` among them. `loads` of clients and `capacities` of sites come together or not at all."""

    costs: NDArray[np.int64]
    sites_open: int
    must_open: frozenset[int] = frozenset()
    loads: tuple[int, ...] | None = None
    capacities: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        clients, sites = self.costs.shape
        if not clients or (self.costs < 0).any():
            raise ValueError("a p-median has clients, and costs that are not negative")
        if float(self.costs.max(axis=1).astype(np.float64).sum()) > COST_MAX:
            raise ValueError("costs add up to more than can be summed exactly; take a larger unit")
        if not 1 <= self.sites_open <= sites:
            raise ValueError(f"of {sites} sites 1 to {sites} can be open, not {self.sites_open}")
        if len(self.must_open) > self.sites_open or not self.must_open <= set(range(sites)):
            raise ValueError("sites that must be open are sites, and no more than are to be open")
        if (self.loads is None) != (self.capacities is None):
            raise ValueError("loads and capacities come together")
        if self.loads is not None and (len(self.loads) != clients or len(self.capacities or ()) != sites):
            raise ValueError("a load for every client and a capacity for every site")


@dataclass(frozen=True)
class Sited:
    """The sites opened, for each client the site that serves it, the total cost, and a cost that no choice goes
    below."""

    open: tuple[int, ...]
    assigned: tuple[int, ...]
    cost: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.bound >= self.cost

    @property
    def gap(self) -> float:
        """How far the cost can be above the least possible, as a fraction of the bound."""
        return 0.0 if self.is_proven else self.cost / self.bound - 1 if self.bound > 0 else float("inf")


def distance_costs(distances: NDArray[np.int64], weights: Sequence[int]) -> NDArray[np.int64]:
    """Costs (clients, sites) of a matrix of distances (clients, sites) with a whole weight for each client."""
    return np.asarray(distances, np.int64) * np.asarray(weights, np.int64)[:, None]


def solve_p_median(
    problem: PMedian,
    *,
    seconds: float = 600.0,
    starts: Iterable[Sequence[int]] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> Sited | None:
    """The best choice found within so many seconds of `clock`, and its bound; None where no choice is known to keep the
    capacities. `starts` are choices to begin from, today's for one. Equal input gives equal output, if time
    suffices."""
    if problem.loads is not None and problem.capacities is not None:
        return _solve_capacitated(problem, problem.loads, problem.capacities, seconds=seconds)
    until = clock() + seconds
    opened = start_open(problem.costs, problem.sites_open, problem.must_open, starts)
    best, bound = _search_tree(problem, opened, is_time_over=lambda: clock() >= until)
    return Sited(best.opened, assign_nearest(problem.costs, best.opened), best.cost, min(bound, best.cost))


def _search_tree(problem: PMedian, opened: tuple[int, ...], *, is_time_over: Callable[[], bool]) -> tuple[Choice, int]:
    """Depth first, the part in which a site is open before the part in which it is closed; the best choice, and the
    least bound of what was not searched to its end."""
    best = Choice(opened, serve_cost(problem.costs, opened))
    waiting = [root_node(problem.costs, problem.must_open, opened)]
    effort = AT_THE_ROOT
    while waiting and not (effort is IN_THE_TREE and is_time_over()):
        node = waiting.pop()
        if node.bound >= best.cost:
            continue
        bounded = bound_node(
            problem.costs,
            problem.sites_open,
            node,
            best,
            effort=effort,
            must_open=problem.must_open,
            is_time_over=is_time_over,
        )
        best, effort = bounded.best, IN_THE_TREE
        waiting += _parts(bounded)
    best = Choice(tuple(sorted(best.opened)), best.cost)
    return best, min((node.bound for node in waiting), default=best.cost)


def _parts(bounded: Bounded) -> tuple[Node, ...]:
    """The node without its branching site, and the node with it open: the last is searched first."""
    if bounded.branch_on is None:
        return ()
    node, site = bounded.node, bounded.branch_on
    forced = node.forced.copy()
    forced[site] = True
    return replace(node, sites=node.sites[node.sites != site]), replace(node, forced=forced)


def _solve_capacitated(
    problem: PMedian, loads: tuple[int, ...], capacities: tuple[int, ...], *, seconds: float
) -> Sited | None:
    solved = solve_capacitated(
        problem.costs, problem.sites_open, problem.must_open, loads=loads, capacities=capacities, seconds=seconds
    )
    if solved is None:
        return None
    cost = int(problem.costs[np.arange(len(loads)), list(solved.assigned)].sum())
    return Sited(solved.opened, solved.assigned, cost, min(solved.bound, cost))
