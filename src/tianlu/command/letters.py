"""The door's own commands: to play a dead letter again, to lay it aside, to go on past a number that a device lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tianlu.command import refusals, store
from tianlu.command.envelope import ActorId, CommandId, OrgId
from tianlu.command.receipt import Accepted, Outcome, Receipt
from tianlu.command.registry import Call, Kind, Registry
from tianlu.command.store import DeadLetter, DeviceKey

MANAGE = "command.manage"
"""The permission that the door's own commands need."""

PLAY, LAY_ASIDE, SKIP = "command.play_letter", "command.lay_letter_aside", "command.skip_missing"


Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
"""Why somebody did it, to be read in the chain."""


class LetterBody(BaseModel):
    """Which command's letter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    reason: Reason = ""


class SkipBody(BaseModel):
    """Whose device, and up to which number nothing will come any more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: str
    device: str
    missing_to: Annotated[int, Field(ge=1, lt=2**63)]
    reason: Reason = ""


class Turns(Protocol):
    """What the door's own commands need of the transaction's group."""

    now: datetime

    def is_theirs(self, call: Call, org: OrgId, sender: ActorId) -> bool: ...  # type: ignore[type-arg]
    def play(self, letter: DeadLetter) -> Receipt: ...
    def due(self, key: DeviceKey) -> int: ...
    def skip(self, key: DeviceKey, missing_to: int) -> int: ...


def play_letter(group: Turns, call: Call[LetterBody]) -> Outcome:
    """Have a refused command done after all, as the one who sent it, if he still may."""
    letter = store.find_dead_letter(call.connection, CommandId(call.body.id))
    if letter is None or letter.settled_at is not None or not _is_theirs(group, call, letter):
        return refusals.no_such_letter(call.body.id)
    receipt = group.play(letter)
    refusal = None if receipt.refusal is None else receipt.refusal.as_json()
    return Accepted({"id": receipt.id, "standing": receipt.standing.value, "refusal": refusal})


def lay_letter_aside(group: Turns, call: Call[LetterBody]) -> Outcome:
    """Settle a letter without doing it."""
    letter = store.find_dead_letter(call.connection, CommandId(call.body.id))
    if letter is None or letter.settled_at is not None or not _is_theirs(group, call, letter):
        return refusals.no_such_letter(call.body.id)
    store.settle_dead_letter(call.connection, letter.envelope.id, group.now)
    return Accepted({"id": letter.envelope.id})


def skip_missing(group: Turns, call: Call[SkipBody]) -> Outcome:
    """Go on with what is held for a device, as if the missing numbers had come."""
    key = (ActorId(call.body.actor), call.body.device)
    held = store.list_held(call.connection, key)
    if not held or not all(group.is_theirs(call, envelope.org, key[0]) for envelope in held):
        return refusals.nothing_held(call.body.actor, call.body.device)
    due, first = group.due(key), held[0].seq or 1
    if not due <= call.body.missing_to < first:
        return refusals.not_missing(call.body.missing_to, due, first)
    done = group.skip(key, call.body.missing_to)
    return Accepted({"done": done})


def _is_theirs(group: Turns, call: Call[LetterBody], letter: DeadLetter) -> bool:
    return group.is_theirs(call, letter.envelope.org, letter.actor)


OWN: dict[str, Callable[[Turns, Call], Outcome]] = {  # type: ignore[type-arg]
    PLAY: play_letter,
    LAY_ASIDE: lay_letter_aside,
    SKIP: skip_missing,
}


def register_own(registry: Registry) -> None:
    """Add the door's own kinds; the group handles them (`OWN`), for they act on the door itself."""
    for name, body in ((PLAY, LetterBody), (LAY_ASIDE, LetterBody), (SKIP, SkipBody)):
        registry.add(Kind(name, 1, body, MANAGE, handle=_not_here))


def _not_here(_: Call) -> Outcome:  # type: ignore[type-arg]
    raise AssertionError("the door's own commands are handled by the group")
