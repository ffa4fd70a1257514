"""Once a day, and when the server ends, the heads of the audit chains are written down outside the database."""

import logging
from collections.abc import Callable
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from tianlu.command.anchors import AnchorsBroken, add_anchors
from tianlu.db.workspace import ANCHORS, Workspace
from tianlu.server.daily import LOOK_EVERY_S, Daily

_log = logging.getLogger(__name__)


class DailyAnchors:
    """What cannot be written is said in the server's log."""

    def __init__(self, workspace: Workspace, *, today: Callable[[], date], every_s: float = LOOK_EVERY_S) -> None:
        self._workspace = workspace
        self._today = today
        self._daily = Daily("anchors", self._anchor, today=today, every_s=every_s)

    def close(self) -> None:
        """Anchor once more and end."""
        self._daily.close()
        self._anchor()

    def _anchor(self) -> bool:
        try:
            with self._workspace.engine.connect() as connection:
                add_anchors(self._workspace.folder / ANCHORS, connection, self._today())
        except AnchorsBroken as trouble:
            _log.error("%s", trouble)
        except (OSError, SQLAlchemyError) as trouble:
            _log.error("the audit chains could not be anchored: %s", trouble)
        else:
            return True
        return False
