"""Units and people as somebody sees them: what lies within his reach, personal fields by their rules."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.model import OrgNode
from tianlu.people.roles import PEOPLE_READ
from tianlu.people.roll import (
    PersonSeen,
    Place,
    Sight,
    Wanted,
    lines_after,
    place_of,
    read_roll,
    sees_clear,
    show,
    show_person,
    sight_of,
)
from tianlu.people.snapshot import Snapshot


@dataclass(frozen=True)
class UnitSeen:
    """A unit with how many open units are below it, and how many people at it and below (None: not to be known)."""

    node: OrgNode
    units_below: int
    people: int | None


@dataclass(frozen=True)
class PeopleFound:
    """A page of the roll; `total` counts all that were found, the next page begins after `last`, where there is one."""

    people: tuple[PersonSeen, ...]
    total: int
    last: Place | None


def list_units(gate: Gate, actor: Actor, *, after: str = "", count: int | None = None) -> list[UnitSeen]:
    """The units in reach in the order of their paths, so that each stands after the one above it; at most `count` of
    them, behind the path `after`."""
    return list(islice(units_seen(gate.snapshot(), sight_of(gate, actor), after=after), count))


def units_seen(snapshot: Snapshot, sight: Sight, *, after: str = "") -> Iterator[UnitSeen]:
    units, people = snapshot.counts
    begin = bisect_right(snapshot.by_path, after, key=lambda node: node.path)
    for node in islice(snapshot.by_path, begin, None):
        if sight.units.covers(node.path):
            yield UnitSeen(node, units[node.id], people[node.id] if sight.people.covers(node.path) else None)


def find_people(gate: Gate, actor: Actor, wanted: Wanted) -> list[PersonSeen]:
    """All of the roll that is wanted."""
    snapshot, sight = gate.snapshot(), sight_of(gate, actor)
    return list(show(snapshot, sight, read_roll(snapshot, sight, wanted)))


def page_people(gate: Gate, actor: Actor, wanted: Wanted, *, after: Place | None, count: int) -> PeopleFound:
    """At most `count` of the roll after a place on it: who comes or leaves meanwhile moves nobody else to another
    page."""
    snapshot, sight = gate.snapshot(), sight_of(gate, actor)
    roll = read_roll(snapshot, sight, wanted)
    page = lines_after(roll, after, count)
    is_last = not page or page[-1] is roll[-1]
    return PeopleFound(tuple(show(snapshot, sight, page)), len(roll), None if is_last else place_of(page[-1]))


def get_person(gate: Gate, actor: Actor, id_: str) -> PersonSeen:
    """Raises NotAllowed, also where there is nobody of that id."""
    snapshot, sight = gate.snapshot(), sight_of(gate, actor)
    person = snapshot.persons.get(ActorId(id_))
    home = None if person is None else snapshot.nodes.get(person.home)
    if person is None or home is None or not sight.people.covers(home.path):
        raise NotAllowed(PEOPLE_READ, id_)
    return show_person(snapshot, sight, person, clear=sees_clear(snapshot, sight, person))
