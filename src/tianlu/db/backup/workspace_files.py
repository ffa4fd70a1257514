"""Which files of a workspace's folder a backup keeps, and which names it puts back."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import DATABASE, LOCK, RESTORING

CACHE = "cache"
"""Copies of what the database holds; made again when they are needed."""
UNFINISHED = ".tmp-"
SQLITE_BESIDE = ("", "-wal", "-shm", "-journal")
OF_THIS_MACHINE = frozenset({*(DATABASE + each for each in SQLITE_BESIDE), LOCK, f"{LOCK}-journal", RESTORING, CACHE})
"""Names at the top of the folder that no backup holds."""


def list_files(folder: Path, *, leave_out: frozenset[Path]) -> Iterator[str]:
    """Paths below the folder, with "/", sorted. Raises StorageTrouble at what no backup can hold."""
    for path in _walk(folder):
        if path.relative_to(folder).parts[0] in OF_THIS_MACHINE or path.resolve() in leave_out:
            continue
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise StorageTrouble(
                en=f"{path} is a link or no plain file, which a backup does not follow: put the file itself there",
                zh=f"{path} 是链接或不是普通文件，备份不会跟随：请换成文件本身",
            )
        if not is_safe(name):
            raise StorageTrouble(
                en=f"{path!r} has a name that not every system can have: rename it without : \\ and control characters",
                zh=f"{path!r} 的名称并非所有系统都能使用：请改名，去掉 : \\ 和控制字符",
            )
        yield name


def is_safe(path: str) -> bool:
    """Whether a path from an archive stays below the folder, and is none of those that a server makes itself."""
    parts = PurePosixPath(path).parts
    return (
        path == "/".join(parts)
        and bool(parts)
        and not any(part in ("..", ".") or not _is_plain(part) for part in parts)
        and not path.startswith("/")
        and parts[0] not in OF_THIS_MACHINE
    )


def _is_plain(part: str) -> bool:
    return not any(char in ":\\" or char < " " or "\ud800" <= char <= "\udfff" for char in part)


def _walk(folder: Path) -> Iterator[Path]:
    for top, folders, files in os.walk(folder):
        here = Path(top)
        if here == folder:
            folders[:] = [name for name in folders if name not in OF_THIS_MACHINE]
        linked = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in linked and not name.startswith(UNFINISHED))
        for name in sorted([*files, *linked]):
            if not name.startswith(UNFINISHED) and name != ".lock":
                yield here / name
