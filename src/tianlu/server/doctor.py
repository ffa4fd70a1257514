"""Everything the doctor looks at, in the order in which it is best mended."""

import sqlite3
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tianlu.command.anchors import Anchor, AnchorsBroken, read_anchors
from tianlu.command.soundness import WRONG_HEAD, find_breaks, say_break, say_break_zh
from tianlu.command.store import list_chains
from tianlu.db.backup.put_back import PutBack, put_back_blobs
from tianlu.db.doctor.blobs_kept import find_blobs
from tianlu.db.doctor.place import (
    find_disk_speed,
    find_half_restored,
    find_rights,
    find_room,
    find_wal_file,
)
from tianlu.db.doctor.postgresql import find_commit_speed, find_log, find_wall
from tianlu.db.doctor.schema import RESTORE_EN, RESTORE_ZH, find_damage, find_database, find_durability, find_schema
from tianlu.db.finding import Finding, Grade, fault, note, sound
from tianlu.db.snapshot import snapshot
from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import ANCHORS, Workspace, database_file, look_at_workspace, unusable
from tianlu.server.one_door import BLOBS_IN_USE

BREAKS_SAID = 10


def examine(folder: Path, database: str | None) -> list[Finding]:
    """Beside a server that may be running; nothing is changed."""
    if not folder.is_dir():
        return [_unreachable(StorageTrouble(en=f"there is no folder {folder}", zh=f"没有文件夹 {folder}"))]
    found = [*find_half_restored(folder), *find_rights(folder), find_room(folder)]
    try:
        workspace = look_at_workspace(folder, database)
    except StorageTrouble as trouble:
        return [*found, _unreachable(trouble)]
    try:
        for each in _look_into(workspace):
            found.append(each)
    except (DBAPIError, sqlite3.DatabaseError) as trouble:
        found.append(_cannot_be_read(trouble))
    finally:
        workspace.close()
    return found


def put_back(folder: Path, database: str | None, archive: Path) -> PutBack:
    """Blobs that are missing or damaged, from a backup. Raises StorageTrouble."""
    workspace = look_at_workspace(folder, database)
    try:
        return put_back_blobs(workspace.engine, archive, BLOBS_IN_USE)
    finally:
        workspace.close()


def _look_into(workspace: Workspace) -> Iterable[Finding]:
    anchored = _read_anchors(workspace.folder / ANCHORS)
    with snapshot(workspace.engine) as connection:
        yield find_database(connection)
        schema = _asked("revision", connection, lambda asked: [find_schema(asked)])
        yield from schema
        yield from _asked("durability", connection, find_durability)
        yield from _asked("integrity", connection, find_damage)
        if connection.dialect.name == "postgresql":
            yield from _asked("wall", connection, find_wall)
            yield from _asked("wal", connection, find_log)
        if all(each.grade is Grade.SOUND for each in schema):
            yield from _asked("chains", connection, lambda asked: find_chains(asked, anchored))
            yield from _asked("blobs", connection, lambda asked: find_blobs(asked, BLOBS_IN_USE))
    file = database_file(workspace.engine.url)
    if file is None:
        yield find_commit_speed(workspace.engine)
        return
    if file.parent != workspace.folder.resolve():
        yield from find_rights(file.parent)
        yield find_room(file.parent)
    yield find_wal_file(file)
    yield find_disk_speed(file.parent)


