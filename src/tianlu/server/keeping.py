"""A workspace backed up and restored: the database's part, and the audit chains that must hold afterwards."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from tianlu.command.anchors import AnchorsBroken, read_anchors
from tianlu.command.soundness import find_breaks, say_break, say_break_zh
from tianlu.db.backup.manifest import Manifest
from tianlu.db.backup.restore import restore_backup
from tianlu.db.backup.take import take_backup
from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import look_at_workspace

SAID_MOST = 5


@dataclass(frozen=True)
class Kept:
    path: Path
    manifest: Manifest


def back_up(folder: Path, database: str | None, to: Path, *, now: datetime) -> Kept:
    """Into the file `to`, or into the folder `to` under the name of the moment. Raises StorageTrouble."""
    target = to / f"tianlu-{now.astimezone():%Y%m%d-%H%M%S}.zip" if to.is_dir() else to
    workspace = look_at_workspace(folder, database)
    try:
        return Kept(target, take_backup(workspace, target, now=now))
    finally:
        workspace.close()


def restore(path: Path, folder: Path, database: str | None, *, with_broken_chains: bool = False) -> Manifest:
    """Raises StorageTrouble; also where the chains do not hold, unless they are to be taken as they are."""
    return restore_backup(path, folder, database, verify=_leave if with_broken_chains else _verify)


def _leave(_connection: Connection, _anchors: Path) -> None:
    """What was broken when the backup was taken is found by the doctor."""


def _verify(connection: Connection, anchors: Path) -> None:
    try:
        known = read_anchors(anchors)
    except AnchorsBroken as trouble:
        raise _broken(f"{anchors.name} line {trouble.line}", f"{anchors.name} 第 {trouble.line} 行") from None
    found = list(islice(find_breaks(connection, known), SAID_MOST))
    if found:
        raise _broken("; ".join(map(say_break, found)), "；".join(map(say_break_zh, found)))


def _broken(en: str, zh: str) -> StorageTrouble:
    return StorageTrouble(
        en=f"the audit chains in the backup do not hold ({en}): nothing was restored; take an earlier backup, or "
        "restore it as it is by --with-broken-chains and have it looked into",
        zh=f"备份中的审计链不完整（{zh}）：未恢复任何内容；请用更早的备份，或加 --with-broken-chains 照原样恢复后追查",
    )
