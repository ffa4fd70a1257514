"""Over random trees and grants nobody is shown anything outside of what he was granted, and all of what is below it."""

from datetime import date
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import AccessBook
from tianlu.people.gate import Actor, Gate
from tianlu.people.model import Grant, Level, OrgNode, Person
from tianlu.people.roles import shipped_roles
from tianlu.people.roll import Wanted
from tianlu.people.service import find_people, list_units
from tianlu.people.snapshot import Snapshot

ROLES = sorted(shipped_roles())
ENTITIES = st.sampled_from(["post", "bank"])


class KnownGate(Gate):
    """A gate over one snapshot instead of a database."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._known = snapshot
        self._book = AccessBook(shipped_roles(), today=lambda: date(2026, 11, 23))

    def snapshot(self) -> Snapshot:
        return self._known

    def reach(self, actor: Actor, permission: str):  # type: ignore[no-untyped-def]
        return self._book._reach(self._known, actor.id, permission)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A tree of up to a dozen units, some of whose names begin alike, with people and grants anywhere."""
    nodes: dict[OrgId, OrgNode] = {}
    for number in range(draw(st.integers(1, 12))):
        parent = draw(st.sampled_from(list(nodes.values()))) if nodes else None
        id_ = OrgId(draw(st.sampled_from(["6", "63", "632", "a"])) + f"-{number}")
        path = f"{parent.path if parent else '/'}{id_}/"
        closed = bool(nodes) and draw(st.booleans())
        nodes[id_] = OrgNode(id_, parent.id if parent else None, Level.TEAM, id_, "", "post", path, 1, closed)
    homes = st.sampled_from(list(nodes))
    persons = {
        ActorId(f"p{k}"): Person(
            ActorId(f"p{k}"), "才让", f"p{k}", draw(st.sampled_from(["post", "bank"])), "", home, 1
        )
        for k, home in enumerate(draw(st.lists(homes, min_size=1, max_size=6)))
    }
    numbers = count()
    granted = st.tuples(st.sampled_from(list(persons)), st.sampled_from(ROLES), homes)
    grants = {(id_ := f"g{next(numbers)}"): Grant(id_, *each) for each in draw(st.lists(granted, max_size=6))}
    return Snapshot(1, 1, nodes, persons, grants)


def allowed(snapshot: Snapshot, actor: ActorId, permission: str) -> set[OrgId]:
    """By walking up from every unit: the rule as it is said, not as it is computed."""
    found = set()
    for node in snapshot.nodes.values():
        above: OrgNode | None = node
        while above is not None:
            if any(
                grant.person == actor and grant.org == above.id and permission in shipped_roles()[grant.role].may
                for grant in snapshot.grants.values()
            ):
                found.add(node.id)
            above = snapshot.nodes[above.parent] if above.parent else None
    return found


@settings(max_examples=200)
@given(snapshots())
def test_units_and_people_shown_are_those_below_a_grant(snapshot: Snapshot) -> None:
    gate = KnownGate(snapshot)
    for actor in (Actor(id_, "") for id_ in snapshot.persons):
        shown = {seen.node.id for seen in list_units(gate, actor)}
        assert shown == allowed(snapshot, actor.id, "org.read")
        people = find_people(gate, actor, Wanted(with_left=True))
        homes = allowed(snapshot, actor.id, "people.read")
        assert {seen.person.id for seen in people} == {
            person.id for person in snapshot.persons.values() if person.home in homes
        }
        for seen in people:
            assert all(grant.org in shown for grant in seen.grants)
            is_own = seen.person.id == actor.id
            is_alike = seen.person.entity == snapshot.persons[actor.id].entity
            is_personal = seen.person.home in allowed(snapshot, actor.id, "personal.read")
            assert seen.is_masked is not (is_own or (is_alike and is_personal))
