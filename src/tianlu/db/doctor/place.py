"""The folder and its disk: who may read it, who owns what is in it, how much room there is, how fast it is."""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from tianlu.db.finding import Finding, fault, note, sound
from tianlu.db.workspace import RESTORING

MIB = 1 << 20
ROOM_FAULT_MIB, ROOM_NOTE_MIB = 256, 2048
WAL_NOTE_MIB = 256
SLOW_A_SECOND = 50
MEASURED_S = 0.3


def find_half_restored(folder: Path) -> Iterator[Finding]:
    if (folder / RESTORING).exists():
        yield fault(
            "restore",
            en=f"a restore into {folder} was cut off",
            zh=f"向 {folder} 的恢复曾被中断",
            mend_en="empty the folder and run tianlu restore again",
            mend_zh="请清空该文件夹后重新执行 tianlu restore",
        )


def find_rights(folder: Path) -> Iterator[Finding]:
    """What other users of the machine may do, and files that the server may not write."""
    if os.name != "posix":
        return
    found = list(_rights(folder))
    yield from found or [sound("permissions", en=f"{folder} is its owner's", zh=f"{folder} 归其所有者专用")]


def _rights(folder: Path) -> Iterator[Finding]:
    status = folder.stat()
    if status.st_mode & stat.S_IRWXO:
        yield fault(
            "permissions",
            en=f"every user of this machine may look into {folder} ({stat.filemode(status.st_mode)})",
            zh=f"本机所有用户都可以查看 {folder}（{stat.filemode(status.st_mode)}）",
            mend_en=f"run chmod o-rwx {folder}",
            mend_zh=f"请执行 chmod o-rwx {folder}",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield fault(
            "permissions",
            en=f"this user may not write in {folder}",
            zh=f"当前用户无权写入 {folder}",
            mend_en="run Tianlu as the folder's owner, or give the folder to this user",
            mend_zh="请以文件夹所有者运行天路，或把文件夹交给当前用户",
        )
        return
    foreign = sorted(path.name for path in folder.iterdir() if path.lstat().st_uid != status.st_uid)
    if foreign:
        yield fault(
            "permissions",
            en=f"{', '.join(foreign[:3])} in {folder} belong to another user than the folder: a command was run as "
            "somebody else, and the server may be unable to write them",
            zh=f"{folder} 中的 {'、'.join(foreign[:3])} 与文件夹的所有者不同：曾以其他用户运行命令，服务器可能无法写入",
            mend_en=f"run chown -R --reference={folder} {folder}/.",
            mend_zh=f"请执行 chown -R --reference={folder} {folder}/.",
        )


def find_room(folder: Path) -> Finding:
    """Free space of the disk on which a folder lies."""
    free = shutil.disk_usage(folder).free // MIB
    en, zh = f"{free:,} MiB free on the disk of {folder}", f"{folder} 所在磁盘剩余 {free:,} MiB"
    mends = {
        "mend_en": "make room, or move the workspace to a larger disk; nothing is accepted on a full one",
        "mend_zh": "请清理磁盘，或把工作区移到更大的磁盘；磁盘写满后不再接受任何命令",
    }
    if free < ROOM_FAULT_MIB:
        return fault("disk", en=en, zh=zh, **mends)
    return note("disk", en=en, zh=zh, **mends) if free < ROOM_NOTE_MIB else sound("disk", en=en, zh=zh)


def find_wal_file(database: Path) -> Finding:
    """The log beside an SQLite file, which is folded into it whenever nobody reads an old moment."""
    path = database.with_name(f"{database.name}-wal")
    size = path.stat().st_size // MIB if path.exists() else 0
    en, zh = f"write-ahead log {size:,} MiB", f"预写日志 {size:,} MiB"
    if size < WAL_NOTE_MIB:
        return sound("wal", en=en, zh=zh)
    return note(
        "wal",
        en=en,
        zh=zh,
        mend_en="end what has been reading for long (a backup, a sqlite3 shell); it is folded in with the next writes, "
        "and goes when the server is stopped",
        mend_zh="请结束长时间的读取（备份、sqlite3 命令行）；之后的写入会将其合并，停止服务器后消失",
    )


def find_disk_speed(folder: Path) -> Finding:
    """How many small writes a second are put on disk one after another; a group of commands needs one."""
    return durable_writes(_fsyncs_a_second(folder))


def durable_writes(a_second: float) -> Finding:
    en, zh = f"{a_second:,.0f} fsyncs/s", f"每秒落盘 {a_second:,.0f} 次"
    if a_second >= SLOW_A_SECOND:
        return sound("fsync", en=en, zh=zh)
    return note(
        "fsync",
        en=en,
        zh=zh,
        mend_en="commands wait for the disk: use an SSD, or a controller with a battery; see what else writes to it",
        mend_zh="命令在等待磁盘：请使用固态硬盘或带电池的控制器，并检查还有什么在写这块磁盘",
    )


def _fsyncs_a_second(folder: Path) -> float:
    path = folder / ".tmp-doctor"
    try:
        with path.open("wb", buffering=0) as file:
            begun, count = time.perf_counter(), 0
            while (passed := time.perf_counter() - begun) < MEASURED_S:
                file.write(b"\0" * 4096)
                os.fsync(file.fileno())
                count += 1
        return count / passed
    finally:
        path.unlink(missing_ok=True)
