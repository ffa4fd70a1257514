"""What may be seen of customers: the list, one customer with what was done, and the funnel to strike-off (销号漏斗)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, OrgId
from tianlu.db.reading import seeing_everything
from tianlu.people.access import Reach
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.roles import LIST_READ, LIST_WORK, PERSONAL_READ
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.doubt import Doubt, Judged
from tianlu.target.lists.customers.doubt_store import count_doubts, list_doubts, list_merged
from tianlu.target.lists.customers.funnel import Steps, add_up
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import ConsentMark, SourceRecord, Stage, Work, WorkDone
from tianlu.target.lists.customers.sight import CustomerSeen, CustomerSight, hide_document, hide_key
from tianlu.target.lists.customers.store import AtPlace, Key, Wanted


@dataclass(frozen=True)
class CustomersFound:
    customers: Sequence[CustomerSeen]
    total: int
    last: Key | None


@dataclass(frozen=True)
class Merged:
    """Somebody who was made one with a customer, and is still."""

    seen: CustomerSeen
    said: Judged


@dataclass(frozen=True)
class CustomerWhole:
    """One customer with what was done at him, in this opening and before, what his tier still asks for, who went into
    him, the rows of lists that he is made of, and the marks of his consents, the latest day first."""

    seen: CustomerSeen
    works: Sequence[WorkDone]
    missing: Sequence[Work]
    merged: Sequence[Merged]
    records: Sequence[SourceRecord]
    consents: Sequence[ConsentMark]


@dataclass(frozen=True)
class Worker:
    """Somebody who may work a customer, with how many of the customer's tier he owns."""

    id: ActorId
    home: OrgId
    owned: int
    capacity: int


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

    def by_place(self, actor: Actor, wanted: Wanted) -> Sequence[AtPlace]:
        """Those in reach, by where they stand."""
        reach = self._gate.reach(actor, LIST_READ)
        with self._engine.connect() as connection:
            return store.count_by_place(connection, reach, wanted, now=self._clock())

    def get(self, actor: Actor, id_: str) -> CustomerWhole:
        """Raises NotAllowed, also where there is no such customer."""
        with self._engine.connect() as connection:
            customer = store.find_customer(connection, id_)
            if customer is None:
                raise NotAllowed(LIST_READ, id_)
            self._gate.need(actor, LIST_READ, customer.org)
            claim = store.find_claim(connection, id_)
            works = store.list_works(connection, id_)
            merged = list_merged(connection, id_)
            records, consents = store.list_records(connection, id_), store.list_consents(connection, id_)
        standing = claim if claim is not None and claim.stands(self._clock()) else None
        done = [each for each in works if each.opening == customer.opening]
        missing = shipped_levels()[customer.tier].missing(done) if customer.stage is Stage.OPEN else ()
        seen = self._sight(actor).show(customer, standing)
        if seen.is_masked:
            records, consents = [hide_key(each) for each in records], [hide_document(each) for each in consents]
        others = self.seen(actor, [each.gone for each in merged])
        went_in = [Merged(others[each.gone], each) for each in merged if each.gone in others]
        return CustomerWhole(seen, works, missing, went_in, records, consents)

    def doubts(
        self, actor: Actor, org_path: str | None, *, count: int
    ) -> tuple[Sequence[Doubt], int, Mapping[str, CustomerSeen]]:
        """At most `count` pairs of which both are in reach, the most probable first; how many wait; and who they are,
        by id."""
        reach = self._gate.reach(actor, LIST_READ)
        with self._engine.connect() as connection:
            doubts = list_doubts(connection, reach, org_path, count=count)
            total = count_doubts(connection, reach, org_path)
        seen = self.seen(actor, {each for doubt in doubts for each in doubt.pair})
        return [doubt for doubt in doubts if all(each in seen for each in doubt.pair)], total, seen

    def seen(self, actor: Actor, customers: Collection[str]) -> Mapping[str, CustomerSeen]:
        """Those of these that are in reach, as they may be seen, by id."""
        reach, now = self._gate.reach(actor, LIST_READ), self._clock()
        nodes, sight = self._gate.snapshot().nodes, self._sight(actor)
        with self._engine.connect() as connection:
            found = store.find_customers(connection, customers)
        return {
            customer.id: sight.show(customer, claim if claim is not None and claim.stands(now) else None)
            for customer, claim in found
            if (node := nodes.get(customer.org)) is not None and reach.covers(node.path)
        }

    def funnel(self, actor: Actor, wanted: Wanted, *, by_owner: bool) -> Sequence[Steps]:
        """By unit each with all below it, as far as the actor's reach and the unit that is wanted; or by owner."""
        reach = self._gate.reach(actor, LIST_READ)
        with self._engine.connect() as connection:
            counts = store.count_steps(connection, reach, wanted, by_owner=by_owner, now=self._clock())
        if by_owner:
            return [Steps(each, each.listed) for each in counts]
        return add_up(counts, self._gate.snapshot().nodes, _within(reach, wanted.org_path))

    def workers(self, actor: Actor, id_: str) -> Sequence[Worker]:
        """Who may own a customer: all who may work the list at his unit, by staff number. Raises NotAllowed for who may
        not work it himself, also where there is no such customer."""
        with self._engine.connect() as connection:
            customer = store.find_customer(connection, id_)
        if customer is None:
            raise NotAllowed(LIST_WORK, id_)
        self._gate.need(actor, LIST_WORK, customer.org)
        # what somebody owns elsewhere counts for his room, whoever asks
        with seeing_everything(), self._engine.connect() as connection:
            owned = store.count_owned_by_tier(connection, self._clock())
        persons, capacity = self._gate.snapshot().persons, shipped_levels()[customer.tier].capacity
        return [
            Worker(person, persons[person].home, owned.get((person, customer.tier), 0), capacity)
            for person in self._gate.holders(LIST_WORK, customer.org)
        ]

    def path_of(self, org: str) -> str:
        """Of a unit; of one that there is not a path at which nothing lies."""
        node = self._gate.snapshot().nodes.get(OrgId(org))
        return "//" if node is None else node.path

    def _sight(self, actor: Actor) -> CustomerSight:
        return CustomerSight(actor.id, self._gate.reach(actor, PERSONAL_READ), self._gate.snapshot())


def _within(reach: Reach, path: str | None) -> Reach:
    """What of a reach lies at a path or below it."""
    if path is None:
        return reach
    return Reach((path,) if reach.covers(path) else tuple(each for each in reach.paths if each.startswith(path)))
