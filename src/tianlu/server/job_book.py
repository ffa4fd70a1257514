"""The server's jobs, ordered through the one door."""

from datetime import UTC, datetime

from tianlu.jobs import store
from tianlu.jobs.book import JobBook
from tianlu.jobs.live import Live
from tianlu.plan.sender import PlanSender
from tianlu.server.one_door import OneDoor


def open_jobs(one_door: OneDoor) -> JobBook:
    """Where the workspace is locked no other server can have a job: what was under way is free for the taking."""
    workspace = one_door.workspace
    if workspace.locks:
        with workspace.engine.execution_options(writes=True).begin() as connection:
            store.free_all(connection, now=_now())
    return beside_a_server(one_door)


def beside_a_server(one_door: OneDoor) -> JobBook:
    """For the command line, which may look, order, stop and retry while a server runs."""
    sender = PlanSender(one_door.door.submit, clock=_now)
    return JobBook(one_door.workspace.engine, sender.send, Live(), clock=_now)


def _now() -> datetime:
    return datetime.now(UTC)
