"""The server's shelves of plans and packages: in its database, with what earlier versions left in the workspace."""

from datetime import UTC, datetime

from tianlu.plan.db_shelf import DbShelf
from tianlu.plan.sender import PlanSender
from tianlu.plan.service import PlanShelf
from tianlu.server.db_packages import DbPackages
from tianlu.server.one_door import OneDoor

OLD_PACKAGES = "packages"


def open_shelf(one_door: OneDoor) -> DbShelf:
    """Plans of the folder that the database does not know are taken in, once; their files stay as they are."""
    workspace = one_door.workspace
    shelf = DbShelf(workspace.folder, workspace.engine, _sender(one_door))
    shelf.take_in(PlanShelf(workspace.folder))
    return shelf


def open_packages(one_door: OneDoor) -> DbPackages:
    """The same for data packages."""
    workspace = one_door.workspace
    packages = DbPackages(workspace.folder, workspace.engine, _sender(one_door))
    packages.take_in(workspace.folder / OLD_PACKAGES)
    return packages


def _sender(one_door: OneDoor) -> PlanSender:
    return PlanSender(one_door.door.submit, clock=lambda: datetime.now(UTC))
