"""Customers to owners: near, within capacity, with those who know them; with a bound that holds for every assignment.

A customer's owner costs the straight distance to him, and a change of owner costs extra. An auction (`auction.py`)
gives assignment and prices together; moves and swaps of two improve it. By the prices alone no assignment is cheaper
than the sum of each customer's cheapest owner, price included, less what all capacity is worth: the dual of the linear
program in which customers may be shared. The cheapest is sought among all owners, not among the near ones bid for.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree  # type: ignore[import-untyped]

from tianlu.target.lists.auction import NOBODY, Book, Field, Ways, bid, cheapest, improve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ClaimTask:
    """`customers_xy` and `owners_xy` (…, 2) in metres of one projection; `loads` of customers and `capacities` of
    owners in one unit, such as minutes a week. `current` is a customer's owner, NOBODY if he has none. Costs are in
    metres: `change_cost` of another owner than the current one, `left_cost` of being left without."""

    customers_xy: Floats
    owners_xy: Floats
    loads: Floats
    capacities: Floats
    current: Ints
    change_cost: Floats
    left_cost: Floats

    def __post_init__(self) -> None:
        customers, owners = len(self.customers_xy), len(self.owners_xy)
        of_customers = (self.loads, self.current, self.change_cost, self.left_cost)
        if not customers or not owners or any(len(each) != customers for each in of_customers):
            raise ValueError("customers and owners, and a load, an owner and costs of every customer")
        if len(self.capacities) != owners or (self.capacities < 0).any() or not (self.loads > 0).all():
            raise ValueError("capacities are not negative, loads are above 0")
        if self.current.min() < NOBODY or self.current.max() >= owners:
            raise ValueError("a current owner is one of the owners, or NOBODY")
        if (self.change_cost < 0).any() or (self.left_cost < 0).any():
            raise ValueError("costs are not negative")
        if (self.change_cost[self.current == NOBODY] != 0).any():
            raise ValueError("a customer with no owner changes none")

    @property
    def owners(self) -> int:
        return len(self.owners_xy)

    def costs_of(self, owner: Ints) -> Floats:
        """What each customer costs with this owner, or left without."""
        is_left = owner == NOBODY
        away = self.customers_xy - self.owners_xy[np.where(is_left, 0, owner)]
        costs = np.hypot(*away.T) + self.change_cost * (owner != self.current)
        return np.where(is_left, self.left_cost, costs)


@dataclass(frozen=True, eq=False)
class Claims:
    """The owner of every customer (NOBODY: left without), the price of a unit of each owner's capacity, the cost in
    metres and a cost that no assignment within capacity goes below."""

    owner: Ints
    prices: Floats
    cost: float
    bound: float

    @cached_property
    def gap(self) -> float:
        """How far the cost can be above the least possible, as a fraction of the bound."""
        return 0.0 if self.cost <= self.bound else self.cost / self.bound - 1 if self.bound > 0 else float("inf")


@dataclass(frozen=True)
class Params:
    """How customers bid."""

    ways: int = 24
    """Owners a customer looks at; at all of them when these have become dear."""
    step_share: float = 0.01
    """The least raise of a bid, as a share of the mean way to the nearest owner, a mean load."""
    bids_a_customer: int = 2_000
    """Bids at most, for each customer."""
    rounds: int = 20
    """Rounds of moves and swaps at most."""


DEFAULT_PARAMS = Params()


def assign_customers(task: ClaimTask, params: Params = DEFAULT_PARAMS) -> Claims:
    """Every customer's owner, and how good that is at least. Equal input gives equal output."""
    field = Field(
        customers=task.customers_xy,
        owners=task.owners_xy,
        loads=task.loads,
        capacities=task.capacities,
        current=task.current,
        change_cost=task.change_cost,
        left_cost=task.left_cost,
    )
    customers = len(task.loads)
    book = Book(
        owner=np.full(customers, NOBODY, np.int64),
        bids=np.zeros(customers),
        prices=np.zeros(task.owners),
        used=np.zeros(task.owners),
        heads=np.full(task.owners, NOBODY, np.int64),
        following=np.full(customers, NOBODY, np.int64),
    )
    ways = _first_ways(task, min(params.ways, task.owners))
    bid(field, ways, book, _step(task, params), params.bids_a_customer * customers)
    improve(field, ways, book, params.rounds)
    owner = np.where(book.owner == task.owners, NOBODY, book.owner)
    bound = cheapest(field, book.prices) - float(book.prices @ task.capacities)
    return Claims(owner, book.prices, float(task.costs_of(owner).sum()), max(0.0, bound))


def _first_ways(task: ClaimTask, count: int) -> Ways:
    """The nearest owners; beyond them nobody is nearer than the farthest of these, and a current owner farther off is
    cheaper by what a change costs."""
    away, near = KDTree(task.owners_xy).query(task.customers_xy, k=np.arange(1, count + 1))
    costs = away + task.change_cost[:, None] * (near != task.current[:, None])
    return Ways(np.asarray(near, np.int64), costs, away[:, -1])


def _step(task: ClaimTask, params: Params) -> float:
    away, _ = KDTree(task.owners_xy).query(task.customers_xy)
    return params.step_share * max(float(away.mean()), 1e-6) / float(task.loads.mean())
