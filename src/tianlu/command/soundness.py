"""Whether all chains are whole, meet their anchors, and end where their heads say."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from tianlu.command import store
from tianlu.command.anchors import Anchor, anchors_of
from tianlu.command.audit import NOTHING_BEFORE, Break, Link, verify

WRONG_HEAD = "wrong_head"
"""A head that is not the chain's last link: the next command would be chained to something else."""
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


def find_breaks(connection: Connection, anchors: Sequence[Anchor]) -> Iterator[Break]:
    """Every break of every chain; also of chains of which only an anchor is left."""
    heads = store.list_chains(connection)
    for chain in sorted({*heads, *(anchor.chain for anchor in anchors)}):
        yield from find_breaks_of(connection, chain, anchors)


def find_breaks_of(connection: Connection, chain: str, anchors: Sequence[Anchor]) -> Iterator[Break]:
    """The breaks of one chain."""
    last: list[Link] = []

    def links() -> Iterator[Link]:
        for link in store.list_links(connection, chain):
            last[:] = [link]
            yield link

    breaks = list(verify(links(), anchors_of(anchors, chain), chain=chain))
    yield from breaks
    head = store.find_head(connection, chain)
    ends = (last[0].seq, last[0].hash) if last else (0, NOTHING_BEFORE)
    if not breaks and (head.seq, head.hash) != ends:
        yield Break(chain, ends[0], WRONG_HEAD, f"head {head.seq} {head.hash}", f"last row {ends[0]} {ends[1]}")
