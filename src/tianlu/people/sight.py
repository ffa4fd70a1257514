"""What people and units are called to somebody who reads what was done: as he sees them now, and no further."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import Reach
from tianlu.people.fields import mask_name
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import ORG_READ
from tianlu.people.service import names_for
from tianlu.people.snapshot import Snapshot

WHO, WHERE = ("person", "actor"), ("to", "home", "org")
"""Fields of a command's body that hold the id of a person, and of a unit."""


@dataclass(frozen=True)
class Sight:
    """`units` are those that may be named; what is not known or not in reach stays an id."""

    snapshot: Snapshot
    units: Reach
    person_name: Callable[[str], str]

    def unit_name(self, org: str) -> str:
        node = self.snapshot.nodes.get(OrgId(org))
        return node.name if node is not None and self.units.covers(node.path) else org

    def named_in(self, body: Mapping[str, Any]) -> dict[str, str]:
        """By field of a body whom or which unit its id means: a person by masked name and staff number."""
        named: dict[str, str] = {}
        for field in body.keys() & {*WHO, *WHERE}:
            id_ = str(body[field])
            person = self.snapshot.persons.get(ActorId(id_)) if field in WHO else None
            if person is not None:
                named[field] = " ".join(filter(None, (mask_name(person.name), person.staff_number)))
            elif field in WHERE and (name := self.unit_name(id_)) != id_:
                named[field] = name
        return named


def sight_of(gate: Gate, actor: Actor) -> Sight:
    return Sight(gate.snapshot(), gate.reach(actor, ORG_READ), names_for(gate, actor))
