"""The server's shelf of plans: in its database, with what earlier versions left in the workspace's folder."""

from datetime import UTC, datetime

from tianlu.plan.db_shelf import DbShelf
from tianlu.plan.service import PlanShelf
from tianlu.server.one_door import OneDoor


def open_shelf(one_door: OneDoor) -> DbShelf:
    """Plans of the folder that the database does not know are taken in, once; their files stay as they are."""
    workspace = one_door.workspace
    shelf = DbShelf(workspace.folder, workspace.engine, one_door.door.submit, clock=lambda: datetime.now(UTC))
    shelf.take_in(PlanShelf(workspace.folder))
    return shelf
