"""The folder that a server works in, and its database: locked, and with the schema that this program needs."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from tianlu.db.app_role import ensure_app_role, enter_app_role
from tianlu.db.engine import open_engine, writer_beside
from tianlu.db.migrate import migrate
from tianlu.db.trouble import StorageTrouble

DATABASE = "tianlu.sqlite"
LOCK = "tianlu.lock"
ANCHORS = "anchors.jsonl"


@dataclass(frozen=True)
class Workspace:
    """`lock` is held as long as it is open; None where it was only visited, or where the database has its own.
    `writer` is the engine for the door's group commit."""

    folder: Path
    engine: Engine
    writer: Engine
    lock: sqlite3.Connection | None = None

    def close(self) -> None:
        self.engine.dispose()
        if self.lock is not None:
            self.lock.close()


def open_workspace(folder: Path, address: str | None = None) -> Workspace:
    """To serve from: the folder is made, the schema brought up to date. Raises StorageTrouble where another server has
    it open, or where the database is newer than this program, cannot be reached or was not made by Tianlu."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = None if address is not None else _take_lock(folder)
    try:
        return Workspace(folder, *_open_migrated(address or _address_in(folder)), lock)
    except BaseException:
        if lock is not None:
            lock.close()
        raise


def visit_workspace(folder: Path, address: str | None = None) -> Workspace:
    """To look at, beside a server that may be running: nothing is made, locked or brought up to date. Raises
    StorageTrouble where there is no database."""
    if address is None and not (folder / DATABASE).is_file():
        raise StorageTrouble(
            en=f"{folder} holds no {DATABASE}: name the server's workspace, or its --database",
            zh=f"{folder} 中没有 {DATABASE}：请指定服务器的工作区，或用 --database 指定数据库",
        )
    engine = _open(address or _address_in(folder))
    writer = writer_beside(engine)
    if engine.dialect.name == "postgresql":
        _reached(engine, partial(enter_app_role, writer=writer))
    return Workspace(folder, engine, writer)


def is_empty(folder: Path) -> bool:
    """Whether nothing was ever kept in a workspace's folder."""
    return not (folder / DATABASE).exists() and not (folder / ANCHORS).exists()


def _open_migrated(address: str) -> tuple[Engine, Engine]:
    """The engine to read by and the one to write by."""
    engine = _open(address)
    writer = writer_beside(engine)
    try:
        _reached(engine, migrate)
        if engine.dialect.name == "postgresql":
            ensure_app_role(engine)
            enter_app_role(engine, writer)
    except BaseException:
        engine.dispose()
        raise
    return engine, writer


def _open(address: str) -> Engine:
    try:
        return open_engine(address)
    except (ArgumentError, ValueError):
        raise StorageTrouble(
            en="--database is no address; write it as postgresql://user:password@host/name or sqlite:///path",
            zh="--database 不是有效地址；请写成 postgresql://用户:密码@主机/库名 或 sqlite:///路径",
        ) from None


def _reached(engine: Engine, work: Callable[[Engine], None]) -> None:
    try:
        work(engine)
    except DBAPIError as trouble:
        raise StorageTrouble(
            en=f"the database cannot be used ({trouble.orig}): see that it runs, its address and its disk",
            zh=f"数据库无法使用（{trouble.orig}）：请检查它是否在运行、地址是否正确、磁盘是否有空间",
        ) from None


def _address_in(folder: Path) -> str:
    return f"sqlite:///{folder / DATABASE}"


def _take_lock(folder: Path) -> sqlite3.Connection:
    """A lock that goes with the process, however it ends. SQLite's own, because it works on every system."""
    lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise StorageTrouble(
            en=f"another server has {folder} open: stop it first, or use another workspace",
            zh=f"另一个服务器正在使用 {folder}：请先停止它，或改用其他工作区",
        ) from None
    return lock
