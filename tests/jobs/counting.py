"""Work that counts, for tests: it stops when told to, waits where the test wants it to, and says what it did."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tianlu.jobs.model import Job, JobProgress
from tianlu.jobs.work import OnProgress

PAUSE_S = 0.002


@dataclass
class Counting:
    """Counts to the order's `to`. `begun` is told of each run; `kept` is what the room has kept, by job."""

    kept: dict[str, int] = field(default_factory=dict)
    runs: Counter[str] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    overlaps: list[str] = field(default_factory=list)
    before: Callable[[Job], None] = lambda _: None
    keeps_cancelled: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, job: Job) -> str | None:
        return job.id if job.id in self.kept else None

    def run(self, job: Job, on_progress: OnProgress) -> int:
        with self._lock:
            self.runs[job.id] += 1
            self.at_once[job.id] += 1
            if self.at_once[job.id] > 1:
                self.overlaps.append(job.id)
        try:
            self.before(job)
            return self._count(int(str(job.order["to"])), on_progress)
        finally:
            with self._lock:
                self.at_once[job.id] -= 1

    def _count(self, to: int, on_progress: OnProgress) -> int:
        for here in range(to + 1):
            if not on_progress(JobProgress(here, to, "counting")):
                return here
            time.sleep(PAUSE_S)
        return to

    def keep(self, job: Job, found: int, *, is_cancelled: bool) -> str | None:
        if is_cancelled and not self.keeps_cancelled:
            return None
        with self._lock:
            assert job.id not in self.kept, "kept twice"
            self.kept[job.id] = found
        return job.id
