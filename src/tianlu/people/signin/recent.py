"""What was looked up a moment ago, so that a page's many requests ask the database once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

FRESH = timedelta(seconds=2)
MOST = 20_000


class Recent(Generic[Value]):
    """Values by key, each for two seconds. `drop` takes effect at once, also upon what is being looked up just now.
    Safe for threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[str, tuple[datetime, Value]] = {}
        self._drops = 0

    def get(self, key: str, look_up: Callable[[str], Value | None]) -> Value | None:
        """The value that was kept, or what `look_up` finds; that nothing is found is not kept."""
        now = self._clock()
        with self._lock:
            kept = self._kept.get(key)
            drops = self._drops
        if kept is not None and timedelta(0) <= now - kept[0] < FRESH:
            return kept[1]
        value = look_up(key)
        with self._lock:
            if value is None or drops != self._drops:
                self._kept.pop(key, None)
            else:
                self._make_room()
                self._kept[key] = now, value
        return value

    def drop(self, concerns: Callable[[Value], bool]) -> None:
        """Forget all values of which this is true."""
        with self._lock:
            self._drops += 1
            self._kept = {key: kept for key, kept in self._kept.items() if not concerns(kept[1])}

    def _make_room(self) -> None:
        if len(self._kept) >= MOST:
            self._kept.clear()
