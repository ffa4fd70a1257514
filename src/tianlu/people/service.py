"""What somebody sees of organisations: units and people within his reach, personal fields by their rules."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.fields import is_clear, seen
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.model import Grant, OrgNode, Person
from tianlu.people.roles import ORG_READ, PEOPLE_READ, PERSONAL_READ
from tianlu.people.snapshot import Snapshot


@dataclass(frozen=True)
class UnitSeen:
    """A unit with how many open units are below it, and how many people at it and below (None: not to be known)."""

    node: OrgNode
    units_below: int
    people: int | None


@dataclass(frozen=True)
class PersonSeen:
    """A person as somebody sees him, with the grants at units that he sees; `is_masked` says that personal fields are
    hidden."""

    person: Person
    is_masked: bool
    grants: Sequence[Grant]


def list_units(gate: Gate, actor: Actor) -> list[UnitSeen]:
    """The units in reach in the order of their paths, so that each stands after the one above it."""
    snapshot, reach = gate.snapshot(), gate.reach(actor, ORG_READ)
    nodes = sorted((node for node in snapshot.nodes.values() if reach.covers(node.path)), key=lambda node: node.path)
    people_reach = gate.reach(actor, PEOPLE_READ)
    units, people = _counts(snapshot)
    return [
        UnitSeen(node, units[node.id], people[node.id] if people_reach.covers(node.path) else None) for node in nodes
    ]


def find_people(
    gate: Gate, actor: Actor, *, org: str | None, text: str, role: str | None, with_left: bool
) -> list[PersonSeen]:
    """People at a unit and below it (None: at all in reach), by name or staff number, in that order.

    Only what one is shown is searched: a masked name is not found by what the mask hides.
    """
    snapshot = gate.snapshot()
    found = [
        shown
        for shown in _in_reach(gate, actor, snapshot)
        if (with_left or not shown.person.has_left)
        and (org is None or _is_below(snapshot, shown.person.home, org))
        and (role is None or any(grant.role == role for grant in shown.grants))
        and (not text or text.casefold() in f"{shown.person.name} {shown.person.staff_number}".casefold())
    ]
    return sorted(found, key=lambda shown: (shown.person.name, shown.person.staff_number, shown.person.id))


def get_person(gate: Gate, actor: Actor, id_: str) -> PersonSeen:
    """Raises NotAllowed, also where there is nobody of that id."""
    for shown in _in_reach(gate, actor, gate.snapshot(), only=ActorId(id_)):
        return shown
    raise NotAllowed(PEOPLE_READ, id_)


def names_for(gate: Gate, actor: Actor) -> Callable[[str], str]:
    """What those are called who did something that `actor` sees, by id: clear to colleagues of their legal entity, to
    others as they see them anyhow. Who is not known stays an id."""
    snapshot, personal = gate.snapshot(), gate.reach(actor, PERSONAL_READ)
    viewer = snapshot.persons.get(actor.id)

    def name(id_: str) -> str:
        person = snapshot.persons.get(ActorId(id_))
        if person is None:
            return id_
        is_colleague = viewer is not None and viewer.entity == person.entity
        return seen(person, clear=is_colleague or is_clear(person, viewer, personal, snapshot)).name

    return name


def _in_reach(gate: Gate, actor: Actor, snapshot: Snapshot, *, only: ActorId | None = None) -> Iterator[PersonSeen]:
    reach, personal = gate.reach(actor, PEOPLE_READ), gate.reach(actor, PERSONAL_READ)
    units = gate.reach(actor, ORG_READ)
    viewer = snapshot.persons.get(actor.id)
    persons = (
        snapshot.persons.values() if only is None else [snapshot.persons[only]] if only in snapshot.persons else []
    )
    for person in persons:
        home = snapshot.nodes.get(person.home)
        if home is not None and reach.covers(home.path):
            clear = is_clear(person, viewer, personal, snapshot)
            grants = tuple(
                grant
                for grant in snapshot.grants_of.get(person.id, ())
                if grant.org in snapshot.nodes and units.covers(snapshot.nodes[grant.org].path)
            )
            yield PersonSeen(seen(person, clear=clear), not clear, grants)


def _is_below(snapshot: Snapshot, home: OrgId, org: str) -> bool:
    node, above = snapshot.nodes.get(home), snapshot.nodes.get(OrgId(org))
    return node is not None and above is not None and node.path.startswith(above.path)


def _counts(snapshot: Snapshot) -> tuple[Counter[OrgId], Counter[OrgId]]:
    """Open units below each unit; people at each and below."""
    units: Counter[OrgId] = Counter()
    people: Counter[OrgId] = Counter()
    for node in snapshot.nodes.values():
        if not node.is_closed:
            units.update(_above(node)[:-1])
    for person in snapshot.persons.values():
        home = snapshot.nodes.get(person.home)
        if home is not None and not person.has_left:
            people.update(_above(home))
    return units, people


def _above(node: OrgNode) -> list[OrgId]:
    """From the top unit to the unit itself."""
    return [OrgId(each) for each in node.path.strip("/").split("/")]
