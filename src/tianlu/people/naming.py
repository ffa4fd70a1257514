"""What people and units are called to somebody who reads what was done: as he sees them now, and no further."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.fields import mask_name, seen
from tianlu.people.gate import Actor, Gate
from tianlu.people.model import Person
from tianlu.people.roll import Sight, sees_clear, sight_of
from tianlu.people.snapshot import Snapshot

WHO, WHERE = ("person", "actor", "owner", "deputy"), ("to", "home", "org")
"""Fields of a command's body that hold the id of a person, and of a unit."""


@dataclass(frozen=True)
class Naming:
    """What is not known, or a unit that is not in reach, stays an id."""

    snapshot: Snapshot
    sight: Sight

    def person_name(self, id_: str) -> str:
        """Who did something that is seen: clear to colleagues of his legal entity, to others as they see him anyhow."""
        person = self.snapshot.persons.get(ActorId(id_))
        if person is None:
            return id_
        viewer = self.snapshot.persons.get(self.sight.viewer)
        is_colleague = viewer is not None and viewer.entity == person.entity
        return seen(person, clear=is_colleague or sees_clear(self.snapshot, self.sight, person)).name

    def unit_name(self, org: str) -> str:
        node = self.snapshot.nodes.get(OrgId(org))
        return node.name if node is not None and self.sight.units.covers(node.path) else org

    def named_in(self, body: Mapping[str, Any]) -> dict[str, str]:
        """By field of a body whom or which unit its id means: a person in reach by masked name and staff
        number."""
        named: dict[str, str] = {}
        for field in body.keys() & {*WHO, *WHERE}:
            id_ = str(body[field])
            person = self.snapshot.persons.get(ActorId(id_)) if field in WHO else None
            if person is not None and self._sees(person):
                named[field] = " ".join(filter(None, (mask_name(person.name), person.staff_number)))
            if field in WHERE and (name := self.unit_name(id_)) != id_:
                named[field] = name
        return named

    def _sees(self, person: Person) -> bool:
        home = self.snapshot.nodes.get(person.home)
        return home is not None and self.sight.people.covers(home.path)


def naming_for(gate: Gate, actor: Actor) -> Naming:
    return Naming(gate.snapshot(), sight_of(gate, actor))


def names_for(gate: Gate, actor: Actor) -> Callable[[str], str]:
    """What those are called who did something that `actor` sees, by id."""
    return naming_for(gate, actor).person_name