def find_chains(connection: Connection, anchored: "list[Anchor] | AnchorsBroken") -> Iterable[Finding]:
    """Breaks of the chains, heads that are not their last links, anchors that were changed or never written."""
    anchors = anchored if isinstance(anchored, list) else []
    if isinstance(anchored, AnchorsBroken):
        yield _anchors_changed(anchored)
    breaks = list(islice(find_breaks(connection, anchors), BREAKS_SAID))
    for each in breaks:
        is_head = each.kind == WRONG_HEAD
        yield fault(
            "heads" if is_head else "chains",
            en=say_break(each),
            zh=say_break_zh(each),
            mend_en=MEND_HEAD_EN if is_head else MEND_CHAIN_EN,
            mend_zh=MEND_HEAD_ZH if is_head else MEND_CHAIN_ZH,
        )
    heads = list_chains(connection)
    if not breaks:
        rows = sum(head.seq for head in heads.values())
        yield sound(
            "chains",
            en=f"{len(heads)} chains whole, {rows:,} rows, {len(anchors):,} anchors met",
            zh=f"{len(heads)} 条审计链完整，共 {rows:,} 行，与 {len(anchors):,} 个锚点一致",
        )
    if heads and not anchors and isinstance(anchored, list):
        yield note(
            "anchors",
            en="no head was ever written down outside the database: a chain could be rewritten unseen",
            zh="链头从未记录到数据库之外：整条链可能被重写而不被发现",
            mend_en="run tianlu audit anchor, and keep a copy of anchors.jsonl elsewhere",
            mend_zh="请执行 tianlu audit anchor，并把 anchors.jsonl 另存一份到别处",
        )


MEND_CHAIN_EN = (
    "mend no row by hand: keep a copy of database and anchors, restore the last backup into an empty folder beside it, "
    "and compare both by tianlu audit show"
)
MEND_CHAIN_ZH = "不要手工修改：请留存数据库与锚点文件的副本，把最近的备份恢复到另一空文件夹，用 tianlu audit show 对照"
MEND_HEAD_EN = (
    "stop the server; if the rows are as in the last backup and its anchors, set the head to the last row: "
    "UPDATE audit_heads SET seq = …, hash = … WHERE chain = …"
)
MEND_HEAD_ZH = (
    "请停止服务器；若各行与最近的备份及锚点一致，把链头设为末行："
    "UPDATE audit_heads SET seq = …, hash = … WHERE chain = …"
)


def _anchors_changed(trouble: AnchorsBroken) -> Finding:
    return fault(
        "anchors",
        en=f"{trouble.path.name} was changed: line {trouble.line} does not follow from the line before",
        zh=f"{trouble.path.name} 被改动：第 {trouble.line} 行与上一行不衔接",
        mend_en="put back the copy that is kept elsewhere, then run tianlu audit verify",
        mend_zh="请用另存的副本替换，然后执行 tianlu audit verify",
    )


def _read_anchors(path: Path) -> list[Anchor] | AnchorsBroken:
    """Before the snapshot: the chains in it are at least as long as they say."""
    try:
        return read_anchors(path)
    except AnchorsBroken as trouble:
        return trouble


def _asked(check: str, connection: Connection, look: Callable[[Connection], Iterable[Finding]]) -> list[Finding]:
    """What a damaged database cannot answer is a finding too."""
    try:
        with connection.begin_nested():
            return list(look(connection))
    except DBAPIError as trouble:
        return [
            fault(
                check,
                en=f"this could not be looked at: {trouble.orig}",
                zh=f"无法检查：{trouble.orig}",
                mend_en=RESTORE_EN,
                mend_zh=RESTORE_ZH,
            )
        ]


def _cannot_be_read(trouble: Exception) -> Finding:
    """A file that SQLite calls malformed, or no database at all, is damaged; what else there is does not answer."""
    said = getattr(trouble, "orig", None) or trouble
    if type(said) is not sqlite3.DatabaseError:
        return _unreachable(unusable(trouble))
    return fault(
        "integrity",
        en=f"damaged: {said}",
        zh=f"已损坏：{said}",
        mend_en=RESTORE_EN,
        mend_zh=RESTORE_ZH,
    )


def _unreachable(trouble: StorageTrouble) -> Finding:
    return fault(
        "database",
        en=trouble.en,
        zh=trouble.zh,
        mend_en="see that --workspace and --database name the right one, and that the database runs",
        mend_zh="请核对 --workspace 与 --database，并确认数据库在运行",
    )
