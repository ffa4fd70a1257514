"""Organisations as they stand at one moment, all in memory: a province has some thousands of units and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.model import Grant, Level, OrgNode, Person


@dataclass(frozen=True)
class Snapshot:
    """Organisations as they stand at one version of them; `access_version` tells apart what changed more than names."""

    version: int
    access_version: int
    nodes: Mapping[OrgId, OrgNode]
    persons: Mapping[ActorId, Person]
    grants: Sequence[Grant]

    @cached_property
    def grants_of(self) -> Mapping[ActorId, Sequence[Grant]]:
        found: dict[ActorId, list[Grant]] = {}
        for grant in self.grants:
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

    def county_of(self, org: OrgId) -> OrgId | None:
        """The nearest county at or above a unit."""
        node = self.nodes.get(org)
        while node is not None and node.level is not Level.COUNTY:
            node = self.nodes.get(node.parent) if node.parent is not None else None
        return None if node is None else node.id
