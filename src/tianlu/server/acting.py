"""Commands that the machine itself sends in a person's name, each batch put on record first (decision 0022)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Refusal
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.kinds import ACT_FOR, SERVER
from tianlu.server.one_door import OneDoor


class NobodyToActFor(Exception):
    """The door refused the note; nothing was sent."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def submit_for(one_door: OneDoor, person: ActorId, envelopes: Sequence[Envelope]) -> list[Receipt]:
    """At most as many as a batch holds. The note stands at each unit, so that it is in the same chain as the commands.
    Raises NobodyToActFor."""
    now = datetime.now(UTC)
    at: dict[OrgId, list[str]] = {}
    for envelope in envelopes:
        at.setdefault(envelope.org, []).append(envelope.id)
    notes = [
        Envelope(CommandId(make_id(now)), ACT_FOR, 1, org, now, {"person": person, "commands": ids})
        for org, ids in at.items()
    ]
    for receipt in one_door.door.submit(SERVER, notes):
        if receipt.refusal is not None:
            raise NobodyToActFor(receipt.refusal)
    return one_door.door.submit(person, envelopes)
