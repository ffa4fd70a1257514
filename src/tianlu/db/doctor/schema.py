"""Whether the database answers, is of this program's revision, is undamaged, and keeps what it has acknowledged."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, text

from tianlu.db.finding import Finding, fault, note, sound
from tianlu.db.migrate import find_revision, head_revision, list_revisions

SAID_MOST = 5
RESTORE_EN = "stop the server, keep a copy of the damaged data, and restore the last backup (docs/storage.md)"
RESTORE_ZH = "请停止服务器，留存损坏数据的副本，并恢复最近的备份（见 docs/storage.md）"


def find_database(connection: Connection) -> Finding:
    """What answers there, and how large it is."""
    if connection.dialect.name == "sqlite":
        version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
        query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return _answers(f"SQLite {version}", int(connection.execute(text(query)).scalar_one()))
    version = connection.execute(text("SHOW server_version")).scalar_one()
    size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    return _answers(f"PostgreSQL {version}", int(size))


def _answers(what: str, size: int) -> Finding:
    return sound("database", en=f"{what}, {size / 1e6:,.1f} MB", zh=f"{what}，{size / 1e6:,.1f} MB")


def find_schema(connection: Connection) -> Finding:
    """Its revision against the one that this program needs."""
    found, needed = find_revision(connection), head_revision()
    if found == needed:
        return sound("revision", en=f"schema revision {found}", zh=f"结构版本 {found}")
    if found is None:
        return fault(
            "revision",
            en="the database holds nothing of Tianlu's",
            zh="数据库中没有天路的数据",
            mend_en="see that --workspace and --database name the right one, or start tianlu serve on it once",
            mend_zh="请核对 --workspace 与 --database，或先用 tianlu serve 启动一次",
        )
    if found in list_revisions():
        return fault(
            "revision",
            en=f"schema revision {found} is behind this program ({needed})",
            zh=f"结构版本 {found} 落后于本程序（{needed}）",
            mend_en="take a backup, then start tianlu serve once, which brings it forward",
            mend_zh="请先备份，再用 tianlu serve 启动一次，它会升级数据",
        )
    return fault(
        "revision",
        en=f"schema revision {found} is ahead of this program ({needed})",
        zh=f"结构版本 {found} 超前于本程序（{needed}）",
        mend_en="update Tianlu on this machine",
        mend_zh="请升级本机的天路",
    )


def find_damage(connection: Connection) -> Iterator[Finding]:
    """What the database itself finds wrong with its pages, keys and indexes."""
    found = _sqlite_damage(connection) if connection.dialect.name == "sqlite" else _postgresql_damage(connection)
    listed = list(islice(found, SAID_MOST))
    if not listed:
        yield sound("integrity", en="no damage found", zh="未发现损坏")
        return
    yield fault(
        "integrity",
        en=f"damaged: {'; '.join(listed)}",
        zh=f"已损坏：{'；'.join(listed)}",
        mend_en=RESTORE_EN,
        mend_zh=RESTORE_ZH,
    )


def _sqlite_damage(connection: Connection) -> Iterator[str]:
    for said in connection.execute(text(f"PRAGMA integrity_check({SAID_MOST})")).scalars():
        if said != "ok":
            yield str(said)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"{row[0]} row {row[1]} refers to a row of {row[2]} that is missing"


def _postgresql_damage(connection: Connection) -> Iterator[str]:
    invalid = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    for index in connection.execute(text(invalid)).scalars():
        yield f"index {index} is invalid"
    failures = "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
    count = connection.execute(text(failures)).scalar_one_or_none()
    if count:
        yield f"{count} pages whose checksum was wrong"


def find_durability(connection: Connection) -> Iterator[Finding]:
    """Settings under which an acknowledged command could be lost when the power goes."""
    off = _sqlite_lax(connection) if connection.dialect.name == "sqlite" else _postgresql_lax(connection)
    if not off:
        yield sound("durability", en="what is acknowledged is on disk", zh="确认的内容均已落盘")
    for what, mend_en, mend_zh in off:
        yield fault(
            "durability",
            en=f"{what}: acknowledged commands can be lost when the power goes",
            zh=f"{what}：断电时已确认的命令可能丢失",
            mend_en=mend_en,
            mend_zh=mend_zh,
        )
    if connection.dialect.name == "postgresql" and _shown(connection, "data_checksums") != "on":
        yield note(
            "durability",
            en="data checksums are off: damage on the disk is not noticed",
            zh="未启用数据校验和：磁盘损坏不会被发现",
            mend_en="when the database server can be stopped, run pg_checksums --enable on its data folder",
            mend_zh="可停机时，对数据目录执行 pg_checksums --enable",
        )


def _sqlite_lax(connection: Connection) -> list[tuple[str, str, str]]:
    mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
    if mode == "wal":
        return []
    said = "keep the file on a local disk, not on a network share", "请把数据库文件放在本地磁盘，不要放在网络共享上"
    return [(f"journal_mode={mode}", *said)]


def _postgresql_lax(connection: Connection) -> list[tuple[str, str, str]]:
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _shown(connection, name) == "off"]
    return [
        (
            f"{name}=off",
            f"set {name} = on in postgresql.conf and reload",
            f"请在 postgresql.conf 中设 {name} = on 并重新加载",
        )
        for name in off
    ]


def _shown(connection: Connection, name: str) -> str:
    return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())
