"""What the works of targeting are given: the door, the counties, the shelf of plans; with what several read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from tianlu.command.envelope import OrgId
from tianlu.people.access import Reach
from tianlu.people.snapshot import Snapshot
from tianlu.plan.counties import Counties
from tianlu.plan.service import Shelf
from tianlu.server.door import all_refs
from tianlu.server.one_door import OneDoor
from tianlu.server.package_shelf import Packages
from tianlu.server.plan_shelf import open_packages, open_shelf
from tianlu.target.lists.customers.walk import Due, walk_due
from tianlu.week import coming_week, pose


@dataclass(frozen=True)
class TargetParts:
    one_door: OneDoor
    counties: Counties
    shelf: Shelf

    @property
    def engine(self) -> Engine:
        return self.one_door.workspace.engine

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)

    def snapshot(self) -> Snapshot:
        return self.one_door.sign_in.gate.snapshot()

    def reach(self, org: str) -> Reach:
        """A unit and all below it. Raises LookupError where there is none."""
        node = self.snapshot().nodes.get(OrgId(org))
        if node is None:
            raise LookupError(f"there is no unit {org}")
        return Reach((node.path,))

    @contextmanager
    def due(self, org: str, *, now: datetime) -> Iterator[Iterator[Due]]:
        """The customers at a unit and below it, with what is owed to each. Raises LookupError."""
        reach = self.reach(org)
        with self.engine.connect() as connection:
            yield walk_due(connection, reach, now=now)


def open_parts(one_door: OneDoor) -> TargetParts:
    """For the command line; a server gives its own counties."""
    packages: Packages = open_packages(one_door)
    counties = Counties(partial(all_refs, packages), pose=pose, coming_week=coming_week)
    return TargetParts(one_door, counties, open_shelf(one_door))
