"""What the world outside knows: what every client sent, and every word that the server answered, also those that the
network lost on the way."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.simulation.marks import marks_in
from tests.simulation.wire import Answer
from tianlu.command.envelope import Envelope

TRACE = 60
"""Events that are told when something is wrong."""


@dataclass(frozen=True)
class Heard:
    """A receipt as it came back, and in which round."""

    round: int
    person: str
    receipt: Mapping[str, Any]


@dataclass
class Books:
    """`sent` has by the id of a command everything that was ever sent under it: normally one content, sometimes two.
    `lost` are the commands that a phone forgot before it sent them. `seen` and `told` have for each client the round in
    which it first saw a mark, and in which it first named it itself."""

    sent: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    heard: dict[str, list[Heard]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    seen: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    told: dict[str, dict[str, int]] = field(default_factory=dict)
    statuses: dict[int, list[str]] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)

    def note(self, event: str) -> None:
        self.trace.append(event)

    def note_sent(self, round_: int, person: str, command: Mapping[str, Any]) -> None:
        content = content_of(command)
        kept = self.sent.setdefault(command["id"], [])
        if (person, content) not in kept:
            kept.append((person, content))
        self.note_told(round_, person, content)

    def note_told(self, round_: int, person: str, text: str) -> None:
        """Whoever names something himself learns nothing when it is named to him."""
        told = self.told.setdefault(person, {})
        for mark in marks_in(text):
            told.setdefault(mark, round_)

    def hear(self, round_: int, person: str, asked: str, answer: Answer) -> None:
        self.statuses.setdefault(answer.status, []).append(f"{asked} in round {round_}: {answer.text[:300]}")
        seen = self.seen.setdefault(person, {})
        for mark in marks_in(answer.text):
            seen.setdefault(mark, (round_, f"{asked}: …{_around(answer.text, mark)}…"))
        for receipt in receipts_in(asked, answer):
            self.heard.setdefault(receipt["id"], []).append(Heard(round_, person, receipt))

    def all_sent(self) -> Iterator[tuple[str, str, str]]:
        """Id, person and content of everything."""
        for id_, contents in self.sent.items():
            for person, content in contents:
                yield id_, person, content


def receipts_in(asked: str, answer: Answer) -> list[Mapping[str, Any]]:
    if answer.status != 200 or not asked.startswith("POST /api/commands"):
        return []
    receipts: list[Mapping[str, Any]] = answer.json()["receipts"]
    return receipts


def content_of(command: Mapping[str, Any]) -> str:
    """The canonical form in which the chain keeps a command."""
    values = {"base": None, "device": None, "seq": None, **command}
    return Envelope(**{**values, "made_at": datetime.fromisoformat(command["made_at"])}).content


def command_of(content: str) -> dict[str, Any]:
    """The command again, as a client sends it."""
    command: dict[str, Any] = json.loads(content)
    return command


def _around(text: str, mark: str, room: int = 60) -> str:
    at = text.find(mark)
    return text[max(0, at - room) : at + room]
