"""How many neighbours at least are cut apart in a small territory, to within a few per cent: semidefinite programming.

Let X[u, v] be 1 where the units u and v share a plot, else 0. Whatever k plots are drawn,

- half the product of X with the graph's Laplacian is the cut;
- X − J/k (J is all ones) is positive semidefinite, with trace n − n/k; X is 1 on the diagonal and 0 to 1 elsewhere;
- plots whose work is 1 ± tolerance of the mean have r'Xr ≤ k (1 + tolerance²), r being the units' shares of the mean;
- the triangle inequalities hold (`triangles.py`).

That plots are in one piece is not used. Prices of these constraints are sought by the alternating direction method, as
Wiegele and Zhao do for graph partition (2022), with triangles added as they are broken. Whatever prices it stops at,
`value` is a bound: it is a sum of least values, that of the semidefinite part by its least eigenvalue, as in Jansson,
Chaykin and Keil (2008), so that a search that has not converged costs tightness and never truth.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from threadpoolctl import threadpool_limits

from tianlu.target.plots.territory import Territory
from tianlu.target.plots.triangles import SHARE_OF_STEP, Matrix, Triangles
from tianlu.target.progress import OnShare, go_on

ROUNDS = 30
"""Of triangles added and prices mended."""
STEPS_FIRST, STEPS = 100, 40
"""Of the method, in the first round, which has no triangles, and in every other one."""
TRIANGLES_A_UNIT = 5
"""So many are added a round."""
LITTLE = 0.001
"""A round that lifts the bound by less than this fraction of it is one of the last."""
PATIENCE = 3
SCALE_EVERY, SCALE, OUT_OF_SCALE = 20, 1.3, 3.0
"""Every so many steps the penalty is mended, by this factor, where one residual is so many times the other."""
SAFETY = 1e-5
"""Taken off a floating bound, of its magnitude."""


def bound_semidefinite(
    territory: Territory,
    plots: int,
    tolerance: float,
    locks: Mapping[int, int],
    *,
    found: int,
    on_share: OnShare = go_on,
) -> int:
    """The least number of neighbours in different plots, two plots or more; sought until it meets `found`, what some
    plots cut, or rises no more. Takes a second for 100 units, some ten for 300."""
    search = Search(make_relaxation(territory, plots, tolerance, locks))
    best, before, idle = 0, -math.inf, 0
    for round_ in range(ROUNDS):
        with threadpool_limits(limits=1, user_api="blas"):  # of more threads each waits for the other most of the time
            search.run(STEPS if round_ else STEPS_FIRST)
        value = search.value()
        best = max(best, math.ceil(value - SAFETY * max(1.0, abs(value))))
        on_share((round_ + 1) / ROUNDS)
        idle = idle + 1 if value < before + LITTLE * abs(before) else 0
        if best >= found or idle >= PATIENCE:
            break
        before = max(before, value)
        search.add_triangles(TRIANGLES_A_UNIT * territory.units)
    on_share(1.0)
    return best


@dataclass(frozen=True, eq=False)
class Relaxation:
    """`cost` is half the Laplacian, `balance` (activities, n, n) what may be `most` of X at most; X is between `least`
    and `greatest`, entry by entry."""

    plots: int
    cost: Matrix
    balance: Matrix
    most: float
    least: Matrix
    greatest: Matrix

    @property
    def units(self) -> int:
        return len(self.cost)


def make_relaxation(territory: Territory, plots: int, tolerance: float, locks: Mapping[int, int]) -> Relaxation:
    """Units that are locked do or do not share a plot."""
    units = territory.units
    here, there = territory.edges.T
    cost = np.diag(np.diff(territory.first) / 2.0)
    cost[here, there] = cost[there, here] = -0.5
    shares = territory.activities / territory.activities.sum(axis=0) * plots
    least, greatest = np.eye(units), np.ones((units, units))
    for one, other in combinations(locks, 2):
        if locks[one] == locks[other]:
            least[one, other] = least[other, one] = 1.0
        else:
            greatest[one, other] = greatest[other, one] = 0.0
    balance = shares.T[:, :, None] * shares.T[:, None, :]
    return Relaxation(plots, cost, balance, plots * (1 + tolerance**2), least, greatest)


@dataclass(eq=False)
class Search:
    """The method at work. `link` is the price of X being what is semidefinite, `square`, and J/k; `rates` are the
    prices of balance; `penalty` weighs how far X and the square are apart."""

    model: Relaxation
    square: Matrix = field(init=False)
    shared: Matrix = field(init=False)
    link: Matrix = field(init=False)
    rates: Matrix = field(init=False)
    triangles: Triangles = field(init=False)
    penalty: float = 1.0

    def __post_init__(self) -> None:
        units = self.model.units
        self.square = np.eye(units) * (1 - 1 / self.model.plots)
        self.shared = np.eye(units)
        self.link = np.zeros((units, units))
        self.rates = np.zeros(len(self.model.balance))
        self.triangles = Triangles.none(units)

    def run(self, steps: int) -> None:
        """So many steps; each is an eigendecomposition."""
        model, even = self.model, 1 / self.model.plots
        triangles, prices, follow = self.triangles, self.triangles.prices, self.triangles.steps()
        pace = SHARE_OF_STEP / (model.balance**2).sum(axis=(1, 2))
        for step in range(1, steps + 1):
            costs = model.cost + self.link + self._balance_costs() + triangles.priced(prices)
            self.shared = np.clip(self.square + even - costs / self.penalty, model.least, model.greatest)
            over = np.tensordot(model.balance, self.shared, 2) - model.most
            self.rates = np.maximum(0.0, self.rates + self.penalty * pace * over)
            prices = np.maximum(0.0, prices + self.penalty * follow * triangles.excess(self.shared))
            square = _semidefinite_part(self.shared - even + self.link / self.penalty)
            apart, moved = self.shared - square - even, square - self.square
            self.link, self.square = self.link + self.penalty * apart, square
            if step % SCALE_EVERY == 0:
                self._rescale(float(np.linalg.norm(apart)), self.penalty * float(np.linalg.norm(moved)))
        self.triangles = Triangles(model.units, triangles.corners, prices)

    def value(self) -> float:
        """The bound at the prices that there are, but for rounding."""
        model, triangles = self.model, self.triangles
        costs = model.cost + self.link + self._balance_costs() + triangles.priced(triangles.prices)
        within = np.where(costs < 0, costs * model.greatest, costs * model.least).sum()
        trace = model.units * (1 - 1 / model.plots)
        semidefinite = float(np.linalg.eigvalsh(-self.link)[0]) * trace - self.link.sum() / model.plots
        return float(within + semidefinite - self.rates.sum() * model.most - triangles.prices.sum())

    def add_triangles(self, most: int) -> None:
        """At most so many of those that are broken; those that have come to nothing go."""
        self.triangles = self.triangles.kept(self.shared).with_broken(self.shared, most)

    def _balance_costs(self) -> Matrix:
        return np.tensordot(self.rates, self.model.balance, 1)

    def _rescale(self, apart: float, moved: float) -> None:
        if apart > OUT_OF_SCALE * moved:
            self.penalty *= SCALE
        elif moved > OUT_OF_SCALE * apart:
            self.penalty /= SCALE


def _semidefinite_part(matrix: Matrix) -> Matrix:
    """The nearest positive semidefinite matrix: the eigenvectors whose eigenvalues are not negative."""
    values, vectors = np.linalg.eigh(matrix)
    up = vectors[:, values > 0]
    return np.asarray((up * values[values > 0]) @ up.T)
