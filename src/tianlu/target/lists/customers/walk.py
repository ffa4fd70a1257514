"""The whole list, for what computes over it: a unit's customers with their claims and what is still owed to each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from tianlu.people.access import Reach
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Claim, Customer, Work
from tianlu.target.lists.customers.store import Key, Wanted

ROWS_AT_ONCE = 1000

Listed = tuple[Customer, Claim | None]
"""A customer and the claim that stands."""


@dataclass(frozen=True)
class Due:
    """A customer with the claim that stands, and the works that his tier still asks for."""

    customer: Customer
    claim: Claim | None
    missing: tuple[Work, ...]


def walk_customers(
    connection: Connection, reach: Reach, wanted: Wanted | None = None, *, now: datetime
) -> Iterator[Listed]:
    """All that are wanted within reach, most money first, read some at a time."""
    for rows in _pages(connection, reach, wanted or Wanted(), now):
        yield from rows


def walk_due(connection: Connection, reach: Reach, wanted: Wanted | None = None, *, now: datetime) -> Iterator[Due]:
    """The same with what is still owed to each."""
    levels = shipped_levels()
    for rows in _pages(connection, reach, wanted or Wanted(), now):
        done = store.list_works_of(connection, [customer for customer, _ in rows])
        for customer, claim in rows:
            yield Due(customer, claim, tuple(levels[customer.tier].missing(done[customer.id])))


def _pages(connection: Connection, reach: Reach, wanted: Wanted, now: datetime) -> Iterator[list[Listed]]:
    after: Key | None = None
    while True:
        rows = store.list_customers(connection, reach, wanted, now=now, after=after, count=ROWS_AT_ONCE)
        yield list(rows)
        if len(rows) < ROWS_AT_ONCE:
            return
        after = (rows[-1][0].monthly_fen, rows[-1][0].id)
