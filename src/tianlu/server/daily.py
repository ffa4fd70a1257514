"""What a running server does once a day."""

import threading
from collections.abc import Callable
from datetime import date

LOOK_EVERY_S = 600.0


class Daily:
    """A thread that looks at the day every ten minutes. `act` answers whether it is done; what is not is tried again
    at the next look."""

    def __init__(
        self, name: str, act: Callable[[], bool], *, today: Callable[[], date], every_s: float = LOOK_EVERY_S
    ) -> None:
        self._act, self._today, self._every_s = act, today, every_s
        self._is_over = threading.Event()
        self._done: date | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            day = self._today()
            if self._done != day and self._act():
                self._done = day
            if self._is_over.wait(self._every_s):
                return
