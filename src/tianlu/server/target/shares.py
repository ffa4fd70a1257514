"""Customers nobody owns, shared out to who may work them: by place from the package, by room from the list."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.snapshot import Snapshot
from tianlu.place.model import Place, PlaceKind
from tianlu.plan.counties import CountyNotFound
from tianlu.server.target.lists import send_orders
from tianlu.server.target.parts import TargetParts
from tianlu.target.lists.api_shares import Shared, SharesOrderBody
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Customer, Tier
from tianlu.target.lists.customers.register import ASSIGN
from tianlu.target.lists.customers.store import Wanted
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.lists.intake.take_in import Order
from tianlu.target.lists.share_out import Shares, Spot, share_out


@dataclass(frozen=True)
class Sharing:
    """The commands that give customers to owners; `left` are customers for whom nobody has room."""

    orders: tuple[Order, ...]
    left: tuple[str, ...]
    metres: float
    bound_m: float


def plan_sharing(parts: TargetParts, county: str, *, role: str, now: datetime) -> Sharing:
    """Those at a county and below it, to people who have `role` at the customer's unit or above it. Raises LookupError
    where there is no such county."""
    snapshot = parts.snapshot()
    try:
        places = {str(place.id): place for place in parts.counties.places(county)}
    except CountyNotFound:
        raise LookupError(county) from None
    hub = next(place for place in places.values() if place.kind is PlaceKind.HUB)
    with parts.engine.connect() as connection:
        owned = store.count_owned_by_tier(connection, now)
    found: list[tuple[OrgId, Shares]] = []
    for (org, tier), customers in _unowned(parts, county, now).items():
        owners = [_owner_spot(snapshot, each, places, hub) for each in _workers(snapshot, org, role)]
        room = {each.id: shipped_levels()[tier].capacity - owned.get((each.id, tier), 0) for each in owners}
        spots = [_customer_spot(each, places, hub) for each in customers]
        found.append((org, shares := share_out(spots, owners, room)))
        for owner in shares.owner_of.values():
            owned[owner, tier] = owned.get((owner, tier), 0) + 1
    return Sharing(
        orders=tuple(
            Order(ASSIGN, org, {"customer": customer, "owner": owner})
            for org, shares in found
            for customer, owner in shares.owner_of.items()
        ),
        left=tuple(customer for _, shares in found for customer in shares.left),
        metres=sum(shares.metres for _, shares in found),
        bound_m=sum(shares.bound_m for _, shares in found),
    )


def _unowned(parts: TargetParts, county: str, now: datetime) -> Mapping[tuple[OrgId, Tier], list[Customer]]:
    """By unit and tier, the dearest tier first."""
    found: dict[tuple[OrgId, Tier], list[Customer]] = {}
    with parts.engine.connect() as connection:
        for customer, _ in walk_customers(connection, parts.reach(county), Wanted(unclaimed=True), now=now):
            found.setdefault((customer.org, customer.tier), []).append(customer)
    order = list(Tier)
    return dict(sorted(found.items(), key=lambda each: (order.index(each[0][1]), each[0][0])))


def _workers(snapshot: Snapshot, org: OrgId, role: str) -> Iterator[ActorId]:
    path = snapshot.nodes[org].path
    for id_, person in sorted(snapshot.persons.items()):
        grants = snapshot.grants_of.get(id_, ())
        holds = any(
            grant.role == role and grant.org in snapshot.nodes and path.startswith(snapshot.nodes[grant.org].path)
            for grant in grants
        )
        if holds and not person.has_left and not person.is_service:
            yield id_


def _owner_spot(snapshot: Snapshot, owner: ActorId, places: Mapping[str, Place], hub: Place) -> Spot:
    """His home unit's place; the county's hub where that is no place of the package."""
    home = places.get(snapshot.persons[owner].home, hub)
    return Spot(owner, home.lon, home.lat)


def _customer_spot(customer: Customer, places: Mapping[str, Place], hub: Place) -> Spot:
    at = places.get(customer.place, hub)
    return Spot(customer.id, at.lon, at.lat)


def share_out_as(parts: TargetParts, order: SharesOrderBody, actor: ActorId) -> Shared:
    """Raises LookupError where there is no such county."""
    sharing = plan_sharing(parts, order.org, role=order.role, now=parts.now())
    of = Counter(str(each.body["owner"]) for each in sharing.orders)
    refused = 0
    if not order.dry_run:
        sent = send_orders(parts.one_door.door.submit, actor, sharing.orders)
        of -= Counter(str(each.body["owner"]) for each, _ in sent.refused)
        refused = len(sent.refused)
    return Shared(of=dict(of), left=len(sharing.left), refused=refused, metres=sharing.metres, bound_m=sharing.bound_m)
