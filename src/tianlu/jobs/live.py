"""What this process has heard last of the jobs that it runs: newer than the rows, which are written once a second."""

import threading

from tianlu.jobs.model import JobProgress


class Live:
    """Safe for threads."""

    def __init__(self) -> None:
        self._heard: dict[str, JobProgress] = {}
        self._changed = threading.Condition()

    def hear(self, job_id: str, progress: JobProgress) -> None:
        with self._changed:
            self._heard[job_id] = progress

    def get(self, job_id: str) -> JobProgress | None:
        with self._changed:
            return self._heard.get(job_id)

    def forget(self, job_id: str) -> None:
        """The job has ended here, or is another's: its row says all."""
        with self._changed:
            self._heard.pop(job_id, None)
            self._changed.notify_all()

    def wait_for_an_end(self, *, timeout_s: float) -> None:
        """Until some job has ended here, or the time is over."""
        with self._changed:
            self._changed.wait(timeout_s)
