"""Many counties on one machine: worker processes that are replaced now and then, and what they report, as it comes.

Each worker has a thread here that gives it one order after another. A worker that dies costs the county it was at: it
is given to another one once more, and then its row says that its worker ended. A worker is replaced after some
counties, so that memory never grows with their number.
"""

import json
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Queue
from types import TracebackType
from typing import IO, Any, Self

from tianlu.scale.county_order import CountyOrder
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.plan_county import trouble_row

COUNTIES_A_WORKER = 8
TRIES = 2
HEARTBEAT_S = 0.5
WORKER = (sys.executable, "-m", "tianlu.scale.worker")


@dataclass(frozen=True)
class Searching:
    """A county under way: how far, and its best cost so far, None while no plan keeps every rule."""

    key: str
    fraction: float
    cost_fen: int | None


@dataclass(frozen=True)
class Planned:
    """A county that came to an end. `is_final` is False where its worker died every time: that is worth another try
    another time."""

    outcome: CountyOutcome
    is_final: bool = True


Report = Searching | Planned | None
"""None: nothing new, but time has gone by."""


@dataclass(frozen=True)
class _Failed:
    """A thread here that could not go on, as where no process can be started."""

    error: Exception


class CountyPool:
    """Runs orders on `processes` workers. Leaving the `with` ends every worker, whatever it is at."""

    def __init__(self, orders: Iterable[CountyOrder], *, processes: int) -> None:
        self._waiting = deque(orders)
        self._count = len(self._waiting)
        self._tries: dict[str, int] = {}
        self._lock = threading.Lock()
        self._reports: Queue[Report | _Failed] = Queue()
        self._workers: dict[int, subprocess.Popen[str]] = {}
        self._is_closed = False
        slots = min(processes, self._count)
        self._threads = [
            threading.Thread(target=self._serve_or_fail, args=(slot,), daemon=True) for slot in range(slots)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_closed = True
            for worker in self._workers.values():
                worker.kill()
        for thread in self._threads:
            thread.join()

    def reports(self) -> Iterator[Report]:
        """What happens, until every order has come to an end; None now and then while nothing does."""
        left = self._count
        heart = _Heart(self._reports)
        try:
            while left:
                report = self._reports.get()
                if isinstance(report, _Failed):
                    raise report.error
                left -= isinstance(report, Planned)
                yield report
        finally:
            heart.stop()

    def _serve_or_fail(self, slot: int) -> None:
        try:
            self._serve(slot)
        except Exception as error:
            self._reports.put(_Failed(error))

    def _serve(self, slot: int) -> None:
        """Take orders until there are none, each worker for a number of them."""
        taken = 0
        worker: subprocess.Popen[str] | None = None
        while (order := self._take()) is not None:
            if worker is None or taken % COUNTIES_A_WORKER == 0 or worker.poll() is not None:
                self._end(slot)
                worker = self._start(slot)
            if worker is None:
                return
            taken += 1
            outcome = self._plan_with(worker, order)
            if outcome is not None:
                self._reports.put(Planned(outcome))
            elif not self._is_closed:
                worker.kill()
                self._note_death(order, worker.wait())
        self._end(slot)

    def _take(self) -> CountyOrder | None:
        with self._lock:
            return None if self._is_closed or not self._waiting else self._waiting.popleft()

    def _start(self, slot: int) -> "subprocess.Popen[str] | None":
        """A session of its own keeps a Ctrl-C for this process alone, which then ends the workers."""
        with self._lock:
            if self._is_closed:
                return None
            worker = subprocess.Popen(
                WORKER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
            self._workers[slot] = worker
            return worker

    def _end(self, slot: int) -> None:
        with self._lock:
            worker = self._workers.pop(slot, None)
        if worker is not None:
            for pipe in (worker.stdin, worker.stdout):
                _close(pipe)
            worker.kill()
            worker.wait()

    def _plan_with(self, worker: "subprocess.Popen[str]", order: CountyOrder) -> CountyOutcome | None:
        """The county's row; None where the worker ended before it had one."""
        assert worker.stdin is not None
        assert worker.stdout is not None
        self._reports.put(Searching(order.key, 0.0, None))
        try:
            worker.stdin.write(json.dumps(order.to_row()) + "\n")
            worker.stdin.flush()
            for line in worker.stdout:
                message: dict[str, Any] = json.loads(line)
                if "outcome" in message:
                    return CountyOutcome.from_row(message["outcome"])
                self._reports.put(Searching(order.key, **message["progress"]))
        except (BrokenPipeError, ValueError):
            # It died with half a line said, or before it heard the order.
            return None
        return None

    def _note_death(self, order: CountyOrder, code: int) -> None:
        tries = self._tries[order.key] = self._tries.get(order.key, 0) + 1
        if tries < TRIES:
            with self._lock:
                self._waiting.appendleft(order)
            return
        said = trouble_row(
            order,
            en=f"the process that planned it ended {tries} times (exit code {code}); the machine may be out of memory",
            zh=f"规划该县的进程 {tries} 次中断（退出码 {code}），可能内存不足",
        )
        self._reports.put(Planned(said, is_final=False))


class _Heart:
    """Puts None into a queue now and then, until it is stopped."""

    def __init__(self, queue: "Queue[Report | _Failed]") -> None:
        self._queue = queue
        self._stopped = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _beat(self) -> None:
        while not self._stopped.wait(HEARTBEAT_S):
            self._queue.put(None)


def _close(pipe: "IO[str] | None") -> None:
    if pipe is not None:
        with suppress(BrokenPipeError):
            pipe.close()
