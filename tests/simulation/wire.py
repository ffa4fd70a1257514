"""One request over HTTP by hand, which may be cut off; and the fates that a network has for it."""

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

PATIENCE_S = 60.0


class Fate(StrEnum):
    """What the network does with a request."""

    FINE = "fine"
    ASK_LOST = "ask lost"
    ANSWER_LOST = "answer lost"
    TWICE = "twice"
    LATE = "late"
    CUT = "cut"
    """The connection ends within the body."""
    SHORT = "short"
    """The end of the body is missing, and its length says so."""


WEIGHTS = {
    Fate.FINE: 60,
    Fate.ASK_LOST: 6,
    Fate.ANSWER_LOST: 10,
    Fate.TWICE: 8,
    Fate.LATE: 8,
    Fate.CUT: 4,
    Fate.SHORT: 4,
}


def draw_fate(chance: Random) -> Fate:
    return chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]


@dataclass(frozen=True)
class Answer:
    status: int
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


def ask(
    port: int, token: str, method: str, path: str, body: Mapping[str, object] | None, fate: Fate = Fate.FINE
) -> Answer | None:
    """The server's answer; None where there is none: it was killed, or the request was cut off."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    sent = content[: len(content) * 2 // 3] if fate in (Fate.CUT, Fate.SHORT) else content
    length = len(content) if fate is Fate.CUT else len(sent)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection:
            connection.sendall(head.encode() + sent)
            if fate is Fate.CUT:
                return None
            return _read(connection)
    except TimeoutError:
        raise AssertionError(f"the server left {method} {path} without an answer") from None
    except OSError:
        return None


def _read(connection: socket.socket) -> Answer | None:
    pieces = []
    while piece := connection.recv(1 << 16):
        pieces.append(piece)
    head, gap, body = b"".join(pieces).partition(b"\r\n\r\n")
    if not gap:
        return None
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if b"content-length" in fields and len(body) < int(fields[b"content-length"]):
        return None
    return Answer(int(head.split(b" ", 2)[1]), body.decode())
