"""Organisations as they stand at one moment, all in memory; what changed since is put in, the rest is shared."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.model import Grant, Level, OrgNode, Person

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Snapshot:
    """Organisations as they stand at one version of them; `access_version` tells apart what changed more than names."""

    version: int
    access_version: int
    nodes: Mapping[OrgId, OrgNode]
    persons: Mapping[ActorId, Person]
    grants: Mapping[str, Grant]

    @cached_property
    def grants_of(self) -> Mapping[ActorId, Sequence[Grant]]:
        found: dict[ActorId, list[Grant]] = {}
        for grant in self.grants.values():
            found.setdefault(grant.person, []).append(grant)
        return found

    def settled_at(self, org: OrgId, sender: ActorId) -> OrgId:
        """Whose managers settle what somebody sent to a unit: the nearest open one at or above it; where there is no
        such unit, at or above the sender's own."""
        node = self.nodes.get(org)
        if node is None and sender in self.persons:
            node = self.nodes.get(self.persons[sender].home)
        while node is not None and node.is_closed:
            node = self.nodes.get(node.parent) if node.parent is not None else None
        return org if node is None else node.id

    def mended(
        self,
        *,
        version: int,
        access_version: int,
        nodes: Mapping[OrgId, OrgNode | None],
        persons: Mapping[ActorId, Person | None],
        grants: Mapping[str, Grant | None],
    ) -> "Snapshot":
        """The same at a later version, given all rows that changed: as they are now, None where they are gone."""
        later = Snapshot(
            version,
            access_version,
            _mended(self.nodes, nodes),
            _mended(self.persons, persons),
            _mended(self.grants, grants),
        )
        # what was worked out of people stays but for who changed: of a hundred thousand that is much quicker
        if "by_number" in self.__dict__:
            later.__dict__["by_number"] = _sorted_anew(self.by_number, self.persons, persons)
        if "words" in self.__dict__:
            words = dict(self.words)  # copied at once: others may be adding to it
            for id_ in persons:
                words.pop(id_, None)
            later.__dict__["words"] = words
        return later

    @cached_property
    def by_number(self) -> Sequence[Person]:
        """All people by staff number."""
        return sorted(self.persons.values(), key=_number)

    @cached_property
    def by_path(self) -> Sequence[OrgNode]:
        """All units, each after the one above it."""
        return sorted(self.nodes.values(), key=lambda node: node.path)

    @cached_property
    def words(self) -> dict[ActorId, Any]:
        """What people are searched by, as far as it was worked out."""
        return {}

    @cached_property
    def counts(self) -> tuple[Counter[OrgId], Counter[OrgId]]:
        """Open units below each unit; people at each and below who have not left."""
        units: Counter[OrgId] = Counter()
        people: Counter[OrgId] = Counter()
        above = {node.id: _above(node) for node in self.nodes.values()}
        for node in self.nodes.values():
            if not node.is_closed:
                units.update(above[node.id][:-1])
        at_home = Counter(person.home for person in self.persons.values() if not person.has_left)
        for home, count in at_home.items():
            for unit in above.get(home, ()):
                people[unit] += count
        return units, people

    @cached_property
    def remembered(self) -> dict[object, Any]:
        """What was worked out of this state, for as long as it stands."""
        return {}

    def county_of(self, org: OrgId) -> OrgId | None:
        """The nearest county at or above a unit."""
        node = self.nodes.get(org)
        while node is not None and node.level is not Level.COUNTY:
            node = self.nodes.get(node.parent) if node.parent is not None else None
        return None if node is None else node.id


def _number(person: Person) -> tuple[str, str]:
    return person.staff_number, person.id


def _mended(rows: Mapping[Id, Row], changed: Mapping[Id, Row | None]) -> Mapping[Id, Row]:
    if not changed:
        return rows
    now = dict(rows)
    for id_, row in changed.items():
        if row is None:
            now.pop(id_, None)
        else:
            now[id_] = row
    return now


def _sorted_anew(
    people: Sequence[Person], before: Mapping[ActorId, Person], changed: Mapping[ActorId, Person | None]
) -> Sequence[Person]:
    """By staff number, those who changed taken out and put in where they belong now."""
    anew = list(people)
    for id_, person in changed.items():
        if id_ in before:
            del anew[bisect_left(anew, _number(before[id_]), key=_number)]
        if person is not None:
            insort(anew, person, key=_number)
    return anew


def _above(node: OrgNode) -> list[OrgId]:
    """From the top unit to the unit itself."""
    return [OrgId(each) for each in node.path.strip("/").split("/")]
