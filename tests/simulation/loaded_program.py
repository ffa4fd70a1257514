"""A process that has the program loaded and forks a `tianlu` each time it is told to: a server is up within a second.

Loading takes four seconds and is the same each time; all else is done by the real command, from its arguments on. Each
line that comes in is an order, `{"arguments", "log", "sabotage"}`; the answer is the number of the new process.
`sabotage` names a module of tests that breaks the program on purpose before it runs. Of the threads that are there at a
fork, Polars' own, none does anything.
"""

import ctypes
import importlib
import json
import os
import signal
import sys
import traceback

from tianlu.cli import serve
from tianlu.cli.main import app

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG: no server outlives the tests, however they end."""


def main() -> None:
    assert serve, "what a server needs is loaded"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    print("loaded", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        number = os.fork()
        if number == 0:
            _become(order)
        print(number, flush=True)


def _become(order: dict[str, object]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for old, new in ((0, nothing), (1, log), (2, log)):
        os.dup2(new, old)
    try:
        if order["sabotage"]:
            importlib.import_module(str(order["sabotage"])).sabotage()
        app(order["arguments"])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
