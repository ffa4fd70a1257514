"""Work in a process of its own: it tells how far it is, is asked each time whether to go on, and hands its answer over.

The compiled search holds the interpreter's lock, so a thread would starve the server; a process can also be ended for
certain, and its crash takes nothing with it.
"""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from tianlu.jobs.model import JobTrouble
from tianlu.jobs.trouble import JobFailed

Answer = TypeVar("Answer")
OnWork = Callable[[float, str], bool]
"""Told how much is done, of 1, and where the work is; the work stops where it returns False."""
Work = Callable[[OnWork], Answer]
JOIN_S = 5


DIED = JobTrouble(
    "work_ended",
    "the process of the work was ended from outside; see whether the machine has memory enough",
    "执行任务的进程被外部终止；请检查机器内存是否充足",
)


def run_apart(work: Callable[[Callable[..., bool]], Answer], on_work: Callable[..., bool], *, preload: str) -> Answer:
    """The answer of the work, done in another process: both must be fit to be sent there and back.

    What the work tells is handed to `on_work`. `preload` names the module that it needs, loaded once where the machine
    has a fork server. Raises JobFailed,
    which can pass where the process was ended from outside.
    """
    context = _context(preload)
    ours, theirs = context.Pipe()
    process = context.Process(target=_work_here, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    try:
        answer: Answer = _listen(ours, on_work)
        return answer
    finally:
        ours.close()
        process.join(timeout=JOIN_S)
        if process.is_alive():
            process.terminate()
            process.join()


def _listen(pipe: Connection, on_work: Callable[..., bool]) -> Any:
    while True:
        try:
            kind, *said = pipe.recv()
            if kind == "progress":
                pipe.send(on_work(*said))
        except (EOFError, OSError):
            raise JobFailed(DIED, may_pass=True) from None
        if kind == "answer":
            return said[0]
        if kind == "trouble":
            raise JobFailed(JobTrouble("bug", f"the program failed ({said[0]})", f"程序出错（{said[0]}）"))


def _work_here(pipe: Connection, work: Callable[[Callable[..., bool]], object]) -> None:
    """The other process. Ends when the asking side is gone; Ctrl-C, which reaches it too, is that side's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def on_work(*said: object) -> bool:
        pipe.send(("progress", *said))
        return bool(pipe.recv())

    try:
        pipe.send(("answer", work(on_work)))
    except (EOFError, OSError):
        return
    except Exception as trouble:
        pipe.send(("trouble", f"{type(trouble).__name__}: {trouble}"))


def _context(preload: str) -> Any:
    """A fork server that has the module loaded where there is one, so that work starts at once; else spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return context
