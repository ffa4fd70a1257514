"""A lower bound for the p-median in whole numbers, and the sites that it settles: Lagrangian relaxation by
subgradients.

Each client has a price; a site's worth is the sum of what it saves its clients against their prices. Prices plus the
p best worths bound every choice from below (Cornuéjols, Fisher, Nemhauser 1977). Prices are whole multiples of
1/SCALE, so that the bound is exact arithmetic, not a solver's float. A site whose opening (or closing) would raise
the bound to the best known cost is closed (or open) in every better choice, and leaves the matrix (or is forced).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.place.p_median_start import improve_by_swaps, serve_cost

SCALE = 256
FORCED_FIRST = 1 << 61
LOOK_AT_CLOCK_EVERY = 10


@dataclass(frozen=True)
class Effort:
    """How long prices are moved: steps at most, the first step's length, halved after so many without gain, the
    least; and every how many steps the choice that the prices make is improved by swaps, to lower the best known
    cost."""

    steps_max: int
    step_first: float
    steps_without_gain: int
    step_least: float
    swaps_every: int


@dataclass(frozen=True, eq=False)
class Node:
    """A part of all choices: `sites` that may be open, those `forced` to be (bool by site), clients' prices to begin
    from, and a bound that is known to hold for all of them."""

    sites: NDArray[np.int64]
    forced: NDArray[np.bool_]
    prices: NDArray[np.int64]
    bound: int


@dataclass(frozen=True)
class Choice:
    opened: tuple[int, ...]
    cost: int


@dataclass(frozen=True, eq=False)
class Bounded:
    """What became of a node: the part that is left of it, the best choice known, and the free site to branch on (None
    where nothing is left to choose, or nothing better can be)."""

    node: Node
    best: Choice
    branch_on: int | None


def root_node(costs: NDArray[np.int64], must_open: frozenset[int], opened: tuple[int, ...]) -> Node:
    """All choices, priced by the two nearest sites of a good one."""
    forced = np.zeros(costs.shape[1], bool)
    forced[list(must_open)] = True
    near = np.partition(costs[:, list(opened)], min(1, len(opened) - 1), axis=1)[:, :2]
    prices = (near.mean(axis=1) * SCALE).astype(np.int64)
    return Node(np.arange(costs.shape[1]), forced, prices, 0)


def bound_node(
    costs: NDArray[np.int64],
    sites_open: int,
    node: Node,
    best: Choice,
    *,
    effort: Effort,
    must_open: frozenset[int] = frozenset(),
    is_time_over: Callable[[], bool] = lambda: False,
) -> Bounded:
    """Move the prices until the bound meets the best choice, gains no more, or time is over."""
    if len(node.sites) <= sites_open or int(node.forced.sum()) >= sites_open:
        return _only_choice(costs, sites_open, node, best)
    state = _Prices(costs, sites_open, node, best, must_open)
    step, idle = effort.step_first, 0
    for k in range(effort.steps_max):
        is_checked = k % LOOK_AT_CLOCK_EVERY == LOOK_AT_CLOCK_EVERY - 1
        if state.is_settled or state.is_narrow or step < effort.step_least or (is_checked and is_time_over()):
            break
        is_improved = k % effort.swaps_every == effort.swaps_every - 1
        idle = 0 if state.take_step(step, is_improved=is_improved) else idle + 1
        if idle >= effort.steps_without_gain:
            step, idle = step / 2, 0
            state.prices = state.best_prices.copy()
    if state.is_settled:
        return Bounded(state.node(), state.best, None)
    return (
        _only_choice(costs, sites_open, state.node(), state.best)
        if state.is_narrow
        else Bounded(state.node(), state.best, state.branching_site())
    )


def _only_choice(costs: NDArray[np.int64], sites_open: int, node: Node, best: Choice) -> Bounded:
    """A node in which there is at most one choice: that one, if it is better."""
    forced = np.flatnonzero(node.forced)
    sites = forced if len(forced) >= sites_open else node.sites
    if len(sites) == sites_open:
        choice = tuple(int(site) for site in sites)
        cost = serve_cost(costs, choice)
        best = Choice(choice, cost) if cost < best.cost else best
    return Bounded(Node(node.sites, node.forced, node.prices, best.cost), best, None)


class _Prices:
    """The clients' prices in one node, and what is known by them."""

    def __init__(
        self, costs: NDArray[np.int64], sites_open: int, node: Node, best: Choice, must_open: frozenset[int]
    ) -> None:
        self.costs, self.sites_open, self.must_open = costs, sites_open, must_open
        self.forced = node.forced.copy()
        self.sites = node.sites
        self.scaled = np.ascontiguousarray(costs[:, node.sites]) * SCALE
        self.prices, self.best_prices = node.prices.copy(), node.prices
        self.best = best
        self.bound = node.bound
        self._total = -(1 << 62)

    @property
    def is_settled(self) -> bool:
        return self.bound >= self.best.cost

    @property
    def is_narrow(self) -> bool:
        """Whether at most one choice is left."""
        return len(self.sites) <= self.sites_open or int(self.forced.sum()) >= self.sites_open

    def node(self) -> Node:
        return Node(self.sites, self.forced, self.best_prices, min(self.bound, self.best.cost))

    def branching_site(self) -> int:
        """The free site of the best worth."""
        worths, _ = self._worths(self.best_prices)
        free = np.flatnonzero(~self.forced[self.sites])
        return int(self.sites[free[worths[free].argmin()]])

    def take_step(self, step: float, *, is_improved: bool) -> bool:
        """Price, take note, move the prices along the subgradient; whether the bound rose noticeably."""
        worths, savings = self._worths(self.prices)
        chosen = self._cheapest(worths)
        total = int(self.prices.sum()) + int(worths[chosen].sum())
        gained = total > self._total + max(1, abs(self._total) // 100_000)
        if total > self._total:
            self._total, self.best_prices = total, self.prices.copy()
            # Costs are whole: a bound of any fraction more is a whole more.
            self.bound = max(self.bound, -(-total // SCALE))
        self._note_choice(self.sites[chosen], is_improved=is_improved)
        self._move(step, total, served=np.count_nonzero(savings[:, chosen] < 0, axis=1))
        self._settle(worths, chosen, total)
        return gained

    def _worths(self, prices: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        savings = np.minimum(self.scaled - prices[:, None], 0)
        return savings.sum(axis=0), savings

    def _cheapest(self, worths: NDArray[np.int64]) -> NDArray[np.intp]:
        """Positions of the p sites of the best worth, those forced before all others."""
        ranked = worths - self.forced[self.sites] * np.int64(FORCED_FIRST)
        return np.argpartition(ranked, self.sites_open - 1)[: self.sites_open]

    def _move(self, step: float, total: int, *, served: NDArray[np.intp]) -> None:
        slope = 1 - served
        norm = int((slope * slope).sum())
        if norm:
            length = step * max(SCALE, self.best.cost * SCALE - total) / norm
            self.prices = np.maximum(0, self.prices + np.rint(length * slope).astype(np.int64))

    def _note_choice(self, sites: NDArray[np.int64], *, is_improved: bool) -> None:
        choice = tuple(int(site) for site in sites)
        if is_improved or serve_cost(self.costs, choice) < self.best.cost:
            choice = improve_by_swaps(self.costs, choice, self.must_open)
        cost = serve_cost(self.costs, choice)
        if cost < self.best.cost:
            self.best = Choice(choice, cost)

    def _settle(self, worths: NDArray[np.int64], chosen: NDArray[np.intp], total: int) -> None:
        """Force and close the sites whose other state would bring the bound to the best cost."""
        enough = (self.best.cost - 1) * SCALE
        is_chosen = np.zeros(len(worths), bool)
        is_chosen[chosen] = True
        free_chosen = is_chosen & ~self.forced[self.sites]
        if not free_chosen.any() or is_chosen.all():
            return
        worst_in, best_out = worths[free_chosen].max(), worths[~is_chosen].min()
        self.forced[self.sites[free_chosen & (total + best_out - worths > enough)]] = True
        keep = is_chosen | (total + worths - worst_in <= enough)
        if not keep.all():
            self.sites, self.scaled = self.sites[keep], np.ascontiguousarray(self.scaled[:, keep])
