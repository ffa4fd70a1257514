"""Heads of the chains written down outside the database: who can write to the database cannot make a new chain unseen.

A line a head, each with the hash of the line before, appended and never changed. The file is worth as much as it is out
of the hands of whoever runs the database: copy it away, print it, send it to the auditor.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from tianlu.command import store

FIRST = "0" * 64


@dataclass(frozen=True)
class Anchor:
    """The head of a chain as it was on a day; `before` is the hash of the line before."""

    day: str
    chain: str
    seq: int
    hash: str
    before: str

    @property
    def line(self) -> str:
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.line.encode()).hexdigest()


class AnchorsBroken(Exception):
    """The file was changed: `line` is the first that does not fit what stands before it."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line
        super().__init__(f"{path} line {line} does not follow from the line before; compare it with a copy")


def read_anchors(path: Path) -> list[Anchor]:
    """All lines in order; none where there is no file. A last line that was cut off while it was written is left out.
    Raises AnchorsBroken."""
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    found: list[Anchor] = []
    for number, line in enumerate(lines[:-1], start=1):
        try:
            anchor = Anchor(**json.loads(line))
        except (ValueError, TypeError):
            raise AnchorsBroken(path, number) from None
        if anchor.before != (found[-1].digest if found else FIRST):
            raise AnchorsBroken(path, number)
        found.append(anchor)
    return found


def add_anchors(path: Path, connection: Connection, day: date) -> list[Anchor]:
    """Write down the head of every chain that has grown since it was last anchored; the lines that are new, on disk.
    Raises AnchorsBroken: to a file that was changed nothing is added."""
    known = read_anchors(path)
    last = {anchor.chain: anchor.seq for anchor in known}
    before = known[-1].digest if known else FIRST
    new: list[Anchor] = []
    for chain, head in sorted(store.list_chains(connection).items()):
        if head.seq > last.get(chain, 0):
            new.append(Anchor(day.isoformat(), chain, head.seq, head.hash, before))
            before = new[-1].digest
    _append(path, known, new)
    return new


def anchors_of(anchors: Iterable[Anchor], chain: str) -> Mapping[int, str]:
    """The hashes of a chain by seq, as `audit.verify` takes them."""
    return {anchor.seq: anchor.hash for anchor in anchors if anchor.chain == chain}


def _append(path: Path, known: list[Anchor], new: list[Anchor]) -> None:
    """After the last whole line; what was cut off behind it is overwritten."""
    if not new:
        return
    whole = sum(len(anchor.line.encode()) + 1 for anchor in known)
    with path.open("r+b" if path.is_file() else "xb") as file:
        file.seek(whole)
        file.write("".join(f"{anchor.line}\n" for anchor in new).encode())
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
