"""What became of a command: accepted, refused with a reason and a way to mend it, held, or in conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tianlu.command.envelope import CommandId, Json


@dataclass(frozen=True)
class Refusal:
    """Why a command was not done, and what to do about it, in both languages; `code` names the kind of reason."""

    code: str
    reason: str
    mend: str
    reason_zh: str
    mend_zh: str

    def as_json(self) -> Mapping[str, str]:
        return dict(self.__dict__)


class Standing(StrEnum):
    """What became of a command."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    HELD = "held"
    """An earlier one of its device is still on its way."""
    CONFLICT = "conflict"
    """Its id was used before, for something else."""


@dataclass(frozen=True)
class Receipt:
    """What the client is told. `result` is the handler's, `version` the new version of what was changed; `chain` and
    `seq` are where an accepted command stands in the audit chain. `is_again` says that this is an old receipt."""

    id: CommandId
    standing: Standing
    result: Json = field(default_factory=dict)
    version: int | None = None
    refusal: Refusal | None = None
    chain: str | None = None
    seq: int | None = None
    is_again: bool = False


@dataclass(frozen=True)
class Accepted:
    """A handler's answer when it did what was asked."""

    result: Json = field(default_factory=dict)
    version: int | None = None


Outcome = Accepted | Refusal
