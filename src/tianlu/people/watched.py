"""Reading that takes a while: how many rows it has read, and that nobody waits for it any more."""

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class NobodyWaits(Exception):
    """Whoever asked has gone."""


class Watched(Generic[Answer]):
    """`read` is told by what to say how many rows it has read, of some `of`. One thread runs it, another looks."""

    def __init__(self, read: Callable[[Callable[[int], None]], Answer], *, of: int) -> None:
        self._read, self.of, self.rows = read, of, 0
        self._is_stopped = False

    def run(self) -> Answer:
        """Raises NobodyWaits once it is stopped."""
        return self._read(self._on_rows)

    def stop(self) -> None:
        self._is_stopped = True

    def _on_rows(self, rows: int) -> None:
        if self._is_stopped:
            raise NobodyWaits
        self.rows = rows
