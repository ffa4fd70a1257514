"""The events' file: one JSON object a line, only ever appended to, each line whole or not at all.

A line that a power cut left unfinished has no line end: it is not read, and the next append removes it. Two processes
that append at once take turns by a lock on the file.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tianlu.plan.bags.event import BagEvent, event_line, read_event

Events = tuple[BagEvent, ...]


class EventLog:
    """The events of one plan. The file is made when the first event comes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def list_events(self) -> Events:
        """In the order in which they were written. Raises ProblemsFound where a line is no event."""
        return _events(self.path.read_bytes()) if self.path.exists() else ()

    def append(self, choose: Callable[[Events], Events]) -> Events:
        """Write what `choose` makes of the events so far, and return all. Nothing is written if it raises."""
        is_new = not self.path.exists()
        with _locked(self.path) as file:
            content = _read_all(file)
            before = _events(content)
            new = choose(before)
            if new:
                _write_after(file, _whole_bytes(content), new)
        if is_new and new:
            _sync_folder(self.path.parent)
        return before + new


def _events(content: bytes) -> Events:
    lines = content[: _whole_bytes(content)].decode("utf-8", errors="replace").splitlines()
    return tuple(read_event(line, row=row) for row, line in enumerate(lines, start=1))


def _whole_bytes(content: bytes) -> int:
    """How many of the bytes are whole lines."""
    return content.rfind(b"\n") + 1


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _read_all(file: int) -> bytes:
    return os.pread(file, os.fstat(file).st_size, 0)


def _write_after(file: int, start: int, events: Events) -> None:
    """Put lines after `start` and wait until they are on the disk; take them back where that fails."""
    content = "".join(f"{event_line(event)}\n" for event in events).encode()
    os.ftruncate(file, start)
    try:
        written = 0
        while written < len(content):
            written += os.pwrite(file, content[written:], start + written)
        os.fsync(file)
    except OSError:
        os.ftruncate(file, start)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new file's name last."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
