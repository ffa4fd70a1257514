"""Jobs that ended long ago are cleared away, by commands; what only their rows name stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from tianlu.jobs import store
from tianlu.jobs.book import JobBook
from tianlu.jobs.kinds import PRUNE, PRUNED_AT_ONCE

KEEP_DAYS = 90


@dataclass(frozen=True)
class Keeping:
    """A job is kept for so many days after its end; one of the kinds `whose_results_stay` that has a result, which
    nothing but its row names, for good."""

    days: int = KEEP_DAYS
    whose_results_stay: Collection[str] = ()

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"jobs are kept for {self.days} days; give 1 or more")


def list_due(book: JobBook, keeping: Keeping, *, now: datetime) -> list[tuple[str, str]]:
    """The unit and id of those that are to go, by unit."""
    with book.engine.connect() as connection:
        return store.list_ended(connection, before=_before(keeping, now), whose_results_stay=keeping.whose_results_stay)


def prune(book: JobBook, keeping: Keeping, *, now: datetime, by: str) -> int:
    """Clear away those that are due, a command for each unit; how many there were. Raises what the book's sender
    raises for a refusal."""
    due = list_due(book, keeping, now=now)
    before = _before(keeping, now).isoformat()
    for org, jobs in groupby(due, key=lambda each: each[0]):
        ids = [id_ for _, id_ in jobs]
        for k in range(0, len(ids), PRUNED_AT_ONCE):
            book.send(by, PRUNE, org, {"jobs": ids[k : k + PRUNED_AT_ONCE], "ended_before": before})
    return len(due)


def _before(keeping: Keeping, now: datetime) -> datetime:
    return now - timedelta(days=keeping.days)
