"""What each client may have seen by when: the marks of all that ever lay within his reach, from which row of the chain
on. What he named himself, and what is his own, he may always see; colleagues who act are named to him."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.simulation.marks import marks_in
from tests.simulation.oracle import Done, Oracle, Unit

HIDDEN = {"person.add": ("name", "phone"), "person.change": ("name", "phone"), "signin.found": ("person_name",)}
"""What of a command's body no list of commands shows."""


PERMISSIONS = ("org.read", "people.read", "personal.read", "plan.read", "audit.read", "command.manage")


def shown(kind: str, body: Mapping[str, object]) -> str:
    """A body without what is personal."""
    return json.dumps({name: value for name, value in body.items() if name not in HIDDEN.get(kind, ())})


@dataclass
class Sight:
    """Of one viewer. `players` are those who act. `audits` and `manages` have from which row on he reads a chain, and
    manages commands at a unit."""

    person: str
    players: tuple[str, ...]
    marks: dict[str, int] = field(default_factory=dict)
    audits: dict[str, int] = field(default_factory=dict)
    manages: dict[str, int] = field(default_factory=dict)

    def look(self, nr: int, oracle: Oracle) -> None:
        """At everything as it is after a row."""
        reads = {each: set(_reach(oracle, self.person, each)) for each in PERMISSIONS}
        own = oracle.people.get(self.person)
        for unit in oracle.units.values():
            if unit.id in reads["org.read"]:
                self._add(nr, _marks_of_unit(oracle, unit))
            if unit.id in reads["audit.read"]:
                self.audits.setdefault(unit.id, nr)
            if unit.id in reads["command.manage"]:
                self.manages.setdefault(unit.id, nr)
        for person in oracle.people.values():
            is_own = person.id == self.person
            if is_own or person.home in reads["people.read"]:
                self._add(nr, (person.id, person.staff_number))
            is_alike = own is not None and own.entity == person.entity
            if is_own or (is_alike and person.home in reads["personal.read"]):
                self._add(nr, (person.name, person.phone))
            elif is_alike and person.id in self.players:
                self._add(nr, (person.name,))
        for plan in oracle.plans.values():
            if plan.county in reads["plan.read"]:
                self._add(nr, (plan.id, plan.note, plan.published_by))

    def _add(self, nr: int, marks: Iterable[str]) -> None:
        for mark in marks:
            self.marks.setdefault(mark, nr)


@dataclass
class ChainMarks:
    """What stands in each chain, from which row on."""

    by_chain: dict[str, dict[str, int]] = field(default_factory=dict)

    def read(self, done: Done) -> None:
        marks = self.by_chain.setdefault(done.chain, {})
        text = f"{shown(done.kind, done.body)} {json.dumps(done.result)} {done.actor} {done.org}"
        for mark in marks_in(text):
            marks.setdefault(mark, done.nr)


def _reach(oracle: Oracle, person: str, permission: str) -> Iterator[str]:
    return (unit for unit in oracle.units if oracle.has(person, permission, unit))


def _marks_of_unit(oracle: Oracle, unit: Unit) -> Iterator[str]:
    """Its own, and the ids of what is above it, which are its address."""
    yield unit.name
    yield from oracle.above(unit.id)
