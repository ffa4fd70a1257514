"""Once a day, and when the server ends, the heads of the audit chains are written down outside the database."""

import logging
import threading
from collections.abc import Callable
from datetime import date

from sqlalchemy.exc import SQLAlchemyError

from tianlu.command.anchors import AnchorsBroken, add_anchors
from tianlu.db.workspace import ANCHORS, Workspace

LOOK_EVERY_S = 600.0
_log = logging.getLogger(__name__)


class DailyAnchors:
    """A thread that looks at the day every ten minutes. What cannot be written is said in the server's log."""

    def __init__(self, workspace: Workspace, *, today: Callable[[], date], every_s: float = LOOK_EVERY_S) -> None:
        self._workspace = workspace
        self._today = today
        self._every_s = every_s
        self._is_over = threading.Event()
        self._done: date | None = None
        self._thread = threading.Thread(target=self._run, name="anchors", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Anchor once more and end."""
        self._is_over.set()
        self._thread.join()
        self._anchor()

    def _run(self) -> None:
        while True:
            if self._done != self._today():
                self._anchor()
            if self._is_over.wait(self._every_s):
                return

    def _anchor(self) -> None:
        day = self._today()
        try:
            with self._workspace.engine.connect() as connection:
                add_anchors(self._workspace.folder / ANCHORS, connection, day)
        except AnchorsBroken as trouble:
            _log.error("%s", trouble)
        except (OSError, SQLAlchemyError) as trouble:
            _log.error("the audit chains could not be anchored: %s", trouble)
        else:
            self._done = day
