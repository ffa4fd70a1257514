"""What somebody wants done: a frozen value with a client-made id, in one canonical form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NewType

from tianlu.core.uuid7 import is_uuid7

CommandId = NewType("CommandId", str)
"""A UUIDv7 that the client makes."""

OrgId = NewType("OrgId", str)
"""A node of the organisation tree."""

ActorId = NewType("ActorId", str)
"""A person or a service who acts."""

Json = Mapping[str, object]
NAME_MAX = 100


class NotAnEnvelope(ValueError):
    """What came in is not a command at all: it has no id to give a receipt for."""


@dataclass(frozen=True)
class Envelope:
    """A command on its way in.

    `kind` and `schema` name the command and the version of its body; `org` is the node of the organisation tree where
    it acts; `made_at` is the client's clock, which may be wrong; `base` is the version that the client saw, where it
    changes something that has versions. A device counts what it sends from 1 in `seq`. Raises NotAnEnvelope.
    """

    id: CommandId
    kind: str
    schema: int
    org: OrgId
    made_at: datetime
    body: Json = field(hash=False)
    base: int | None = None
    device: str | None = None
    seq: int | None = None

    def __post_init__(self) -> None:
        if not is_uuid7(self.id):
            raise NotAnEnvelope(f"{self.id!r} is not a UUID of version 7 in lower case")
        if self.made_at.tzinfo is None:
            raise NotAnEnvelope("made_at has no time zone")
        if not (0 < len(self.kind) <= NAME_MAX and 0 < len(self.org) <= NAME_MAX):
            raise NotAnEnvelope(f"kind and org are names of 1 to {NAME_MAX} characters")
        if (self.device is None) != (self.seq is None):
            raise NotAnEnvelope("a device gives both its name and its count, or neither")
        if self.device is not None and not 0 < len(self.device) <= NAME_MAX:
            raise NotAnEnvelope(f"device is a name of 1 to {NAME_MAX} characters")
        if self.seq is not None and not 0 < self.seq < 2**63:
            raise NotAnEnvelope("a device counts from 1")
        canonical(self.body)

    @property
    def content(self) -> str:
        """All of it in the one canonical form."""
        made_at = self.made_at.astimezone(UTC).isoformat(timespec="microseconds")
        return canonical(
            {
                "base": self.base,
                "body": self.body,
                "device": self.device,
                "id": self.id,
                "kind": self.kind,
                "made_at": made_at,
                "org": self.org,
                "schema": self.schema,
                "seq": self.seq,
            }
        )

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content.encode()).hexdigest()

    @staticmethod
    def of_content(content: str) -> "Envelope":
        """The envelope whose canonical form this is."""
        values = json.loads(content)
        return Envelope(**{**values, "made_at": datetime.fromisoformat(values["made_at"])})


def canonical(value: Json) -> str:
    """JSON with sorted keys and nothing between: equal values give equal texts. Raises NotAnEnvelope for what JSON does
    not know, and for numbers that are none."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        text.encode()  # lone surrogates are no text
    except (TypeError, ValueError, RecursionError) as trouble:
        raise NotAnEnvelope(f"the body is not plain JSON: {trouble}") from trouble
    if "\\u0000" in text:
        raise NotAnEnvelope("the body has a null character, which databases do not keep")
    return text
