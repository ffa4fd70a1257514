"""State made anew from the chains: every accepted command is handled again, and must answer as it did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from tianlu.command.audit import Link
from tianlu.command.envelope import ActorId, Envelope, canonical
from tianlu.command.group import handle
from tianlu.command.letters import OWN
from tianlu.command.receipt import Accepted, Refusal
from tianlu.command.registry import Call, Registry, read_body


@dataclass(frozen=True)
class Differs:
    """A command that answered otherwise when it was handled again."""

    link: Link
    outcome: str


def rebuild(connection: Connection, registry: Registry, links: Iterable[Link]) -> Iterator[Differs]:
    """Handle the commands of `links`, in the order of `store.list_all_links`, again over rooms that are empty.

    The door's own are left out: what they had done stands in the chain by itself. One at which the handler fails is
    named like the others, and leaves nothing behind.
    """
    for link in links:
        envelope = Envelope.of_content(link.content)
        if envelope.kind in OWN:
            continue
        try:
            with connection.begin_nested():
                outcome = _handled(connection, registry, link, envelope)
        except (OperationalError, InterfaceError):
            raise
        except Exception as bug:
            outcome = f"failed ({type(bug).__name__})"
        if outcome != link.outcome:
            yield Differs(link, outcome)


def _handled(connection: Connection, registry: Registry, link: Link, envelope: Envelope) -> str:
    kind = registry.find(envelope)
    if isinstance(kind, Refusal):
        return kind.code
    body = read_body(kind, envelope)
    if isinstance(body, Refusal):
        return body.code
    call = Call(connection, ActorId(link.actor), envelope, body, datetime.fromisoformat(link.at))
    outcome = handle(kind, call)
    if isinstance(outcome, Accepted):
        return canonical({"result": outcome.result, "version": outcome.version})
    return outcome.code
