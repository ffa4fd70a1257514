"""What a room hands in for each kind of its long work."""

from collections.abc import Callable
from typing import Any, Protocol

from tianlu.jobs.model import Job, JobProgress

OnProgress = Callable[[JobProgress], bool]
"""Told several times a second how far it is; the work stops with what it has where it returns False."""


class Work(Protocol):
    """A kind of work. Raises JobFailed for what its user can mend, or anything else for a fault of the program."""

    def find(self, job: Job) -> str | None:
        """The name of what an earlier attempt has kept already."""
        ...

    def run(self, job: Job, on_progress: OnProgress) -> Any:
        """What was found; nothing is kept yet."""
        ...

    def keep(self, job: Job, found: Any, *, is_cancelled: bool) -> str | None:
        """Keep what was found under the job's id, as one step, and return its name; None where nothing is kept of a
        work that was cancelled. Where it is kept already, by another who had the lease, that one's stands."""
        ...
