"""One writer for many callers: all that waits is done in one transaction, and answered when it is on disk.

An fsync costs more than a command. While one is under way others queue up; the next transaction takes them all (group
commit). Nobody is answered before the commit, so what was acknowledged is never lost.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import greenlet_spawn

try:
    from uvloop import new_event_loop
except ImportError:  # there is none for Windows
    from asyncio import new_event_loop  # type: ignore[assignment]

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AT_MOST = 200
"""Items in one transaction."""


class WriterClosed(Exception):
    """The writer takes no more work."""


@dataclass(frozen=True)
class _Waiting(Generic[Item, Answer]):
    item: Item
    answer: Future[Answer]


class GroupCommit(Generic[Item, Answer]):
    """`work` does a group of items within one transaction and returns an answer to each; it may be run again after a
    failure, so it changes nothing but the database. Where a group fails, each of its items is done alone, and only the
    callers of those that fail alone get the exception."""

    def __init__(
        self,
        engine: Engine,
        work: Callable[[Connection, Sequence[Item]], Sequence[Answer]],
        *,
        at_most: int = AT_MOST,
    ) -> None:
        self._engine = engine.execution_options(writes=True)
        self._work = work
        self._at_most = at_most
        self._waiting: queue.SimpleQueue[_Waiting[Item, Answer] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        run = self._run_in_loop if engine.dialect.is_async else self._run
        self._thread = threading.Thread(target=run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, item: Item) -> "Future[Answer]":
        """Raises WriterClosed."""
        waiting: _Waiting[Item, Answer] = _Waiting(item, Future())
        with self._lock:
            if self._is_closed:
                raise WriterClosed("the server is closing; try again in a moment")
            self._waiting.put(waiting)
        return waiting.answer

    def close(self) -> None:
        """Finish what waits, then take no more."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._waiting.put(None)
        self._thread.join()

    def _run_in_loop(self) -> None:
        """For a driver that only works within an event loop: this thread has one of its own."""

        async def run() -> None:
            await greenlet_spawn(self._run)
            await greenlet_spawn(self._engine.dispose)

        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(run())

    def _run(self) -> None:
        is_open = True
        while is_open:
            group, is_open = self._next_group()
            if group:
                self._do(group)

    def _next_group(self) -> tuple[list[_Waiting[Item, Answer]], bool]:
        """Wait for the next item and take what else is there; False once the writer is closed."""
        group: list[_Waiting[Item, Answer]] = []
        first = self._waiting.get()
        while first is not None:
            group.append(first)
            if len(group) == self._at_most or self._waiting.empty():
                return group, True
            first = self._waiting.get()
        return group, False

    def _do(self, group: list[_Waiting[Item, Answer]]) -> None:
        try:
            answers = self._commit([waiting.item for waiting in group])
        except BaseException as trouble:
            if len(group) == 1:
                group[0].answer.set_exception(trouble)
            else:
                for waiting in group:
                    self._do([waiting])
            return
        for waiting, answer in zip(group, answers, strict=True):
            waiting.answer.set_result(answer)

    def _commit(self, items: Sequence[Item]) -> Sequence[Answer]:
        try:
            with self._engine.begin() as connection:
                return self._work(connection, items)
        except OSError as trouble:  # nobody at the address, or no room for a file
            raise OperationalError(None, None, trouble) from trouble
