"""A process and all its descendants, and the memory they hold, as Linux counts it."""

import threading
from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

PROC = Path("/proc")
EVERY_S = 0.5


def descendants(root: int) -> dict[int, int]:
    """Resident bytes by process id, of the process itself and of all that it started, now."""
    children: dict[int, list[int]] = defaultdict(list)
    resident: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            lines = (folder / "status").read_text().splitlines()
        except OSError:
            continue
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        pid = int(folder.name)
        children[int(status["PPid"])].append(pid)
        resident[pid] = int(status.get("VmRSS", "0 kB").split()[0]) * 1024
    found: dict[int, int] = {}
    wanted = [root]
    while wanted:
        pid = wanted.pop()
        if pid in resident:
            found[pid] = resident[pid]
        wanted += children[pid]
    return found


class PeakMemory:
    """Looks at the tree twice a second while the `with` lasts; `peak_bytes` is the most it saw. Pages that processes
    share count for each of them, so it is never too low."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_bytes = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(EVERY_S):
            self.peak_bytes = max(self.peak_bytes, sum(descendants(self._root).values()))
