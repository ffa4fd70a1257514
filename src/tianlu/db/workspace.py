"""The folder that a server works in, and its database: locked, and with the schema that this program needs."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

from tianlu.db.app_role import ensure_app_role, enter_app_role, see_everything
from tianlu.db.engine import known_url, open_engine, writer_beside
from tianlu.db.migrate import check_current, migrate
from tianlu.db.trouble import StorageTrouble
from tianlu.db.wall import refuse_holes

DATABASE = "tianlu.sqlite"
LOCK = "tianlu.lock"
ANCHORS = "anchors.jsonl"
RESTORING = ".restoring"
"""What a restore that is under way has made so far."""


@dataclass(frozen=True)
class Workspace:
    """`writer` is the engine for the door's group commit; `locks` are held as long as it is open, none where it was
    only visited, or where the database has its own."""

    folder: Path
    engine: Engine
    writer: Engine
    locks: tuple[sqlite3.Connection, ...] = ()

    def close(self) -> None:
        self.engine.dispose()
        release(self.locks)


def open_workspace(folder: Path, address: str | None = None) -> Workspace:
    """To serve from: the folder is made, the schema brought up to date. Raises StorageTrouble where another server has
    it open, where a restore was cut off, or where the database is newer than this program, cannot be reached, was not
    made by Tianlu or does not keep counties apart (`wall.py`)."""
    make_private(folder)
    refuse_half_restored(folder)
    url = find_url(folder, address)
    locks = take_locks(folder, url)
    try:
        return Workspace(folder, *_open_migrated(url), locks)
    except BaseException:
        release(locks)
        raise


def visit_workspace(folder: Path, address: str | None = None) -> Workspace:
    """To work beside a server that may be running: nothing is made, locked or brought up to date. Raises StorageTrouble
    where there is no database, or where its schema is not the one that this program needs."""
    workspace = look_at_workspace(folder, address)
    try:
        _reached(workspace.engine, _check_visited)
        if workspace.engine.dialect.name == "postgresql":
            enter_app_role(workspace.engine, workspace.writer)
    except BaseException:
        workspace.close()
        raise
    return workspace


def look_at_workspace(folder: Path, address: str | None = None) -> Workspace:
    """To read all of it, whatever its revision, as whoever the address names. Raises StorageTrouble where there is no
    database; one that does not answer is found out with the first query."""
    url = find_url(folder, address)
    path = database_file(url)
    if path is not None and not path.is_file():
        raise StorageTrouble(
            en=f"there is no {path}: name the server's workspace, or its --database",
            zh=f"没有 {path}：请指定服务器的工作区，或用 --database 指定数据库",
        )
    engine = open_engine(url.render_as_string(hide_password=False))
    if engine.dialect.name == "postgresql":
        see_everything(engine)
    return Workspace(folder, engine, writer_beside(engine))


def is_empty(folder: Path) -> bool:
    """Whether nothing was ever kept in a workspace's folder."""
    return not (folder / DATABASE).exists() and not (folder / ANCHORS).exists()


def find_url(folder: Path, address: str | None) -> URL:
    """Where the database is: in the folder, unless an address says otherwise. Raises StorageTrouble."""
    try:
        return known_url(address if address is not None else f"sqlite:///{folder / DATABASE}")
    except (ArgumentError, ValueError):
        raise StorageTrouble(
            en="--database is no address; write it as postgresql://user:password@host/name or sqlite:///path",
            zh="--database 不是有效地址；请写成 postgresql://用户:密码@主机/库名 或 sqlite:///路径",
        ) from None


def database_file(url: URL) -> Path | None:
    """The file of an SQLite database, with its folder as it really is; None where there is none."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).resolve()


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone may look into; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def refuse_half_restored(folder: Path) -> None:
    if (folder / RESTORING).exists():
        raise StorageTrouble(
            en=f"a restore into {folder} was cut off: empty the folder and run tianlu restore again",
            zh=f"向 {folder} 的恢复曾被中断：请清空该文件夹后重新执行 tianlu restore",
        )


def take_locks(folder: Path, url: URL) -> tuple[sqlite3.Connection, ...]:
    """Those of an SQLite file and of the folder, whichever of them a second server names. PostgreSQL serves several."""
    database = database_file(url)
    if database is None:
        return ()
    taken: list[sqlite3.Connection] = []
    try:
        for path in sorted({folder.resolve() / LOCK, database.with_suffix(".lock")}):
            taken.append(_take_lock(path))
    except BaseException:
        release(taken)
        raise
    return tuple(taken)


def release(locks: Iterable[sqlite3.Connection]) -> None:
    for lock in locks:
        lock.close()


def _take_lock(path: Path) -> sqlite3.Connection:
    """A lock that goes with the process, however it ends. SQLite's own, because it works on every system."""
    make_private(path.parent)
    lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as trouble:
        lock.close()
        if trouble.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise StorageTrouble(
                en=f"{path} cannot be written ({trouble}): see who owns the folder, and its disk",
                zh=f"{path} 无法写入（{trouble}）：请检查文件夹的所有者与磁盘",
            ) from None
        raise StorageTrouble(
            en=f"another server has {path.parent} open: stop it first, or use another workspace",
            zh=f"另一个服务器正在使用 {path.parent}：请先停止它，或改用其他工作区",
        ) from None
    return lock


def _open_migrated(url: URL) -> tuple[Engine, Engine]:
    """The engine to read by and the one to write by."""
    engine = open_engine(url.render_as_string(hide_password=False))
    writer = writer_beside(engine)
    try:
        _reached(engine, migrate)
        if engine.dialect.name == "postgresql":
            _reached(engine, ensure_app_role)
            _reached(engine, _refuse_holes)
            enter_app_role(engine, writer)
    except BaseException:
        engine.dispose()
        raise
    return engine, writer


def _refuse_holes(engine: Engine) -> None:
    with engine.connect() as connection:
        refuse_holes(connection)


def _check_visited(engine: Engine) -> None:
    with engine.connect() as connection:
        check_current(connection)
        if connection.dialect.name == "postgresql":
            refuse_holes(connection)


def _reached(engine: Engine, work: Callable[[Engine], None]) -> None:
    try:
        work(engine)
    except (DBAPIError, sqlite3.DatabaseError) as trouble:
        raise unusable(trouble) from None


def unusable(trouble: Exception) -> StorageTrouble:
    """What a database says that does not do what it is asked."""
    said = getattr(trouble, "orig", None) or trouble
    return StorageTrouble(
        en=f"the database cannot be used ({said}): see that it runs, its address and its disk",
        zh=f"数据库无法使用（{said}）：请检查它是否在运行、地址是否正确、磁盘是否有空间",
    )
