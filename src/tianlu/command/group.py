"""A group of commands within one transaction: each is known already, held, refused or done, and leaves its traces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from tianlu.command import refusals, store
from tianlu.command.audit import Link, next_link
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId, canonical
from tianlu.command.letters import MANAGE, OWN
from tianlu.command.receipt import Accepted, Receipt, Refusal, Standing
from tianlu.command.registry import Call, Kind, Registry, read_body
from tianlu.command.store import DeadLetter, DeviceKey, Head, Known

HELD_MOST = 1000
"""How far a device's command may be ahead of the one that is missing."""


@dataclass(frozen=True)
class Rules:
    """What a group goes by: the kinds of command, who may do what, which chain a node's commands stand in, whose
    managers settle what was sent to a node."""

    registry: Registry
    may: Callable[[Connection, ActorId, str, OrgId], bool]
    chain_of: Callable[[Connection, OrgId], str]
    settled_at: Callable[[Connection, OrgId, ActorId], OrgId]


@dataclass(frozen=True)
class Item:
    """A command and who sends it. With a `failure` it is not done, but put on record as refused for that; with an
    `outcome` it is done already."""

    actor: ActorId
    envelope: Envelope
    failure: Refusal | None = None
    outcome: Accepted | Refusal | None = None


class HandlerWroteAndRefused(Exception):
    """A handler changed something and then refused: it must look before it writes."""


