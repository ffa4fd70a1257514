"""Once a day jobs that ended long ago are cleared away, and files that were sent to be taken in and lie there still."""

import logging
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError

from tianlu.db.group_commit import WriterClosed
from tianlu.jobs.book import JobBook
from tianlu.jobs.prune import Keeping, prune
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.sender import PlanRefused
from tianlu.server.daily import LOOK_EVERY_S, Daily
from tianlu.target.lists.intake.store import drop_old_uploads

_log = logging.getLogger(__name__)


def prune_daily(
    book: JobBook, keeping: Keeping, *, clock: Callable[[], datetime], every_s: float = LOOK_EVERY_S
) -> Daily:
    """In the server's name. What cannot be done is said in its log and tried again."""

    def act() -> bool:
        try:
            count = prune(book, keeping, now=clock(), by=SERVER)
            with book.engine.execution_options(writes=True).begin() as connection:
                drop_old_uploads(connection, clock())
        except (PlanRefused, SQLAlchemyError, WriterClosed) as trouble:
            _log.error("ended jobs could not be cleared away: %s", trouble)
            return False
        if count:
            _log.info("%d jobs that ended more than %d days ago were cleared away", count, keeping.days)
        return True

    return Daily("pruning", act, today=lambda: _local_day(clock), every_s=every_s)


def _local_day(clock: Callable[[], datetime]) -> date:
    return clock().astimezone().date()
