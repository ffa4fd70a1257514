"""Small customers shared out by area (片区包干): those whom nobody owns go to who works the plot in which they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.roles import LIST_WORK
from tianlu.server.target.parts import TargetParts
from tianlu.target.lists.customers import store as customers
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Customer, Stage, Tier
from tianlu.target.lists.customers.register import ASSIGN
from tianlu.target.lists.customers.store import Wanted
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.lists.intake.take_in import Order
from tianlu.target.plots.kept import store
from tianlu.target.plots.kept.model import Drawing

SMALL_TIERS = (Tier.THIRD, Tier.SMALL)
"""Who is worked by area: the larger have an owner each, whoever's plot they are in."""


class NoPlots(LookupError):
    """No plots are kept for the county."""


@dataclass(frozen=True)
class AreaSharing:
    """The commands that give customers to who works their plot; customers in plots that are vacant, or whose person may
    not work the list there, customers for whom he has no room, and customers whose place is in no plot stay without."""

    orders: tuple[Order, ...]
    in_vacant: int
    left: int
    elsewhere: int


def plan_area_sharing(parts: TargetParts, county: str, *, now: datetime) -> AreaSharing:
    """The unclaimed of small tiers at a county and below it, most money first, as far as each has room. Raises NoPlots,
    and LookupError where there is no such unit."""
    reach = parts.reach(county)
    with parts.engine.connect() as connection:
        drawing = store.find_drawing(connection, county)
        if drawing is None:
            raise NoPlots(county)
        owned = customers.count_owned_by_tier(connection, now)
        unclaimed = [
            customer
            for tier in SMALL_TIERS
            for customer, _ in walk_customers(
                connection, reach, Wanted(tier=tier, stage=Stage.OPEN, unclaimed=True), now=now
            )
        ]
    return _share(drawing, unclaimed, owned, may_work=_workers(parts, {customer.org for customer in unclaimed}))


def _workers(parts: TargetParts, orgs: set[OrgId]) -> Mapping[OrgId, set[ActorId]]:
    """By unit who may work the list there and has not left."""
    gate, persons = parts.one_door.sign_in.gate, parts.snapshot().persons
    return {org: {id_ for id_ in gate.holders(LIST_WORK, org) if not persons[id_].has_left} for org in orgs}


def _share(
    drawing: Drawing,
    unclaimed: list[Customer],
    owned: Mapping[tuple[str, Tier], int],
    *,
    may_work: Mapping[OrgId, set[ActorId]],
) -> AreaSharing:
    counts, orders = dict(owned), []
    in_vacant = left = elsewhere = 0
    for customer in unclaimed:
        number = drawing.plot_of.get(customer.place)
        if number is None:
            elsewhere += 1
            continue
        person = drawing.plot[number].person
        if person not in may_work[customer.org]:
            in_vacant += 1
            continue
        key = person, customer.tier
        if counts.get(key, 0) >= shipped_levels()[customer.tier].capacity:
            left += 1
            continue
        counts[key] = counts.get(key, 0) + 1
        orders.append(Order(ASSIGN, customer.org, {"customer": customer.id, "owner": person}))
    return AreaSharing(tuple(orders), in_vacant, left, elsewhere)
