"""Who may do and see what: roles at units and all below them, one policy for commands, lists, exports and maps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, false, func, or_

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people import store
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
    """Answers from memory; what it remembers is read anew when the organisations' version has risen. `today` gives the
    day by which grants begin and end. Safe for threads: a snapshot is a value."""

    def __init__(self, roles: Mapping[str, Role], *, today: Callable[[], date]) -> None:
        self._roles = roles
        self._today = today
        self._snapshot: Snapshot | None = None

    def snapshot(self, connection: Connection) -> Snapshot:
        version = store.find_version(connection)
        kept = self._snapshot
        if kept is None or kept.version != version:
            kept = store.read_snapshot(connection, version)
            self._snapshot = kept
        return kept

    def may(self, connection: Connection, actor: ActorId, permission: str, org: OrgId) -> bool:
        """Whether `actor` has the permission at a unit that there is and that is open."""
        snapshot = self.snapshot(connection)
        node = snapshot.nodes.get(org)
        return node is not None and not node.is_closed and self._reach(snapshot, actor, permission).covers(node.path)

    def reach(self, connection: Connection, actor: ActorId, permission: str) -> Reach:
        """All the units at which `actor` has the permission."""
        return self._reach(self.snapshot(connection), actor, permission)

    def chain_of(self, connection: Connection, org: OrgId) -> str:
        """In which audit chain the commands at a unit stand: its county's, or its own where it is above counties."""
        county = self.snapshot(connection).county_of(org)
        return org if county is None else county.id

    def _reach(self, snapshot: Snapshot, actor: ActorId, permission: str) -> Reach:
        person = snapshot.persons.get(actor)
        if person is None or person.has_left:
            return NOWHERE
        today = self._today()
        paths = {
            snapshot.nodes[grant.org].path
            for grant in snapshot.grants_of.get(actor, ())
            if grant.org in snapshot.nodes and _is_now(grant, today) and permission in self._may(grant.role)
        }
        return Reach(tuple(sorted(path for path in paths if not any(path != p and path.startswith(p) for p in paths))))

    def _may(self, role: str) -> frozenset[str]:
        known = self._roles.get(role)
        return known.may if known is not None else frozenset()


def _is_now(grant: Grant, today: date) -> bool:
    return (grant.since is None or grant.since <= today) and (grant.until is None or today <= grant.until)
