"""Whether all chains are whole, meet their anchors, and end where their heads say."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from tianlu.command import store
from tianlu.command.anchors import Anchor, anchors_of
from tianlu.command.audit import NOTHING_BEFORE, Break, Link, verify
from tianlu.command.store import Head

WRONG_HEAD = "wrong_head"
"""A head that is not the chain's last link: the next command would be chained to something else."""
TOLD_EVERY = 500
OnRows = Callable[[int], None]
"""Told now and then how many rows of a chain are read; what it raises ends the reading."""
KINDS_ZH = {
    "changed": "内容被改动",
    "missing": "缺行",
    "moved": "顺序被改动",
    "cut_off": "链尾被截断",
    "rewritten": "整链被重写",
    WRONG_HEAD: "链头与末行不符",
}


def say_break(found: Break) -> str:
    return (
        f"{found.chain} row {found.seq}: {found.kind.replace('_', ' ')}; found {found.found}, expected {found.expected}"
    )


def say_break_zh(found: Break) -> str:
    return f"{found.chain} 第 {found.seq} 行：{KINDS_ZH[found.kind]}；实际为 {found.found}，应为 {found.expected}"


@dataclass(frozen=True)
class Checked:
    """`rows` are those that were read, up to the first break."""

    rows: int
    breaks: tuple[Break, ...]


def find_breaks(connection: Connection, anchors: Sequence[Anchor]) -> Iterator[Break]:
    """Every break of every chain; also of chains of which only an anchor is left."""
    heads = store.list_chains(connection)
    for chain in sorted({*heads, *(anchor.chain for anchor in anchors)}):
        yield from check_chain(connection, anchors, chain).breaks


def check_chain(
    connection: Connection, anchors: Iterable[Anchor], chain: str, *, on_rows: OnRows = lambda _: None
) -> Checked:
    """One chain held against its anchors and its head. The head is read before the rows and after them, so that what is
    added meanwhile is not taken for a break."""
    before = store.find_head(connection, chain)
    read = _Read(store.list_links(connection, chain), head_seq=before.seq, on_rows=on_rows)
    breaks = tuple(verify(read, anchors_of(anchors, chain), chain=chain))
    after = store.find_head(connection, chain)
    if not breaks:
        breaks = tuple(_held_against_head(chain, read, before, after))
    return Checked(read.rows, breaks)


def _held_against_head(chain: str, read: "_Read", before: Head, after: Head) -> Iterator[Break]:
    if before.seq > read.rows:
        yield Break(chain, before.seq, "cut_off", f"{read.rows} rows", f"at least {before.seq} rows")
    elif read.head_hash != before.hash or after.seq < read.rows:
        found = f"head {after.seq} {after.hash}"
        yield Break(chain, read.rows, WRONG_HEAD, found, f"row {before.seq} {read.head_hash}, last row {read.rows}")


class _Read:
    """Links, counted as they go by; `head_hash` is that of the row to which the head points."""

    def __init__(self, links: Iterable[Link], *, head_seq: int, on_rows: OnRows) -> None:
        self._links = links
        self._head_seq = head_seq
        self._on_rows = on_rows
        self.rows = 0
        self.head_hash = NOTHING_BEFORE

    def __iter__(self) -> Iterator[Link]:
        for link in self._links:
            self.rows += 1
            if link.seq == self._head_seq:
                self.head_hash = link.hash
            if self.rows % TOLD_EVERY == 0:
                self._on_rows(self.rows)
            yield link
