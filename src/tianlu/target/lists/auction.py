"""Customers bid for owners until nobody gains by leaving: an auction, compiled (Bertsekas 1988; transportation form,
Bertsekas, Castañon 1989).

An owner has a price for a unit of load, 0 until somebody had to go. A customer bids for the owner that is cheapest for
him, price included, what he would pay before the next best is as cheap, and `step` more. An owner beyond its capacity
lets go of the lowest bids, and its price is the lowest that is left. In the end everybody has what is cheapest for him
at these prices, to within `step` a unit of load.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOBODY = -1


class Field(NamedTuple):
    """Who bids for whom: places in metres, loads, capacities, and what it costs to change from the `current` owner and
    to be left without, as in `assign.ClaimTask`."""

    customers: Floats
    owners: Floats
    loads: Floats
    capacities: Floats
    current: Ints
    change_cost: Floats
    left_cost: Floats


class Ways(NamedTuple):
    """The owners each customer looks at and what they cost (customers, ways), and his horizon: no other owner, price
    included, is cheaper than that."""

    owners: Ints
    costs: Floats
    horizon: Floats


class Book(NamedTuple):
    """How the auction stands: the owner of each customer (NOBODY while he waits, len(prices) if he is left without),
    what he bid a unit of load, the owners' prices; of each owner the load in `used`, and his customers as a list from
    `heads` along `following`."""

    owner: Ints
    bids: Floats
    prices: Floats
    used: Floats
    heads: Ints
    following: Ints


@njit(cache=True, error_model="numpy")
def bid(field: Field, ways: Ways, book: Book, step: float, bids_max: int) -> int:
    """Let all customers bid, first come first served, `bids_max` times at most; how many bids were made. `ways` and
    `book` are changed in place."""
    customers, owners = len(field.loads), len(book.prices)
    waiting, first, count = np.arange(customers), 0, customers
    scratch = np.empty(owners)
    made = 0
    while count and made < bids_max:
        customer = waiting[first]
        first, count, made = (first + 1) % customers, count - 1, made + 1
        best, least, second = look(field, ways, book.prices, customer)
        if least > ways.horizon[customer]:
            look_around(field, ways, book.prices, customer, scratch)
            best, least, second = look(field, ways, book.prices, customer)
        book.owner[customer] = best
        if best == owners:
            continue
        gain = min(second, field.left_cost[customer], ways.horizon[customer]) - least
        book.bids[customer] = book.prices[best] + max(0.0, gain) / field.loads[customer] + step
        enter(field, book, customer, best)
        is_full = book.used[best] > field.capacities[best]
        while book.used[best] > field.capacities[best]:
            lowest = let_go(field, book, best)
            # One that is too heavy even alone must not come back for nothing.
            book.prices[best] = max(book.prices[best], book.bids[lowest])
            waiting[(first + count) % customers] = lowest
            count += 1
        if is_full and book.heads[best] != NOBODY:
            book.prices[best] = max(book.prices[best], lowest_bid(book, best))
    return made


@njit(cache=True, error_model="numpy")
def look(field: Field, ways: Ways, prices: Floats, customer: int) -> tuple[int, float, float]:
    """The cheapest of a customer's ways, price included, what it costs, and what the next costs."""
    load = field.loads[customer]
    best, least, second = len(prices), field.left_cost[customer], math.inf
    for k in range(ways.owners.shape[1]):
        owner = ways.owners[customer, k]
        cost = ways.costs[customer, k] + prices[owner] * load
        if cost < least:
            best, least, second = owner, cost, least
        elif cost < second:
            second = cost
    return best, least, second


@njit(cache=True, error_model="numpy")
def look_around(field: Field, ways: Ways, prices: Floats, customer: int, scratch: Floats) -> None:
    """Look at all owners and keep the cheapest ones, price included; the next one is the new horizon. It holds for
    good, for prices only rise."""
    count, load = ways.owners.shape[1], field.loads[customer]
    for owner in range(len(prices)):
        scratch[owner] = plain_cost(field, customer, owner) + prices[owner] * load
    limit = np.partition(scratch, count - 1)[count - 1]
    kept, horizon = 0, math.inf
    for owner in range(len(prices)):
        if scratch[owner] <= limit and kept < count:
            ways.owners[customer, kept] = owner
            ways.costs[customer, kept] = plain_cost(field, customer, owner)
            kept += 1
        else:
            horizon = min(horizon, scratch[owner])
    ways.horizon[customer] = horizon


