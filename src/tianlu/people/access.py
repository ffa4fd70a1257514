"""Who may do and see what: roles at units and all below them, one policy for commands, lists, exports and maps."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, false, func, or_

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people import store, versions
from tianlu.people.model import Grant
from tianlu.people.roles import Role
from tianlu.people.snapshot import Snapshot


@dataclass(frozen=True)
class Reach:
    """The units at which somebody has a permission: all whose path begins with one of `paths`."""

    paths: tuple[str, ...]

    def covers(self, path: str) -> bool:
        return any(path.startswith(each) for each in self.paths)

    def where(self, path: ColumnElement[str]) -> ColumnElement[bool]:
        """The same as a condition on a column of paths."""
        if not self.paths:
            return false()
        return or_(*(func.substr(path, 1, len(each)) == each for each in self.paths))


NOWHERE = Reach(())


class AccessBook:
    """Answers from memory as long as the version of the organisations is the one it remembers: for who may do what, a
    version that names do not count in. `today` gives the day by which grants begin and end. Safe for threads: a
    snapshot is a value.

    `snapshot` is for reading transactions: what it reads is remembered. `may` and `chain_of` are asked within writing
    ones too, which may change the organisations and be rolled back: they ask the tables and remember nothing.
    """

    def __init__(self, roles: Mapping[str, Role], *, today: Callable[[], date]) -> None:
        self._roles = roles
        self._today = today
        self._snapshot: Snapshot | None = None

    def snapshot(self, connection: Connection) -> Snapshot:
        version = versions.find_version(connection)
        kept = self._snapshot
        if kept is None:
            kept = self._snapshot = store.read_snapshot(connection, version)
        elif kept.version != version:
            kept = self._snapshot = store.mend_snapshot(connection, kept, version)
        return kept

    def may(self, connection: Connection, actor: ActorId, permission: str, org: OrgId) -> bool:
        """Whether `actor` has the permission at a unit that there is and that is open."""
        kept = self._kept(connection)
        if kept is None:
            path, grants = store.find_open_path(connection, org), store.find_grants(connection, actor)
            return path is not None and self._reach_of(grants, permission).covers(path)
        node = kept.nodes.get(org)
        return node is not None and not node.is_closed and self._reach(kept, actor, permission).covers(node.path)

    def reach(self, connection: Connection, actor: ActorId, permission: str) -> Reach:
        """All the units at which `actor` has the permission."""
        return self._reach(self._current(connection), actor, permission)

    def whole_reach(self, connection: Connection, actor: ActorId) -> Reach:
        """All the units at which `actor` has any role."""
        kept = self._current(connection)
        today = self._today()
        grants = [each for each in kept.grants_of.get(actor, ()) if _is_now(each, today) and each.org in kept.nodes]
        return _uppermost({kept.nodes[each.org].path for each in grants})

    def holders(self, connection: Connection, permission: str, org: OrgId) -> list[ActorId]:
        """Who has the permission at a unit now: people, not programs, by staff number."""
        kept = self.snapshot(connection)
        node = kept.nodes.get(org)
        if node is None:
            return []
        return [
            person.id
            for person in kept.by_number
            if not person.is_service and self._reach(kept, person.id, permission).covers(node.path)
        ]

    def chain_of(self, connection: Connection, org: OrgId) -> str:
        """In which audit chain the commands at a unit stand: its county's, or its own where it is above counties."""
        kept = self._kept(connection)
        county = store.find_county(connection, org) if kept is None else kept.county_of(org)
        return org if county is None else county

    def settled_at(self, connection: Connection, org: OrgId, sender: ActorId) -> OrgId:
        """Whose managers settle what somebody sent to a unit (`Snapshot.settled_at`)."""
        kept = self._kept(connection)
        if kept is not None:
            return kept.settled_at(org, sender)
        person = store.find_person(connection, sender)
        found = store.find_open_above(connection, org)
        if found is None and person is not None and store.find_node(connection, org) is None:
            found = store.find_open_above(connection, person.home)
        return org if found is None else found

    def _current(self, connection: Connection) -> Snapshot:
        """Good for who may do what; names in it may be older."""
        kept = self._snapshot
        if kept is None or kept.access_version != versions.find_access_version(connection):
            kept = self.snapshot(connection)
        return kept

    def _kept(self, connection: Connection) -> Snapshot | None:
        kept = self._snapshot
        return kept if kept is not None and kept.access_version == versions.seen_access_version(connection) else None

    def _reach(self, snapshot: Snapshot, actor: ActorId, permission: str) -> Reach:
        person = snapshot.persons.get(actor)
        if person is None or person.has_left:
            return NOWHERE
        grants = snapshot.grants_of.get(actor, ())
        return self._reach_of(
            [(grant, snapshot.nodes[grant.org].path) for grant in grants if grant.org in snapshot.nodes], permission
        )

    def _reach_of(self, grants: Sequence[tuple[Grant, str]], permission: str) -> Reach:
        """Of somebody's grants, each with its unit's path."""
        today = self._today()
        paths = {path for grant, path in grants if _is_now(grant, today) and permission in self._may(grant.role)}
        return _uppermost(paths)

    def _may(self, role: str) -> frozenset[str]:
        known = self._roles.get(role)
        return known.may if known is not None else frozenset()


def _uppermost(paths: Collection[str]) -> Reach:
    return Reach(tuple(sorted(path for path in paths if not any(path != p and path.startswith(p) for p in paths))))


def _is_now(grant: Grant, today: date) -> bool:
    return (grant.since is None or grant.since <= today) and (grant.until is None or today <= grant.until)
