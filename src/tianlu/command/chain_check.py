"""A chain as it stands in the database, held against its own head and against the anchors outside."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from tianlu.command import store
from tianlu.command.anchors import Anchor, anchors_of
from tianlu.command.audit import Break, Link, verify


@dataclass(frozen=True)
class Checked:
    """`rows` are those that were read, up to the first break."""

    rows: int
    breaks: tuple[Break, ...]


def check_chain(connection: Connection, anchors: Iterable[Anchor], chain: str) -> Checked:
    """The head is read before the rows, so that what is added meanwhile is not taken for a break: it is one more row
    that must be there, though one that whoever can write to the database can move."""
    head = store.find_head(connection, chain)
    known = {**({head.seq: head.hash} if head.seq else {}), **anchors_of(anchors, chain)}
    counted = _Counted(store.list_links(connection, chain))
    breaks = tuple(verify(counted, known, chain=chain))
    return Checked(counted.rows, breaks)


class _Counted:
    """Links that are counted as they go by."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._links = links
        self.rows = 0

    def __iter__(self) -> Iterator[Link]:
        for link in self._links:
            self.rows += 1
            yield link
