"""The jobs of some kinds, as one room has them: ordered, looked at, stopped, and done by this process's worker."""

from collections.abc import Callable, Mapping

from tianlu.jobs.book import JobBook, NoSuchJob
from tianlu.jobs.model import Job
from tianlu.jobs.work import Work
from tianlu.jobs.worker import Worker, WorkerParams

SHOWN_MOST = 50


class JobDesk:
    """`works` are the kinds. Nothing is done before `open`, or the first order; what waits or was under way when a
    server ended is done then. Close it to give back what is under way."""

    def __init__(self, book: JobBook, works: Mapping[str, Work], params: WorkerParams) -> None:
        self._book, self._kinds = book, frozenset(works)
        self._worker = Worker(book.engine, works, book.live, clock=book.clock, params=params)

    def open(self) -> None:
        self._worker.start()

    def close(self) -> None:
        self._worker.close()

    def order(self, kind: str, org: str, order: Mapping[str, object], *, by: str) -> Job:
        """Have work done at a unit, in somebody's name; returns at once."""
        job = self._book.order(kind, org, order, by=by)
        self._worker.start()
        return job

    def get(self, job_id: str) -> Job:
        """Raises NoSuchJob."""
        job = self._book.get(job_id)
        if job.kind not in self._kinds:
            raise NoSuchJob(job_id)
        return job

    def list_jobs(
        self,
        may_see: Callable[[str], bool] = lambda _: True,
        *,
        most: int = SHOWN_MOST,
        is_wanted: Callable[[Job], bool] = lambda _: True,
    ) -> list[Job]:
        """The newest of those that are wanted and whose unit may be seen, newest first."""
        return self._book.list_jobs(self._kinds, most=most, may_see=may_see, is_wanted=is_wanted)

    def cancel(self, job_id: str, *, by: str) -> Job:
        """Ask a job to stop; an ended one stays as it is. Raises NoSuchJob."""
        self.get(job_id)
        job = self._book.cancel(job_id, by=by)
        self._worker.wake()
        return job

    def retry(self, job_id: str, *, by: str) -> Job:
        """Have a failed job done after all. Raises NoSuchJob."""
        self.get(job_id)
        job = self._book.retry(job_id, by=by)
        self._worker.start()
        return job

    def wait(self, job_id: str, *, timeout_s: float) -> Job:
        """The job once it has ended, or as it stands when the time is over. Raises NoSuchJob."""
        return self._book.wait(job_id, timeout_s=timeout_s)
