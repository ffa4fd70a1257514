"""The long work of targeting as jobs: ordered at a unit, what is found kept among the blobs as a view in JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel
from sqlalchemy import Engine

from tianlu.db.blobs import get_blob, put_blob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobProgress, JobState, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.jobs.work import OnProgress
from tianlu.plan.apart import run_apart
from tianlu.plan.whatif.planned import OnWork, Stopped

View = TypeVar("View", bound=BaseModel)
Shown = TypeVar("Shown")


class Make(Protocol):
    """Does the work of a job and returns its view. Raises Stopped where `on_work` answers False, JobFailed for what its
    user can mend."""

    def __call__(self, job: Job, on_work: OnWork, /) -> BaseModel: ...


@dataclass(frozen=True)
class ViewWork:
    """A kind of work whose result is a view. Of one that is cancelled nothing is kept."""

    engine: Engine
    make: Make

    def find(self, job: Job) -> str | None:
        """A view is kept under its digest, which stands in the job's row alone."""
        return None

    def run(self, job: Job, on_progress: OnProgress) -> str | None:
        def on_work(share: float, at: str) -> bool:
            return on_progress(JobProgress(done=share, total=1.0, phase=at))

        try:
            return self.make(job, on_work).model_dump_json()
        except Stopped:
            return None

    def keep(self, job: Job, found: str | None, *, is_cancelled: bool) -> str | None:
        if is_cancelled or found is None:
            return None
        with self.engine.execution_options(writes=True).begin() as connection:
            return put_blob(connection, found.encode())


def view_apart(task: Callable[[OnWork], Shown | JobTrouble | None], on_work: OnWork, *, preload: str) -> Shown:
    """The view that a task makes in a process of its own, in which `preload` is loaded. Raises Stopped where it answers
    None, since it was asked to end, and JobFailed where it answers with a trouble."""
    found: Shown | JobTrouble | None = run_apart(task, on_work, preload=preload)
    if found is None:
        raise Stopped
    if isinstance(found, JobTrouble):
        raise JobFailed(found)
    return found


@dataclass(frozen=True)
class TargetDesk:
    """The jobs of targeting, and the database that keeps what they find."""

    jobs: JobDesk
    engine: Engine

    def order(self, kind: str, org: str, order: Mapping[str, object], *, by: str) -> Job:
        """Have it done, or the job under way that was asked the very same; returns at once."""
        for job in self.jobs.list_jobs(lambda at: at == org, is_wanted=lambda each: each.kind == kind):
            if job.state in (JobState.WAITING, JobState.RUNNING) and dict(job.order) == dict(order):
                return job
        return self.jobs.order(kind, org, order, by=by)

    def newest(
        self, kind: str, org: str, state: JobState | None = None, *, is_wanted: Callable[[Job], bool] = lambda _: True
    ) -> Job | None:
        """Of a kind at a unit, in that state where one is given."""

        def wanted(job: Job) -> bool:
            return job.kind == kind and state in (None, job.state) and is_wanted(job)

        return next(iter(self.jobs.list_jobs(lambda at: at == org, most=1, is_wanted=wanted)), None)

    def put(self, content: bytes) -> str:
        """Keep what a job is to work on; its digest, which the job's order names."""
        with self.engine.execution_options(writes=True).begin() as connection:
            return put_blob(connection, content)

    def read(self, job: Job, view: type[View]) -> View:
        """What a job that is done has found."""
        assert job.result is not None, f"job {job.id} has no result"
        with self.engine.connect() as connection:
            content = get_blob(connection, job.result)
        assert content is not None, f"no blob {job.result}"
        return view.model_validate_json(content)