@njit(cache=True, error_model="numpy")
def plain_cost(field: Field, customer: int, owner: int) -> float:
    """What an owner costs a customer without the price."""
    dx = field.owners[owner, 0] - field.customers[customer, 0]
    dy = field.owners[owner, 1] - field.customers[customer, 1]
    cost = math.sqrt(dx * dx + dy * dy)
    return cost if field.current[customer] == owner else cost + field.change_cost[customer]


@njit(cache=True, error_model="numpy")
def enter(field: Field, book: Book, customer: int, owner: int) -> None:
    book.owner[customer] = owner
    book.following[customer], book.heads[owner] = book.heads[owner], customer
    book.used[owner] += field.loads[customer]


@njit(cache=True, error_model="numpy")
def leave(field: Field, book: Book, customer: int) -> None:
    """Take a customer out of his owner's list; he waits."""
    owner = book.owner[customer]
    if book.heads[owner] == customer:
        book.heads[owner] = book.following[customer]
    else:
        at = book.heads[owner]
        while book.following[at] != customer:
            at = book.following[at]
        book.following[at] = book.following[customer]
    book.used[owner] -= field.loads[customer]
    book.owner[customer] = NOBODY


@njit(cache=True, error_model="numpy")
def let_go(field: Field, book: Book, owner: int) -> int:
    """Send the lowest bidder of an owner away."""
    lowest = int(book.heads[owner])
    at = book.following[lowest]
    while at != NOBODY:
        if book.bids[at] < book.bids[lowest]:
            lowest = at
        at = book.following[at]
    leave(field, book, lowest)
    return lowest


@njit(cache=True, error_model="numpy")
def lowest_bid(book: Book, owner: int) -> float:
    least, at = math.inf, book.heads[owner]
    while at != NOBODY:
        least = min(least, book.bids[at])
        at = book.following[at]
    return least


@njit(cache=True, error_model="numpy")
def improve(field: Field, ways: Ways, book: Book, rounds: int) -> None:
    """Move customers to a way that has room, or swap them with one who is there, while that saves; so many rounds at
    most. Whoever is left without or waits comes in where there is room."""
    customers, owners = len(field.loads), len(book.prices)
    for _ in range(rounds):
        is_better = False
        for customer in range(customers):
            here, load = book.owner[customer], field.loads[customer]
            is_out = here in (owners, NOBODY)
            now = field.left_cost[customer] if is_out else plain_cost(field, customer, here)
            saves, where, swapped = 1e-6, NOBODY, NOBODY
            for k in range(ways.owners.shape[1]):
                there = ways.owners[customer, k]
                gain = now - ways.costs[customer, k]
                if there == here or gain <= saves:
                    continue
                if book.used[there] + load <= field.capacities[there]:
                    saves, where, swapped = gain, there, NOBODY
                    continue
                at = NOBODY if is_out else book.heads[there]
                while at != NOBODY:
                    more = load - field.loads[at]
                    if book.used[there] + more <= field.capacities[there] and (
                        book.used[here] - more <= field.capacities[here]
                    ):
                        both = gain + plain_cost(field, at, there) - plain_cost(field, at, here)
                        if both > saves:
                            saves, where, swapped = both, there, at
                    at = book.following[at]
            if where == NOBODY:
                continue
            is_better = True
            if not is_out:
                leave(field, book, customer)
            if swapped != NOBODY:
                leave(field, book, swapped)
                enter(field, book, swapped, here)
            enter(field, book, customer, where)
        if not is_better:
            break


@njit(cache=True, error_model="numpy")
def cheapest(field: Field, prices: Floats) -> float:
    """The sum of what the cheapest of all owners, or none, is for each customer at these prices."""
    total = 0.0
    for customer in range(len(field.loads)):
        least = field.left_cost[customer]
        for owner in range(len(prices)):
            least = min(least, plain_cost(field, customer, owner) + prices[owner] * field.loads[customer])
        total += least
    return total
