"""Customers nobody owns, shared out to who may work there: near ones first, within the room that each has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tianlu.command.envelope import ActorId
from tianlu.place.plane import plane_m
from tianlu.target.lists.assign import ClaimTask, assign_customers
from tianlu.target.lists.auction import NOBODY

LEFT_M = 1_000_000.0
"""To be left without an owner is worse than any way within a province."""


@dataclass(frozen=True)
class Spot:
    """Where somebody or something is, in degrees."""

    id: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Shares:
    """`owner_of` each customer who got one; `left` are those for whom nobody has room. `metres` is the straight way
    from owner to customer, summed up; `bound_m` what no sharing out within capacity goes below, customers left
    without counted at LEFT_M on both sides."""

    owner_of: Mapping[str, ActorId]
    left: tuple[str, ...]
    metres: float
    bound_m: float


def share_out(customers: Sequence[Spot], owners: Sequence[Spot], room: Mapping[str, int]) -> Shares:
    """Each customer to one of `owners`, of whom `room` says how many more each can own."""
    free = [owner for owner in owners if room.get(owner.id, 0) > 0]
    if not customers or not free:
        return Shares({}, tuple(customer.id for customer in customers), 0.0, 0.0)
    lat = sum(each.lat for each in customers) / len(customers)
    count = len(customers)
    task = ClaimTask(
        customers_xy=plane_m([(each.lon, each.lat) for each in customers], lat=lat),
        owners_xy=plane_m([(each.lon, each.lat) for each in free], lat=lat),
        loads=np.ones(count),
        capacities=np.array([float(room[owner.id]) for owner in free]),
        current=np.full(count, NOBODY, np.int64),
        change_cost=np.zeros(count),
        left_cost=np.full(count, LEFT_M),
    )
    found = assign_customers(task)
    given = {
        customer.id: ActorId(free[owner].id)
        for customer, owner in zip(customers, found.owner.tolist(), strict=True)
        if owner != NOBODY
    }
    return Shares(given, tuple(each.id for each in customers if each.id not in given), found.cost, found.bound)
