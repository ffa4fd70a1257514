"""The memory of a process and all its descendants, as Linux counts it."""

import threading
from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

PROC = Path("/proc")
EVERY_S = 0.25


def tree_bytes(root: int) -> int:
    """Resident bytes of the tree now; pages that processes share count for each of them, so it is never too low."""
    children: dict[int, list[int]] = defaultdict(list)
    resident: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            status = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line
            )
        except OSError:
            continue
        pid = int(folder.name)
        children[int(status["PPid"])].append(pid)
        resident[pid] = int(status.get("VmRSS", "0 kB").split()[0]) * 1024
    wanted, total = [root], 0
    while wanted:
        pid = wanted.pop()
        total += resident.get(pid, 0)
        wanted += children[pid]
    return total


class PeakMemory:
    """Looks at the tree a few times a second while the `with` lasts; `peak_bytes` is the most it saw."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.peak_bytes = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(EVERY_S):
            self.peak_bytes = max(self.peak_bytes, tree_bytes(self._root))
