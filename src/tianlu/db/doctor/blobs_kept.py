"""Whether the bytes that rows name by digest are there and are what they were, and which bytes nobody names."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, union

from tianlu.db.blobs import digest_of, each_blob
from tianlu.db.finding import Finding, fault, note, sound

SAID_MOST = 3
MEND_EN = "put them back from any earlier backup: tianlu doctor --blobs-from BACKUP.zip"
MEND_ZH = "请从任一较早的备份补回：tianlu doctor --blobs-from 备份.zip"


def find_blobs(connection: Connection, in_use: Sequence[Select[Any]]) -> Iterator[Finding]:
    """All bytes are read. `in_use` are queries for digests that rows name."""
    kept: set[str] = set()
    damaged: list[str] = []
    size = 0
    for digest, content in each_blob(connection):
        kept.add(digest)
        size += len(content)
        if digest_of(content) != digest:
            damaged.append(digest)
    named = list_named(connection, in_use)
    missing, orphaned = sorted(named - kept), sorted(kept - named)
    for found, en, zh in (
        (missing, "digests are named by rows and their bytes are not there", "个摘要被引用而内容缺失"),
        (damaged, "blobs are no longer what was put there", "个内容块已不是存入时的内容"),
    ):
        if found:
            yield fault(
                "blobs",
                en=f"{len(found)} {en}: {_some(found)}",
                zh=f"{len(found)} {zh}：{_some(found)}",
                mend_en=MEND_EN,
                mend_zh=MEND_ZH,
            )
    if orphaned:
        yield note(
            "blobs",
            en=f"{len(orphaned)} blobs are named by no row: {_some(orphaned)}",
            zh=f"{len(orphaned)} 个内容块没有任何行引用：{_some(orphaned)}",
            mend_en="nothing has to be done: they are left by commands that were refused, or are about to be named",
            mend_zh="无需处理：它们来自被拒绝的命令，或即将被引用",
        )
    if not missing and not damaged:
        yield sound(
            "blobs",
            en=f"{len(kept)} blobs, {size / 1e6:,.1f} MB, each as it was put there",
            zh=f"{len(kept)} 个内容块，共 {size / 1e6:,.1f} MB，均与存入时一致",
        )


def list_named(connection: Connection, in_use: Sequence[Select[Any]]) -> set[str]:
    """Every digest that a row names."""
    if not in_use:
        return set()
    return {digest for digest in connection.execute(union(*in_use)).scalars() if digest}


def _some(digests: Sequence[str]) -> str:
    more = "" if len(digests) <= SAID_MOST else " …"
    return ", ".join(digest[:12] for digest in digests[:SAID_MOST]) + more
