"""What may be seen of customers: the list, one customer with what was done, and the funnel to strike-off (销号漏斗)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import Reach
from tianlu.people.fields import MASKS
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.roles import LIST_READ, PERSONAL_READ
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Claim, Customer, Stage, Work, WorkDone
from tianlu.target.lists.customers.store import Count, Key, Wanted

MASKED = {"name": "name", "phone": "phone", "address": "address"}
"""Fields of somebody who is no company, and their masks."""


@dataclass(frozen=True)
class CustomerSeen:
    """`is_masked` says that personal fields are hidden; the claim is one that stands."""

    customer: Customer
    claim: Claim | None
    is_masked: bool


@dataclass(frozen=True)
class CustomersFound:
    customers: Sequence[CustomerSeen]
    total: int
    last: Key | None


@dataclass(frozen=True)
class CustomerWhole:
    """One customer with what was done at him, in this opening and before, and what his tier still asks for."""

    seen: CustomerSeen
    works: Sequence[WorkDone]
    missing: Sequence[Work]


class Customers:
    """Reads for whoever asks through the gate. `clock` gives aware moments: claims idle out."""

    def __init__(self, engine: Engine, gate: Gate, *, clock: Callable[[], datetime]) -> None:
        self._engine, self._gate, self._clock = engine, gate, clock

    def page(self, actor: Actor, wanted: Wanted, *, after: Key | None, count: int) -> CustomersFound:
        """At most `count` customers in reach, most money first."""
        reach, now = self._gate.reach(actor, LIST_READ), self._clock()
        with self._engine.connect() as connection:
            rows = store.list_customers(connection, reach, wanted, now=now, after=after, count=count + 1)
            total = store.count_customers(connection, reach, wanted, now=now)
        page = rows[:count]
        last = (page[-1][0].monthly_fen, page[-1][0].id) if len(rows) > count else None
        sight = self._sight(actor)
        return CustomersFound([sight.show(customer, claim) for customer, claim in page], total, last)

    def get(self, actor: Actor, id_: str) -> CustomerWhole:
        """Raises NotAllowed, also where there is no such customer."""
        with self._engine.connect() as connection:
            customer = store.find_customer(connection, id_)
            if customer is None:
                raise NotAllowed(LIST_READ, id_)
            self._gate.need(actor, LIST_READ, customer.org)
            claim = store.find_claim(connection, id_)
            works = store.list_works(connection, id_)
        standing = claim if claim is not None and claim.stands(self._clock()) else None
        done = [each for each in works if each.opening == customer.opening]
        missing = shipped_levels()[customer.tier].missing(done) if customer.stage is Stage.OPEN else ()
        return CustomerWhole(self._sight(actor).show(customer, standing), works, missing)

    def funnel(self, actor: Actor, wanted: Wanted, *, by_owner: bool) -> Sequence[Count]:
        reach = self._gate.reach(actor, LIST_READ)
        with self._engine.connect() as connection:
            return store.count_steps(connection, reach, wanted, by_owner=by_owner, now=self._clock())

    def path_of(self, org: str) -> str:
        """Of a unit; of one that there is not a path at which nothing lies."""
        node = self._gate.snapshot().nodes.get(OrgId(org))
        return "//" if node is None else node.path

    def _sight(self, actor: Actor) -> "_Sight":
        snapshot = self._gate.snapshot()
        paths = {node.id: node.path for node in snapshot.nodes.values()}
        viewer = snapshot.persons.get(actor.id)
        entity = "" if viewer is None else viewer.entity
        return _Sight(actor.id, entity, self._gate.reach(actor, PERSONAL_READ), paths)


@dataclass(frozen=True)
class _Sight:
    """Who sees customers' personal fields as they are: owner and deputy, and who may read personal data there; never
    somebody of another legal entity than the one whose customer it is."""

    viewer: ActorId
    entity: str
    personal: Reach
    paths: Mapping[OrgId, str]

    def show(self, customer: Customer, claim: Claim | None) -> CustomerSeen:
        if not customer.kind.is_personal or self._sees_clear(customer, claim):
            return CustomerSeen(customer, claim, is_masked=False)
        masked = {field: MASKS[mask](getattr(customer, field)) for field, mask in MASKED.items()}
        return CustomerSeen(replace(customer, **masked), claim, is_masked=True)  # type: ignore[arg-type]

    def _sees_clear(self, customer: Customer, claim: Claim | None) -> bool:
        if customer.entity and customer.entity != self.entity:
            return False
        is_his = claim is not None and claim.is_held_by(self.viewer)
        return is_his or self.personal.covers(self.paths.get(customer.org, ""))
