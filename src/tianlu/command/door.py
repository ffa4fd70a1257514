"""The one door: every change of state goes through it, in one transaction with its audit row and its receipt."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from tianlu.command.envelope import ActorId, Envelope, OrgId
from tianlu.command.group import Group, Item, Rules
from tianlu.command.letters import register_own
from tianlu.command.receipt import Receipt
from tianlu.command.refusals import failed
from tianlu.command.registry import Registry
from tianlu.db.group_commit import AT_MOST, GroupCommit

BATCH_MOST = 100
"""Commands in one batch from a client."""


class BatchTooLarge(ValueError):
    """More commands at once than are taken."""


@dataclass(frozen=True)
class Access:
    """What the door asks of the people's room. `may` tells whether an actor may do something at a node, `chain_of` in
    which audit chain a node's commands stand: its county's. `settled_at` is the node whose managers settle what an
    actor's device sent to a node, which may be closed by now or have never been there."""

    may: Callable[[Connection, ActorId, str, OrgId], bool]
    chain_of: Callable[[Connection, OrgId], str]
    settled_at: Callable[[Connection, OrgId, ActorId], OrgId] = lambda _, org, __: org


class Door:
    """Takes commands from many threads and has them done in the order in which they come."""

    def __init__(
        self,
        engine: Engine,
        registry: Registry,
        access: Access,
        *,
        clock: Callable[[], datetime],
        at_most: int = AT_MOST,
    ) -> None:
        register_own(registry)
        rules = Rules(registry, access.may, access.chain_of, access.settled_at)

        def work(connection: Connection, items: Sequence[Item]) -> Sequence[Receipt]:
            return Group(connection, rules, now=clock()).do(items)

        self._writer: GroupCommit[Item, Receipt] = GroupCommit(engine, work, at_most=at_most)

    def submit(self, actor: ActorId, envelopes: Sequence[Envelope]) -> list[Receipt]:
        """A receipt for each, in their order, when all that was accepted is on disk.

        Raises BatchTooLarge, WriterClosed, and SQLAlchemy's OperationalError where the database cannot be written:
        then nothing of what raised was done, and it can be sent again.
        """
        if len(envelopes) > BATCH_MOST:
            raise BatchTooLarge(f"{len(envelopes)} commands at once; at most {BATCH_MOST} are taken")
        items = [Item(actor, envelope) for envelope in envelopes]
        waiting = [self._writer.submit(item) for item in items]
        return [self._answer(item, future) for item, future in zip(items, waiting, strict=True)]

    def close(self) -> None:
        """Finish what has come in, then take no more."""
        self._writer.close()

    def _answer(self, item: Item, future: "Future[Receipt]") -> Receipt:
        try:
            return future.result()
        except (OperationalError, InterfaceError):
            raise
        except Exception as bug:  # a handler's fault: it is put on record, so that the device's next command can run
            return self._writer.submit(replace(item, failure=failed(type(bug).__name__))).result()
