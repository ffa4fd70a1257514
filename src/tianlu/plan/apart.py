"""Work in a process of its own: it tells how far it is, is asked each time whether to go on, and hands its answer over.

The compiled search holds the interpreter's lock, so a thread would starve the server; a process can also be ended for
certain, and its crash takes nothing with it.
"""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Protocol

OnWork = Callable[[float, str], bool]
JOIN_S = 5


class Work(Protocol):
    """A value that can be sent to another process and does its work there. The answer is sent back: keep it small."""

    def __call__(self, on_work: OnWork) -> str: ...


class WorkFailed(Exception):
    """The process ended with this trouble and no answer."""


def run_apart(work: Work, on_work: OnWork, *, preload: str) -> str:
    """The answer of the work, done in another process. `preload` names the module that it needs, loaded once where the
    machine has a fork server. Raises WorkFailed."""
    context = _context(preload)
    ours, theirs = context.Pipe()
    process = context.Process(target=_work_here, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    try:
        return _listen(ours, on_work)
    finally:
        ours.close()
        process.join(timeout=JOIN_S)
        if process.is_alive():
            process.terminate()
            process.join()


def _listen(pipe: Connection, on_work: OnWork) -> str:
    while True:
        try:
            kind, *said = pipe.recv()
            if kind == "progress":
                pipe.send(on_work(*said))
        except (EOFError, OSError):
            raise WorkFailed("the work ended without an answer") from None
        if kind == "answer":
            return str(said[0])
        if kind == "trouble":
            raise WorkFailed(str(said[0]))


def _work_here(pipe: Connection, work: Work) -> None:
    """The other process. Ends when the asking side is gone."""

    def on_work(share: float, at: str) -> bool:
        pipe.send(("progress", share, at))
        return bool(pipe.recv())

    try:
        pipe.send(("answer", work(on_work)))
    except (EOFError, OSError):
        return
    except Exception as trouble:
        pipe.send(("trouble", f"{type(trouble).__name__}: {trouble}"))


def _context(preload: str) -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context