class Group:
    """One transaction's work. Nothing is written for the door until `do` is through all items."""

    def __init__(self, connection: Connection, rules: Rules, *, now: datetime) -> None:
        self._connection = connection
        self._rules = rules
        self.now = now
        self._old: dict[CommandId, Known] = {}
        self._given: dict[CommandId, Known] = {}
        self._old_counts: dict[DeviceKey, int] = {}
        self._counts: dict[DeviceKey, int] = {}
        self._heads: dict[str, Head] = {}
        self._links: list[Link] = []

    def do(self, items: Sequence[Item]) -> list[Receipt]:
        """A receipt for each item, in their order."""
        self._old = store.find_receipts(self._connection, {item.envelope.id for item in items})
        keys = {key for item in items if (key := _device_of(item)) is not None}
        self._old_counts = store.find_counts(self._connection, keys) if keys else {}
        orgs = {item.envelope.org for item in items}
        self._heads = store.find_heads(self._connection, {self._rules.chain_of(self._connection, org) for org in orgs})
        receipts = [self._take(item) for item in items]
        store.put_receipts(self._connection, self._given, self._old, self.now)
        store.put_links(self._connection, self._links)
        store.put_counts(self._connection, self._counts, self._old_counts)
        return receipts

    def _take(self, item: Item) -> Receipt:
        envelope = item.envelope
        known = self._given.get(envelope.id) or self._old.get(envelope.id)
        if known is not None:
            if known.digest != envelope.digest:
                return Receipt(envelope.id, Standing.CONFLICT, refusal=refusals.id_used())
            return replace(known.receipt, is_again=True)
        key = _device_of(item)
        if key is None or envelope.seq is None:
            return self._finish(item)
        return self._take_in_turn(item, key, envelope.seq)

    def _take_in_turn(self, item: Item, key: DeviceKey, seq: int) -> Receipt:
        """Do it if it is the device's next, and what was held for it; hold it if it is early."""
        due = self.due(key)
        if seq < due:
            return self._refuse(item, refusals.count_used(seq, due))
        if seq > due:
            return self._hold(item, key, seq, due)
        receipt = self._finish(item)
        self._counts[key] = seq + 1
        self._release(key)
        return receipt

    def play(self, letter: DeadLetter) -> Receipt:
        """Do a refused command after all; its receipt is replaced."""
        id_ = letter.envelope.id
        self._old |= store.find_receipts(self._connection, [id_])
        receipt = self._finish(self._apart(Item(letter.actor, letter.envelope)))
        if receipt.standing is Standing.ACCEPTED:
            store.settle_dead_letter(self._connection, id_, self.now)
        return receipt

    def skip(self, key: DeviceKey, missing_to: int) -> int:
        """Go on with what a device has sent after a number; returns how many commands were done or refused."""
        self._counts[key] = missing_to + 1
        self._release(key)
        return self._counts[key] - missing_to - 1

    def is_theirs(self, call: Call, org: OrgId, sender: ActorId) -> bool:  # type: ignore[type-arg]
        """Whether somebody who acts on the door itself may settle what `sender` sent to a node."""
        return self._rules.may(
            self._connection, call.actor, MANAGE, self._rules.settled_at(self._connection, org, sender)
        )

    def _release(self, key: DeviceKey) -> None:
        """Do what is held for a device, as far as nothing is missing."""
        while (held := store.take_held(self._connection, key, self.due(key))) is not None:
            # the receipt that says "held" is replaced by what becomes of it now
            self._old |= store.find_receipts(self._connection, [held.id])
            self._given.pop(held.id, None)
            self._finish(self._apart(Item(key[0], held)))
            self._counts[key] = self.due(key) + 1

    def due(self, key: DeviceKey) -> int:
        """The number that is next from a device."""
        if key not in self._counts and key not in self._old_counts:
            self._old_counts |= store.find_counts(self._connection, [key])
        return self._counts.get(key) or self._old_counts.get(key) or 1

    def _hold(self, item: Item, key: DeviceKey, seq: int, due: int) -> Receipt:
        id_ = item.envelope.id
        if seq - due > HELD_MOST:  # not on record: it may come again when the missing ones are here
            refusal = refusals.too_far_ahead(seq, due, HELD_MOST)
            return Receipt(id_, Standing.REFUSED, refusal=refusal)
        if store.find_held_id(self._connection, key, seq) is not None:
            return Receipt(id_, Standing.CONFLICT, refusal=refusals.number_taken(seq))
        store.hold(self._connection, item.actor, item.envelope, self.now)
        return self._give(item, Receipt(id_, Standing.HELD))

    def _apart(self, item: Item) -> Item:
        """Try a command that another one brings along: should its handler fail, that one is not to suffer for it."""
        try:
            with self._connection.begin_nested():
                return replace(item, outcome=self._run(item))
        except (OperationalError, InterfaceError):
            raise
        except Exception as bug:
            return replace(item, failure=refusals.failed(type(bug).__name__))

    def _finish(self, item: Item) -> Receipt:
        """Do it or refuse it, for good."""
        outcome = item.failure or item.outcome or self._run(item)
        if isinstance(outcome, Refusal):
            return self._refuse(item, outcome)
        link = self._chain(item, outcome)
        receipt = Receipt(
            item.envelope.id,
            Standing.ACCEPTED,
            result=outcome.result,
            version=outcome.version,
            chain=link.chain,
            seq=link.seq,
        )
        return self._give(item, receipt)

    def _refuse(self, item: Item, refusal: Refusal) -> Receipt:
        """For good; what nobody may be looking at goes to the dead letters too."""
        is_unseen = item.envelope.device is not None and item.envelope.kind not in OWN
        if item.failure is not None or is_unseen:
            store.put_dead_letter(self._connection, item.actor, item.envelope, refusal, self.now)
        return self._give(item, Receipt(item.envelope.id, Standing.REFUSED, refusal=refusal))

    def _run(self, item: Item) -> Accepted | Refusal:
        envelope = item.envelope
        kind = self._rules.registry.find(envelope)
        if isinstance(kind, Refusal):
            return kind
        if not self._rules.may(self._connection, item.actor, kind.permission, envelope.org):
            return refusals.not_allowed(kind.permission, envelope.org)
        body = read_body(kind, envelope)
        if isinstance(body, Refusal):
            return body
        call = Call(self._connection, item.actor, envelope, body, self.now)
        refusal = None if kind.also_needs is None else kind.also_needs(call, partial(self._asks, item.actor))
        if refusal is not None:
            return refusal
        return OWN[kind.name](self, call) if kind.name in OWN else handle(kind, call)

    def _asks(self, actor: ActorId, permission: str, org: OrgId, *, of: ActorId | None = None) -> bool:
        return self._rules.may(self._connection, of or actor, permission, org)

    def _chain(self, item: Item, outcome: Accepted) -> Link:
        chain = self._rules.chain_of(self._connection, item.envelope.org)
        head = self._heads.get(chain) or store.find_head(self._connection, chain)
        link = next_link(
            chain=chain,
            seq=head.seq + 1,
            at=self.now.isoformat(timespec="microseconds"),
            actor=item.actor,
            content=item.envelope.content,
            outcome=canonical({"result": outcome.result, "version": outcome.version}),
            previous=head.hash,
        )
        self._heads[chain] = Head(link.seq, link.hash)
        self._links.append(link)
        return link

    def _give(self, item: Item, receipt: Receipt) -> Receipt:
        self._given[item.envelope.id] = Known(item.actor, item.envelope.digest, receipt)
        return receipt


def handle(kind: Kind, call: Call) -> Accepted | Refusal:  # type: ignore[type-arg]
    """Have a command done. Raises HandlerWroteAndRefused."""
    call.connection.info["wrote"] = False
    outcome = kind.handle(call)
    if isinstance(outcome, Refusal) and call.connection.info["wrote"]:
        raise HandlerWroteAndRefused(kind.name)
    return outcome


def _device_of(item: Item) -> DeviceKey | None:
    return None if item.envelope.device is None else (item.actor, item.envelope.device)
