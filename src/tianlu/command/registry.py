"""Which commands there are: every room registers its kinds here, and nowhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from tianlu.command.envelope import ActorId, Envelope, Json, OrgId
from tianlu.command.receipt import Outcome, Refusal
from tianlu.command.refusals import bad_body, unknown_kind

Body = TypeVar("Body", bound=BaseModel)


class Asks(Protocol):
    def __call__(self, permission: str, org: OrgId, *, of: ActorId | None = None) -> bool:
        """Whether the actor of a command has a permission at a unit; or whether `of` has, whom it is about."""
        ...


@dataclass(frozen=True)
class Call(Generic[Body]):
    """A command as its handler gets it: inside the transaction, allowed, its body read. `at` is when the door took it,
    which stands in the chain; the envelope says when its sender made it, by a clock that may be wrong."""

    connection: Connection
    actor: ActorId
    envelope: Envelope
    body: Body
    at: datetime


@dataclass(frozen=True)
class Kind(Generic[Body]):
    """A kind of command. `permission` is what its actor needs at the envelope's node. `upgrade` turns bodies of older
    schemas into the one that follows. A handler knows no clock but the call's, so that a replay gives the same. One
    that is not open is made by the server itself only, after it has looked at more than a body says (a password).
    `also_needs` tells what else its actor must be allowed, given the body; like the permission it is asked when the
    command comes in, not when it is replayed."""

    name: str
    schema: int
    body: type[Body]
    permission: str
    handle: Callable[[Call[Body]], Outcome]
    upgrade: Mapping[int, Callable[[Json], Json]] = field(default_factory=dict)
    is_open: bool = True
    also_needs: "Callable[[Call[Body], Asks], Refusal | None] | None" = None


class Registry:
    """The kinds by name."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind[Any]] = {}

    def add(self, kind: Kind[Any]) -> None:
        """Raises ValueError where the name is taken or an upgrade is missing."""
        if kind.name in self._kinds:
            raise ValueError(f"two kinds of command are called {kind.name}")
        missing = [schema for schema in range(1, kind.schema) if schema not in kind.upgrade]
        if missing:
            raise ValueError(f"{kind.name} has no upgrade from schema {missing}")
        self._kinds[kind.name] = kind

    def find(self, envelope: Envelope) -> Kind[Any] | Refusal:
        kind = self._kinds.get(envelope.kind)
        if kind is None or not 1 <= envelope.schema <= kind.schema:
            return unknown_kind(envelope.kind, envelope.schema)
        return kind

    def kinds(self) -> list[Kind[Any]]:
        """All of them by name."""
        return [self._kinds[name] for name in self.names()]

    def names(self) -> list[str]:
        return sorted(self._kinds)


def read_body(kind: Kind[Any], envelope: Envelope) -> BaseModel | Refusal:
    """The body in the kind's own type, brought up from older schemas."""
    body = envelope.body
    try:
        for schema in range(envelope.schema, kind.schema):
            body = kind.upgrade[schema](body)
        read: BaseModel = kind.body.model_validate(body)
        return read
    except ValidationError as trouble:
        return bad_body("; ".join(_say(error) for error in trouble.errors()))
    except (KeyError, TypeError, ValueError) as trouble:
        return bad_body(f"it does not look like schema {envelope.schema} ({trouble})")


def _say(error: Any) -> str:
    return f"{'.'.join(map(str, error['loc'])) or 'body'}: {error['msg']}"
