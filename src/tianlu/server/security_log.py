"""What happened that concerns security: one line of JSON an event, to the error stream and to a file that rotates."""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

FILE_BYTES_MAX = 8 << 20
FILES_KEPT = 20
"""Files of events beside the one that is written: 160 MiB, about 600,000 events."""
VALUE_CHARS_MAX = 200
FILE_NAME = "security.log"


class Event(StrEnum):
    """What is put on record."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    PASSWORD_CHANGED = "password_changed"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    TOKEN_REFUSED = "token_refused"
    IDENTITY_LINKED = "identity_linked"
    PASSWORD_RESET = "password_reset"
    RESET_LINK_ISSUED = "reset_link_issued"
    UNLOCKED = "unlocked"
    SET_UP = "set_up"
    NOT_ALLOWED = "not_allowed"
    LIMIT_HIT = "limit_hit"
    UNEXPECTED = "unexpected"


class Outcome(StrEnum):
    OK = "ok"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Entry:
    """One event. `address` is the asker's, `path` the address asked for, without its query; `more` are short facts.
    No field takes a password, a code, a token or a cookie."""

    event: Event
    outcome: Outcome
    person: str | None = None
    address: str | None = None
    method: str | None = None
    path: str | None = None
    request: str | None = None
    more: Mapping[str, str | int] = field(default_factory=dict)


class SecurityLog:
    """Writes events from any thread, each line whole. Without a `folder` it writes to the stream alone."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        stream: TextIO | None = None,
        file_bytes_max: int = FILE_BYTES_MAX,
        files_kept: int = FILES_KEPT,
    ) -> None:
        self._clock = clock
        self._stream = stream
        self._lock = threading.Lock()
        self._file = None if folder is None else _PrivateFile(folder / FILE_NAME, file_bytes_max, files_kept)

    def note(self, entry: Entry) -> None:
        """Put an event on record. A full disk does not stop the answer."""
        line = entry_line(entry, self._clock())
        with self._lock:
            say(line, self._stream)
            if self._file is not None:
                self._file.emit(logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()


def say(text: str, stream: TextIO | None = None) -> None:
    """To the error stream, or to `stream`, unless it is a file on a full disk: nothing that is said ends the server."""
    with suppress(OSError):
        print(text, file=stream or sys.stderr, flush=True)


def entry_line(entry: Entry, now: datetime) -> str:
    """One line of ASCII: whatever a name or a path holds, it can neither break the line nor forge another."""
    said: dict[str, Any] = {
        "time": now.astimezone(UTC).isoformat(timespec="milliseconds"),
        "event": entry.event.value,
        "outcome": entry.outcome.value,
        "person": entry.person,
        "address": entry.address,
        "method": entry.method,
        "path": entry.path,
        "request": entry.request,
        **{f"more_{name}": value for name, value in entry.more.items()},
    }
    return json.dumps({name: _short(value) for name, value in said.items() if value is not None}, ensure_ascii=True)


def _short(value: str | int) -> str | int:
    """No longer than is of use: the text comes from whoever asks."""
    if isinstance(value, int) or len(value) <= VALUE_CHARS_MAX:
        return value
    return value[: VALUE_CHARS_MAX - 1] + "…"


class _PrivateFile(RotatingFileHandler):
    """A file that only its owner reads."""

    def __init__(self, path: Path, bytes_max: int, kept: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=bytes_max, backupCount=kept, encoding="ascii")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A line without the way there: while a disk is full every event ends here, and the stream has each."""
        say(f"{FILE_NAME} cannot be written: {sys.exc_info()[1]}")

    def _open(self) -> TextIOWrapper:
        opened = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(opened, "a", encoding="ascii")
